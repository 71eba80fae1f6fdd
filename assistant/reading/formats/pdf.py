"""PDF with text to one grid: ruled tables by their lines, the text around them by its lines; pages run on."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

from assistant.reading.grid import Cell, Grid, Row, clean
from assistant.reading.layout import lay_out
from assistant.reading.reading import ReadingError

_MOST_PAGES = 200
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A table cell on its page; ``full``: its last line reaches the right edge, so its text may go on overleaf."""

    left: float
    right: float
    text: str
    full: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table, or a line of text (``boxes`` parted by wide gaps)."""

    page: int
    top: float
    boxes: tuple[_Box, ...]
    ruled: bool


def pdf_grids(data: bytes, name: str) -> list[Grid]:
    """The grid of a PDF. Raises ``ReadingError`` for a locked, broken or scanned one."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFKC") as document:
            if len(document.pages) > _MOST_PAGES:
                raise ReadingError(f"“{name}”有{len(document.pages)}页，太长，请只保留有绩效目标表的几页后再上传。")
            lines = []
            pictures = 0
            for page in document.pages:
                lines += _page(page)
                pictures += len(page.images)
                page.close()
    except ReadingError:
        raise
    except Exception as error:
        locked = isinstance(error, PDFPasswordIncorrect) or isinstance(
            error.__cause__ or error.args[:1], PDFPasswordIncorrect
        )
        locked = locked or "Password" in f"{type(error).__name__}{error!r}" or b"/Encrypt" in data
        why = "设了打开密码，读不了，请去掉密码" if locked else "打不开，文件可能不完整，请重新导出"
        raise ReadingError(f"“{name}”{why}后再上传。") from None
    if not lines:
        why = "是扫描件或图片，里面没有文字" if pictures else "里面没有文字"
        raise ReadingError(f"“{name}”{why}，读不出表格。请上传带文字的PDF、Excel或Word，或先做文字识别。")
    if not any(line.ruled for line in lines):
        return [lay_out([_text_row(line, n) for n, line in enumerate(lines, 1)])]
    return [Grid(tuple(_rows(_joined(lines))))]


def _page(page: Any) -> list[_Line]:
    chars = [c for c in page.chars if c["text"].strip() or c["text"] == " "]
    lines: list[_Line] = []
    inside: set[int] = set()
    for table in page.find_tables():
        for row in table.rows:
            boxes = []
            for cell in row.cells:
                if cell is None:
                    continue
                left, top, right, bottom = cell
                own = [c for c in chars if left <= _mid(c, "x") < right and top <= _mid(c, "y") < bottom]
                inside |= {id(c) for c in own}
                text, full = _text(own, right)
                boxes.append(_Box(left, right, text, full))
            lines.append(_Line(page.page_number, row.bbox[1], tuple(boxes), True))
    lines += _outside([c for c in chars if id(c) not in inside], page.page_number)
    return sorted(lines, key=lambda line: line.top)


def _mid(char: Any, axis: str) -> float:
    return float((char["x0"] + char["x1"]) / 2 if axis == "x" else (char["top"] + char["bottom"]) / 2)


def _by_line(chars: list[Any]) -> list[list[Any]]:
    """Characters by lines, each from left to right."""
    lines: list[list[Any]] = []
    for char in sorted(chars, key=lambda c: _mid(c, "y")):
        if lines and abs(_mid(lines[-1][-1], "y") - _mid(char, "y")) < max(2.0, 0.5 * float(char["size"])):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: float(c["x0"])) for line in lines]


def _text(chars: list[Any], right: float) -> tuple[str, bool]:
    """A cell's text: a line that reaches the right edge goes on in the next, another ends there."""
    text, full = "", False
    for line in _by_line(chars):
        words = "".join(c["text"] for c in line).strip()
        if not words:
            continue
        text += words if full or not text else "\n" + words
        full = float(line[-1]["x1"]) > right - 1.9 * float(line[-1]["size"])
    return clean(text), full


def _outside(chars: list[Any], page: int) -> list[_Line]:
    lines = []
    for line in _by_line(chars):
        boxes: list[list[Any]] = []
        for char in line:
            if not char["text"].strip():
                continue
            gap = float(char["x0"]) - float(boxes[-1][-1]["x1"]) if boxes else 0.0
            if boxes and gap < 0.9 * float(char["size"]):
                boxes[-1].append(char)
            else:
                boxes.append([char])
        parted = tuple(
            _Box(float(b[0]["x0"]), float(b[-1]["x1"]), clean("".join(c["text"] for c in b)), False) for b in boxes
        )
        if parted and not (len(parted) == 1 and _is_page_number(parted[0].text)):
            lines.append(_Line(page, float(line[0]["top"]), parted, False))
    return lines


def _is_page_number(text: str) -> bool:
    return text.strip("-—－第页共/ ").isdigit() and len(text) <= 12


def _joined(lines: list[_Line]) -> list[_Line]:
    """Rows cut by a page's end put together: the rest of a text stands in the first new row overleaf."""
    out: list[_Line] = []
    for line in lines:
        before = next((o for o in reversed(out) if o.ruled), None)
        fresh = before is not None and line.ruled and line.page == before.page + 1
        repeated = fresh and any(_same(line, o) for o in out)
        filled = [b for b in line.boxes if b.text]
        if fresh and not repeated and before and filled and all(_goes_on(b, before) for b in filled):
            at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is before)
            out[at] = _together(before, line)
        elif not repeated:
            out.append(line)
    return out


def _same(one: _Line, other: _Line) -> bool:
    return [b.text for b in one.boxes if b.text] == [b.text for b in other.boxes if b.text] and any(
        b.text for b in one.boxes
    )


def _goes_on(box: _Box, before: _Line) -> bool:
    return any(abs(b.left - box.left) < _NEAR and b.full and len(b.text) > 4 for b in before.boxes)


def _together(before: _Line, line: _Line) -> _Line:
    boxes = []
    for box in before.boxes:
        rest = next((b for b in line.boxes if b.text and abs(b.left - box.left) < _NEAR), None)
        boxes.append(replace(box, text=box.text + rest.text, full=rest.full) if rest else box)
    return replace(before, boxes=tuple(boxes), page=line.page)


def _rows(lines: list[_Line]) -> list[Row]:
    """Rows with columns counted over the whole document, so that a table keeps its columns overleaf."""
    edges: list[float] = []
    for left in sorted(b.left for line in lines if line.ruled for b in line.boxes):
        if not edges or left - edges[-1] > _NEAR:
            edges.append(left)
    rows = []
    for n, line in enumerate(lines, 1):
        cells = []
        for k, box in enumerate(line.boxes, 1):
            if not box.text:
                continue
            at = 1 + sum(edge < box.left - _NEAR for edge in edges) if line.ruled else k
            wide = max(1, sum(box.left - _NEAR <= edge < box.right - _NEAR for edge in edges)) if line.ruled else 1
            cells.append(Cell(box.text, n, at, columns=wide, page=line.page))
        if cells:
            rows.append(tuple(cells))
    return rows


def _text_row(line: _Line, n: int) -> Row:
    return tuple(Cell(b.text, n, k, page=line.page) for k, b in enumerate(line.boxes, 1))
