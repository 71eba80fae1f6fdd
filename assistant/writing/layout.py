"""A form (表样) before any file format: blocks of cells with spans.

Each block has its own columns; a writer for paper (xlsx, docx) lays them over one width, a writer for text (Markdown,
CSV) writes them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Literal

from assistant.table import print_number

Kind = Literal["heading", "label", "text", "name", "value", "money"]

#: Width of a form in full-width characters of body size: what A4 portrait holds between its margins.
WIDTH = 50

# XML 1.0 has no way to carry these: no file format of an office can.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a block: where it starts (from 0), how far it spans, what it says.

    ``number`` is set where the cell is a number (money, weight, score); ``of`` names the indicator (index) and field
    it shows, so that a note can be put on it.
    """

    row: int
    column: int
    text: str
    kind: Kind = "text"
    rows: int = 1
    columns: int = 1
    number: Decimal | None = None
    of: tuple[int, str] | None = None

    @property
    def shown(self) -> str:
        """The text as paper shows it: thousands apart, and the unit that a label names on a line of its own."""
        if self.number is not None:
            return f"{self.number:,f}"
        return self.text.replace("（", "\n（") if self.kind == "label" and self.of is None else self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the form with columns of its own. ``widths`` are in full-width characters; ``headings`` counts the
    heading rows at the top, which repeat on each page."""

    widths: tuple[int, ...]
    rows: int
    cells: tuple[Cell, ...]
    headings: int = 0

    def stretched(self, width: int, flexible: int) -> Block:
        """The block made ``width`` wide by its flexible column."""
        widths = list(self.widths)
        widths[flexible] += width - sum(widths)
        return replace(self, widths=tuple(widths))

    def lines(self) -> list[list[str]]:
        """The block as plain rows of text: what spans several rows is said in each of them."""
        grid = [[""] * len(self.widths) for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                grid[row][cell.column] = cell.text
        return grid


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form: its title, the line under it (year), its blocks from top to bottom, all of one width."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def printable(text: str) -> str:
    """The text as a file can hold it: one kind of line break, no control characters."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def number_cell(row: int, column: int, number: Decimal | None, kind: Kind, of: tuple[int, str] | None = None) -> Cell:
    """A cell that shows a number, or stays empty."""
    return Cell(row, column, "" if number is None else print_number(number), kind, number=number, of=of)


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks of one width as a single block: its columns are all their columns laid over each other."""
    edges = sorted({edge for block in blocks for edge in accumulate(block.widths, initial=0)})
    cells: list[Cell] = []
    top = 0
    for block in blocks:
        at = [edges.index(edge) for edge in accumulate(block.widths, initial=0)]
        for cell in block.cells:
            left, right = at[cell.column], at[cell.column + cell.columns]
            cells.append(replace(cell, row=cell.row + top, column=left, columns=right - left))
        top += block.rows
    return Block(tuple(right - left for left, right in pairwise(edges)), top, tuple(cells))


def spans(labels: list[tuple[str, ...]]) -> Iterator[tuple[int, int, int]]:
    """Where label columns merge: (row, column, rows). A label spans the rows in which it and all left of it stay."""
    for column in range(len(labels[0]) if labels else 0):
        start = 0
        for row in range(1, len(labels) + 1):
            if row == len(labels) or labels[row][: column + 1] != labels[start][: column + 1]:
                yield start, column, row - start
                start = row
