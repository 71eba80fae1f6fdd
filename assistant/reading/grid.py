"""The middle of all reading: a grid of cells. Each format makes grids; one recogniser makes tables of them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds text. ``row`` and ``column`` count from 1 in the file; ``rows`` and ``columns`` are its span."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of non-empty cells, from left to right. ``guessed``: the text had no separators, so its rows are guesses.

    ``laid``: its cells stood in order but in no rows. ``cut``: the file ends in the middle of a row.
    ``scanned``: its texts were read off a picture. ``open_pages``: pages on which no cell closes the label columns.
    """

    rows: tuple[Row, ...]
    sheet: str | None = None
    guessed: bool = False
    laid: bool = False
    cut: bool = False
    scanned: bool = False
    open_pages: frozenset[int] = frozenset()

    @property
    def cells(self) -> Row:
        """All cells in reading order."""
        return tuple(cell for row in self.rows for cell in row)


def clean(text: str) -> str:
    """A cell's text without the characters that carry nothing (zero width, control, no-break spaces)."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text.translate(_NOTHING))
    return kept.strip(" \t\n\r")


_PAGE = re.compile(r"[-—－–\s]*(?:第\s*)?\d{1,3}\s*页?(?:\s*[,，、/／]?\s*共?\s*\d{1,3}\s*页?)?[-—－–\s]*")


def is_page_number(text: str) -> bool:
    """Whether a line is the paper's own: ``第 1 页，共 3 页``, ``— 2 —``, ``2/3``."""
    return len(text) <= 16 and any(sign in text for sign in "页-—－–/／") and bool(_PAGE.fullmatch(text))


_NOTHING = {0x200B: None, 0xFEFF: None, 0x200E: None, 0x200F: None, 0x2060: None, 0xAD: None, 0xA0: " ", 0x3000: " "}


def grid(lines: list[list[str]], sheet: str | None = None) -> Grid:
    """A grid from plain rows of texts, each standing at its index."""
    rows = (
        tuple(Cell(clean(text), n, m) for m, text in enumerate(line, 1) if clean(text))
        for n, line in enumerate(lines, 1)
    )
    return Grid(tuple(row for row in rows if row), sheet)
