"""The body of an indicator part whose cells stand in no rows: its heading completed, its rows found."""

from __future__ import annotations

import itertools
from dataclasses import replace

from assistant.reading.columns import spoken_of
from assistant.reading.compose import is_points, number
from assistant.reading.flow import Mode, Pairs, flow
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.reading.pieces import atoms, names_closed
from assistant.reading.placing import IMPOSSIBLE, VALUES, Column, fit
from assistant.reading.reading import ReadingError
from assistant.reading.run_on import lines_closed

TOO_LONG = "文字太长，没有分行分列，无法当作表格读取，请拆成较小的文件后再上传。"
_LONGEST_JOINED = 12_000  # characters run together: some two hundred indicators
_FIGURES = ("full_year", "actual", "weight", "score")


def second_line(cells: list[Cell], end: int) -> Row:
    """The second line of a heading, which parts columns of the first (指标值 into 符号 and 单位); empty where there is none."""
    line = tuple(cell for cell in cells[end : end + 12] if cell.row == cells[end].row) if end < len(cells) else ()
    roles = [_role(cell.text) for cell in line]
    if len(line) < 3 or line[0].row == cells[end - 1].row or not {"sign", "unit"} & set(roles):
        return ()
    return line if sum(role is not None for role in roles) * 2 >= len(line) else ()


def _role(text: str) -> str | None:
    return look(text).column or spoken_of(text)


def whole_heading(titles: Row, below: Row, body: list[Cell]) -> Row:
    """A heading's cells, numbered, with those that the body shows it to lack: the sign and the unit in cells of their own,
    what its last column is parted into on a second line (``below``), an explanation behind each name, points behind each
    result."""
    roles = [_role(cell.text) for cell in titles]
    if len(parts := tuple(cell for cell in below if _role(cell.text) not in ("sign", "unit"))) > 1:
        titles = (*titles[:-1], *parts)
    signs = sum(look(cell.text).is_sign for cell in body)
    if "full_year" in roles and not {"sign", "unit"} & set(roles) and signs >= 3 and signs * 20 >= len(body):
        at = roles.index("full_year")
        sign, unit = (replace(titles[at], text=text) for text in ("计算符号", "度量单位"))
        titles = (*titles[:at], sign, titles[at], unit, *titles[at + 1 :])
    if "name" in roles and not {"standard", "note"} & set(roles) and _explained(body):
        at = roles.index("name")
        titles = (*titles[: at + 1], replace(titles[at], text="指标解释"), *titles[at + 1 :])
    if {"full_year", "actual"} <= set(roles) and not {"weight", "score"} & set(roles) and _pointed(body):
        titles = (*titles, replace(titles[-1], text="得分"))
    return tuple(Cell(c.text, c.row, k, page=c.page) for k, c in enumerate(titles, 1))


def _pointed(body: list[Cell]) -> bool:
    """Whether points, plain figures, mostly stand behind a target and its result: a third cell where two are headed."""

    def said(n: int) -> bool:
        seen = look(body[n].text)
        again = body[n].text in [cell.text for cell in body[max(0, n - 1) : n + 2 : 2]]
        return seen.is_value or seen.is_number or seen.is_word or (again and not seen.is_label)

    runs = [list(run) for is_said, run in itertools.groupby(range(len(body)), key=said) if is_said]
    third = [run for run in runs if len(run) == 3 and is_points(body[run[2]].text)]
    return len(third) >= 3 and len(third) >= 0.6 * len(runs)


def _explained(body: list[Cell]) -> bool:
    """Whether a longer text stands behind the name on most lines that have a name."""
    names = told = 0
    for _, cells in itertools.groupby(body, key=lambda cell: cell.row):
        line = list(cells)
        named = [n for n, cell in enumerate(line[:-1]) if look(cell.text).is_namelike and not look(cell.text).is_label]
        names += bool(named)
        after = line[named[0] + 1].text if named else ""
        seen = look(after) if len(after) >= 9 else None
        told += seen is not None and not (seen.is_value or seen.is_number or seen.is_word or seen.is_label)
    return told >= 3 and told >= 0.6 * names


