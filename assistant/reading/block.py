"""The indicator part: where it stands, and how a placed row becomes an indicator with the labels carried down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.reading.columns import spoken_of
from assistant.reading.compose import clauses, compose, number, serial_date, split_value, unit_in_name
from assistant.reading.doubts import SURE
from assistant.reading.draft import Draft
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.reading.placing import VALUES, Column, Placed, fit, place
from assistant.reading.reading import Address
from assistant.table import Indicator, Section, TargetValue
from assistant.table.headings import Level, headings, plain

_NONE = frozenset("-－—–/／")
_NUMBERED = re.compile(
    r"^(?:指标\s*\d{1,2}|\d{1,2}|[(（]\d{1,2}[)）]|[①-⑳])\s*[:：、.．](?!\d)\s*|^[(（]\d{1,2}[)）]\s*|^[①-⑳]\s*|^指标\s*\d{1,2}\s*$"
)
_EMPTY = re.compile(r"^[…．.。\-—－/／\\、*＊\s]*$")
_NUMBERING = re.compile(r"(?:\d[.．]){1,4}\d?")
#: What a blank form says where an indicator is to be written.
_TO_FILL = re.compile(r"\d*(?:具体|三级|绩效)?指标(?:名称|内容|\d)?|.*(?:\d[.．]){2,}")
#: What a first-level label of no known template is about, by the word in it.
_ABOUT: tuple[tuple[str, Section], ...] = (
    ("满意", "满意度"), ("产出", "产出"), ("完成", "产出"), ("成本", "成本"), ("效益", "效益"), ("效果", "效益"), ("效应", "效益"), ("影响", "效益"),
    ("履职", "履职"), ("职责", "履职"), ("决策", "决策"), ("投入", "决策"), ("过程", "过程"), ("管理", "过程"), ("效率", "过程"), ("可持续", "效益"),
)  # fmt: skip


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
    trusted: bool = True

    def forget(self) -> None:
        """Let go of all labels: another table begins under the same heading."""
        self.section, self.category, self.duty, self.key_task, self.guessed = None, None, None, None, False


def place_row(row: Row, block: Block) -> Placed | None:
    """The row put to the block's columns; None where it has neither a label nor a name."""
    if len(row) > 2 and look(row[0].text).banner:
        row = row[1:]  # 绩效指标 before the levels, said again in each row where its merged cell was taken apart
    by_duty = _by_duty(row, block)
    placed = place(row, block.columns, by_duty, block.shift)
    named = placed.text("name") is not None or placed.text("key_task") is not None
    labelled = placed.texts("level1") or placed.texts("level2") or placed.texts("duty")
    return placed if named or labelled else None


def take_row(placed: Placed, row: Row, block: Block, draft: Draft, address: Address) -> None:
    """Take a placed row into ``draft``: labels first, then its indicator, or several where a cell holds several."""
    _labels(placed, block, draft, _by_duty(row, block))
    _note_shift(placed.shift, row, block, draft)
    block.shift = placed.shift
    for cell in placed.dropped:
        draft.doubt(cell, "这一格放不进任何一列，未读入")
    if placed.text("name") is None and placed.text("key_task") is None:
        return
    for one in _unstacked(placed):
        _add(one, row, block, draft, address)


def _by_duty(row: Row, block: Block) -> bool:
    # A row's number may stand before its first label.
    first = next((section for cell in row[:2] if (section := look(cell.text).section)), None)
    if first is not None:
        return first.by_duty
    return bool(block.section and block.section.by_duty)


def _note_shift(shift: int, row: Row, block: Block, draft: Draft) -> None:
    """List a row that does not stand as the first one under its heading does."""
    if not block.trusted:
        return
    if block.base is None:
        block.base = shift
        if shift:
            draft.repair(row[0], f"表头与下面的数据错开{abs(shift)}列，已按内容对齐")
    elif shift != block.base:
        side = "左" if shift < block.base else "右"
        under = "-".join(x for x in (block.section and block.section.section, block.category or block.duty) if x)
        draft.repair(row[0], f"这一行比同块的行{side}移了{abs(shift - block.base)}列，已按内容放回“{under[:40]}”下")


def _labels(placed: Placed, block: Block, draft: Draft, by_duty: bool) -> None:
    """Carry down: a new label replaces the one above and clears what stood under that."""
    seconds = 0
    for column, cell in placed.pairs:
        seconds += column.role == "level2"
        if column.role == "level1":
            _section(cell, block, draft)
        elif column.role == "level2":
            if by_duty and not look(cell.text).categories:
                _duty(cell, block)
                block.category = None
            else:
                _category(cell, block, draft, seconds > 1)
        elif column.role == "duty":
            _duty(cell, block)
        elif column.role == "key_task":
            block.key_task = _said(cell)


def _said(cell: Cell) -> str | None:
    """A label, or None where a dash says that there is none."""
    return None if look(cell.text).text in _NONE else one_line(cell.text)


