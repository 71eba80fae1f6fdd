"""Sheets as files of every kind that people hand in. LibreOffice makes the PDF, xls and doc."""

from __future__ import annotations

import hashlib
import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side

from assistant.table import TargetTable, print_number, template
from assistant.writing import to_json
from eval.reading.forms import Box, Sheet, wide

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


def pipes(sheet: Sheet) -> File:
    """Cells parted by pipes without Markdown's line under the heading."""
    return "\n".join("|".join(t.replace("\n", "") for t in row) for row in _texts(sheet)).encode(), "表.txt"


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
    _fill(table, sheet.rows[first:])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), "表.docx"


def _fill(table: Any, rows: Sequence[Sequence[Box | None]]) -> None:
    """The boxes into a Word table, merged where they span cells."""
    for n, row in enumerate(rows):
        cells = table.rows[n].cells
        for m, box in enumerate(row):
            if box:
                cell = cells[m]
                if box.rows > 1 or box.columns > 1:
                    cell = cell.merge(table.cell(n + box.rows - 1, m + box.columns - 1))
                cell.text = box.text


def nested_docx(sheet: Sheet) -> File:
    """The table within a cell of another one that only lays out the page."""
    from docx import Document

    document = Document()
    outer = document.add_table(2, 1)
    outer.cell(0, 0).text = "附件2"
    most = wide(sheet)
    table = outer.cell(1, 0).add_table(len(sheet.rows), most)
    _fill(table, sheet.rows)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), "表.docx"


def zipped(sheet: Sheet) -> File:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        data, name = xlsx(sheet)
        package.writestr(f"公开/{name}", data)
    return out.getvalue(), "表.zip"


def brackets(table: TargetTable) -> File:
    """A list in brackets: 【产出指标-数量指标】指标1：机柜数量(≥77台)."""
    lines = [f"项目名称：{table.project}"] if table.project else []
    lines += [f"单位名称：{table.department}", f"年度：{table.year}年"]
    if table.funds.income.total is not None:
        lines.append(f"资金总额：{print_number(table.funds.income.total)}万元")
    form = template(table.template)
    for (section, category), rows in groupby(table.indicators, key=lambda i: (i.section, i.category)):
        known = form and form.section(section)
        items = [f"指标{n}：{i.name}({i.full_year})" for n, i in enumerate(rows, 1)]
        label = known.label if known else f"{section}指标"
        lines.append(f"【{label}-{category}指标】" + "；".join(items))
    return "\n".join(lines).encode(), "表.txt"


def own_json(table: TargetTable) -> File:
    return to_json(table).encode(), "表.json"


DIRECT: dict[str, Callable[[Sheet], File]] = {
    f.__name__: f
    for f in (
        tsv, gbk, utf16, csv, markdown, pipes, lines, ragged, run_on, web, nested_web, xlsx, formula_xlsx, docx, nested_docx, zipped,
    )
}  # fmt: skip
#: Made from the table itself, once.
UNDAMAGED: dict[str, Callable[[TargetTable], File]] = {f.__name__: f for f in (brackets, own_json)}
#: Made by LibreOffice: the format, and what it is made from.
OFFICE = {"pdf": xlsx, "word_pdf": docx, "xls": xlsx, "doc": docx}


def office(sheets: dict[str, Sheet], name: str, kept: Path | None = None) -> dict[str, File]:
    """The sheets as files that LibreOffice makes, all that are not ``kept`` from an earlier run in one go."""
    program = shutil.which("soffice")
    if program is None:
        return {}
    ending = name.removeprefix("word_")
    with tempfile.TemporaryDirectory() as folder:
        store = kept or Path(folder) / "made"
        store.mkdir(parents=True, exist_ok=True)
        digests = {
            key: hashlib.sha256(f"{name}{sheet.rows}".encode()).hexdigest()[:20] for key, sheet in sheets.items()
        }
        sources = []
        for key, digest in digests.items():
            if not (store / f"{digest}.{ending}").exists():
                data, called = OFFICE[name](sheets[key])
                path = Path(folder) / f"{digest}{Path(called).suffix}"
                path.write_bytes(data)
                sources.append(str(path))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", ending, "--outdir", str(store), *sources]
        if sources:
            subprocess.run(command, capture_output=True, check=False, timeout=900)
        made = {key: store / f"{digest}.{ending}" for key, digest in digests.items()}
        return {key: (path.read_bytes(), f"表.{ending}") for key, path in made.items() if path.exists()}
