"""Word documents (docx) to one grid: paragraphs and tables in their order, tables within cells after their row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from assistant.reading.formats.package import open_package
from assistant.reading.formats.text import text_grid
from assistant.reading.grid import Cell, Grid, Row, clean
from assistant.reading.reading import ReadingError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset((f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag", f"{_W}hyperlink"))


def docx_grids(data: bytes, name: str) -> list[Grid]:
    """The grid of a document; one without tables is read as text."""
    try:
        with open_package(data, name) as package:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            root = etree.fromstring(package.read("word/document.xml"), parser)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile, EOFError, OSError):
        raise ReadingError(f"“{name}”打不开，文件可能不完整，请用Word重新保存后再上传。") from None
    body = root.find(f"{_W}body")
    rows = list(_flow(body)) if body is not None else []
    if not any(text for row in rows for text, _, _ in row):
        raise ReadingError(f"“{name}”里没有文字（可能只有图片），读不出表格。请上传带文字的文件。")
    if body is not None and next(body.iter(f"{_W}tbl"), None) is None:
        return [text_grid("\n".join(row[0][0] for row in rows))]
    return [Grid(tuple(_row(row, n) for n, row in enumerate(rows, 1) if any(text for text, _, _ in row)))]


def has_tables(data: bytes) -> bool:
    """Whether a document holds a table."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"<w:tbl>" in package.read("word/document.xml")


Texts = list[tuple[str, int, int]]


def _row(texts: Texts, n: int) -> Row:
    return tuple(Cell(text, n, column, columns=wide) for text, column, wide in texts if text)


def _flow(parent: Any) -> Iterator[Texts]:
    """Rows of (text, column, columns spanned): a paragraph is one cell, tabs part it."""
    for element in parent:
        if element.tag == f"{_W}p":
            yield [(clean(part), n, 1) for n, part in enumerate(_text(element).split("\t"), 1)]
        elif element.tag == f"{_W}tbl":
            yield from _table(element)
        elif element.tag in _WRAPPERS:
            yield from _flow(element)


def _table(table: Any) -> Iterator[Texts]:
    for row in _children(table, "tr"):
        column = 1 + _number(row, f"{_W}trPr/{_W}gridBefore")
        texts: Texts = []
        nested = []
        for cell in _children(row, "tc"):
            wide = _number(cell, f"{_W}tcPr/{_W}gridSpan") or 1
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is None or merge.get(f"{_W}val") == "restart":
                texts.append((clean("\n".join(_text(p) for p in _children(cell, "p"))), column, wide))
                nested += list(_children(cell, "tbl"))
            column += wide
        yield texts
        for inner in nested:
            yield from _table(inner)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _number(element: Any, path: str) -> int:
    found = element.find(path)
    try:
        return min(int(found.get(f"{_W}val", "0")), 200) if found is not None else 0
    except ValueError:
        return 0


def _text(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        tag = element.tag.removeprefix(_W)
        parts.append(element.text or "" if tag == "t" else {"tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(parts)
