"""Which cell of a row is what: cells are put to columns in order, by what they are, their position only a hint.

Exports lose leading blanks, headings stand one column off, labels double up. So a row is aligned with the columns of
its heading as two sequences are: each cell goes to the column it fits best, in order, and the whole row may stand
some columns to the left or right of its heading (``shift``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.reading.grid import Cell, Row
from assistant.reading.look import STANDARDS, Look, look

VALUES = ("half_year", "full_year", "last_year", "actual")
#: What an empty place costs: names must be there, levels are carried down from above.
MISSING = {
    "name": 5.0,
    "full_year": 3.0,
    "half_year": 0.8,
    "actual": 0.5,
    "key_task": 0.3,
    "long_name": 1.5,
    "long_full_year": 1.0,
}
_DROPPED = 8.0
#: A fit below this is none.
IMPOSSIBLE = -3.5
#: What stands in a cell that is meant to be empty.
DASHES = frozenset("-－—–/／")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an indicator block: its role (see ``columns.toml``), where its heading stands, what the heading says."""

    role: str
    at: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row put to its columns: pairs of column and cell in order, how far it stood off, and how well it fits."""

    pairs: tuple[tuple[Column, Cell], ...]
    shift: int
    score: float
    dropped: tuple[Cell, ...] = ()

    def text(self, role: str) -> str | None:
        """The text in the last cell of that role."""
        return next((cell.text for column, cell in reversed(self.pairs) if column.role == role), None)

    def texts(self, role: str) -> list[str]:
        """All texts of that role, in order."""
        return [cell.text for column, cell in self.pairs if column.role == role]


def place(row: Row, columns: tuple[Column, ...], by_duty: bool = False, usual: int = 0) -> Placed:
    """Put the cells of a row to columns. ``usual``: the shift of the row above, preferred where others fit no better."""
    if exact := _exact(row, columns, by_duty):
        return exact
    shifts = {0, usual}
    for cell in row[:2] + row[-1:]:
        shifts |= {cell.column - column.at for column in columns if abs(cell.column - column.at) <= 4}
    best: Placed | None = None
    for shift in sorted(shifts, key=lambda s: (s != usual, abs(s))):
        found = _align(row, columns, by_duty, shift)
        cost = 0.0 if shift == usual else 0.6 if shift == 0 else 1.2
        if best is None or found.score - cost > best.score:
            best = Placed(found.pairs, shift, found.score - cost, found.dropped)
    assert best is not None
    return best


def _exact(row: Row, columns: tuple[Column, ...], by_duty: bool) -> Placed | None:
    """The row as it stands, if each cell stands under a heading and is nothing that cannot stand there: then an empty
    cell is empty, and nothing has moved into it."""
    by_place = {column.at: column for column in columns}
    pairs = tuple((by_place[cell.column], cell) for cell in row if cell.column in by_place)
    roles = {column.role for column, _ in pairs}
    if len(pairs) < len(row) or not roles & {"name", "key_task"}:
        return None
    if not roles & set(VALUES) and any(c.role == "level2" and not look(cell.text).is_label for c, cell in pairs):
        return None
    fits = [fit(column.role, look(cell.text), by_duty) for column, cell in pairs]
    if min(fits) < IMPOSSIBLE or any(c.role == "level1" and not look(cell.text).section for c, cell in pairs):
        return None
    return Placed(pairs, 0, sum(fits))


def _align(row: Row, columns: tuple[Column, ...], by_duty: bool, shift: int) -> Placed:
    """The best in-order assignment for one shift: dynamic programming over cells and columns."""
    n, m = len(row), len(columns)
    # score[i][j]: best for the first i cells and the first j columns; came[i][j]: the move that made it
    score = [[float("-inf")] * (m + 1) for _ in range(n + 1)]
    came = [[""] * (m + 1) for _ in range(n + 1)]
    score[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            here = score[i][j]
            if here == float("-inf"):
                continue
            if j < m and here - MISSING.get(columns[j].role, 0.0) > score[i][j + 1]:
                score[i][j + 1], came[i][j + 1] = here - MISSING.get(columns[j].role, 0.0), "skip"
            if i < n:
                cell = row[i]
                seen = look(cell.text)
                if here - _DROPPED > score[i + 1][j]:
                    score[i + 1][j], came[i + 1][j] = here - _DROPPED, "drop"
                if j < m:
                    gain = here + fit(columns[j].role, seen, by_duty) + _near(cell, columns[j], shift)
                    if gain > score[i + 1][j + 1]:
                        score[i + 1][j + 1], came[i + 1][j + 1] = gain, "take"
                if j and columns[j - 1].role == "level2" and seen.categories and here + 2 > score[i + 1][j]:
                    score[i + 1][j], came[i + 1][j] = here + 2, "again"
    i, j, pairs, dropped = n, m, [], []
    while i or j:
        move = came[i][j]
        if move == "skip":
            j -= 1
        elif move == "take":
            i, j = i - 1, j - 1
            pairs.append((columns[j], row[i]))
        else:
            i -= 1
            if move == "again":
                pairs.append((columns[j - 1], row[i]))
            else:
                dropped.append(row[i])
    return Placed(tuple(reversed(pairs)), shift, score[n][m], tuple(reversed(dropped)))


def _near(cell: Cell, column: Column, shift: int) -> float:
    target = column.at + shift
    if cell.column <= target < cell.column + cell.columns:
        return 1.5
    return -0.7 * min(4, abs(cell.column - target))


def fit(role: str, seen: Look, by_duty: bool = False) -> float:
    """How well a cell fits a role: positive for what usually stands there, strongly negative for what never does."""
    return _fit(role, seen.text, by_duty)


@lru_cache(maxsize=50_000)
def _fit(role: str, text: str, by_duty: bool) -> float:
    if role.startswith("long_"):
        # Columns of a longer term stand beside the year's own, which come first where a row has only one of them.
        return _fit(role.removeprefix("long_"), text, by_duty) - 0.3
    seen = look(text)
    if role == "level1":
        if seen.section and seen.categories:
            return 4.0
        return 6.0 if seen.section else 1.0 if seen.categories else -3.0 if _shortish(seen, 10) else -8.0
    if role == "level2":
        return _level2(seen, by_duty)
    if role in ("duty", "key_task"):
        if len(seen.text) < 3 and seen.text not in DASHES:
            return -4.0
        return (
            3.0
            if seen.is_long or seen.is_task
            else -8.0
            if _valued(seen)
            else -3.0
            if seen.is_label or seen.is_namelike
            else 0.5
        )
    if role == "name":
        return _name(seen)
    if role in VALUES:
        return _value(seen)
    if role == "sign":
        return 6.0 if seen.is_sign else 5.0 if seen.plain in _NATURE else -8.0
    if role == "unit":
        return (
            4.0 if seen.is_unit else -6.0 if _valued(seen) or seen.is_label else -0.5 if len(seen.text) <= 8 else -5.0
        )
    if role in ("weight", "score"):
        if not (seen.is_number or _scored(seen)):
            return -8.0
        most = seen.value.number is not None and abs(seen.value.number) <= 100
        return (3.5 if seen.is_number else 2.5) if most else -3.0
    if role == "standard" and seen.text in STANDARDS:
        return 4.0
    if role in ("note", "standard") and _POINTS.search(text):
        return 3.5
    if role in ("note", "standard"):
        return 1.5 if seen.is_long else -3.0 if seen.is_label else -1.0 if _valued(seen) else 0.5
    if role == "ignored":
        return 2.0 if seen.is_number or (seen.text.isalnum() and seen.text.isascii()) else -3.0
    if (role == "department" and _CODED.match(text)) or (role == "project" and _is_coded_project(text)):
        return 4.0
    if role in ("project", "department", "goal"):
        return -6.0 if _valued(seen) or seen.is_label else -3.0 if len(text) < 3 else 1.0
    return 3.0 if role == "budget" and seen.is_number else 1.0 if role != "budget" else -3.0


#: How points are given or taken: a standard, never a name.
_POINTS = re.compile(r"(?:扣|得|加|减)\s*\d+(?:\.\d+)?分|酌情扣分|不得分|得满分")
#: A unit's name behind its code: 776001-某某检察院.
_CODED = re.compile(r"[\[(（]?\d{3,}[\])）]?[-—－\s]?[\u4e00-\u9fff]{4,}")
#: A project's name behind its code in the finance system: 51000021R000000019951-工资性支出.
_PROJECT_CODE = re.compile(r"\d{5}[0-9A-Z]{3,}\s*[-—－]\s*[\u4e00-\u9fff]")
_NATURE = frozenset(
    ("定性", "定量", "正向", "反向", "正", "反", "正向指标", "反向指标", "定性指标", "定量指标", "中性")
)


def _is_coded_project(text: str) -> bool:
    return bool(_PROJECT_CODE.match(text)) and not text[-1].isdigit()


def _level2(seen: Look, by_duty: bool) -> float:
    if seen.categories:
        return 5.0
    if seen.section or _valued(seen) or seen.is_sign:
        return -8.0
    if by_duty:
        return 3.0 if seen.is_long or seen.is_task else -3.0 if seen.is_namelike else 0.0
    return -0.5 if _shortish(seen, 14) and not seen.is_word else -5.0


def _name(seen: Look) -> float:
    if _valued(seen) or seen.is_sign or _POINTS.search(seen.text) or _PROJECT_CODE.match(seen.text):
        return -8.0
    if seen.is_label and seen.plain.endswith("满意度"):
        return 1.5
    if seen.is_label or seen.is_word or seen.text in STANDARDS or seen.plain in _NATURE:
        return -4.0
    if seen.text[0] in "。，、；：,;)）":
        return -5.0
    if seen.is_namelike:
        return -1.0 if "。" in seen.text else 1.5 if seen.is_task else 4.0
    if seen.is_long:
        return 1.0 if seen.text[-1] != "。" else -1.0
    return 2.5 if len(seen.text) >= 4 else 0.0 if len(seen.text) == 3 else -3.0


def _value(seen: Look) -> float:
    if _CODED.match(seen.text) or _PROJECT_CODE.match(seen.text):
        return -5.0
    if seen.is_value:
        # Words before the number make it likelier that a name has run into its value.
        return 4.0 if re.match(r"[\d≥≤><=＝＞＜≧≦+\-±约各共不达控至每]|百分|[大小高低]于|超过", seen.text) else 1.5
    if seen.is_number:
        return 3.0
    if seen.is_label or seen.plain in _NATURE:
        return -5.0
    if seen.is_word:
        return 3.5
    if seen.is_sign:
        return -4.0
    if seen.is_namelike or (seen.value.kind == "unclear" and len(seen.text) > 8):
        return -1.5
    if seen.text in DASHES:
        return 1.0
    if len(seen.text) == 1:
        return -4.0
    return 0.5 if len(seen.text) <= 30 else -0.5


def _valued(seen: Look) -> bool:
    return seen.is_value or seen.is_number


def _scored(seen: Look) -> bool:
    return seen.value.kind == "number" and seen.value.unit in (None, "分", "%") and seen.value.operator is None


def _shortish(seen: Look, most: int) -> bool:
    return len(seen.text) <= most and not _valued(seen)
