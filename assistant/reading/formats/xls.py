"""Older and other workbooks (xls, xlsb, ods) to grids, by calamine: no formulas, no number formats."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from assistant.reading.grid import Cell, Grid, Row, clean
from assistant.reading.reading import ReadingError

_MOST_ROWS = 60_000


def xls_grids(data: bytes, name: str) -> list[Grid]:
    """The grids of a workbook's visible sheets."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        grids = [_sheet(book.get_sheet_by_name(title), title) for title in shown]
    except Exception as error:
        locked = "assword" in str(error) or "ncrypt" in str(error)
        why = "设了打开密码，读不了，请取消密码" if locked else "打不开，文件可能不完整，请用Excel另存为xlsx"
        raise ReadingError(f"“{name}”{why}后再上传。") from None
    if not any(g.rows for g in grids):
        raise ReadingError(f"“{name}”里没有文字（可能是空表或只有图片），请检查后再上传。")
    return grids


def _sheet(sheet: Any, title: str) -> Grid:
    spans = {(a[0], a[1]): (b[0] - a[0] + 1, b[1] - a[1] + 1) for a, b in sheet.merged_cell_ranges or []}
    rows: list[Row] = []
    for n, line in enumerate(sheet.iter_rows()):
        if n > _MOST_ROWS:
            break
        cells = []
        for m, value in enumerate(line):
            text = clean(_text(value))
            if text:
                high, wide = spans.get((n, m), (1, 1))
                cells.append(Cell(text, n + 1, m + 1, high, wide))
        if cells:
            rows.append(tuple(cells))
    return Grid(tuple(rows), title)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return format(round(Decimal(repr(value)), 10).normalize() + 0, "f")
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
