"""Figures that a text states, with what they are said of: 新建视频监控点位1000个 -> 新建视频监控点位, 1000, 个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.table.values import UNITS

_CLAUSE = re.compile(r"[，,。；;：:\n]")
_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_UNITS = "|".join(
    map(re.escape, (u for u in UNITS if u[0] not in "万亿" and u not in ("年", "月", "日", "级", "等", "点", "分")))
)
_FIGURE = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<times>[万亿]?)(?P<unit>{_UNITS})")
#: Between what is counted and its figure.
_LINK = re.compile(
    r"(?:分别|不少于|不低于|不超过|不高于|控制在|保持在|稳定在|达到|达|至少|超过|提高到|提升到|提高至|降至|降到|下降到|增加到|完成|累计|共计|共|约|为|到|至|在|各|[≥≤=＞＜><])*$"
)
#: Before what is counted, and behind its figure where it stands there.
_LEAD = re.compile(r"^(?:全年|本年度?|今年|年内|当年|计划|力争|其中)+")
_BEHIND = re.compile(r"^(?:以上|以下|以内|左右|及以上|的)+")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text: what it is said of, the words with it as they stand, its own text, its amount in single
    units and the unit."""

    of: str
    said: str
    text: str
    amount: Decimal
    unit: str


def stated(text: str) -> Iterator[Stated]:
    """The figures of a text, each said of the words before it in its clause."""
    for clause in _CLAUSE.split(text):
        begin = 0
        figures = list(_FIGURE.finditer(clause))
        for n, found in enumerate(figures):
            of, end = _of(clause[begin : found.start()]), found.end()
            if not of:  # 完成3个小区整治: what is counted stands behind the figure
                end = figures[n + 1].start() if n + 1 < len(figures) else len(clause)
                of = _BEHIND.sub("", clause[found.end() : end])
            number = Decimal(found["number"].replace(",", ""))
            yield Stated(of, clause[begin:end], found[0], amount(number, found["times"]), found["unit"])
            begin = end


def _of(before: str) -> str:
    return _LEAD.sub("", _LINK.sub("", before))


def amount(number: Decimal, times: str) -> Decimal:
    """A number of 万 or 亿 in single units."""
    return number * _TIMES.get(times, Decimal(1))


def single(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """A value's number and unit in single units: 7.2 万亩 -> 72000 亩, 1800 万元 -> 18000000 元."""
    times = unit[0] if len(unit) > 1 and unit[0] in _TIMES else ""
    return amount(number, times), unit.removeprefix(times)