def _duty(cell: Cell, block: Block) -> None:
    duty = _said(cell)
    if duty != block.duty:
        block.duty, block.key_task = duty, None


def _section(cell: Cell, block: Block, draft: Draft) -> None:
    seen = look(cell.text)
    level = seen.section
    # 成本指标 after 数量指标, without 产出指标 over them, is one of these and no level of its own.
    beside = block.guessed and block.section and block.section.section in {c.section for c in seen.categories}
    if seen.categories and (level is None or beside):
        _category(cell, block, draft, False)
        return
    if level is None:
        about = next((section for word, section in _ABOUT if word in cell.text), None)
        if about is None:
            draft.doubt(cell, f"“{cell.text[:20]}”不是已知的一级指标，按它前后的内容归类")
            return
        level = Level(section=about)
        draft.doubt(cell, f"“{cell.text[:20]}”不是已知的一级指标，当作“{about}”")
    if block.section is None or block.section.section != level.section or block.guessed:
        block.category = block.duty = block.key_task = None
    block.section, block.guessed = level, False
    if seen.section and seen.categories and seen.plain not in headings().sections:
        block.category = seen.categories[0].category


def _category(cell: Cell, block: Block, draft: Draft, doubled: bool) -> None:
    seen = look(cell.text)
    if not seen.categories:
        said = _said(cell)
        block.category = said and re.sub(r"[(（]\s*\d+(?:\.\d+)?\s*[分%％]?\s*[)）]$", "", said)
        return
    if seen.section and seen.plain not in headings().sections:
        block.section = seen.section
    level = next((c for c in seen.categories if block.section and c.section == block.section.section), None)
    if level is None:
        level = seen.categories[0]
        if block.section is not None:
            draft.repair(cell, f"“{seen.plain}”属于“{level.section}”，这一行的一级指标缺失，已补上")
        block.section, block.guessed = Level(section=level.section), True
        block.duty = block.key_task = None
    if doubled and block.category and block.category != level.category:
        draft.repair(cell, f"一行里有两个二级指标（{block.category}、{level.category}），指标归入后一个")
    block.category = level.category


def _unstacked(placed: Placed) -> list[Placed]:
    """A row whose cells hold several numbered lines is several rows: names and values of a line belong together."""
    values = {c.role: cell for c, cell in placed.pairs if c.role in VALUES}
    name = next((cell for c, cell in placed.pairs if c.role == "name"), None)
    full = values.get("full_year")
    if name is None or full is None or "\n" not in name.text or "\n" not in full.text:
        return [placed]
    lines = _lines(full.text)
    names = _lines(name.text)
    counted = all(re.match(rf"{n}[.．、]", line) for n, line in enumerate(lines, 1))
    bare = [re.sub(r"^\d+[.．、]\s*", "", line) if counted else _NUMBERED.sub("", line) for line in lines]
    if len(lines) != len(names) or any(fit("full_year", look(line)) < 0.5 for line in bare):
        return [placed]
    rows = []
    for n in range(len(names)):
        pairs = []
        for column, cell in placed.pairs:
            split = _lines(cell.text)
            text = split[n] if len(split) == len(names) else cell.text
            if cell is full:
                text = bare[n]
            elif column.role in VALUES:
                text = _NUMBERED.sub("", text)
            pairs.append((column, replace(cell, text=text)))
        rows.append(replace(placed, pairs=tuple(pairs)))
    return rows


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _add(placed: Placed, row: Row, block: Block, draft: Draft, address: Address) -> None:
    name = _NUMBERED.sub("", one_line(placed.text("name") or "")).strip()
    if _EMPTY.match(name) and placed.text("key_task") is None:
        if any(not _EMPTY.match(t) for role in ("full_year", "half_year") for t in placed.texts(role)):
            draft.doubt(row[0], "这一行有指标值而没有指标名称，未读入")
        return
    if _blank(name, placed):
        return
    values = _values(placed, name, block, draft, row)
    if not any(values.values()) and not placed.texts("sign"):
        if several := clauses(name):
            draft.repair(row[0], f"一格里写了{len(several)}个带指标值的指标，已分开")
            for single, amount in several:
                _add(_replaced(placed, single, amount), row, block, draft, address)
            return
        name, worth = split_value(name)
        if worth:
            values["full_year"] = compose(worth)
            draft.repair(row[0], f"指标值写在指标名称里，已分开：“{name[:20]}”与“{worth[:20]}”")
    indicator = Indicator(
        section=_section_of(block, name, row, draft),
        category=block.category,
        duty=block.duty,
        key_task=block.key_task,
        name=name,
        half_year=values["half_year"],
        full_year=values["full_year"],
        last_year=values["last_year"],
        actual=values["actual"],
        weight=number(placed.text("weight")),
        score=number(placed.text("score")),
        note=_note(placed),
        standard="；".join(placed.texts("standard")) or None,
    )
    sure = confidence(placed, block, indicator)
    if sure < SURE:
        draft.doubt(row[0], f"“{(name or row[0].text)[:20]}”这一行不能完全确定，请核对名称、指标值和所在的层级")
    draft.indicators.append(indicator)
    draft.rows.append(sure)
    draft.addresses.append(address)
    draft.roles |= {column.role for column in block.columns}


