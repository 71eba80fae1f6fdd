"""The indicator part: heading rows give the columns, the rows below are placed, labels are carried down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.compose import compose, number, unit_in_name
from assistant.reading.draft import Draft
from assistant.reading.grid import Cell, Row
from assistant.reading.look import Look, look
from assistant.reading.placing import VALUES, Column, Placed, fit, place
from assistant.reading.reading import Address
from assistant.table import Indicator, Section
from assistant.table.headings import Level, plain

_LEVELS = ("level1", "level2", "key_task", "name")
_NONE = frozenset("-－—–/／")
_WEIGHT = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*[分%％]?\s*[)）]")
_NUMBERED = re.compile(
    r"^(?:指标\s*\d+|\d{1,2}|[(（]\d{1,2}[)）]|[①-⑳])\s*[:：、.．]\s*(?!\d)|^[(（]\d{1,2}[)）]\s*|^[①-⑳]\s*"
)


@dataclass
class Block:
    """Where the reader stands in an indicator part: the columns, and the labels that hold until the next ones."""

    columns: tuple[Column, ...] = ()
    base: int | None = None
    shift: int = 0
    section: Level | None = None
    category: str | None = None
    duty: str | None = None
    key_task: str | None = None
    guessed: bool = False


def heading(row: Row) -> tuple[Column, ...] | None:
    """The columns, if the row is a heading row of an indicator part."""
    found: list[Column] = []
    for cell in row:
        role = look(cell.text).column if len(cell.text) <= 40 else None
        if role is None:
            found.append(Column("other", cell.column, cell.text.strip()))
        else:
            found.append(Column(role, cell.column, cell.text.strip()))
    known = [c for c in found if c.role != "other"]
    roles = {c.role for c in known}
    if (
        len(roles) < 2
        or len(known) * 2 < len(found)
        or not roles & set(_LEVELS)
        or not roles & {*VALUES, "level2", "sign"}
    ):
        return None
    names = [c for c in known if c.role == "name"]
    if len(names) > 1:
        # 绩效指标 over the levels is the name of the block; the name's column is the one nearest to the values.
        keep = names[-1]
        found = [c for c in found if c.role != "name" or c is keep]
    return tuple(found)


def extend(columns: tuple[Column, ...], before: tuple[Column, ...], rows: list[Row]) -> tuple[Column, ...]:
    """Columns with the last ones of the heading before, where this heading lacks them and the rows below have them."""
    roles = [c.role for c in columns]
    if not before or roles[-1] != "half_year" or "full_year" in roles or "full_year" not in [c.role for c in before]:
        return columns
    full = next(c for c in before if c.role == "full_year")
    for row in rows:
        tail = [look(cell.text) for cell in row[-2:]]
        if len(tail) == 2 and all(fit("full_year", seen) >= 3 for seen in tail):
            return (*columns, Column("full_year", columns[-1].at + 1, full.title))
    return columns


def read_row(row: Row, block: Block, draft: Draft, file: str, sheet: str | None) -> bool:
    """Take an indicator row into ``draft``; False where the row is none."""
    by_duty = _by_duty(row, block)
    placed = place(row, block.columns, by_duty, block.shift)
    if (
        placed.text("name") is None
        and not placed.texts("level1")
        and not placed.texts("level2")
        and not placed.text("key_task")
    ):
        return False
    _labels(placed, block, draft, by_duty)
    name = placed.text("name")
    if name is None and placed.text("key_task") is None:
        block.shift = placed.shift
        return True
    _note_shift(placed.shift, row, block, draft)
    block.shift = placed.shift
    for cell in placed.dropped:
        draft.doubt(cell, "这一格放不进任何一列，未读入")
    _add(
        placed,
        row,
        block,
        draft,
        Address(file=file, sheet=sheet, page=row[0].page, row=row[0].row, column=row[0].column),
    )
    return True


def _note_shift(shift: int, row: Row, block: Block, draft: Draft) -> None:
    """List a row that does not stand as the first one under its heading does."""
    if block.base is None:
        block.base = shift
        if shift:
            draft.repair(row[0], f"表头与下面的数据错开{abs(shift)}列，已按内容对齐")
    elif shift != block.base:
        side = "左" if shift < block.base else "右"
        under = "-".join(x for x in (block.section and block.section.section, block.category or block.duty) if x)
        draft.repair(row[0], f"这一行比同块的行{side}移了{abs(shift - block.base)}列，已按内容放回“{under[:40]}”下")


def _by_duty(row: Row, block: Block) -> bool:
    first = look(row[0].text).section
    if first is not None:
        return first.by_duty
    return bool(block.section and block.section.by_duty)


def _labels(placed: Placed, block: Block, draft: Draft, by_duty: bool) -> None:
    """Carry down: a new label replaces the one above and clears what stood under that."""
    seconds = 0
    for column, cell in placed.pairs:
        seconds += column.role == "level2"
        if column.role == "level1":
            _section(cell, block, draft)
        elif column.role == "duty":
            block.duty, block.key_task = _said(cell), None
        elif column.role == "level2":
            if by_duty and not look(cell.text).categories:
                block.duty, block.key_task, block.category = one_line(cell.text), None, None
            else:
                _category(cell, block, draft, seconds > 1)
        elif column.role == "key_task":
            block.key_task = _said(cell)


def _said(cell: Cell) -> str | None:
    """A label, or None where a dash says that there is none."""
    return None if look(cell.text).text in _NONE else one_line(cell.text)


def _section(cell: Cell, block: Block, draft: Draft) -> None:
    seen = look(cell.text)
    if seen.section:
        if block.section is None or block.section.section != seen.section.section or block.guessed:
            block.category = block.duty = block.key_task = None
        block.section, block.guessed = seen.section, False
        draft.labels.add(seen.plain)
    elif seen.categories:
        _category(cell, block, draft, False)
    else:
        draft.doubt(cell, f"“{cell.text[:20]}”不是已知的一级指标，按所在行的内容归类")


def _category(cell: Cell, block: Block, draft: Draft, doubled: bool) -> None:
    seen = look(cell.text)
    if not seen.categories:
        block.category, block.duty, block.key_task = _said(cell), None, None
        return
    level = next((c for c in seen.categories if block.section and c.section == block.section.section), None)
    if level is None:
        level = seen.categories[0]
        if block.section is not None:
            draft.repair(cell, f"“{seen.plain}”属于“{level.section}”，这一行的一级指标缺失，已补上")
        block.section, block.guessed = Level(section=level.section), True
    if doubled and block.category and block.category != level.category:
        draft.repair(cell, f"一行里有两个二级指标（{block.category}、{level.category}），指标归入后一个")
    block.category, block.duty, block.key_task = level.category, None, None


def _add(placed: Placed, row: Row, block: Block, draft: Draft, address: Address) -> None:
    signs = [s for s in placed.texts("sign") if look(s).is_sign]
    sign, unit = (signs[0] if signs else None), placed.text("unit")
    name = _name(placed.text("name") or "")
    if unit is None and (own := unit_in_name(name)) and _bare(placed):
        unit = own
    notes = list(placed.texts("note"))
    notes += [
        f"{column.title}：{cell.text}" for column, cell in placed.pairs if column.role == "other" and column.title
    ]
    section: Section = block.section.section if block.section else "产出"
    if block.section is None:
        draft.doubt(row[0], f"“{name[:20]}”上面没有一级指标，暂归“产出”")
    indicator = Indicator(
        section=section,
        category=block.category,
        duty=block.duty,
        key_task=block.key_task,
        name=name,
        half_year=compose(placed.text("half_year"), sign, unit),
        full_year=compose(placed.text("full_year"), sign, unit),
        last_year=compose(placed.text("last_year"), sign, unit),
        actual=compose(placed.text("actual"), None, unit),
        weight=number(placed.text("weight")),
        score=number(placed.text("score")),
        note="；".join(notes) or None,
        standard="；".join(placed.texts("standard")) or None,
    )
    draft.indicators.append(indicator)
    draft.rows.append(confidence(placed, block))
    draft.addresses.append(address)
    draft.roles |= {column.role for column in block.columns}


def _bare(placed: Placed) -> bool:
    return any(look(t).is_number for role in VALUES for t in placed.texts(role))


def _name(text: str) -> str:
    return _NUMBERED.sub("", one_line(text)).strip()


def one_line(text: str) -> str:
    """A cell's text as one line: Chinese words broken over lines are put together, Latin ones keep a blank."""
    return re.sub(
        r"(?<=[A-Za-z0-9]) (?=[A-Za-z])|\s+", lambda m: " " if m[0] == " " and _latin(text, m) else "", text.strip()
    )


