"""A table as an Excel workbook: the official form ready to print, and sheets of plain rows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate, takewhile
from math import ceil
from typing import Literal, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from assistant.table import TargetTable
from assistant.writing.errors import WritingError
from assistant.writing.form import form
from assistant.writing.layout import Block, Cell, Form, Kind, joined, printable
from assistant.writing.paper import SIZE, cut, headed_again, heads, page_ends, row_heights

_BODY, _TITLE = "宋体", "黑体"
_WIDTH_UNIT = 40 / 21  # Excel's column width of one full-width character of body size
_TALLEST = 270.0  # a row of paper; what is taller goes over several rows (Excel allows 409)
_BANNERS = (36.0, 22.0)  # heights of the title and of the line under it
_MARGINS = (0.6, 0.7)  # left and right, top and bottom, in inches
_PRINTED = (595.0 - 2 * 72 * _MARGINS[0], 842.0 - 2 * 72 * _MARGINS[1])  # what is left of A4, in points
_MOST = 32767  # characters Excel holds in one cell
_EDGE = Side(style="thin", color="000000")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_ALIGN: dict[Kind, Literal["left", "center", "right"]] = {
    "heading": "center", "label": "center", "value": "center", "text": "left", "name": "left", "money": "right",
}  # fmt: skip


Looks = dict[tuple[Kind | None, str], StyleArray]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of plain rows beside the form. ``widths`` in full-width characters, one per heading."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def to_xlsx(table: TargetTable, extra: Sequence[Sheet] = ()) -> bytes:
    """The official form as a workbook, with ``extra`` sheets behind it. Raises ``WritingError`` where a text is longer
    than a cell of Excel holds."""
    book = new_book()
    lay_form(book, form(table))
    for sheet in extra:
        lay_sheet(book, sheet)
    return saved(book)


def new_book() -> Workbook:
    """A workbook without sheets. Its default font gives column widths their unit, so it is one that is found, or has
    an equal, on every system."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    book._named_styles["Normal"].font = Font(name="Arial", size=10)  # type: ignore[attr-defined]
    return book


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def lay_form(book: Workbook, laid: Form) -> dict[tuple[int, str], SheetCell]:
    """Write a form on a new sheet; gives the sheet's cell of each indicator's field."""
    sheet: Worksheet = book.create_sheet("绩效目标表")
    last = len(joined(laid.blocks).widths)
    _banner(sheet, 1, last, laid.title, Font(name=_TITLE, size=18), _BANNERS[0])
    _banner(sheet, 2, last, laid.subtitle, Font(name=_BODY, size=11), _BANNERS[1])
    block = joined(laid.blocks)
    heights = row_heights(block)
    before = list(takewhile(lambda part: not part.headings, laid.blocks))
    titles = sum(part.rows for part in before)
    scale = max(1.0, SIZE * sum(block.widths) / _PRINTED[0])
    room = _PRINTED[1] * scale
    ends = page_ends(block, heights, room - sum(_BANNERS), room - heights[titles])
    block = cut(block, ends)
    one_heading = len(set(heads(block).values())) == 1
    if not one_heading:
        block, heights, ends = headed_again(block, heights, ends)
    where, tops = _lay_block(sheet, block, heights, 3)
    if one_heading:
        sheet.print_title_rows = f"{tops[titles]}:{tops[titles]}"
    for end in ends:
        sheet.row_breaks.append(Break(id=tops[end] - 1))
    _print_setup(sheet)
    return where


