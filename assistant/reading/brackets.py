"""Bracket lists: 【产出指标-数量指标】指标1：机柜数量(≥77台). Turned into the rows of a table, heading and all."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.reading.compose import split_value
from assistant.reading.fields import split_field
from assistant.reading.grid import Cell, Grid, Row
from assistant.reading.look import look
from assistant.table.headings import plain

_MARK = re.compile(r"[【\[]\s*(?P<label>[^【】\[\]]{2,30}?)\s*[】\]]\s*[:：]?")
_LEVELS = re.compile(r"指标|效益|满意度")
_ITEM = re.compile(r"指标\s*\d+\s*[:：]")
_HEADING = ("一级指标", "二级指标", "三级指标", "指标值")


def has_brackets(text: str) -> bool:
    """Whether a text holds at least one level label in brackets."""
    return "指标" in text and any(_path(m["label"]) for m in _MARK.finditer(text))


def expand(grid: Grid) -> Grid:
    """The grid with each cell that holds a bracket list replaced by the rows it stands for."""
    if not any(has_brackets(cell.text) for cell in grid.cells):
        return grid
    rows: list[Row] = []
    for row in grid.rows:
        at = next((n for n, cell in enumerate(row) if has_brackets(cell.text)), None)
        if at is None:
            rows.append(row)
        else:
            rows += bracket_rows(list(row[:at]), row[at].text, row[at])[0]
    return replace(grid, rows=tuple(rows))


def text_rows(lines: list[tuple[int, str]]) -> list[Row]:
    """Rows from the lines of a text with bracket lists; what stands before a list names its project and its money."""
    rows: list[Row] = []
    before: list[Cell] = []
    held: list[tuple[int, str]] = []

    def close() -> None:
        nonlocal before
        at = Cell(held[0][1], held[0][0], 1)
        made, rest = bracket_rows(before, "\n".join(text for _, text in held), at, [n for n, _ in held])
        rows.extend(made)
        before = rest

    for n, line in lines:
        opens = _MARK.match(line.strip())
        if opens and held and _path(opens["label"]) is None and any(_path_of(text) for _, text in held):
            close()
            held = []
        if held or opens:
            held.append((n, line.strip()))
        elif line.strip():
            before.append(Cell(line.strip(), n, 1))
    if held:
        close()
    else:
        rows += [(cell,) for cell in before]
    return rows


def bracket_rows(
    before: list[Cell], text: str, at: Cell, lines: list[int] | None = None
) -> tuple[list[Row], list[Cell]]:
    """The rows of one project: its name and money from the cells before, its goals and indicators from the list.

    Also what is left at the end and belongs to the next project.
    """
    rows = _project(before, at)
    rest: list[Cell] = []
    indicators: list[Row] = []
    marks = list(_MARK.finditer(text))
    for n, mark in enumerate(marks):
        content = text[mark.end() : marks[n + 1].start() if n + 1 < len(marks) else len(text)]
        row = lines[min(text.count("\n", 0, mark.start()), len(lines) - 1)] if lines else at.row
        path = _path(mark["label"])
        if path is None:
            rows.append((Cell(mark["label"], row, 1), Cell(" ".join(content.split()), row, 2)))
            continue
        items, left = _items(content)
        for item in items:
            name, value = split_value(item)
            cells = [Cell(path[0], row, 1), Cell(path[1], row, 2)] if path[1] else [Cell(path[0], row, 1)]
            indicators.append((*cells, Cell(name, row, 3), *([Cell(value, row, 4)] if value else [])))
        rest = [Cell(line, row, 1) for line in left]
    if indicators:
        rows.append(tuple(Cell(title, at.row, n) for n, title in enumerate(_HEADING, 1)))
    return rows + indicators, rest


def _path(label: str) -> tuple[str, str] | None:
    """``产出指标-数量指标`` → its two levels; None where the label is no level."""
    parts = [p for p in re.split(r"\s*[-—–－/·:：>]+\s*", label) if p]
    if len(parts) == 2 and (look(parts[0]).section or look(parts[0]).categories):
        return parts[0], parts[1]
    if len(parts) == 1 and _LEVELS.search(label) and (look(label).section or look(label).categories):
        return label, ""
    return None


def _path_of(line: str) -> tuple[str, str] | None:
    mark = _MARK.match(line)
    return _path(mark["label"]) if mark else None


def _items(content: str) -> tuple[list[str], list[str]]:
    """The indicators of one list, and the lines after them that belong to something else."""
    if not _ITEM.search(content):
        return [p for p in re.split(r"[\n；;]", content) if p.strip(" 。，,")], []
    starts = [m.start() for m in _ITEM.finditer(content)]
    items, left = [], []
    for a, b in zip(starts, [*starts[1:], len(content)], strict=True):
        first, *more = content[a:b].strip().split("\n")
        items.append(_ITEM.sub("", first, count=1).strip(" ；;。"))
        left = [line.strip() for line in more if line.strip()]
    return [item for item in items if item], left


def _project(before: list[Cell], at: Cell) -> list[Row]:
    # What says itself what it is (年度：2025年, 资金总额：100万元) stays a row of its own.
    told = [c for c in before if split_field(c.text)[0] or look(c.text.replace(":", "：").partition("：")[0]).money]
    rows: list[Row] = [(cell,) for cell in told]
    before = [c for c in before if c not in told]
    sums = [c for c in before if look(c.text).is_number and not re.fullmatch(r"\d{6}|\d{3}", c.text.strip())]
    names = [c for c in before if not look(c.text).is_number and not look(c.text).column and len(c.text) > 1]
    department = next(
        (c for c in names if re.search(r"(?:局|委员会|委|厅|院|办公室|中心|学校|政府|部|会)$", c.text)), None
    )
    if department:
        rows.append((Cell("单位名称", department.row, 1), department))
    if names and names[-1] is not department:
        rows.append((Cell("项目名称", names[-1].row, 1), names[-1]))
    if sums:
        rows.append((Cell("资金总额", sums[-1].row, 1), sums[-1]))
    return rows or [(Cell(plain(at.text[:20]), at.row, 1),)]
