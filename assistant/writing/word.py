"""A table as a Word document: the official form on A4, with merged cells and headings that repeat on each page."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.table import TargetTable
from assistant.writing.form import form
from assistant.writing.layout import Block, Cell, Kind, joined

_BODY, _TITLE = "宋体", "黑体"
_SIZE = Pt(10)
_INDENT = Pt(4)  # of text that is not in the middle of its cell
_PAGE, _MARGIN = (Mm(210), Mm(297)), Mm(16)
_ALIGN: dict[Kind, Any] = {
    "heading": WD_ALIGN_PARAGRAPH.CENTER, "label": WD_ALIGN_PARAGRAPH.CENTER, "value": WD_ALIGN_PARAGRAPH.CENTER,
    "text": WD_ALIGN_PARAGRAPH.LEFT, "name": WD_ALIGN_PARAGRAPH.LEFT, "money": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip


def to_docx(table: TargetTable) -> bytes:
    """The official form as a Word document."""
    laid = form(table)
    document = Document()
    _set_page(document)
    _line(document, laid.title, _TITLE, Pt(18))
    _line(document, laid.subtitle, _BODY, Pt(11))
    # Only the top of a Word table repeats on each page: what has headings of its own is a table of its own.
    plain = [block for block in laid.blocks if not block.headings]
    tables = [joined(plain), *(block for block in laid.blocks if block.headings)]
    for n, block in enumerate(tables):
        if n:
            _gap(document)
        _lay_table(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation, (section.page_width, section.page_height) = WD_ORIENT.PORTRAIT, _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.size = _SIZE
    properties = style.element.get_or_add_rPr()
    _set_font(style.font, properties, _BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", None)):
        foot.add_run(text)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            foot._p.append(simple)


def _set_font(font: Any, properties: Any, name: str) -> None:
    font.name = name
    properties.rFonts.set(qn("w:eastAsia"), name)


def _line(document: Any, text: str, font: str, size: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    run = paragraph.add_run(text)
    run.font.size = size
    _set_font(run.font, run._r.get_or_add_rPr(), font)


def _gap(document: Any) -> None:
    """Two tables without a paragraph between them would be one to Word."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(6)


def _lay_table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_padding(table)
    whole = _PAGE[0] - 2 * _MARGIN
    widths = [round(width * whole / sum(block.widths)) for width in block.widths]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    at = {(row, cell.column): cell for cell in block.cells for row in range(cell.row, cell.row + cell.rows)}
    starting = groupby(sorted(at), key=lambda place: place[0])
    for row, places in starting:
        line = table._tbl.add_tr()
        _set_row(line, repeats=row < block.headings)
        for place in places:
            cell = at[place]
            _lay_cell(line, cell, row, sum(widths[cell.column : cell.column + cell.columns]))


def _set_padding(table: Any) -> None:
    padding = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 30), ("left", 30), ("bottom", 30), ("right", 30)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    table._tbl.tblPr.append(padding)


def _set_row(line: Any, repeats: bool) -> None:
    properties = line.get_or_add_trPr()
    height = OxmlElement("w:trHeight")
    height.set(qn("w:val"), "400")  # twentieths of a point
    marks = [OxmlElement("w:tblHeader")] if repeats else []
    properties.extend([height, *marks])


def _lay_cell(line: Any, cell: Cell, row: int, width: int) -> None:
    """Write a cell, or its continuation in a further row of its span: python-docx's own merging looks at the whole table
    for each cell."""
    made = line.add_tc()
    made.width = width
    made.grid_span = cell.columns
    if cell.rows > 1:
        made.vMerge = "restart" if row == cell.row else "continue"
    centre = OxmlElement("w:vAlign")
    centre.set(qn("w:val"), "center")
    made.tcPr.append(centre)
    paragraph = made.p_lst[0]
    paragraph.alignment = _ALIGN[cell.kind]
    if paragraph.alignment != WD_ALIGN_PARAGRAPH.CENTER:
        properties = paragraph.get_or_add_pPr()
        properties.ind_left = properties.ind_right = _INDENT
    if row == cell.row and cell.text:
        run = paragraph.add_r()
        run.text = cell.shown
        if cell.kind == "heading":
            run.get_or_add_rPr()._add_rFonts().set(qn("w:eastAsia"), _TITLE)
