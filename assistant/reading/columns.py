"""Heading rows: which row heads an indicator part, and what its columns are."""

from __future__ import annotations

from assistant.reading.grid import Row
from assistant.reading.look import look
from assistant.reading.placing import VALUES, Column, fit

_LEVELS = frozenset(("level1", "level2", "key_task", "name", "duty"))
#: The columns of a part without any heading.
IMPLIED = tuple(Column(role, n) for n, role in enumerate(("level1", "level2", "name", "full_year"), 1))
#: The same with the sign in a column of its own, as the finance system exports them.
IMPLIED_SIGNED = tuple(
    Column(role, n)
    for n, role in enumerate(
        ("level1", "level2", "name", "sign", "full_year", "unit", "actual", "weight", "score", "note"), 1
    )
)


def heading(row: Row) -> tuple[Column, ...] | None:
    """The columns, if the row is a heading row of an indicator part."""
    found = [Column(_role(cell.text) or "other", cell.column, " ".join(cell.text.split())) for cell in row]
    known = [c for c in found if c.role != "other"]
    roles = {c.role for c in known}
    if (
        len(roles) < 2
        or len(known) * 2 < len(found)
        or not roles & _LEVELS
        or not roles & {*VALUES, "level2", "sign", "long_full_year"}
    ):
        return None
    if not roles & {"name", "key_task", "long_name"} and {"level1", "level2"} <= roles:
        # 一级指标 | 二级指标 | 指标值: two levels only, 数量指标 and the names under it.
        found = [Column("name", c.at, c.title) if c.role == "level2" else c for c in found]
    found = _two_terms(found)
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


def _role(text: str) -> str | None:
    return look(text).column if len(text) <= 40 else None


def second_row(columns: tuple[Column, ...], head: Row, row: Row) -> tuple[Column, ...] | None:
    """The columns of a heading in two rows, if ``row`` is the second of them (指标值 over 半年 and 全年); else None."""
    roles = [_role(cell.text) for cell in row]
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
