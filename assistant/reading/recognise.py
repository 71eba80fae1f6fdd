"""Grids to tables: one pass over the rows, each row told by what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.reading.answered import read_answered
from assistant.reading.block import Block, cut_confidence, place_row, take_row
from assistant.reading.brackets import expand
from assistant.reading.columns import extend, heading, second_row, under_banner
from assistant.reading.doubts import doubt_pages
from assistant.reading.draft import Draft, Money
from assistant.reading.fields import (
    YEAR_ALONE,
    is_title,
    office_in,
    put,
    read_fields,
    split_field,
    title_of_template,
    unit_name,
    year_in,
)
from assistant.reading.finish import finish, without_tail
from assistant.reading.grid import Grid, Row, is_page_number
from assistant.reading.headless import implied, unlabelled
from assistant.reading.look import look
from assistant.reading.money import put_total, read_money
from assistant.reading.placing import Column, Placed
from assistant.reading.reading import Address, Reading, ReadingError
from assistant.reading.rows import single_rows, without_markup

_FOOTER = re.compile(
    r"^年度(?:绩效)?目标\s*\d{1,2}\s*(?:[(（]\d+分[)）])?$|^[…\s]*(?:合\s*计|总\s*分|总\s*计|小\s*计|总得分|自评总分|得分合计|权重合计|分值合计)(?:[(（].*)?$|^(?:说明|备注)$"
    r"|^(?:注|附件|备注|说明|填表说明|填报说明|填表人|填报人|审核人|联系人|联系电话|单位负责人)\s*\d?\s*[:：]"
)
#: What stands behind the last row: how to fill the form in, who signs it, what reviewers say.
_BEHIND = re.compile(
    r"(?:填[表报]|编制)说明[:：]?$|[(（](?:盖章|签章|公章|签字)[)）]|(?:审核|审批|初审)意见(?!采纳|落实|回复|反馈)"
)
_CHAPTER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}(?:[)）]|、)|第[一二三四五六七八九十]{1,3}(?:部分|章)")
_LOWEST = 0.35
#: Rows cut out of run-on text that are less sure on average are noise: figures and names of different rows run together.
_READABLE = 0.5
#: No cell of a part without a heading is longer.
_LONGEST_CELL = 80


@dataclass
class _Pass:
    """One pass over a grid: the table being read, those done, the indicator part if one is open."""

    file: str
    sheet: str | None
    draft: Draft
    implied: tuple[Column, ...]
    done: list[Draft] = field(default_factory=list)
    block: Block | None = None

    def turn(self, keep_block: bool = False) -> None:
        """Close the table being read and begin another."""
        self.done.append(self.draft)
        self.draft = Draft(self.draft.index + 1, before=self.draft)
        if keep_block and self.block:
            self.block.forget()
        else:
            self.block = None


def recognise(grids: list[Grid], file: str) -> Reading:
    """All tables of a file's grids. Raises ``ReadingError`` where nothing reads as a target table."""
    drafts: list[Draft] = []
    for grid in grids:
        drafts += _drafts(grid, file, len(drafts))
    tables = tuple(finish(draft) for draft in drafts)
    if not tables or max(table.confidence for table in tables) < _LOWEST:
        raise ReadingError(f"没能把“{file}”读成绩效目标表：{_seen(grids)}。请上传含有绩效指标的表格，或粘贴表格内容。")
    return Reading(
        tables=tables,
        repairs=tuple(repair for draft in drafts for repair in draft.repairs),
        doubts=tuple(doubt for draft in drafts for doubt in draft.doubts),
    )


def _seen(grids: list[Grid]) -> str:
    cells = [cell.text[:20] for grid in grids for cell in grid.cells[:4]]
    return f"只看到“{'、'.join(cells[:4])}”等内容，没有认出指标" if cells else "文件里没有文字"


