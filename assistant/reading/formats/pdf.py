"""PDF with text to one grid: ruled tables by their lines, the text around them by its lines; pages run on."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from assistant.reading.formats.scan import can_read_scans, scanned_rows
from assistant.reading.grid import Cell, Grid, Row, clean, is_page_number
from assistant.reading.layout import lay_out
from assistant.reading.look import look
from assistant.reading.placing import fit
from assistant.reading.reading import ReadingError

_MOST_PAGES = 200
_NEAR = 3.0
_LOOSE = 1.5  # width of the box of a text that no cell closes


@dataclass(frozen=True, slots=True)
class _Box:
    """A table cell on its page; ``full``: its last line reaches the right edge, so its text may go on overleaf."""

    left: float
    right: float
    text: str
    full: bool
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table, or a line of text (``boxes`` parted by wide gaps). ``end``: where the table ends on the page."""

    page: int
    top: float
    boxes: tuple[_Box, ...]
    ruled: bool
    end: float = 0.0


def pdf_grids(data: bytes, name: str) -> list[Grid]:
    """The grid of a PDF. Raises ``ReadingError`` for a locked, broken or scanned one."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise ReadingError(f"“{name}”有{len(document.pages)}页，太长，请只保留有绩效目标表的几页后再上传。")
            pages: list[list[_Line]] = []
            edges: set[float] = set()
            pictures = 0
            for page in document.pages:
                pages.append(_page(page, edges))
                edges |= {box.left for line in pages[-1] if line.ruled for box in line.boxes}
                pictures += len(page.images)
                page.close()
            lines = [line for page in side_by_side(pages) for line in page]
    except ReadingError:
        raise
    except Exception as error:
        locked = isinstance(error, PDFPasswordIncorrect) or isinstance(
            error.__cause__ or error.args[:1], PDFPasswordIncorrect
        )
        locked = locked or "Password" in f"{type(error).__name__}{error!r}" or b"/Encrypt" in data
        why = "设了打开密码，读不了，请去掉密码" if locked else "打不开，文件可能不完整，请重新导出"
        raise ReadingError(f"“{name}”{why}后再上传。") from None
    if not lines and pictures and can_read_scans() and (rows := scanned_rows(data)):
        return [replace(lay_out(rows), scanned=True)]
    if not lines and pictures:
        none = "没有认出文字" if can_read_scans() else "没有安装文字识别（可选组件ocr）"
        raise ReadingError(
            f"“{name}”是扫描件或图片，里面没有文字，{none}，读不出表格。请上传带文字的PDF、Excel或Word。"
        )
    if not lines:
        raise ReadingError(f"“{name}”里面没有文字，读不出表格。请上传带文字的PDF、Excel或Word。")
    if not any(line.ruled for line in lines):
        return [lay_out([_text_row(line, n) for n, line in enumerate(lines, 1)])]
    return [Grid(tuple(_rows(_joined(_told_overleaf(lines)))), open_pages=_open_pages(lines, edges))]


def _open_pages(lines: list[_Line], edges: set[float]) -> frozenset[int]:
    """The pages whose tables lack the first columns: merged labels span them, no line says where one's rows end."""
    closed: dict[int, float] = {}
    for line in lines:
        if line.ruled:
            lefts = [box.left for box in line.boxes if box.right - box.left > _LOOSE]
            closed[line.page] = min([closed.get(line.page, float("inf")), *lefts])
    first = min(edges, default=0.0)
    return frozenset(page for page, left in closed.items() if left > first + _NEAR)


