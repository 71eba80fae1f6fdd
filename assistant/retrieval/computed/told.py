"""How answers name departments, rows and numbers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.retrieval.computed.query import CannotAnswer, Column, Query
from assistant.retrieval.computed.selection import Measured, written
from assistant.retrieval.records import Entry, Record
from assistant.table import print_number

MANY = 30  # names written out in the sentence; the rest is in the rows
#: How each sort of row is counted: its unit and its name.
COUNTED = {"row": ("条", "指标"), "project": ("个", "项目"), "duty": ("条", "职责"), "key_task": ("项", "重点工作")}
AGGREGATES: dict[str, tuple[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    "sum": ("合计", lambda n: sum(n, Decimal(0))), "mean": ("平均", lambda n: statistics.mean(n)),
    "median": ("中位数", lambda n: statistics.median(n)),
}  # fmt: skip


def one_unit(values: Sequence[Measured]) -> str | None:
    """The one unit of all values. Raises ``CannotAnswer`` where they have several."""
    units = sorted({unit or "无单位" for _, unit in values})
    if len(units) > 1:
        raise CannotAnswer(f"符合条件的指标单位不同（{'、'.join(units[:6])}），不能放在一起计算，请写明指标名称。")
    return values[0][1]


def name_of(query: Query, table: Entry) -> str:
    """A department's name, with the year where several are spoken of."""
    name = table.department or "未写明单位"
    if not query.years and query.of == "departments":
        return name
    if project := table.data.get("project"):
        name = f"{name}“{project}”项目"
    return name if len(query.years) == 1 else f"{name}（{table.year}年）"


def label_of(query: Query, record: Record) -> str:
    """A department and a row of it."""
    return f"{name_of(query, record.entry)}“{record.text}”"


def brief(query: Query, record: Record) -> str:
    """A row's name and value."""
    return f"{record.text}{written(query, record) or ''}"


def group_of(query: Query, table: Entry, column: Column | None) -> str:
    """The label of the group that a table belongs to."""
    if column == "department" or column is None:
        return name_of(query, table)
    value = getattr(table, column)
    return f"{value}年" if column == "year" and value else str(value or "未写明")


def some(names: Sequence[str]) -> str:
    """Names in a sentence, not more than fit in."""
    return "、".join(names[:MANY]) + (f"等{len(names)}个" if len(names) > MANY else "")


def printed(number: Decimal) -> str:
    """A number to two places."""
    return print_number(round(number, 2))