def lay_sheet(book: Workbook, plain: Sheet) -> None:
    """Write plain rows on a new sheet: headings that stay in view, wrapped text, borders."""
    sheet: Worksheet = book.create_sheet(plain.title)
    cells = [Cell(0, n, text, "heading") for n, text in enumerate(plain.headings)]
    cells += [Cell(r, n, printable(text)) for r, row in enumerate(plain.rows, 1) for n, text in enumerate(row)]
    block = Block(plain.widths, len(plain.rows) + 1, tuple(cells))
    _lay_block(sheet, block, row_heights(block), 1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _print_setup(sheet, "landscape")


def write_text(cell: SheetCell, text: str) -> None:
    """Put text into a cell as text: ``=100%`` is no formula. (Its look, ``@`` with a quote before, keeps it text when
    somebody edits it.)"""
    if len(text) > _MOST:
        raise WritingError(
            f"“{text[:12]}…”有{len(text)}个字，Excel 一个单元格最多放{_MOST}个字；请改存为 Word、Markdown 或 JSON。"
        )
    cell.value = text
    cell.data_type = "s"


def _lay_block(
    sheet: Worksheet, block: Block, heights: list[float], top: int
) -> tuple[dict[tuple[int, str], SheetCell], list[int]]:
    """Write a block from sheet row ``top`` on; gives the sheet's cell of each indicator's field, and the sheet's row of
    each row."""
    for n, width in enumerate(block.widths, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width * _WIDTH_UNIT
    # A row taller than Excel or a page can hold becomes several sheet rows, merged.
    pieces = [ceil(height / _TALLEST) for height in heights]
    tops = list(accumulate(pieces, initial=top))
    for height, count, first in zip(heights, pieces, tops, strict=False):
        for row in range(first, first + count):
            sheet.row_dimensions[row].height = round(height / count, 2)
    where: dict[tuple[int, str], SheetCell] = {}
    looks: Looks = {}
    for cell in block.cells:
        first, below = tops[cell.row], tops[cell.row + cell.rows]
        left, beyond = cell.column + 1, cell.column + cell.columns + 1
        for row in range(first, below):
            for column in range(left, beyond):
                _dress(_at(sheet, row, column), None, "General", looks)
        corner = _at(sheet, first, left)
        if cell.number is not None:
            corner.value = cell.number
        elif cell.text:
            write_text(corner, cell.shown)
        _dress(corner, cell.kind, _number_format(cell), looks)
        if (below - first, beyond - left) != (1, 1):
            # merge_cells() compares with all merged cells there are; these cannot overlap.
            sheet.merged_cells.ranges.add(CellRange(None, left, first, beyond - 1, below - 1))
        if cell.of:
            where.setdefault(cell.of, corner)
    return where, tops


def _number_format(cell: Cell) -> str:
    if cell.number is None:
        return "@"
    decimals = -int(cell.number.normalize().as_tuple().exponent)
    return "#,##0" + ("." + "0" * decimals if decimals > 0 else "") + ("_ " if cell.kind == "money" else "")


def _dress(target: SheetCell, kind: Kind | None, number_format: str, looks: Looks) -> None:
    """Give a cell its look (None: only the border). A look is made once and copied: openpyxl's setters search all looks
    of the workbook each time."""
    if (made := looks.get((kind, number_format))) is not None:
        target._style = copy(made)  # type: ignore[attr-defined]
        return
    target.border = _BORDER
    if kind is not None:
        target.font = Font(name=_TITLE if kind == "heading" else _BODY, size=SIZE)
        side = _ALIGN[kind]
        target.alignment = Alignment(
            horizontal=side, vertical="center", wrap_text=kind != "money", indent=1 if side == "left" else 0
        )
    target.number_format = number_format
    target.quotePrefix = number_format == "@"
    looks[kind, number_format] = copy(target._style)  # type: ignore[attr-defined]


def _at(sheet: Worksheet, row: int, column: int) -> SheetCell:
    return cast(SheetCell, sheet.cell(row, column))  # nothing is merged yet where text is put


def _banner(sheet: Worksheet, row: int, last: int, text: str, font: Font, height: float) -> None:
    cell = _at(sheet, row, 1)
    write_text(cell, text)
    cell.number_format, cell.quotePrefix = "@", True
    cell.font, cell.alignment = font, Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[row].height = height


def _print_setup(sheet: Worksheet, orientation: Literal["portrait", "landscape"] = "portrait") -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = _MARGINS[0]
    margins.top = margins.bottom = _MARGINS[1]
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]
