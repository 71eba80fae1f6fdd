"""Sheets as files of every kind that people hand in. LibreOffice makes the PDF, xls and doc."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side

from eval.reading.forms import Sheet, wide

File = tuple[bytes, str]


def _texts(sheet: Sheet, blank: str = "") -> list[list[str]]:
    most = wide(sheet)
    return [[b.text if b else blank for b in row] + [blank] * (most - len(row)) for row in sheet.rows]


def tsv(sheet: Sheet) -> File:
    lines = ["\t".join(_quoted(t) for t in row) for row in _texts(sheet)]
    return "\n".join(lines).encode(), "表.txt"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text else text


def gbk(sheet: Sheet) -> File:
    return tsv(sheet)[0].decode().encode("gb18030"), "表.txt"


def utf16(sheet: Sheet) -> File:
    return tsv(sheet)[0].decode().encode("utf-16"), "表.txt"


def csv(sheet: Sheet) -> File:
    lines = [
        ",".join('"' + t.replace('"', '""') + '"' if set(t) & set(',"\n') else t for t in row) for row in _texts(sheet)
    ]
    return "\r\n".join(lines).encode("gb18030"), "表.csv"


def markdown(sheet: Sheet) -> File:
    lines = [
        "| " + " | ".join(t.replace("|", "\\|").replace("\n", "<br>") for t in row) + " |" for row in _texts(sheet)
    ]
    return "\n".join([lines[0], "|" + " --- |" * wide(sheet), *lines[1:]]).encode(), "表.md"


def lines(sheet: Sheet) -> File:
    """One cell a line, empty cells gone, as copying from a page or a PDF gives."""
    cells = [part for row in sheet.rows for b in row if b and b.text for part in b.text.split("\n")]
    return "\n\n".join(cells).encode(), "表.txt"


def ragged(sheet: Sheet) -> File:
    """Cells parted by blanks, empty cells gone."""
    made = [" ".join(b.text.replace("\n", "") for b in row if b and b.text) for row in sheet.rows]
    return "\n".join(made).encode(), "表.txt"


def run_on(sheet: Sheet) -> File:
    """No separators at all."""
    return "".join(b.text.replace("\n", "") for row in sheet.rows for b in row if b).encode(), "表.txt"


def web(sheet: Sheet, nested: bool = False) -> File:
    most = wide(sheet)
    rows = []
    covered: set[tuple[int, int]] = set()
    for n, row in enumerate(sheet.rows):
        cells = []
        padded = [*row, *[None] * (most - len(row))]
        for m, box in enumerate(padded):
            if (n, m) in covered:
                continue
            if box is None:
                cells.append("<td>&nbsp;</td>")
                continue
            covered |= {(n + a, m + b) for a in range(box.rows) for b in range(box.columns)} - {(n, m)}
            text = html.escape(box.text).replace("\n", "<br/>")
            cells.append(f'<td rowspan="{box.rows}" colspan="{box.columns}"><p><span>{text}</span></p></td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    table = f"<table border=1><tbody>{''.join(rows)}</tbody></table>"
    if nested:
        table = f"<table><tr><td>附件</td></tr><tr><td>{table}</td></tr></table>"
    page = f"<!DOCTYPE html><html><head><title>公开</title><style>td{{x:y}}</style></head><body><div>首页 &gt; 公开</div>{table}<script>var a=1;</script></body></html>"
    return page.encode(), "表.html"


def nested_web(sheet: Sheet) -> File:
    return web(sheet, nested=True)


def xlsx(sheet: Sheet, formulas: bool = False) -> File:
    book = Workbook()
    page = book.active
    assert page is not None
    side = Side(style="thin")
    most = wide(sheet)
    for n, row in enumerate(sheet.rows, 1):
        for m, box in enumerate(row, 1):
            if box is None:
                continue
            cell = page.cell(n, m)
            cell.value = box.text
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            _as_excel(cell, box.text, formulas)
            if box.rows > 1 or box.columns > 1:
                page.merge_cells(start_row=n, start_column=m, end_row=n + box.rows - 1, end_column=m + box.columns - 1)
    for line in page.iter_rows(max_row=len(sheet.rows), max_col=most):
        for one in line:
            one.border = Border(side, side, side, side)
    for n, row in enumerate(sheet.rows, 1):
        heights = [
            sum(len(part) // (9 if m in (1, 2) else 4) + 1 for part in b.text.split("\n"))
            for m, b in enumerate(row)
            if b
        ]
        page.row_dimensions[n].height = min(400, 16 * max(heights, default=1))
    for m in range(most):
        page.column_dimensions["ABCDEFGHIJKL"[m]].width = 22 if m in (1, 2) else 13
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), "表.xlsx"


def _as_excel(cell: object, text: str, formulas: bool) -> None:
    """A value as Excel takes it: a formula, a fraction shown as a percentage; else as text."""
    if formulas and text.startswith("="):
        return
    if formulas and text.endswith("%") and text[:-1].replace(".", "", 1).isdigit():
        cell.value, cell.number_format = float(text[:-1]) / 100, "0.00%" if "." in text else "0%"  # type: ignore[attr-defined]
    elif formulas and text.isdigit():
        cell.value = int(text)  # type: ignore[attr-defined]
    else:
        cell.data_type = "s"  # type: ignore[attr-defined]


def formula_xlsx(sheet: Sheet) -> File:
    return xlsx(sheet, formulas=True)


def docx(sheet: Sheet) -> File:
    from docx import Document

    document = Document()
    most = wide(sheet)
    body = [n for n, row in enumerate(sheet.rows) if sum(b is not None for b in row) > 1 or n in sheet.headings]
    first = body[0]
    for row in sheet.rows[:first]:
        document.add_paragraph("".join(b.text for b in row if b))
    table = document.add_table(len(sheet.rows) - first, most)
    table.style = "Table Grid"
    for n, row in enumerate(sheet.rows[first:]):
        cells = table.rows[n].cells
        for m, box in enumerate(row):
            if box:
                cell = cells[m]
                if box.rows > 1 or box.columns > 1:
                    cell = cell.merge(table.cell(n + box.rows - 1, m + box.columns - 1))
                cell.text = box.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), "表.docx"


def zipped(sheet: Sheet) -> File:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        data, name = xlsx(sheet)
        package.writestr(f"公开/{name}", data)
    return out.getvalue(), "表.zip"


DIRECT: dict[str, Callable[[Sheet], File]] = {
    f.__name__: f
    for f in (tsv, gbk, utf16, csv, markdown, lines, ragged, run_on, web, nested_web, xlsx, formula_xlsx, docx, zipped)
}
#: Made by LibreOffice: the format, and what it is made from.
OFFICE = {"pdf": xlsx, "word_pdf": docx, "xls": xlsx, "doc": docx}


def office(files: dict[str, File], ending: str) -> dict[str, File]:
    """Files converted by LibreOffice in one go, by the same keys."""
    program = shutil.which("soffice")
    if program is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for key, (data, name) in files.items():
            path = Path(folder) / f"{key}{Path(name).suffix}"
            path.write_bytes(data)
            sources.append(str(path))
        command = [
            program,
            "--headless",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--convert-to",
            ending,
        ]
        subprocess.run([*command, "--outdir", folder, *sources], capture_output=True, check=False, timeout=900)
        made = {key: Path(folder) / f"{key}.{ending}" for key in files}
        return {key: (path.read_bytes(), f"表.{ending}") for key, path in made.items() if path.exists()}
