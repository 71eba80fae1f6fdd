"""Text without a table's rows and columns, laid out as a grid: heading runs are found, what follows flows under them.

Three kinds come in, told apart by where the headings stand: one cell a line (``lines``), cells parted by blanks in
rows that have lost their empty cells (``ragged``), and text run together (``joined``).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from assistant.reading.body import TOO_LONG, body_rows, second_line, whole_heading
from assistant.reading.columns import heading, spoken_of
from assistant.reading.fields import is_title, split_field, title_of_template
from assistant.reading.flow import Mode
from assistant.reading.grid import Cell, Grid, Row
from assistant.reading.head_rows import head_rows
from assistant.reading.look import is_tail, look
from assistant.reading.placing import Column, fit
from assistant.reading.prose import paragraph, told
from assistant.reading.reading import ReadingError
from assistant.reading.run_on import GOAL, head_cells, is_glued, labels_in, parted, runs_on

_LONGEST = 200_000
_END = re.compile(
    r"^(?:……|…|\.{3,})?\s*(?:总\s*分|合\s*计|总\s*计|总得分|自评总分|注\s*\d?\s*[:：]|填表人|填报人|审核人|填表说明|备注[:：]|说明[:：])"
)
#: Labels that begin the head of the next table.
_HEAD = frozenset(("project", "department", "year", "duties", "annual_goal", "overall_goal"))


def lay_out(lines: list[Row], sheet: str | None = None) -> Grid:
    """A grid with rows and columns from lines of cells. Raises ``ReadingError`` where the text is too long to lay out."""
    cells = [cell for line in lines for cell in (parted(line) if runs_on(line) else line)]
    stuck = {line[0].row for line in lines if runs_on(line) and is_glued(line)}
    if stuck:
        cells = [part for cell in cells for part in (head_cells(cell) if cell.row < min(stuck) else [cell])]
    if sum(len(c.text) for c in cells) > 20 * _LONGEST or len(cells) > _LONGEST:
        raise ReadingError(TOO_LONG)
    cells = _closed(cells)
    tail = [cells.pop()] if len(cells) > 1 and is_tail(cells[-1].text) else []
    rows: list[Row] = []
    start = n = 0
    guessed = False
    while n < len(cells):
        end = _heading_end(cells, n)
        if end is None:
            n += 1
            continue
        rows += head_rows(cells[start:n])
        below = second_line(cells, end)
        end += len(below)
        titles = whole_heading(tuple(cells[n : end - len(below)]), below, cells[end : _body_end(cells, end)])
        columns = heading(titles) or ()
        rows.append(titles)
        start = n = _body_end(cells, end)
        mode = _mode(cells, end, n, stuck)
        guessed = guessed or mode in ("joined", "glued")
        rows += body_rows(tuple(cells[end:n]), columns, mode)
    if not rows and (headless := _headless(cells)):
        rows, start, guessed = headless
    rows += head_rows(cells[start:])
    rows += [tuple(tail)] if tail else []
    return Grid(tuple(rows), sheet, guessed, laid=True)


def _mode(cells: list[Cell], body: int, end: int, stuck: set[int]) -> Mode:
    """How the body is laid, from its heading: on lines of their own, side by side on one line, or run together.

    ``stuck``: the lines in which headings stand without a mark between them.
    """
    if body < len(cells) and cells[body].row == cells[body - 1].row:
        return "lines" if body + 7 < end and cells[body + 7].row == cells[body].row else "joined"
    if cells[body - 1].row != cells[body - 2].row:
        return "lines"
    glued = sum(_glued(cell) for cell in cells[body : min(end, body + 40)])
    return "glued" if glued >= (1 if cells[body - 1].row in stuck else 2) else "ragged"


def _glued(cell: Cell) -> bool:
    """Whether a level label has the next cell's text stuck to it."""
    labels = [] if look(cell.text).is_label else labels_in(cell.text)
    return bool(labels) and cell.text.startswith(labels[0]) and len(cell.text) > len("".join(labels)) + 3


