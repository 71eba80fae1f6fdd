"""STR: rows under their headings: common indicators (共性指标), duties and key tasks (职能, 重点工作)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.findings import AddRow, Fix, MoveRow
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.sheet import Row, Sheet, shortened
from assistant.table.model import Indicator, value
from assistant.table.templates import CommonIndicator


@rule(
    code="STR003",
    zh="共性指标缺失或放错位置",
    en="A common indicator is missing or misplaced",
    severity="warning",
    basis="mof-2013-53-clear",
    what="样式规定的共性指标缺了，或放在了别的二级指标下面，例如“固定资产利用率”放在“项目管理”下。",
    why="共性指标各部门统一考核，缺了或放错，汇总时对不上。",
    mend="补上缺的共性指标，把放错的移到它自己的二级指标下。",
    needs=("template",),
    parameters={"share": "表中至少有这么大比例的共性指标，才认为用的是这一版样式"},
)
def misplaced_common(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    assert sheet.template is not None
    common = sheet.template.common
    if not common:
        return
    present = {row.common.name for row in sheet.rows if row.common is not None}
    if len(present) < p.number("share") * len(common):
        if present:
            yield Undecided("表中的共性指标与样式所列大多不同，可能是另一版样式，不判断缺了哪些")
        return
    for row in sheet.rows:
        if row.common is not None and row.indicator.category and row.indicator.category != row.common.category:
            yield Fault(
                f"共性指标“{row.name}”放在“{row.indicator.category}”下，样式规定在“{row.common.category}”下",
                evidence=f"{row.indicator.section} › {row.indicator.category}",
                row=row.index,
                cell="category",
                fix=_moved(sheet, row, row.common),
            )
    if sheet.context.cut:
        return
    for one in common:
        # Where the whole section is empty, that is said once (STR002).
        if one.name not in present and one.section in sheet.by_section:
            yield Fault(
                f"缺少共性指标“{one.name}”（{one.section} › {one.category}）",
                path=f"indicators.{one.section}.{one.category}.{one.name}",
                fix=_added(sheet, one),
            )


def _moved(sheet: Sheet, row: Row, common: CommonIndicator) -> Fix:
    """Safe where the row stands beside its own block, so that only headings change; those between go along with it."""
    beside = _up_to_block(sheet, row.index, 1, common) or _up_to_block(sheet, row.index, -1, common)
    rows = beside or [row.index]
    edits = tuple(MoveRow(row=n, section=common.section, category=common.category) for n in sorted(rows))
    return Fix(title=f"移到“{common.category}”下", edits=edits, safe=bool(beside))


def _up_to_block(sheet: Sheet, index: int, step: int, common: CommonIndicator) -> list[int]:
    """The rows from one to its own block, if all of them belong there; else none."""
    rows, by_index = sheet.table.indicators, {r.index: r.common for r in sheet.rows}
    found: list[int] = []
    while 0 <= index < len(rows):
        if (rows[index].section, rows[index].category) == (common.section, common.category):
            return found
        along = by_index.get(index)
        if along is None or (along.section, along.category) != (common.section, common.category):
            return []
        found.append(index)
        index += step
    return []


def _added(sheet: Sheet, common: CommonIndicator) -> Fix:
    """The common indicator at the end of its second level, with the template's own value. Whether it applies to the
    department (it may have no 非税收入) the person knows, so the fix is not safe."""
    rows = sheet.table.indicators
    same = [n for n, i in enumerate(rows) if (i.section, i.category) == (common.section, common.category)]
    inside = [n for n, i in enumerate(rows) if i.section == common.section]
    at = (same or inside or [-1])[-1] + 1
    made = Indicator(
        section=common.section,
        category=common.category,
        name=common.name,
        half_year=value(common.value) if sheet.has_half_year else None,
        full_year=value(common.value),
    )
    return Fix(title=f"补上“{common.name}”，按样式填“{common.value}”", edits=(AddRow(at=at, indicator=made),))


@rule(
    code="STR004",
    zh="职能没有重点工作或重点工作没有指标",
    en="A duty without key task, or a key task without indicator",
    severity="error",
    basis="mof-2013-53-clear",
    what="履职部分有职能没有写重点工作，或有重点工作下面没有指标。",
    why="绩效目标要逐级分解为职能、重点工作和指标，断了一环，这项工作就没有人考核。",
    mend="给职能补上今年的重点工作，给重点工作补上指标。",
    needs=("whole",),
)
def broken_chain(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    blocks = [b for b in sheet.blocks if b.duty or b.key_task]
    with_tasks = any(b.key_task for b in blocks)
    if blocks and not with_tasks and any(b.duty for b in blocks):
        yield Undecided("整张表都没有重点工作，可能没有这一列，不判断职能缺不缺重点工作")
    for block in blocks:
        row = block.rows[0]
        if block.duty and not block.key_task and with_tasks:
            yield Fault(
                f"职能“{shortened(block.duty)}”没有重点工作",
                evidence=block.duty,
                row=row,
                cell="key_task",
                fix=Fix(title="写上重点工作", asks=f"“{shortened(block.duty)}”今年的重点工作是什么？"),
            )
        if not any(sheet.table.indicators[n].name.strip() for n in block.rows):
            what = block.key_task or block.duty or ""
            yield Fault(
                f"{'重点工作' if block.key_task else '职能'}“{shortened(what)}”下面没有指标",
                evidence=what,
                row=row,
                cell="name",
                fix=Fix(title="补上指标", asks=f"“{shortened(what)}”用什么指标衡量，目标值是多少？"),
            )
