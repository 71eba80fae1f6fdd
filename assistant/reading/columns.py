"""Heading rows: which row heads an indicator part, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.grid import Row
from assistant.reading.look import look
from assistant.reading.placing import VALUES, Column, fit

#: What a heading of no list is about, by the words in it; the first that fits.
_SPEAKS_OF: tuple[tuple[str, str | None], ...] = (
    (r"序号|编号|编码|代码|行次", "ignored"),
    (r"依据|来源|解释|描述|释义|内涵|口径|公式|细则|要点|定义|计算方法|(?:评分|评价|计分|赋分|考核|扣分)(?:标准|规则)", "standard"),
    (r"备注|说明|原因|改进|偏差", "note"),
    (r"(?:半年|1[-—–－~至]6月).*(?:实际|完成|执行)|(?:实际|完成|执行).*半年|中长期|实施期", None),
    (r"上年|上一年|上年度|去年|往年|历史|前年", "last_year"),
    (r"半年|1[-—–－~至]6月", "half_year"),
    (r"得分|自评分|评价分", "score"),
    (r"权重|分值|满分|标准分", "weight"),
    (r"符号|运算|计算符|比较符|指标性质|指标方向", "sign"),
    (r"(?:计量|度量|数量|数值|指标值).*单位", "unit"),
    (r"(?:实际|完成|实现).*(?:值|情况|数|实绩)", "actual"),
    (r"一级", "level1"),
    (r"二级", "level2"),
    (r"重点工作|重点任务|工作任务", "key_task"),
    (r"三级|四级|末级|指标名称|指标内容", "name"),
    (r"职能|职责", "duty"),
    (r"(?:指标|目标|预期|计划|标准|绩效|全年|年度|达到).*值", "full_year"),
)  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_LEVELS = frozenset(("level1", "level2", "key_task", "name", "duty"))


def heading(row: Row) -> tuple[Column, ...] | None:
    """The columns, if the row is a heading row of an indicator part."""
    listed = [Column(_role(cell.text) or "other", cell.column, " ".join(cell.text.split())) for cell in row]
    found = _two_kinds(_guessed(listed))
    guessed = sum(one.role != other.role for one, other in zip(listed, found, strict=True))
    known = [c for c in found if c.role != "other"]
    roles = {c.role for c in known}
    if (
        len(roles) < 2
        or len(known) * 2 - guessed < len(found)
        or not roles & _LEVELS
        or not roles & {*VALUES, "level2", "sign", "long_full_year"}
    ):
        return None
    if not roles & {"name", "key_task", "long_name"} and {"level1", "level2"} <= roles:
        # 一级指标 | 二级指标 | 指标值: two levels only, 数量指标 and the names under it.
        found = [Column("name", c.at, c.title) if c.role == "level2" else c for c in found]
    found = _told_twice(_two_terms(_without_banner(found)))
    names = [c for c in found if c.role == "name"]
    leveled = roles & {"level1", "level2", "duty"}
    if len(names) > 1 and not leveled:
        # 指标 | 指标内容 | 指标值: the first of two names heads the level labels.
        found = [Column("level1", c.at, c.title) if c is names[0] else c for c in found]
    elif len(names) > 1:
        # 绩效指标 over or before the levels names the block; the name's column is the one nearest to the values.
        found = [c for c in found if c.role != "name" or c is names[-1]]
    elif not leveled and "key_task" not in roles:
        found = [Column("level1", found[0].at - 2), Column("level2", found[0].at - 1), *found]
    return tuple(found)


def _two_kinds(columns: list[Column]) -> list[Column]:
    """Where two headings name the first level (指标类型 | 指标类别) and none the second, the latter heads the second."""
    firsts = [c for c in columns if c.role == "level1"]
    if len(firsts) != 2 or any(c.role == "level2" for c in columns):
        return columns
    return [replace(c, role="level2") if c is firsts[1] else c for c in columns]


def _guessed(columns: list[Column]) -> list[Column]:
    """Columns whose heading is on no list told by the words in it, in a row with a heading that is on one."""
    roles = {c.role for c in columns} - {"other"}
    if not roles or len(columns) < 3:
        return columns
    out = []
    for column in columns:
        role = spoken_of(column.title, columns) if column.role == "other" else column.role
        out.append(column if role is None or (column.role == "other" and role in roles) else replace(column, role=role))
        roles.add(out[-1].role)
    return out


def spoken_of(title: str, columns: Sequence[Column] = ()) -> str | None:
    """The role that the words of a heading tell; ``columns``: those beside it, whose years it may come before."""
    bare = "".join(title.split())
    if len(bare) > 16:
        return None
    role = next((role for words, role in _SPEAKS_OF if re.search(words, bare)), None)
    years = [int(y) for c in columns for y in _YEAR.findall(c.title)]
    if role in ("full_year", "actual") and (said := _YEAR.search(bare)) and int(said[1]) < max(years, default=0):
        return "last_year"  # 2024年实际值 beside 2025年目标值
    return role


def _without_banner(columns: list[Column]) -> list[Column]:
    """Columns without the 绩效指标 before the first level, which names the whole block where each half has its own names."""
    first = next((c.at for c in columns if c.role == "level1"), 0)
    inner = [c for c in columns if c.role != "name" or c.at > first]
    return inner if sum(c.role == "name" for c in inner) > 1 else columns


def _two_terms(columns: list[Column]) -> list[Column]:
    """Columns that stand twice (二级指标 三级指标 指标值, for the whole term and for the year): the first are the longer term's."""
    again = [role for role in ("name", "full_year") if sum(c.role == role for c in columns) == 2]
    if len(again) < 2:
        return columns
    first = {role: min(c.at for c in columns if c.role == role) for role in again}
    seconds = [c.at for c in columns if c.role == "level2"]
    if len(seconds) == 2:
        first["level2"] = min(seconds)
    return [Column(f"long_{c.role}", c.at, c.title) if first.get(c.role) == c.at else c for c in columns]


