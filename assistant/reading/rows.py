"""A grid's rows made ready: free of markup, one heading or indicator to a row."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.reading.columns import heading
from assistant.reading.compose import split_value
from assistant.reading.fields import markup_free
from assistant.reading.grid import Cell, Grid, Row
from assistant.reading.look import look
from assistant.reading.prose import told


def single_rows(grid: Grid) -> list[Row]:
    """The rows of a grid, with those that hold a heading among other cells, or several targets in one, parted."""
    return [part for row in grid.rows for split in _parted(row) for part in _unfolded(split)]


_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]{2,8}|#\d{1,6});")


def without_markup(row: Row) -> Row:
    """A row without the remains of HTML in its cells; the very same row where there are none."""
    if not any(_MARKUP.search(cell.text) for cell in row):
        return row
    cleaned = (replace(cell, text=markup_free(cell.text)) for cell in row)
    return tuple(cell for cell in cleaned if cell.text)


def _parted(row: Row) -> list[Row]:
    """A row that holds a heading among other cells as what stands before it, the heading, and what stands behind it."""
    if len(row) < 12:
        return [row]
    heads = [look(cell.text).column is not None or look(cell.text).banner for cell in row]
    start = end = 0
    for n in range(len(row)):
        after = next((k for k in range(n, len(row)) if not heads[k]), len(row))
        if after - n > end - start:
            start, end = n, after
    if end - start < 4 or end == len(row) or not look(row[end].text).section or heading(row[start:end]) is None:
        return [row]
    level = next((k for k in range(start, end) if look(row[k].text).column == "level1"), start)
    groups = [row[:start], row[start:level], row[level:end], row[end:]]
    return [tuple(replace(c, column=k) for k, c in enumerate(group, 1)) for group in groups if group]


def _unfolded(row: Row) -> list[Row]:
    """A row with ``质量指标：…`` in one cell as rows with the label and each clause in cells of their own."""
    for n, cell in enumerate(row):
        if n == len(row) - 1 and all(look(c.text).is_label for c in row[:n]) and (parts := told(cell.text)):
            over = [(c,) for c in row[:n]]
            return over + [
                tuple(
                    Cell(text, cell.row, k, page=cell.page)
                    for k, text in enumerate((*labels, name, *([worth] if worth else ())), 1)
                )
                for labels, clauses in parts
                for name, worth in clauses
            ]
        label, colon, rest = cell.text.replace(":", "：", 1).partition("：")
        if (
            not colon
            or len(label) > 16
            or not rest.strip()
            or not look(label).categories
            or not label.strip().endswith("指标")
        ):
            continue
        name, worth = split_value(rest) if n == len(row) - 1 else (rest.strip(), None)
        texts = [label.strip(), name, *([worth] if worth else [])]
        parted = (Cell(text, cell.row, cell.column + k, page=cell.page) for k, text in enumerate(texts))
        return [(*row[:n], *parted, *(replace(c, column=c.column + 1) for c in row[n + 1 :]))]
    return [row]