def _drafts(grid: Grid, file: str, first: int) -> list[Draft]:
    grid, cut = without_tail(expand(grid))
    rows = single_rows(grid)
    at = _Pass(file, grid.sheet, Draft(first), implied(rows))
    before = unlabelled(rows)
    skip = 0
    for n, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        if before and n == before[0]:
            at.block = Block(at.implied, section=before[1], guessed=before[1] is not None, trusted=False)
        if read_answered(row, at.draft) or (len(row) == 1 and is_page_number(row[0].text)):
            continue
        bare = without_markup(row)
        columns = heading(bare)
        if columns is None and _opens_table(row, at.draft):
            at.turn()
        if columns is not None:
            skip = _open_block(columns, rows, n, at)
        elif at.block and _ends(row, at.block):
            at.block = None
        elif at.block and (_FOOTER.match(row[0].text) or look(row[0].text.lstrip("- ")).is_closing):
            continue
        else:
            row, skip = _continued(rows, n, at)
            bare = without_markup(row)
            if not bare:
                continue
            if not (at.block and _indicator(bare, at)):
                _head(_once(row), at)
            elif bare is not row:
                at.draft.repair(row[0], "这一行的文字里有网页标记，已去掉")
    for draft in (*at.done, at.draft):
        doubt_pages(draft, grid.open_pages)
    if grid.scanned and at.draft.indicators:
        at.draft.doubt(None, "这是扫描件，文字是识别出来的，请逐行核对名称和指标值")
    if grid.laid and at.draft.indicators:
        _doubt_cuts(at.draft, grid.guessed)
    at.draft.cut = cut or grid.cut or bool(at.done and not at.draft.indicators)
    if at.draft.cut:
        _without_stub(at.draft)
    if at.done and not at.done[0].headed:
        at.done[0].cut = True  # the file begins in the middle of a table and goes on with whole ones
    return [d for d in (*at.done, at.draft) if d.indicators or d.told]


def _without_stub(draft: Draft) -> None:
    """The table without a last row of which only the first letters are there."""
    last = draft.indicators[-1] if draft.indicators else None
    if last and len(last.name) <= 3 and not (last.full_year or last.half_year or last.key_task):
        draft.doubt(None, f"文件在“{last.name}”处断开，这一行未读入")
        del draft.indicators[-1], draft.rows[-1], draft.addresses[-1]


def _doubt_cuts(draft: Draft, guessed: bool) -> None:
    """A table whose cells stood in no rows: none at all where no row came out with a value; doubted as a whole where even
    its cells were cut out of run-on text (``guessed``)."""
    values = [v for i in draft.indicators for v in (i.full_year, i.half_year, i.actual) if v]
    told = [v for v in values if not guessed or v.number is not None or v.when or look(v.text).is_word]
    if guessed:
        draft.rows = [cut_confidence(sure, one) for sure, one in zip(draft.rows, draft.indicators, strict=True)]
    lost = guessed and sum(draft.rows) < _READABLE * len(draft.rows)
    if len(draft.indicators) > (2 if guessed else 4) and (lost or not told):
        draft.doubt(None, f"{len(draft.indicators)}处像指标的文字都对不上指标值，没有读入，请上传原表或带分隔的文字")
        draft.indicators, draft.rows, draft.addresses = [], [], []
    elif guessed:
        draft.doubt(None, "文字之间没有分隔，各行是按内容切开的，请逐行核对名称和指标值")


def _open_block(columns: tuple[Column, ...], rows: list[Row], n: int, at: _Pass) -> int:
    """Begin an indicator part under a heading; how many of the next rows belong to the heading."""
    below = rows[n + 1] if n + 1 < len(rows) else ()
    under = (second_row(columns, rows[n], below) or under_banner(rows[n], below)) if below else None
    columns = under or columns
    before = at.block
    known = before.columns if before else ()
    at.block = Block(extend(columns, known, rows[n + 1 : n + 12]))
    if len(at.block.columns) > len(columns):
        at.draft.repair(rows[n][-1], f"表头缺少“{at.block.columns[-1].title}”一列，已按上一个表头补上")
    if before and [c.role for c in known] == [c.role for c in columns]:
        # The same heading again, at a page break: the labels above still hold.
        at.block = replace(before, columns=columns)
    return int(under is not None)


def _ends(row: Row, block: Block) -> bool:
    """Whether a line of running text, the number of a chapter or a signature stands where the part's next row would."""
    if len(row) == 2 and office_in(row[0].text) == row[0].text and look(row[1].text).value.kind == "date":
        return True
    if look(row[0].text).is_foot or _BEHIND.search(row[0].text):
        return True
    if len(row) > 1 or len(block.columns) < 3 or look(row[0].text).is_label:
        return False
    text = row[0].text
    return bool(_CHAPTER.match(text)) or (len(text) >= 40 and "。" in text)


def _continued(rows: list[Row], n: int, at: _Pass) -> tuple[Row, int]:
    """The row with the values that stand on lines of their own below it, and how many such lines there are."""
    row = rows[n]
    more = 0
    while at.block and n + more + 1 < len(rows) and _loose(rows[n + more + 1]):
        placed = place_row(row, at.block)
        if placed is None or placed.text("name") is None or placed.text("actual") or placed.text("score"):
            break
        if more == 0 and placed.text("full_year"):
            break
        more += 1
        row = (*row, *(replace(c, row=row[0].row, column=row[-1].column + k) for k, c in enumerate(rows[n + more], 1)))
    return row, more


