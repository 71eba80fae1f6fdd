"""The difference of two tables: year to year, or version to version.

A row is known again by its name and place, then by its name alone (it moved), then by a like name at a like place (it
was renamed). What is left was dropped or added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeVar
from unicodedata import normalize

from rapidfuzz import fuzz

from assistant.table import Amount, Funds, Indicator, TargetTable, TargetValue, print_number
from assistant.table.model import Model
from assistant.writing.form import COLUMNS, INCOME

T = TypeVar("T")
RowKind = Literal["added", "dropped", "moved", "renamed", "changed"]
Direction = Literal["up", "down"]

_PLACE = ("section", "category", "duty")
_CELLS = tuple(COLUMNS)
_TEXTS = {"department": "单位名称", "project": "项目名称", "organisation": "机构设置及人员配置", "long_term_goal": "中长期目标", "annual_goal": "年度目标"}  # fmt: skip
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
#: How like two names must be (0 to 100) to be one indicator renamed: less when their values share a unit.
_LIKE, _LIKE_SAME_UNIT = 75, 60
_SAME_DUTY = 75  # how like two texts must be to be one duty in other words
_SAME_PROJECT = 85


class FieldChange(Model):
    """One field that differs, both sides as they are shown; ``direction`` where both are numbers of one unit."""

    field: str
    label: str
    old: str | None
    new: str | None
    direction: Direction | None = None


class RowChange(Model):
    """What became of one indicator: its row in the old and in the new table, and every field that differs."""

    old: int | None
    new: int | None
    kinds: tuple[RowKind, ...]
    name: str
    fields: tuple[FieldChange, ...] = ()


class MoneyChange(Model):
    """One line of money (万元) before and after; a side is None where the line is not there."""

    name: str
    old: Amount | None
    new: Amount | None
    direction: Direction | None = None


class Difference(Model):
    """All that differs. Equal tables give empty ``texts``, ``money`` and ``rows``."""

    old_year: int | None = None
    new_year: int | None = None
    texts: tuple[FieldChange, ...] = ()
    money: tuple[MoneyChange, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.money or self.rows)

    def of(self, kind: RowKind) -> tuple[RowChange, ...]:
        """The rows of one kind; a row that moved and changed is of both."""
        return tuple(row for row in self.rows if kind in row.kinds)


def diff(old: TargetTable, new: TargetTable) -> Difference:
    """What became of ``old`` in ``new``: texts, money, and rows in the order of the new table, dropped ones last."""
    return Difference(
        old_year=old.year,
        new_year=new.year,
        texts=tuple(_texts(old, new)),
        money=tuple(_money(old.funds, new.funds)),
        rows=tuple(_rows(old.indicators, new.indicators)),
    )


def _rows(old: Sequence[Indicator], new: Sequence[Indicator]) -> Iterator[RowChange]:
    pairs = matched(old, new)
    for n, indicator in enumerate(new):
        if (before := pairs.get(n)) is None:
            yield RowChange(old=None, new=n, kinds=("added",), name=indicator.name)
        elif change := _row(old[before], indicator, before, n):
            yield change
    kept = set(pairs.values())
    for n, indicator in enumerate(old):
        if n not in kept:
            yield RowChange(old=n, new=None, kinds=("dropped",), name=indicator.name)


def _row(old: Indicator, new: Indicator, before: int, after: int) -> RowChange | None:
    fields = tuple(
        FieldChange(
            field=cell, label=COLUMNS[cell][0], old=_shown(was), new=_shown(now), direction=_direction(was, now)
        )
        for cell in _CELLS
        if (was := getattr(old, cell)) != (now := getattr(new, cell))
    )
    if not fields:
        return None
    kinds: list[RowKind] = []
    if not _same_place(old, new):
        kinds.append("moved")
    if _folded(old.name) != _folded(new.name):
        kinds.append("renamed")
    if any(f.field not in ("name", *_PLACE) for f in fields) or not kinds:
        kinds.append("changed")
    return RowChange(old=before, new=after, kinds=tuple(kinds), name=new.name, fields=fields)


def matched(old: Sequence[Indicator], new: Sequence[Indicator]) -> dict[int, int]:
    """Which old row each new row is: new index → old index."""
    by_name: dict[str, list[int]] = {}
    for a, before in enumerate(old):
        by_name.setdefault(_folded(before.name), []).append(a)
    same_name = [
        (2.0 if _same_place(old[a], after) else 1.0, b, a)
        for b, after in enumerate(new)
        for a in by_name.get(_folded(after.name), ())
        if after.name or _same_place(old[a], after)
    ]
    pairs = _best(same_name)
    kept = set(pairs.values())
    left = [(a, before) for a, before in enumerate(old) if a not in kept]
    like = [(_likeness(before, new[b]), b, a) for b in range(len(new)) if b not in pairs for a, before in left]
    return pairs | _best([found for found in like if found[0] > 0])


def _best(scored: list[tuple[float, int, int]]) -> dict[int, int]:
    """One old row for each new row and the other way round: the likest first; of equals, those that stand nearest."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, b, a in sorted(scored, key=lambda found: (-found[0], abs(found[1] - found[2]), found[1])):
        if b not in pairs and a not in taken:
            pairs[b] = a
            taken.add(a)
    return pairs


