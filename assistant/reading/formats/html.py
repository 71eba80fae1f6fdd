"""Web pages to one grid: text and tables in their order, spans kept, tables within cells after their row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree, html

from assistant.reading.formats.text import text_grid
from assistant.reading.grid import Cell, Grid, clean

_BLOCKS = frozenset("p div li tr h1 h2 h3 h4 h5 h6 section article ul ol dl dt dd br table caption body center".split())
_SKIP = frozenset(("script", "style", "head", "noscript", "template", "select", "button", "nav"))


def html_grid(text: str) -> Grid:
    """The grid of a page."""
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, ValueError):
        return Grid(())
    rows: list[list[Cell]] = []

    def line(words: str) -> None:
        rows.append([Cell(words, len(rows) + 1, 1)])

    _walk(root, line, lambda table: _table(table, rows))
    if next(root.iter("td", "th"), None) is None:
        return text_grid("\n".join(cell.text for row in rows for cell in row))
    return Grid(tuple(tuple(row) for row in rows if row))


def _walk(root: Any, on_line: Callable[[str], None], on_table: Callable[[Any], None]) -> None:
    """The lines of text under an element, in order, and the tables between them."""
    words: list[str] = []

    def close() -> None:
        text = clean(" ".join("".join(words).split()))
        words.clear()
        if text:
            on_line(text)

    # An explicit stack: pages nest deeper than Python may.
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        block = element.tag in _BLOCKS
        if block:
            close()
        if closing or element.tag in _SKIP or (element.tag == "table" and element is not root):
            if not closing and element.tag == "table":
                on_table(element)
            if element is not root and element.tail:
                words.append(element.tail)
            continue
        if element.text:
            words.append(element.text)
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
    close()


def _table(table: Any, rows: list[list[Cell]], depth: int = 0) -> None:
    taken: dict[int, int] = {}
    for line in _own_rows(table):
        at = len(rows) + 1
        column = 1
        cells: list[Cell] = []
        nested: list[Any] = []
        held: dict[int, int] = {}
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            high, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            for c in range(column, column + wide):
                held[c] = high
            text = clean(_cell_text(cell))
            if text:
                cells.append(Cell(text, at, column, high, wide))
            nested += _inner(cell)
            column += wide
        taken = {c: left - 1 for c, left in taken.items() if left > 1}
        taken |= {c: high - 1 for c, high in held.items() if high > 1}
        rows.append(cells)
        if depth < 8:
            for inner in nested:
                _table(inner, rows, depth + 1)


def _own_rows(table: Any) -> list[Any]:
    return [
        row
        for part in table
        for row in ([part] if part.tag == "tr" else part if part.tag in ("tbody", "thead", "tfoot") else [])
        if row.tag == "tr"
    ]


def _inner(cell: Any) -> list[Any]:
    """The tables directly within a cell, not those within them."""
    return [t for t in cell.iter("table") if next(a for a in t.iterancestors("td", "th")) is cell]


def _span(cell: Any, name: str) -> int:
    try:
        return max(1, min(int(cell.get(name, "1")), 500))
    except ValueError:
        return 1


def _cell_text(cell: Any) -> str:
    lines: list[str] = []
    _walk(cell, lines.append, lambda table: None)
    return "\n".join(lines)
