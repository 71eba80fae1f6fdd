"""Cells that stand in order but in no rows, put into rows and columns: one cell a line, ragged lines, run-on text.

The same question as in ``placing`` asked of a whole block: which cells (or joined neighbours) are which column of
which row. One pass of dynamic programming over the cells; the state is the last column filled in the current row.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.reading.placing import MISSING, VALUES, Column, fit

Pairs = list[tuple[Column, Cell]]
Mode = Literal["lines", "ragged", "joined", "glued"]
#: Texts without a mark between their cells.
_RUN = ("joined", "glued")


@dataclass(frozen=True, slots=True)
class _Costs:
    """``join``: to put a neighbour to a cell; ``over``: to go on with a row on a new line; ``within``: to begin one in a line."""

    join: float
    over: float
    within: float
    most: int
    row: float = 0.0
    drop: float = 7.0


_COSTS: dict[Mode, _Costs] = {
    "lines": _Costs(join=1.3, over=0.0, within=1.0, most=4),
    "ragged": _Costs(join=1.3, over=2.0, within=5.0, most=5),
    "joined": _Costs(join=0.0, over=0.0, within=0.0, most=40, row=3.0),
    "glued": _Costs(join=0.0, over=4.0, within=14.0, most=40),
}
_NONE = float("-inf")
#: What it is worth that a name stands in its column.
_NAMED = 6.0


def flow(
    cells: Row,
    columns: tuple[Column, ...],
    mode: Mode,
    by_duty: bool = False,
    glued: frozenset[int] = frozenset(),
    named: frozenset[int] = frozenset(),
) -> list[Pairs]:
    """The rows that the cells make under these columns; a cell that fits nowhere is left out.

    ``glued``: the cells (by index) that only continue a number, so that a cut before them costs; ``named``: those that are
    names though they end in a value.
    """
    costs = _COSTS[mode]
    n, m = len(cells), len(columns)
    parted = any(a.role in VALUES and b.role == "unit" for a, b in itertools.pairwise(columns))
    missing = [0.0]
    for column in columns:
        # Where nothing parts the cells, a row without a result is rather one cut in two.
        unsaid = 2.0 if mode in _RUN and column.role == "actual" else MISSING.get(column.role, 0.0)
        missing.append(missing[-1] + unsaid)
    # best[i][j]: score with i cells used and column j - 1 filled last (0: nothing filled yet)
    best = [[_NONE] * (m + 1) for _ in range(n + 1)]
    came: list[list[tuple[int, int, str] | None]] = [[None] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(n):
        here = best[i]
        starts_line = i == 0 or cells[i].row != cells[i - 1].row
        fresh, fresh_from = _NONE, 0
        for j in range(m + 1):
            ended = here[j] - (missing[m] - missing[j] if j else 0.0)
            if ended > fresh:
                fresh, fresh_from = ended, j
        fresh -= costs.row + (0.0 if starts_line else costs.within)
        for taken in range(1, min(costs.most, n - i) + 1):
            text = together(cells[i : i + taken])
            if taken > 1 and (len(text) > 400 or (mode in _RUN and _label_within(cells[i : i + taken]))):
                break
            joining = costs.join * (taken - 1) + (2.0 if i in glued else 0.0)
            if mode == "lines" and taken > 1 and len(cells[i].text) < 3:
                joining += 0.7  # a stub of a line belongs to the text before it
            if (
                mode not in _RUN
                and taken > 1
                and cells[i + taken - 2].text[-1:].isdigit()
                and cells[i + taken - 1].text[:1].isdigit()
            ):
                break
            target, origin = best[i + taken], came[i + taken]
            same, same_from = _NONE, 0
            for j in range(1, m + 1):
                # the best way to have come within this row, up to the column before j
                prior = here[j - 1] + missing[j - 1] if j > 1 else _NONE
                if prior > same:
                    same, same_from = prior, j - 1
                if taken == 1 and i in named:
                    gain = _NAMED if columns[j - 1].role == "name" else -_NAMED
                else:
                    gain = _fits(columns[j - 1].role, text, by_duty, mode, parted) - joining
                inside = same - missing[j - 1] - (costs.over if starts_line and i else 0.0)
                if same_from and columns[j - 1].role == "actual":
                    inside += _echo(cells, came, i, same_from, text)
                outside = fresh - missing[j - 1]
                outside -= 4.0 if i in glued and cells[i].text[0].isdigit() else 0.0  # no row begins within a number
                score, before, how = (inside, same_from, "same") if inside >= outside else (outside, fresh_from, "new")
                if score + gain > target[j]:
                    target[j], origin[j] = score + gain, (i, before, how)
                if here[j] > _NONE and columns[j - 1].role in ("level1", "level2") and look(text).is_label:
                    again = here[j] + 2.0 - joining
                    if again > target[j]:
                        target[j], origin[j] = again, (i, j, "again")
        after, origin = best[i + 1], came[i + 1]
        for j in range(m + 1):
            if here[j] - costs.drop > after[j]:
                after[j], origin[j] = here[j] - costs.drop, (i, j, "drop")
    return _trace(cells, columns, best, came, missing)


def _label_within(cells: Row) -> bool:
    """Whether a level label (数量指标) ends the text before it."""
    return any(cell.text.endswith("指标") and look(cell.text).is_label for cell in (cells[0], cells[-1]))


def _trace(
    cells: Row,
    columns: tuple[Column, ...],
    best: list[list[float]],
    came: list[list[tuple[int, int, str] | None]],
    missing: list[float],
) -> list[Pairs]:
    m, i = len(columns), len(cells)
    j = max(range(m + 1), key=lambda k: best[i][k] - (missing[m] - missing[k] if k else 0.0))
    rows: list[Pairs] = [[]]
    while i and (move := came[i][j]):
        start, before, how = move
        if how != "drop":
            rows[-1].append((columns[j - 1], _cell(cells[start:i])))
        if how == "new":
            rows.append([])
        i, j = start, before
    return [row[::-1] for row in rows[::-1] if row]


def _cell(cells: Row) -> Cell:
    first = cells[0]
    return Cell(together(cells), first.row, first.column, page=first.page)


def together(cells: Row) -> str:
    """The text of neighbouring cells as one: words broken over lines are closed up."""
    if len(cells) == 1:
        return cells[0].text
    text = cells[0].text
    for cell in cells[1:]:
        latin = text[-1:].isascii() and text[-1:].isalpha() and cell.text[:1].isascii() and cell.text[:1].isalpha()
        text += (" " if latin else "") + cell.text
    return text


def _fits(role: str, text: str, by_duty: bool, mode: Mode, parted: bool) -> float:
    seen = look(text)
    score = fit(role, seen, by_duty)
    if mode not in _RUN:
        # A short word that is on no scale is rather the end of a text broken over lines than a value.
        rest = role in VALUES and len(text) < 4 and seen.value.kind == "word" and not seen.is_word
        return score - 1.5 if rest else score
    if role == "name":
        score -= 5.0 if re.search(r"[≥≤><=＝≧≦]", text) else 0.0
        score -= 0.8 if re.search(r"\d", text) else 0.0
        score -= 8.0 if len(text) < 2 else 3.0 if len(text) < 4 else 0.0
        score -= 5.0 if re.match(r"[次%‰)）、，。；：:]", text) else 0.0
        score -= 4.0 if re.search(r"[，,。；;]", text) else 0.0
    elif role in ("level1", "level2"):
        score -= 0.0 if seen.is_label or by_duty else 4.0
    elif role in ("note", "standard", "other"):
        score += 3.0 if text.startswith("反映") else 0.0 if seen.is_long else -3.0
    elif role in ("weight", "score"):
        score -= 6.0 if text.startswith("0") else 0.0
    elif role == "unit":
        score += 0.3 * len(text) if seen.is_unit else -2.0
    elif role in VALUES:
        score -= 2.0 if re.fullmatch(r"(.{2,})\1", text) else 0.0  # a target and its result
        unit = seen.value.unit
        if unit and parted:
            score -= 2.0
        elif unit:
            score += 0.3 * len(unit) if look(unit).is_unit else -2.5
        if seen.value.operator:
            score += 0.5
        if seen.value.kind == "word" and not seen.is_word:
            score -= 1.0
        if seen.is_number and not parted:
            score -= 1.5
        if re.match(r"[≥≤><=]*0\d", text):
            score -= 3.0
    return score


def _echo(cells: Row, came: list[list[tuple[int, int, str] | None]], i: int, j: int, text: str) -> float:
    """A result usually repeats the target before it word for word: that tells where they part."""
    move = came[i][j]
    if move is None or move[2] == "drop":
        return 0.0
    return 3.0 if together(cells[move[0] : i]) == text else 0.0