def _page(page: Any, edges: set[float]) -> list[_Line]:
    """The lines of a page; ``edges``: the left edges of the columns on the pages before.

    Where a merged label spans the whole page, nothing closes its column there, and its text stands left of the table.
    """
    chars = [c for c in page.chars if c["text"].strip() or c["text"] == " "]
    lines: list[_Line] = []
    inside: set[int] = set()
    for table in page.find_tables():
        rows = []
        for row in table.rows:
            boxes = []
            for cell in row.cells:
                if cell is None:
                    continue
                left, top, right, bottom = cell
                own = [c for c in chars if left <= _mid(c, "x") < right and top <= _mid(c, "y") < bottom]
                inside |= {id(c) for c in own}
                text, full = _text(own, right)
                boxes.append(_Box(left, right, text, full, bottom))
            open_from = max((box.right for box in boxes), default=table.bbox[2])
            if open_from < table.bbox[2] - _NEAR:
                # The last cell goes on beside the paper: it is not closed here.
                top, bottom = row.bbox[1], min((box.bottom for box in boxes), default=row.bbox[3])
                own = [c for c in chars if open_from <= _mid(c, "x") and top <= _mid(c, "y") < bottom]
                inside |= {id(c) for c in own}
                boxes.append(_Box(open_from, table.bbox[2], _text(own, table.bbox[2])[0], False, bottom))
            rows.append(_Line(page.page_number, row.bbox[1], tuple(boxes), True, table.bbox[3]))
        left, top, right, bottom = table.bbox
        further = {edge for edge in edges if edge < left - _NEAR}
        left = min((left, *further))
        loose = [
            c for c in chars if id(c) not in inside and left < _mid(c, "x") < right and top < _mid(c, "y") < bottom
        ]
        inside |= {id(c) for c in loose}
        lines += _with_loose(rows, loose, right, further)
    lines += _outside([c for c in chars if id(c) not in inside], page.page_number)
    return sorted(lines, key=lambda line: line.top)