def _loose(row: Row) -> bool:
    """Whether a row has only values and figures: the rest of the row above."""
    seen = [look(cell.text) for cell in row]
    return all(one.is_number or one.is_value or one.is_word for one in seen) and not any(one.is_label for one in seen)


def _indicator(row: Row, at: _Pass) -> bool:
    block = at.block
    assert block is not None
    under_name = any(c.role == "name" and c.at == row[0].column for c in block.columns)
    if not under_name and _leaves(row):
        return False
    if not block.trusted and any(len(cell.text) > _LONGEST_CELL or "|" in cell.text for cell in row):
        return False  # a report's paragraph or figures behind a word like 产出
    placed = place_row(row, block)
    if placed is None:
        return False
    _listed(placed, at)
    address = Address(file=at.file, sheet=at.sheet, page=row[0].page, row=row[0].row, column=row[0].column)
    take_row(placed, row, block, at.draft, address)
    return True


def _leaves(row: Row) -> bool:
    """Whether a row under a heading belongs to the head of the form again: a known label and its text."""
    first = look(row[0].text)
    role = split_field(row[0].text)[0] or first.field
    return bool(role and not first.is_label and not first.column and len(row) <= 2) or (
        len(row) == 1 and is_title(row[0].text)
    )


def _listed(placed: Placed, at: _Pass) -> None:
    """In a list of many tables under one heading, a new project (or department) in its column begins the next table."""
    project, department = placed.text("project"), placed.text("department")
    for role, text in (("project", project), ("department", department if project is None else None)):
        if text and at.draft.indicators and at.draft.fields.get(role) not in (None, text):
            at.turn(keep_block=True)
            break
    for role in ("project", "department", "goal", "year"):
        cell = next((c for column, c in placed.pairs if column.role == role), None)
        if cell:
            put("annual_goal" if role == "goal" else role, cell.text, cell, at.draft)
    budget = next((c for column, c in placed.pairs if column.role == "budget"), None)
    if budget:
        put_total(budget, next(c.title for c in (p[0] for p in placed.pairs) if c.role == "budget"), at.draft)


def _opens_table(row: Row, draft: Draft) -> bool:
    if not draft.indicators:
        return False
    if len(row) == 1 and is_title(row[0].text) and title_of_template(row[0].text):
        return True
    return (split_field(row[0].text)[0] or look(row[0].text).field) in ("department", "project", "year")


def _once(row: Row) -> Row:
    """A row of the head without the repeats that unmerging leaves: each cell of a merged range says the same again."""

    def is_sum(text: str) -> bool:
        return look(text).is_number or (look(text).value.number is not None and year_in(text) is None)

    kept = [cell for n, cell in enumerate(row) if n == 0 or cell.text != row[n - 1].text or is_sum(cell.text)]
    return row if len(kept) == len(row) else tuple(kept)


def _sure_label(text: str) -> bool:
    """Whether a text without a heading over it is a level label: 预算执行 may as well be a line of the money part."""
    seen = look(text)
    return seen.is_label and (
        seen.section is not None or bool(re.search(r"指标|目标|效益|影响|满意度|数量|质量|时效|成本", text))
    )


def _head(row: Row, at: _Pass) -> None:
    draft = at.draft
    if len(row) > 1 and len(years := [c.text for c in row if YEAR_ALONE.fullmatch(c.text.strip())]) == 1:
        draft.years += filter(None, [year_in(years[0])])
    if len(row) == 1 and len(row[0].text) <= 60:
        text = row[0].text
        if (year := year_in(text)) and not re.search(r"日期|时间|\d\s*月", text):
            draft.years.append(year)
            if len(text) <= 12:
                return
        if is_title(text) and not look(text).field:
            if title_of_template(text) and draft.money.amounts and not any(map(title_of_template, draft.titles)):
                draft.repair(row[0], "标题上面的资金属于另一张表，没有算作这张表的资金")
                draft.money = Money()
            draft.titles.append("".join(text.split()))
            draft.pending = []
            return
    if at.block is None and _sure_label(row[0].text) and not any(look(cell.text).field for cell in row):
        at.block = Block(at.implied, trusted=False)
        if _indicator(row, at):
            return
        at.block = None
    named = unit_name(row[0].text)
    if at.block is None and named and office_in(named) == named:
        draft.fields.setdefault("near", named)
    # The sum may stand beside the department in one row.
    if not read_money(row, draft) or look(row[0].text).field in ("department", "owner", "unit", "project"):
        read_fields(row, draft)