#: What stands for the heading of a part that has none, with the roles of its columns.
_UNSAID: tuple[tuple[tuple[str, str], ...], ...] = (
    (("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "name"), ("指标值", "full_year")),
    (("实际完成值", "actual"),),
    (("分值", "weight"),),
)


def _headless(cells: list[Cell]) -> tuple[list[Row], int, bool] | None:
    """The rows of an indicator part without a heading, where they end, and whether they were cut out of run-on text."""
    texts = {row: " ".join(c.text for c in line) for row, line in itertools.groupby(cells, key=lambda c: c.row)}
    if told_there := paragraph(list(texts.values())):
        row = list(texts)[told_there[0]]
        start = next(n for n, cell in enumerate(cells) if cell.row == row)
        return [*head_rows(cells[:start]), (Cell(told_there[1], row, 1),)], len(cells), False
    mode: Mode = "joined"
    more: tuple[tuple[str, str], ...] = _UNSAID[2]
    first = _first_run_on(cells)
    if first is None:
        labels = [n for n, cell in enumerate(cells) if look(cell.text).is_label]
        first = next((n for n in labels if look(cells[n].text).section), len(cells))
        alone = len({cells[n].row for n in range(first, len(cells))}) == len(cells) - first
        if len(labels) < 3 or not alone or any(told(cell.text) for cell in cells):
            return None
        mode, more = "lines", _UNSAID[1] if _with_results(cells, labels) else ()
    end = _body_end(cells, first)
    titles = (*_UNSAID[0], *more)
    columns = tuple(Column(role, n, title) for n, (title, role) in enumerate(titles, 1))
    at = cells[first]
    rows = head_rows(cells[:first])
    rows.append(tuple(Cell(title, at.row, n, page=at.page) for n, (title, _) in enumerate(titles, 1)))
    counted = _counted(cells[first:end], 3 if more else 2) if mode == "lines" else None
    if counted:
        return rows + counted[0], first + counted[1], False
    rows += body_rows(tuple(cells[first:end]), columns, mode)
    return rows, end, mode == "joined"


def _counted(cells: list[Cell], size: int) -> tuple[list[Row], int] | None:
    """Rows told by counting alone, where as many cells (name, target, result) stand between the labels each time, and
    where they end; None where they do not. Behind the last label only what looks like a value makes a row."""
    rows: list[Row] = []
    labels: list[Cell] = []
    n = 0
    last = max(k for k, cell in enumerate(cells) if look(cell.text).is_label)
    while n < len(cells):
        if look(cells[n].text).is_label:
            labels.append(cells[n])
            n += 1
            continue
        run = cells[n : n + size]
        whole = len(run) == size and not any(look(cell.text).is_label for cell in run)
        if n > last and rows and not labels and not (whole and fit("full_year", look(run[1].text)) > 1):
            break
        if not whole or len(labels) > 2:
            return None
        at = 3 - len(labels) if len(labels) < 2 or look(labels[0].text).section else 1
        placed = [replace(cell, column=k) for k, cell in enumerate(labels, at)]
        rows.append((*placed, *(replace(cell, column=k) for k, cell in enumerate(run, 3))))
        labels = []
        n += size
    return rows, n


def _first_run_on(cells: list[Cell]) -> int | None:
    """Where a line begins that holds at least three level labels with other text between them."""
    for row, line in itertools.groupby(cells, key=lambda cell: cell.row):
        texts = [cell.text for cell in line]
        stuck = any(_glued(Cell(text, row, 1)) for text in texts)
        if stuck and sum(len(labels_in(text)) for text in texts) >= 3 and not any(map(told, texts)):
            return next(n for n, cell in enumerate(cells) if cell.row == row)
    return None


def _with_results(cells: list[Cell], labels: list[int]) -> bool:
    """Whether name, target and result stand between the labels, not name and target alone."""
    gaps = [b - a - 1 for a, b in itertools.pairwise(labels) if b - a > 1]
    return sum(gap % 3 == 0 for gap in gaps) > sum(gap % 2 == 0 for gap in gaps)


def _heading_end(cells: list[Cell], start: int) -> int | None:
    """The end of a heading run that begins at ``start``: at least three column headings in a row."""
    if not look(cells[start].text).column:
        return None
    end = start
    while end < len(cells) and _heads(cells[end].text):
        if end > start and is_title(cells[end].text) and not look(cells[end].text).column:
            break
        if end - start >= 3 and (look(cells[end].text).banner or _one_line(cells[start:end], cells[end])):
            break
        end += 1
    while end - start >= 3:
        run = tuple(Cell(c.text, c.row, k) for k, c in enumerate(cells[start:end], 1))
        if heading(run):
            return end
        end -= 1
    return None


def _heads(text: str) -> bool:
    """Whether a text heads a column: by a list, or by its words (度量单位名称, 年度绩效指标值)."""
    seen = look(text)
    return bool(seen.column) or (not (seen.is_label or seen.is_value or seen.field) and spoken_of(text) is not None)


def _one_line(run: list[Cell], after: Cell) -> bool:
    """Whether a heading stands whole on one line and ``after`` on the next."""
    return len({cell.row for cell in run}) == 1 and after.row != run[0].row and heading(tuple(run)) is not None


def _body_end(cells: list[Cell], start: int) -> int:
    for n in range(start, len(cells)):
        cell, seen = cells[n], look(cells[n].text)
        alone = n == 0 or cells[n - 1].row != cell.row
        if alone and n > start + 1 and seen.is_foot:
            return n
        if alone and (
            _END.match(cell.text) or seen.is_closing or (n > start + 1 and is_title(cell.text) and not seen.is_label)
        ):
            return n
        if alone and (split_field(cell.text)[0] or seen.field) in _HEAD and not seen.is_label:
            return n
        if n > start and (_heading_end(cells, n) or GOAL.fullmatch(cell.text) or title_of_template(cell.text)):
            return n
    return len(cells)


def _closed(cells: list[Cell]) -> list[Cell]:
    """Labels broken over lines (满意度指 / 标) put together where the whole is a known label."""
    out: list[Cell] = []
    n = 0
    while n < len(cells):
        for length in (4, 3, 2):
            run = cells[n : n + length]
            if (
                len(run) < length
                or any(len(c.text) > 8 for c in run)
                or any(a.row == b.row for a, b in itertools.pairwise(run))
            ):
                continue
            whole = "".join(c.text for c in run)
            seen = look(whole)
            if len(seen.plain) < len(whole) - 1:
                continue
            if all(look(c.text).column for c in run):
                continue  # 指标值 | 单位 are two headings, though 指标值单位 is one too
            if seen.is_label or seen.column or ((seen.field or seen.money) and len(whole) >= 4):
                out.append(Cell(whole, run[0].row, run[0].column, page=run[0].page))
                n += length
                break
        else:
            out.append(cells[n])
            n += 1
    return out