def _likeness(a: Indicator, b: Indicator) -> float:
    if not a.name or not b.name or not _same_place(a, b):
        return 0.0
    one, other = a.full_year or a.half_year, b.full_year or b.half_year
    same_unit = one is not None and other is not None and one.unit is not None and one.unit == other.unit
    points = fuzz.ratio(_folded(a.name), _folded(b.name))
    return points if points >= (_LIKE_SAME_UNIT if same_unit else _LIKE) else 0.0


def _same_place(a: Indicator, b: Indicator) -> bool:
    if (a.section, a.category) != (b.section, b.category):
        return False
    return a.duty == b.duty or (a.duty is not None and b.duty is not None and _same_duty(a.duty, b.duty))


@lru_cache(maxsize=10_000)
def _same_duty(one: str, other: str) -> bool:
    return fuzz.ratio(_folded(one), _folded(other)) >= _SAME_DUTY


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’]", "", normalize("NFKC", text))


def _shown(held: object) -> str | None:
    if held is None or held == "":
        return None
    return print_number(held) if isinstance(held, Decimal) else str(held)


def _direction(old: object, new: object) -> Direction | None:
    was, now = _size(old), _size(new)
    if was is None or now is None or was[1] != now[1] or was[0] == now[0]:
        return None
    return "up" if now[0] > was[0] else "down"


def _size(held: object) -> tuple[Decimal, str | None] | None:
    """A number and its unit, money in 元."""
    if isinstance(held, Decimal):
        return held, None
    if not isinstance(held, TargetValue) or held.kind != "number" or held.number is None:
        return None
    if held.unit in _MONEY:
        return held.number * _MONEY[held.unit], "元"
    return held.number, held.unit


def _texts(old: TargetTable, new: TargetTable) -> Iterator[FieldChange]:
    for field, label in _TEXTS.items():
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield FieldChange(field=field, label=label, old=was, new=now)
    for was, now in _lines(old.duties, new.duties, lambda duty: duty, _SAME_DUTY):
        if was != now:
            yield FieldChange(field="duties", label="单位主要职能", old=was, new=now)


def _money(old: Funds, new: Funds) -> Iterator[MoneyChange]:
    for item, part, field in INCOME:
        was, now = getattr(old.income, field), getattr(new.income, field)
        name = f"{item}（{part}）" if part else item
        yield from _money_change(f"收入：{name}", _full(was), _full(now))
    for field, label in (
        ("total", "支出合计"),
        ("executed", "全年执行数"),
        ("basic", "基本支出"),
        ("projects", "项目支出"),
    ):
        yield from _money_change(label, getattr(old.spending, field), getattr(new.spending, field))
    for one, other in _lines(old.projects, new.projects, lambda project: project.name, _SAME_PROJECT):
        name = " → ".join(dict.fromkeys(p.name for p in (one, other) if p))
        renamed = one is not None and other is not None and one.name != other.name
        yield from _money_change(f"项目：{name}", _amount(one), _amount(other), always=renamed)


def _money_change(name: str, old: Amount | None, new: Amount | None, always: bool = False) -> Iterator[MoneyChange]:
    if old != new or always:
        way = _direction(old.full_year, new.full_year) if old and new else None
        yield MoneyChange(name=name, old=old, new=new, direction=way)


def _full(amount: Decimal | None) -> Amount | None:
    return None if amount is None else Amount(full_year=amount)


def _amount(line: Amount | None) -> Amount | None:
    return line and Amount(half_year=line.half_year, full_year=line.full_year)


def _lines(
    old: Sequence[T], new: Sequence[T], text: Callable[[T], str], like: float
) -> Iterator[tuple[T | None, T | None]]:
    """Lines of two lists side by side: the same text, else the likest above ``like``, else alone."""
    left = list(old)
    beside: dict[int, T] = {}
    for exact in (True, False):
        for n, line in enumerate(new):
            if n in beside or not left:
                continue
            best = max(left, key=lambda other: fuzz.ratio(text(other), text(line)))
            if text(best) == text(line) if exact else fuzz.ratio(text(best), text(line)) >= like:
                beside[n] = best
                left.remove(best)
    yield from ((beside.get(n), line) for n, line in enumerate(new))
    yield from ((line, None) for line in left)