def _latin(text: str, found: re.Match[str]) -> bool:
    return (
        text.strip()[found.start() - 1 : found.start()].isascii()
        and text.strip()[found.end() : found.end() + 1].isascii()
    )


def confidence(placed: Placed, block: Block) -> float:
    """How sure a row is, 0 to 1: from what its cells are, not from where they stand."""
    sure = 1.0
    name = placed.text("name")
    if name is None or fit("name", look(name)) < 0:
        sure -= 0.4
    values = [t for role in ("full_year", "half_year") for t in placed.texts(role)]
    if not values:
        sure -= 0.25
    elif min(fit("full_year", look(v)) for v in values) < 0:
        sure -= 0.2
    if placed.dropped:
        sure -= 0.3
    if block.section is None:
        sure -= 0.4
    elif block.guessed:
        sure -= 0.1
    return max(0.0, round(sure, 2))


def is_level(seen: Look) -> bool:
    """Whether a cell is a level label of any template."""
    return seen.section is not None or bool(seen.categories)


def weight_in(label: str) -> str | None:
    """The weight that a level label carries: ``产出指标（50分）`` → 50."""
    found = _WEIGHT.search(label)
    return found[1] if found else None


__all__ = ["Block", "confidence", "extend", "heading", "is_level", "plain", "read_row", "weight_in"]
