"""The head of a form whose cells stand in no rows: each label with what stands after it becomes a row."""

from __future__ import annotations

from assistant.reading.fields import YEAR_ALONE, is_title, split_field
from assistant.reading.flow import together
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.reading.placing import DASHES


def head_rows(cells: list[Cell]) -> list[Row]:
    """Rows of a label and what stands after it, until the next label."""
    rows: list[list[Cell]] = []
    held: list[Cell] = []
    for cell in cells:
        seen = look(cell.text)
        role = split_field(cell.text)[0] or seen.field or seen.money or _money_pair(cell.text)
        label = seen.is_label or seen.banner or _labelled(cell.text)
        if len(held) == 1 and is_title(held[0].text) and not YEAR_ALONE.fullmatch(cell.text):
            rows.append(held)
            held = []
        first_of_line = not held or held[-1].row != cell.row
        if role or label or (first_of_line and (is_title(cell.text) or YEAR_ALONE.fullmatch(cell.text))):
            if held:
                rows.append(held)
            held = [cell]
        else:
            held.append(cell)
    if held:
        rows.append(held)
    parts = [part for row in _headed(_paired(rows)) for part in _each_project(row)]
    return [row for part in parts for row in [_row(part)] if row]


#: What heads the columns of a money part.
_SUMS = frozenset(("first_budget", "annual_budget", "executed"))


def _headed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Headings of sums on lines of their own (年初预算数, 全年预算数, 全年执行数, 分值 …) as one row."""
    out: list[list[Cell]] = []
    for row in rows:
        heads = look(row[0].text).money in _SUMS and not any(look(c.text).is_number for c in row)
        if heads and out and all(look(c.text).money in _SUMS for c in out[-1]):
            out[-1] = [*out[-1], *row]
        else:
            out.append(row)
    return [row[1:] if _announced(row) else row for row in out]


def _announced(row: list[Cell]) -> bool:
    """Whether the first heading of sums stands over the others: 年度预算数 over 年初预算, 调整后预算数 and 预算执行数."""
    roles = [look(cell.text).money for cell in row[:3]]
    return roles[0] in _SUMS and roles.count(roles[0]) > 1


def _each_project(cells: list[Cell]) -> list[list[Cell]]:
    """A sum and the projects behind it (项目支出 | 950 | 3500 | 道路养护 | 600 | 2100 …), each a row of its own."""
    if not look(cells[0].text).money or len(cells) < 5 or not _is_sum(cells[1]):
        return [cells]
    rows: list[list[Cell]] = []
    for n, cell in enumerate(cells):
        if n == 0 or (_is_sum(cells[n - 1]) and not _is_sum(cell)):
            rows.append([])
        rows[-1].append(cell)
    named = [row for row in rows if not _is_sum(row[0]) and len(row) > 1 and _is_sum(row[1])]
    return rows if len(named) == len(rows) else [cells]


def _is_sum(cell: Cell) -> bool:
    seen = look(cell.text)
    return seen.is_number or seen.is_value or seen.text in DASHES


def _labelled(text: str) -> bool:
    """Whether a text is a second-level label and more: ``质量指标：…``."""
    label, colon, rest = text.replace(":", "：", 1).partition("：")
    return bool(colon and rest and len(label) <= 16 and look(label).categories)


def _money_pair(text: str) -> str | None:
    label, colon, _ = text.replace(":", "：").partition("：")
    return look(label).money if colon and len(label) <= 24 else None


def _row(cells: list[Cell]) -> Row:
    """A label with the text after it as one cell, or with each sum after it as a cell."""
    first, rest = cells[0], cells[1:]
    if not rest:
        return (first,)
    heads = len(rest) > 1 and all(look(c.text).money in _SUMS for c in cells[:2])
    if heads or all(map(_is_sum, rest)):
        # Headings of sums stand over the sums, behind the labels.
        return tuple(Cell(c.text, c.row, n, page=c.page) for n, c in enumerate(cells, 2 if heads else 1))
    label, text = split_field(first.text)
    if label and text:
        return (Cell(together((first, *rest)), first.row, 1, page=first.page),)
    return (first, Cell(together(tuple(rest)), rest[0].row, 2, page=rest[0].page))


def _paired(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Labels in a line (中期目标, 年度目标; 年度目标, 完成情况) followed by as many texts: each text to its label."""
    goals = ("long_term_goal", "annual_goal", "overall_goal")
    out: list[list[Cell]] = []
    for row in rows:
        label = out[-1] if out else []
        if len(label) == 1 and len(row) > 1 and look(label[0].text).field in goals:
            done = "完成情况" in row[0].text and look(row[0].text).field == "other"
            first, second = _two_texts(row[1:])
            if (second and (done or look(row[0].text).field in goals)) or (done and not second):
                out[-1] = [label[0], *first]
                out.append([row[0], *second])
                continue
        out.append(row)
    return out


def _two_texts(cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The lines of two texts parted: two lines, or after the first line that ends a sentence."""
    if len(cells) == 2:
        return cells[:1], cells[1:]
    ends = [n for n, cell in enumerate(cells, 1) if cell.text.endswith("。")]
    return (cells[: ends[0]], cells[ends[0] :]) if len(ends) == 2 and ends[1] == len(cells) else (cells, [])
