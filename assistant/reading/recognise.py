"""Grids to tables: one pass over the rows, each row told by what it holds."""

from __future__ import annotations

import re

from assistant.reading.block import Block, extend, heading, read_row
from assistant.reading.draft import Draft
from assistant.reading.fields import is_title, read_fields, split_field, title_of_template, unit_name, year_in
from assistant.reading.grid import Grid, Row
from assistant.reading.look import look
from assistant.reading.money import funds, read_money
from assistant.reading.reading import Reading, ReadingError, ReadTable
from assistant.reading.shape import template_of
from assistant.table import TargetTable

_FOOTERS = re.compile(
    r"^(?:合\s*计|总\s*分|总\s*计|小\s*计|总得分|自评总分|得分合计|权重合计|分值合计)|^(?:注|备注|说明|填表说明|填报说明|填表人|填报人|审核人|联系人|联系电话)\s*\d?[:：]"
)
_LOWEST = 0.35


def recognise(grids: list[Grid], file: str) -> Reading:
    """All tables of a file's grids. Raises ``ReadingError`` where nothing reads as a target table."""
    drafts: list[Draft] = []
    for grid in grids:
        drafts += _tables(grid, file, len(drafts))
    tables = tuple(_finish(draft) for draft in drafts)
    if not tables or max(table.confidence for table in tables) < _LOWEST:
        raise ReadingError(f"没能把“{file}”读成绩效目标表：{_seen(grids)}。请上传含有绩效指标的表格，或粘贴表格内容。")
    return Reading(
        tables=tables,
        repairs=tuple(repair for draft in drafts for repair in draft.repairs),
        doubts=tuple(doubt for draft in drafts for doubt in draft.doubts),
    )


def _seen(grids: list[Grid]) -> str:
    cells = [cell.text[:20] for grid in grids for cell in grid.cells[:4]]
    return f"只看到“{'、'.join(cells[:4])}”等内容，没有认出指标" if cells else "文件里没有文字"


def _tables(grid: Grid, file: str, first: int) -> list[Draft]:
    drafts: list[Draft] = []
    draft = Draft(first)
    block: Block | None = None
    for n, row in enumerate(grid.rows):
        if _opens_table(row, draft):
            drafts.append(draft)
            draft, block = Draft(first + len(drafts)), None
        columns = heading(row)
        if columns:
            before = block.columns if block else ()
            held = block if block and [c.role for c in before] == [c.role for c in columns] else None
            block = Block(extend(columns, before, list(grid.rows[n + 1 : n + 12])))
            if len(block.columns) > len(columns):
                draft.repair(row[-1], f"表头缺少“{block.columns[-1].title}”一列，已按上一个表头补上")
            if held:
                block.section, block.category, block.duty, block.key_task = (
                    held.section,
                    held.category,
                    held.duty,
                    held.key_task,
                )
            continue
        if block and _FOOTERS.search(row[0].text):
            continue
        if block and read_row(row, block, draft, file, grid.sheet):
            continue
        _head(row, draft)
    drafts.append(draft)
    return [d for d in drafts if d.indicators or d.money.amounts or d.fields or d.duties]


def _opens_table(row: Row, draft: Draft) -> bool:
    if not draft.indicators:
        return False
    if len(row) == 1 and is_title(row[0].text) and title_of_template(row[0].text):
        return True
    role = split_field(row[0].text)[0] or look(row[0].text).field
    return role in ("department", "project", "year") and not look(row[0].text).column


def _head(row: Row, draft: Draft) -> None:
    if len(row) == 1 and len(row[0].text) <= 60:
        text = row[0].text
        if (year := year_in(text)) and not re.search(r"日期|时间|\d\s*月", text):
            draft.years.append(year)
        if is_title(text):
            draft.titles.append("".join(text.split()))
            return
    if not read_money(row, draft):
        read_fields(row, draft)


def _finish(draft: Draft) -> ReadTable:
    fields = draft.fields
    department = fields.get("department") or fields.get("unit") or fields.get("owner")
    table = TargetTable(
        year=draft.years[0] if draft.years else None,
        department=unit_name(department) if department else None,
        project=fields.get("project"),
        template=template_of(draft),
        duties=tuple(draft.duties),
        organisation=fields.get("organisation"),
        funds=funds(draft.money),
        long_term_goal=fields.get("long_term_goal"),
        annual_goal=fields.get("annual_goal"),
        indicators=tuple(draft.indicators),
    )
    sure = sum(draft.rows) / len(draft.rows) if draft.rows else 0.4 if (draft.duties or draft.fields) else 0.0
    return ReadTable(table=table, confidence=round(sure, 3), rows=tuple(draft.rows), addresses=tuple(draft.addresses))
