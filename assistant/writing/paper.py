"""How a block of cells fits on paper: the height of each row, and where a page ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

from assistant.writing.layout import Block

SIZE = 10  # of body text, in points: so wide is a full-width character
LINE = 14.5  # height of a body line in points, enough for the taller of the usual fonts
_LOWEST = 18.5


def row_heights(block: Block) -> list[float]:
    """The height of each row in points, so that all text shows: first what stands in one row, then what spans several."""
    heights = [_LOWEST] * block.rows
    for cell in sorted(block.cells, key=lambda c: c.rows):
        width = sum(block.widths[cell.column : cell.column + cell.columns])
        needed = lines_of(cell.shown, width - (1.0 if cell.kind in ("text", "name") else 0.0)) * LINE + 4
        span = range(cell.row, cell.row + cell.rows)
        if (missing := needed - sum(heights[row] for row in span)) > 0:
            for row in span:
                heights[row] += missing / cell.rows
    return heights


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of ``width`` full-width characters, a little on the safe side."""
    room = max(width - 0.9, 1.0)
    return sum(max(1, ceil(_measure(line) / room)) for line in text.split("\n"))


def _measure(line: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.6 for char in line)


def page_ends(block: Block, heights: Sequence[float], first: float, further: float) -> list[int]:
    """The rows that start a new page, where the first page has room for ``first`` points and each further one for
    ``further``. A page ends where no text spans the end, unless that text alone is higher than a page, and never after a
    heading."""
    headings = {cell.row for cell in block.cells if cell.kind == "heading"}
    through = {row for cell in block.cells if cell.kind == "text" for row in range(cell.row + 1, cell.row + cell.rows)}
    ends: list[int] = []
    start, room = 0, first
    while True:
        below, full = start, 0.0
        while below < block.rows and full + heights[below] <= room:
            full += heights[below]
            below += 1
        below = max(below, start + 1)  # a row higher than a page still has to stand on one
        if below >= block.rows:
            return ends
        allowed = [row for row in range(start + 1, below + 1) if row - 1 not in headings] or [below]
        whole = [row for row in allowed if row not in through]
        start, room = (whole or allowed)[-1], further
        ends.append(start)


def cut(block: Block, ends: Sequence[int]) -> Block:
    """The block with every label that goes over a page end cut in two that say the same, so that each page says it. A
    text that does so stays whole: no part of its rows would hold it."""
    cells = []
    for cell in block.cells:
        below = cell.row + cell.rows
        inside = [] if cell.kind == "text" else [end for end in ends if cell.row < end < below]
        edges = [cell.row, *inside, below]
        cells += [replace(cell, row=top, rows=end - top) for top, end in pairwise(edges)]
    return replace(block, cells=tuple(cells))


def heads(block: Block) -> dict[int, tuple[str, ...]]:
    """The rows that head an indicator part (not those within the money part): what they say."""
    rows = [cell.row for cell in block.cells if cell.kind == "heading" and cell.column == 0]
    return {row: tuple(cell.text for cell in block.cells if cell.row == row) for row in rows}


def headed_again(block: Block, heights: Sequence[float], ends: Sequence[int]) -> tuple[Block, list[float], list[int]]:
    """The block, its heights and its page ends, with the heading that holds at each page's end said again overleaf.

    For forms whose parts have different headings: a spreadsheet repeats one and the same on all pages.
    """
    known = heads(block)
    cells, tall, starts = list(block.cells), list(heights), list(ends)
    for n in range(len(ends) - 1, -1, -1):
        end = ends[n]
        holding = max((row for row in known if row < end), default=None)
        if holding is None or end in known or any(c.row < end < c.row + c.rows for c in block.cells):
            continue
        again = [replace(cell, row=end) for cell in block.cells if cell.row == holding]
        cells = [replace(cell, row=cell.row + 1) if cell.row >= end else cell for cell in cells] + again
        tall.insert(end, tall[holding])
        starts[n + 1 :] = [start + 1 for start in starts[n + 1 :]]
    return replace(block, rows=len(tall), cells=tuple(cells)), tall, starts