def _blank(name: str, placed: Placed) -> bool:
    """Whether a row of a blank form only says what is to be written there: 具体指标 | ……, 1.2. | 3.4, or a label with dots
    behind it."""
    said = [t for role in (*VALUES, "sign") for t in placed.texts(role) if not _EMPTY.match(t)]
    if said and all(spoken_of(t) in VALUES for t in (name, *said)):
        return True  # a second line of the heading: 2021年实际实现值 | 预期2022年实现值
    if any(not _NUMBERING.fullmatch(t) for t in said):
        return False
    bare = re.sub(r"[…．.。\s]+$", "", name)
    return any(_TO_FILL.fullmatch(t) for t in (name, bare)) or (bare != name and look(bare).is_label)


def _replaced(placed: Placed, name: str, worth: str) -> Placed:
    """The placed row with this name, and this value in a cell of its own."""
    pairs = [(c, replace(cell, text=name) if c.role == "name" else cell) for c, cell in placed.pairs]
    at = next(cell for c, cell in placed.pairs if c.role == "name")
    return replace(placed, pairs=(*pairs, (Column("full_year", at.column + 1), replace(at, text=worth))))


def _section_of(block: Block, name: str, row: Row, draft: Draft) -> Section:
    if block.section is not None:
        return block.section.section
    if "满意" in name:
        return "满意度"
    draft.doubt(row[0], f"“{name[:20]}”上面没有一级指标，暂归“产出”")
    return "产出"


def _values(placed: Placed, name: str, block: Block, draft: Draft, row: Row) -> dict[str, TargetValue | None]:
    signs = [s for s in placed.texts("sign") if look(s).is_sign]
    sign, unit = (signs[0] if signs else None), placed.text("unit")
    if unit is None and any(look(t).is_number for role in VALUES for t in placed.texts(role)):
        unit = unit_in_name(name)
    values: dict[str, TargetValue | None] = {}
    for role in ("half_year", "full_year", "last_year", "actual"):
        text = placed.text(role)
        if text and (day := serial_date(text, name, block.category)):
            draft.repair(row[0], f"“{text}”是表格软件里的日期序号，已还原为{day}")
            values[role] = compose(day)
        else:
            values[role] = compose(text, None if role == "actual" else sign, unit)
    return values


def _note(placed: Placed) -> str | None:
    """The note, with what stands in columns that have no place of their own: nothing is dropped."""
    notes = list(placed.texts("note"))
    titled = [(c, cell) for c, cell in placed.pairs if c.role == "other" or c.role.startswith("long")]
    notes += [f"{c.title}：{one_line(cell.text)}" for c, cell in titled if c.title and c.role != "long_level2"]
    return "；".join(notes) or None


def one_line(text: str) -> str:
    """A cell's text as one line: Chinese words broken over lines are put together, Latin ones keep a blank."""
    return re.sub(r"\s+", lambda m: " " if _latin(m) else "", text.strip())


def _latin(blank: re.Match[str]) -> bool:
    before, after = blank.string[blank.start() - 1], blank.string[blank.end()]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def confidence(placed: Placed, block: Block, indicator: Indicator) -> float:
    """How sure a row is, 0 to 1: from what its cells are, not from where they stand."""
    sure = 1.0
    name = look(indicator.name) if indicator.name else None
    odd = name is None or name.is_scale or name.is_label or name.is_number or name.is_value
    sure -= 0.35 if odd else 0.0
    values = [v for v in (indicator.full_year, indicator.half_year) if v]
    if not values:
        sure -= 0.35
    elif any(v.kind == "unclear" for v in values) or min(fit("full_year", look(v.text)) for v in values) < 0:
        sure -= 0.2
    sure -= 0.35 if placed.dropped else 0.0
    if block.section is None:
        sure -= 0.4
    elif block.guessed:
        sure -= 0.1
    return max(0.0, round(sure, 2))


def cut_confidence(sure: float, indicator: Indicator) -> float:
    """How sure a row is that was cut out of run-on text: less for what a wrong cut leaves behind."""
    full = indicator.full_year
    sure = min(sure, 0.85)
    sure -= 0.15 if re.search(r"[\d,，;；。]", indicator.name) or len(indicator.name) > 24 else 0.0
    sure -= 0.15 if len(indicator.name) < 4 else 0.0
    if full is not None:
        sure -= 0.1 if full.kind == "number" and full.unit is None else 0.0
        sure -= 0.2 if full.kind == "unclear" or (full.kind == "word" and not look(full.text).is_word) else 0.0
    return max(0.0, round(sure, 2))


__all__ = ["Block", "confidence", "cut_confidence", "one_line", "place_row", "plain", "take_row"]
