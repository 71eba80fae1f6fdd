"""Workbooks (xlsx, xlsm) to grids: one a sheet, merged cells as spans, what Excel made of a value put back to text."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from assistant.reading.grid import Cell, Grid, Row, clean
from assistant.reading.reading import ReadingError
from assistant.table import understand

_BLANK_RUN = 2_000
_MOST_CELLS = 400_000
Spans = dict[tuple[int, int], tuple[int, int]]


def xlsx_grids(data: bytes, name: str) -> list[Grid]:
    """The grids of a workbook's visible sheets. Macros are never run, they are not even looked at."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True)
            sheets = [s for s in book.worksheets if getattr(s, "sheet_state", "visible") == "visible"]
            spans = _spans(data, [s.title for s in sheets])
            grids = [_sheet(sheet, spans.get(sheet.title, {})) for sheet in sheets]
            results = _results(data) if any(_is_formula(c.text) for g in grids for c in g.cells) else {}
            book.close()
    except ReadingError:
        raise
    except Exception:
        raise ReadingError(f"“{name}”打不开，文件可能不完整或不是Excel工作簿，请用Excel重新保存后再上传。") from None
    grids = [_with_results(g, results) for g in grids]
    if not any(g.rows for g in grids):
        raise ReadingError(f"“{name}”里没有文字（可能是空表或只有图片），请检查后再上传。")
    return grids


def _spans(data: bytes, titles: list[str]) -> dict[str, Spans]:
    """Merged cells by sheet: the span of each top left cell."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found: dict[str, Spans] = {}
        for title in titles:
            ranges = book.get_sheet_by_name(title).merged_cell_ranges or []
            found[title] = {(a[0] + 1, a[1] + 1): (b[0] - a[0] + 1, b[1] - a[1] + 1) for a, b in ranges}
    except Exception:  # merged cells are a help, not a need: without them labels are carried down all the same
        return {}
    return found


def _sheet(sheet: Any, spans: Spans) -> Grid:
    rows: list[Row] = []
    blank = count = 0
    for n, line in enumerate(sheet.iter_rows(), 1):
        cells = []
        for cell in line:
            if cell.value is None or not (text := clean(cell_text(cell))):
                continue
            high, wide = spans.get((cell.row, cell.column), (1, 1))
            cells.append(Cell(text, cell.row, cell.column, high, wide))
        blank = 0 if cells else blank + 1
        count += len(cells)
        if count > _MOST_CELLS:
            raise ReadingError(
                f"工作表“{sheet.title}”有太多单元格（读到第{n}行已超过{_MOST_CELLS}个），不像一张绩效目标表。"
            )
        if blank > _BLANK_RUN:
            break
        if cells:
            rows.append(tuple(cells))
    return Grid(tuple(rows), sheet.title)


def _is_formula(text: str) -> bool:
    """Whether a text is a real formula: ``=100%`` was meant as a value, ``=SUM(D4:D9)`` was not."""
    return text.startswith("=") and understand(text).kind not in ("number", "range") and not re.match(r"=[\d\s]", text)


def _results(data: bytes) -> dict[tuple[str, int, int], str]:
    """What formulas last came to, by sheet, row and column."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = {}
    for sheet in book.worksheets:
        for line in sheet.iter_rows(max_row=5_000):
            for cell in line:
                if cell.value is not None:
                    found[(sheet.title, cell.row, cell.column)] = clean(cell_text(cell))
    book.close()
    return found


def _with_results(grid: Grid, results: dict[tuple[str, int, int], str]) -> Grid:
    """Formulas replaced by their results; one without a stored result is left out, for its text says nothing."""
    if not results:
        return grid
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            text = cell.text
            if _is_formula(text):
                text = results.get((grid.sheet or "", cell.row, cell.column), "")
            if text:
                cells.append(Cell(text, cell.row, cell.column, cell.rows, cell.columns))
        if cells:
            rows.append(tuple(cells))
    return Grid(tuple(rows), grid.sheet)


_SHAPE = re.compile(
    r'(?P<before>(?:"[^"]*"|\\.|[≥≤＞＜>=<])*)(?P<digits>[#0,.?]+)(?P<percent>%?)(?P<after>(?:"[^"]*"|\\.|[\u4e00-\u9fff])*)'
)


def cell_text(cell: Any) -> str:
    """What the cell shows: 0.95 formatted as a percentage is 95%, a date is written out, an error is nothing."""
    value, shape = cell.value, str(cell.number_format or "")
    if cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        day = f"{value.day}日" if "d" in shape.lower() or (isinstance(value, date) and not shape) else ""
        return f"{value.year}年{value.month}月{day}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, int | float):
        return _shown(Decimal(repr(value)), shape.split(";")[0])
    return str(getattr(value, "text", value))


def _shown(value: Decimal, shape: str) -> str:
    found = _SHAPE.fullmatch(re.sub(r"\[[^\]]*\]|_.|\*.", "", shape))
    if not found:
        return f"{plain_number(value * 100)}%" if "%" in shape else plain_number(value)
    number = f"{plain_number(value * 100)}%" if found["percent"] else plain_number(value)
    return f"{_literal(found['before'])}{number}{_literal(found['after'])}"


def _literal(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] or m[2] or "", text)


def plain_number(value: Decimal) -> str:
    """A number as people write it, without the noise of binary fractions: 0.1+0.2 → 0.3."""
    return format(round(value, 10).normalize() + 0, "f")
