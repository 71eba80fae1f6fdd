"""Workbooks (xlsx, xlsm) to grids: one a sheet, merged cells as spans, what Excel made of a value put back to text."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell

from assistant.reading.grid import Cell, Grid, Row, clean
from assistant.reading.reading import ReadingError


def xlsx_grids(data: bytes, name: str) -> list[Grid]:
    """The grids of a workbook's visible sheets."""
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
    except Exception:
        raise ReadingError(f"“{name}”打不开，文件可能不完整或不是Excel工作簿，请用Excel重新保存后再上传。") from None
    return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet(sheet: Any) -> Grid:
    spans = {
        (r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
        for r in sheet.merged_cells.ranges
    }
    rows: list[Row] = []
    for line in sheet.iter_rows():
        cells = []
        for cell in line:
            if cell.value is None or not (text := clean(cell_text(cell))):
                continue
            high, wide = spans.get((cell.row, cell.column), (1, 1))
            cells.append(Cell(text, cell.row, cell.column, high, wide))
        if cells:
            rows.append(tuple(cells))
    return Grid(tuple(rows), sheet.title)


def cell_text(cell: SheetCell | Any) -> str:
    """What the cell shows: 0.95 formatted as a percentage is 95%, a date is written out."""
    value, shape = cell.value, cell.number_format or ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, int | float):
        if "%" in shape:
            return f"{plain_number(Decimal(repr(value)) * 100)}%"
        return plain_number(Decimal(repr(value)))
    return str(value)


def plain_number(value: Decimal) -> str:
    """A number as people write it, without the noise of binary fractions: 0.1+0.2 → 0.3."""
    rounded = round(value, 10).normalize()
    return format(rounded + 0, "f")