def side_by_side(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages with the last columns of a table too wide for its paper put beside those with the first ones.

    A spreadsheet prints all pages of the first columns, then those of the next: they have the same rows at the same heights.
    """
    apart = next((n for n in range(1, len(pages)) if _beside(pages[0], pages[n])), None)
    if apart is None:
        return pages
    out = pages[:apart]
    for n, page in enumerate(pages[apart:]):
        out[n % apart] = _widened(out[n % apart], page)
    return out


def _beside(page: list[_Line], other: list[_Line]) -> bool:
    """Whether the other page heads further columns in the very row in which this one heads its levels."""
    for row in (line for line in page if line.ruled):
        titles = {b.text for b in row.boxes if look(b.text).column}
        further = next((line for line in other if line.ruled and abs(line.top - row.top) < _NEAR), None)
        if len(titles) >= 2 and further is not None:
            texts = [b.text for b in further.boxes if b.text]
            headed = sum(look(t).column is not None for t in texts)
            return headed > 0 and headed >= 0.6 * len(texts) and not titles.intersection(texts)
    return False


def _widened(page: list[_Line], other: list[_Line]) -> list[_Line]:
    """The lines of a page with the boxes of those of the other that stand at their height to the right of them."""
    ruled = [b for line in other if line.ruled for b in line.boxes]
    edges = [b.right for line in page if line.ruled for b in line.boxes]
    if not ruled or not edges:
        return [*page, *other]
    by = max(edges) - min(b.left for b in ruled)
    moved = [
        replace(line, boxes=tuple(replace(b, left=b.left + by, right=b.right + by) for b in line.boxes))
        for line in other
        if line.ruled
    ]
    out = []
    for line in page:
        right = next((m for m in moved if line.ruled and abs(m.top - line.top) < _NEAR), None)
        if right is not None:
            moved.remove(right)
        out.append(replace(line, boxes=(*line.boxes, *right.boxes)) if right else line)
    return sorted([*out, *(replace(m, page=page[0].page) for m in moved)], key=lambda line: line.top)


#: Radicals and compatibility forms that some fonts give for common characters; signs and full-width marks stay.
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def _plain(text: str) -> str:
    return clean(_RADICALS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text))


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
        full = float(line[-1]["x1"]) > right - 2.4 * float(line[-1]["size"])
    return _plain(text), full


def _with_loose(rows: list[_Line], chars: list[Any], right: float, further: set[float]) -> list[_Line]:
    """Rows with the text that stands in the table but in no closed cell (a merged label cut by the page's end): it
    belongs to the first of the rows around it that have no cell there."""
    edges = sorted({box.left for row in rows for box in row.boxes} | further)
    by_edge: dict[float, list[Any]] = {}
    for char in chars:
        edge = max((e for e in edges if e <= _mid(char, "x")), default=None)
        if edge is not None and char["text"].strip():
            by_edge.setdefault(edge, []).append(char)
    for edge, own in by_edge.items():
        middle = sum(_mid(c, "y") for c in own) / len(own)
        at = max((n for n, row in enumerate(rows) if row.top <= middle), default=0)
        while at and _free(rows, at, edge) and _free(rows, at - 1, edge):
            at -= 1
        text, full = _text(own, min((e for e in edges if e > edge), default=right))
        boxes = sorted((*rows[at].boxes, _Box(edge, edge + 1, text, full, rows[at].end)), key=lambda b: b.left)
        rows[at] = replace(rows[at], boxes=tuple(boxes))
    return rows


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
            _Box(float(b[0]["x0"]), float(b[-1]["x1"]), _plain("".join(c["text"] for c in b)), False) for b in boxes
        )
        if parted and not (len(parted) == 1 and (parted[0].text.isdigit() or is_page_number(parted[0].text))):
            lines.append(_Line(page, float(line[0]["top"]), parted, False))
    return lines


def _joined(lines: list[_Line]) -> list[_Line]:
    """Rows cut by a page's end put together: the rest of a text stands in the first new row overleaf."""
    out: list[_Line] = []
    for line in lines:
        before = next((o for o in reversed(out) if o.ruled), None)
        fresh = before is not None and line.ruled and line.page == before.page + 1
        repeated = fresh and any(_same(line, o) for o in out)
        filled = [b for b in line.boxes if b.text]
        if fresh and not repeated and before and filled and _continues(filled, before):
            at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is before)
            out[at] = _together(before, line)
        elif not repeated:
            out.append(line)
    return out


def _told_overleaf(lines: list[_Line]) -> list[_Line]:
    """A merged label whose cell the page's end cuts is often printed overleaf only: told where its rows begin, too."""
    out = list(lines)
    for page in {line.page for line in lines if line.ruled}:
        rows = [n for n, line in enumerate(lines) if line.ruled and line.page == page]
        after = next((line for line in lines[rows[-1] :] if line.ruled and line.page == page + 1), None)
        for label in after.boxes if after else ():
            if look(label.text).is_label or look(label.text).is_long:
                opened = _opened(lines, rows, label.left)
                if opened is not None:
                    told = replace(label, bottom=lines[opened].end)
                    kept = [b for b in out[opened].boxes if abs(b.left - label.left) >= _NEAR]
                    out[opened] = replace(out[opened], boxes=tuple(sorted([*kept, told], key=lambda b: b.left)))
    return out


def _opened(lines: list[_Line], rows: list[int], left: float) -> int | None:
    """The first of a page's last rows over which the column at ``left`` holds no text and no closed cell."""
    here = [lines[n] for n in rows]
    first = len(rows)
    while first and (_free(here, first - 1, left) or _empty_to_end(here[first - 1], left)):
        first -= 1
    # Where other rows have empty cells of their own there, labels are not merged, and the last row's is empty, too.
    own = any(abs(b.left - left) < _NEAR and not b.text for row in here[:first] for b in row.boxes)
    return rows[first] if first < len(rows) and not own else None


def _free(rows: list[_Line], n: int, left: float) -> bool:
    """Whether a row has no cell at ``left``, nor one of the rows above a cell that reaches down to it."""
    return not any(
        abs(box.left - left) < _NEAR and (row is rows[n] or box.bottom > rows[n].top + _NEAR)
        for row in rows[: n + 1]
        for box in row.boxes
    )


def _empty_to_end(row: _Line, left: float) -> bool:
    return any(abs(b.left - left) < _NEAR and not b.text and abs(b.bottom - row.end) < _NEAR for b in row.boxes)


def _same(one: _Line, other: _Line) -> bool:
    return [b.text for b in one.boxes if b.text] == [b.text for b in other.boxes if b.text] and any(
        b.text for b in one.boxes
    )


def _continues(boxes: list[_Box], before: _Line) -> bool:
    """Whether the first row overleaf is the rest of the row before: each text goes on from a full one, and it is no row
    of its own (a name and a value)."""
    for box in boxes:
        if not any(abs(b.left - box.left) < _NEAR and b.full for b in before.boxes):
            return False
    seen = [look(box.text) for box in boxes]
    whole = any(fit("name", s) >= 2.5 for s in seen) and any(s.is_value or s.is_number or s.is_scale for s in seen)
    return not whole


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