def _told_twice(columns: list[Column]) -> list[Column]:
    """Of two columns of values, that of their wording (指标值内容) is what explains them."""
    if sum(c.role == "full_year" for c in columns) < 2:
        return columns
    return [Column("standard", c.at, c.title) if c.role == "full_year" and "内容" in c.title else c for c in columns]


def _role(text: str) -> str | None:
    return look(text).column if len(text) <= 40 else None


def second_row(columns: tuple[Column, ...], head: Row, row: Row) -> tuple[Column, ...] | None:
    """The columns of a heading in two rows, if ``row`` is the second of them (指标值 over 半年 and 全年); else None."""
    roles = [_role(cell.text) for cell in row]
    if any(roles):
        roles = [role or spoken_of(cell.text) for role, cell in zip(roles, row, strict=True)]
    if not row or any(role is None for role in roles) or ({"level1", "name"} & set(roles) and len(row) > 3):
        return None
    if not set(roles) & {*VALUES, "sign", "unit"}:
        return None
    under = [
        Column(role, cell.column, " ".join(cell.text.split())) for role, cell in zip(roles, row, strict=True) if role
    ]
    kept = []
    for n, column in enumerate(columns):
        cell = next((c for c in head if c.column == column.at), None)
        after = columns[n + 1].at if n + 1 < len(columns) else 10_000
        span = range(column.at, column.at + cell.columns if cell and cell.columns > 1 else after)
        if not any(
            u.at in span and (u.at > column.at or u.role != column.role or column.role in VALUES) for u in under
        ):
            kept.append(column)
    return tuple(sorted([*kept, *under], key=lambda c: c.at))


def under_banner(head: Row, row: Row) -> tuple[Column, ...] | None:
    """The columns of a heading in two rows whose upper one names only the groups (绩效指标 | 年度指标值 | 实际完成值 | 得分) and
    whose lower one names the levels and the parts of the value; None where the rows are no such heading."""
    upper = [Column(_role(cell.text) or "other", cell.column, " ".join(cell.text.split())) for cell in head]
    lower = heading(row)
    if lower is None or not any(c.role == "full_year" for c in upper) or {"level1", "level2"} & {c.role for c in upper}:
        return None
    roles = [c.role for c in lower]
    if not {"level1", "name", "full_year"} <= set(roles):
        return None
    more = [c for c in upper if c.role in ("actual", "weight", "score", "note", "standard") and c.role not in roles]
    last = lower[-1].at
    if more and more[0].at <= last:
        # The cells that the groups span are lost, and with them where the later columns stand.
        more = [Column(c.role, last + k, c.title) for k, c in enumerate(more, 1)]
    return (*lower, *more)


def extend(columns: tuple[Column, ...], before: tuple[Column, ...], rows: list[Row]) -> tuple[Column, ...]:
    """Columns with the last ones of the heading before, where this heading lacks them and the rows below have them."""
    roles = [c.role for c in columns]
    if not before or roles[-1] != "half_year" or "full_year" in roles or "full_year" not in [c.role for c in before]:
        return columns
    full = next(c for c in before if c.role == "full_year")
    for row in rows:
        tail = [look(cell.text) for cell in row[-2:]]
        if len(tail) == 2 and all(fit("full_year", seen) >= 3 for seen in tail):
            return (*columns, Column("full_year", columns[-1].at + 1, full.title))
    return columns