def body_rows(cells: Row, columns: tuple[Column, ...], mode: Mode) -> list[Row]:
    """The rows that the cells of a body make under these columns. Raises ``ReadingError`` where run-on text is too long."""
    glued = named = frozenset[int]()
    if mode in ("joined", "glued"):
        if sum(len(c.text) for c in cells) > _LONGEST_JOINED:
            raise ReadingError(TOO_LONG)
        cells = lines_closed(cells)
        figures = any(c.role in ("weight", "score") for c in columns)
        pieces = atoms(cells, figures)
        if 0 < (values := sum(c.role in VALUES for c in columns)) < 3:
            pieces, named = names_closed(pieces, values)
        cells, glued = tuple(cell for cell, _ in pieces), frozenset(n for n, (_, on) in enumerate(pieces) if on)
    else:
        cells = tuple(cell for cell in cells if not look(cell.text).banner)
    rows = []
    by_duty = any(c.role == "key_task" for c in columns)
    if serials := _serials(cells, columns, mode):
        # Each serial number begins a row, and says nothing itself.
        bounds = [*serials, len(cells)]
        parts = [cells[a + 1 : b] for a, b in itertools.pairwise(bounds)]
        found = [
            row for part in parts for row in _in_order(part, columns[1:]) or flow(part, columns[1:], mode, by_duty)
        ]
    else:
        found = flow(cells, columns, mode, by_duty, glued, named)
    for pairs in _scored(found, columns) if mode in ("lines", "ragged") else found:
        rows.append(tuple(Cell(c.text, c.row, column.at, page=c.page) for column, c in pairs))
    return rows


def _in_order(cells: Row, columns: tuple[Column, ...]) -> list[Pairs]:
    """The one row of as many cells as there are columns, where each may stand in its own; none otherwise."""
    fitting = len(cells) == len(columns) and all(
        fit(column.role, look(cell.text)) > IMPOSSIBLE for column, cell in zip(columns, cells, strict=True)
    )
    return [list(zip(columns, cells, strict=True))] if fitting else []


def _serials(cells: Row, columns: tuple[Column, ...], mode: Mode) -> list[int]:
    """Where the serial numbers (序号) of the rows stand, if the first column holds them and each is found; else nowhere."""
    if not columns or columns[0].role != "ignored" or mode not in ("lines", "ragged"):
        return []
    found: list[int] = []
    for n, cell in enumerate(cells):
        seen = look(cells[n + 1].text) if n + 1 < len(cells) else None
        starts = mode == "lines" or n == 0 or cells[n - 1].row != cell.row
        if starts and cell.text == str(len(found) + 1) and seen and not (seen.is_number or seen.is_value):
            found.append(n)
    return found if len(found) > 2 and found[0] == 0 else []


def _scored(rows: list[Pairs], columns: tuple[Column, ...]) -> list[Pairs]:
    """Rows that have only two bare figures, where other columns of the table hold its points: those are the figures.

    A heading row of a group (★…) or an indicator told in words has no target, and its empty cells are lost.
    """
    by_role = {column.role: column for column in columns}
    if not {"full_year", "actual", "weight", "score"} <= by_role.keys():
        return rows
    points = {c.text for row in rows if _figures(row) > 2 for column, c in row if column.role == "weight"}

    def parted(row: Pairs) -> Pairs:
        figures = [(n, cell) for n, (column, cell) in enumerate(row) if column.role in _FIGURES]
        if len(figures) != 2 or not all(look(cell.text).is_number for _, cell in figures):
            return row
        (first, weight), (second, score) = figures
        given, got = number(weight.text), number(score.text)
        if given is None or got is None or got > given or given > 50 or (points and weight.text not in points):
            return row
        roles = {first: by_role["weight"], second: by_role["score"]}
        return sorted(
            ((roles.get(n, column), cell) for n, (column, cell) in enumerate(row)), key=lambda pair: pair[0].at
        )

    return [parted(row) for row in rows]


def _figures(row: Pairs) -> int:
    return sum(column.role in _FIGURES for column, _ in row)
