"""The official form (表样) of a table: head, money, goals, indicators, answered findings.

What it looks like follows from the template's data and from what the table holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from assistant.table import UNSAID, Amount, Funds, Indicator, TargetTable, Template, template, templates
from assistant.writing.layout import WIDTH, Block, Cell, Form, Kind, number_cell, printable, spans

#: A part and which of its columns takes up spare width.
Part = tuple[Block, int]

#: What stands in a label column where the table has no label: a blank would be read as "as above".
NO_LABEL = "—"

INCOME: tuple[tuple[str, str | None, str], ...] = (
    ("全年预算数", None, "annual_budget"),
    ("资金总额", None, "total"),
    ("财政拨款", "小计", "fiscal"),
    ("财政拨款", "一般公共预算资金", "general_budget"),
    ("财政拨款", "政府性基金", "government_fund"),
    ("财政拨款", "财政专户管理资金", "special_account"),
    ("国有资本金", None, "state_capital"),
    ("社保基金", None, "social_insurance"),
    ("上年结转资金", None, "carry_over"),
    ("其他资金", None, "other"),
)
_ALWAYS = ("total", "fiscal", "other")

#: Heading and width of each column of an indicator block, in the order of the form.
COLUMNS: dict[str, tuple[str, int]] = {
    "section": ("一级指标", 7),
    "category": ("二级指标", 7),
    "duty": ("职能", 9),
    "key_task": ("重点工作", 13),
    "name": ("三级指标", 8),
    "weight": ("权重", 4),
    "last_year": ("上年指标值", 6),
    "half_year": ("半年指标值", 6),
    "full_year": ("全年指标值", 6),
    "actual": ("实际完成值", 6),
    "score": ("得分", 4),
    "standard": ("评分标准", 8),
    "note": ("备注", 8),
}
_LABELS = ("section", "category", "duty", "key_task")
_NUMBERS = ("weight", "score")


def form(table: TargetTable) -> Form:
    """The official form of a table."""
    shape = template_of(table)
    made = list(_parts(table, shape))
    width = max(WIDTH, *(sum(block.widths) for block, _ in made))
    year = "　　" if table.year is None else str(table.year)
    return Form(title_of(shape), f"（{year}年度）", tuple(b.stretched(width, column) for b, column in made))


def template_of(table: TargetTable) -> Template:
    """The table's template; where it has none, the first that has all the sections it uses."""
    if known := template(table.template):
        return known
    used = {i.section for i in table.indicators}
    kind = "project" if table.project else "department"
    fitting = [t for t in templates() if t.kind == kind]
    return next((t for t in fitting if used <= {s.name for s in t.sections}), fitting[0])


def title_of(shape: Template) -> str:
    """The form's title: the first of the template's titles that no other template uses, for it is told by its title."""
    others = {title for t in templates() if t.id != shape.id for title in t.titles}
    return next((title for title in shape.titles if title not in others), shape.titles[0])


def _parts(table: TargetTable, shape: Template) -> Iterator[Part]:
    """All parts of the form, from top to bottom."""
    yield _head(table, shape)
    yield _funds(table.funds, shape)
    yield _goals(table, shape)
    yield from _indicators(table, shape)
    if table.answered:
        yield _answered(table)


def _texts(rows: list[tuple[str, str | None]]) -> Part:
    cells = []
    for row, (label, text) in enumerate(rows):
        cells += [Cell(row, 0, label, "label"), Cell(row, 1, printable(text or ""))]
    return Block((7, 43), len(rows), tuple(cells)), 1


def _numbered(items: tuple[str, ...]) -> str:
    """A list in one cell: ``1. …`` and so on, one a line."""
    return "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


def _head(table: TargetTable, shape: Template) -> Part:
    rows: list[tuple[str, str | None]] = []
    if table.project is not None or "project" in shape.id:
        rows.append(("项目名称", table.project))
    rows.append(("单位名称", table.department))
    if table.duties or shape.needs_duties:
        rows.append(("单位主要职能", _numbered(table.duties)))
    if table.organisation is not None or shape.half_year:
        rows.append(("机构设置及人员配置", table.organisation))
    return _texts(rows)


def _goals(table: TargetTable, shape: Template) -> Part:
    rows: list[tuple[str, str | None]] = []
    if table.long_term_goal is not None or shape.needs_long_term_goal:
        rows.append(("中长期目标", table.long_term_goal))
    rows.append(("年度目标", table.annual_goal))
    return _texts(rows)


def _funds(funds: Funds, shape: Template) -> Part:
    """Income and spending in five columns, or six where there is a half-year plan: whose money, side, item (two), amounts."""
    income = [
        (item, kind, getattr(funds.income, field))
        for item, kind, field in INCOME
        if shape.half_year or field in _ALWAYS or getattr(funds.income, field) is not None
    ]
    spending = _spending(funds, shape)
    halves = shape.half_year or any(amount.half_year is not None for _, amount in spending)
    last = 4 + halves
    subject = "项目资金" if "project" in shape.id else "部门整体资金"
    cells = [Cell(0, 1, "收入", "label", rows=len(income))]
    for row, column, rows in spans([(item,) for item, _, _ in income]):
        item, kind, _ = income[row]
        cells.append(Cell(row, column + 2, item, "label", rows=rows, columns=1 if kind else last - 2))
    for row, (_, kind, amount) in enumerate(income):
        if kind:
            cells.append(Cell(row, 3, kind, "label", columns=last - 3))
        cells.append(_money(row, last, amount, funds))
    top = rows = len(income)
    if spending:
        rows += len(spending) + 1
        cells += [Cell(top, 1, "支出", "label", rows=rows - top), Cell(top, 2, "支出项目", "heading", columns=2)]
        cells += [Cell(top, 4, "半年计划执行数", "heading")] if halves else []
        cells += [Cell(top, last, "全年预算数", "heading")]
    for row, (name, amount) in enumerate(spending, top + 1):
        cells += [Cell(row, 2, name, "name", columns=2)]
        cells += [_money(row, 4, amount.half_year, funds)] if halves else []
        cells += [_money(row, last, amount.full_year, funds)]
    # Money whose unit nobody said is in 万元 here; left unsaid, the next reader would have to guess.
    unit = funds.unit or (f"万元，{UNSAID}" if any(cell.number is not None for cell in cells) else None)
    cells.insert(0, Cell(0, 0, f"{subject}（{unit}）" if unit else subject, "label", rows=rows))
    return Block((7, 4, 8, 12, 9, 10) if halves else (7, 4, 8, 21, 10), rows, tuple(cells)), 3


def _spending(funds: Funds, shape: Template) -> list[tuple[str, Amount]]:
    spending = funds.spending
    lines = [
        ("支出合计", spending.total),
        ("全年执行数", spending.executed),
        ("基本支出", spending.basic),
        ("项目支出", spending.projects),
    ]
    always = ("基本支出", "项目支出") if shape.half_year else ()
    named = [(name, amount or Amount()) for name, amount in lines if amount or name in always]
    return named + [(printable(p.name), p) for p in funds.projects]


def _money(row: int, column: int, amount: Decimal | None, funds: Funds) -> Cell:
    # The table counts in 万元; the form shows the money in the unit it came in.
    powers = {"元": 4, "亿元": -4}
    return number_cell(row, column, None if amount is None else amount.scaleb(powers.get(funds.unit or "", 0)), "money")


def _indicators(table: TargetTable, shape: Template) -> Iterator[Part]:
    values = _value_columns(table, shape)
    rows = list(enumerate(table.indicators))
    by_section = [list(run) for _, run in groupby(rows, key=lambda pair: pair[1].section)]
    labelled = [(_label_columns([i for _, i in run], shape), run) for run in by_section]
    if not labelled:
        yield _indicator_block(("section", "category", "name"), values, [], shape)
    for labels, runs in groupby(labelled, key=lambda pair: pair[0]):
        yield _indicator_block(labels, values, [pair for _, run in runs for pair in run], shape)


def _value_columns(table: TargetTable, shape: Template) -> tuple[str, ...]:
    always = {"full_year"} | ({"half_year"} if shape.half_year else set())
    if shape.kind == "selfeval":
        always |= {"weight", "actual", "score"}
    after_name = list(COLUMNS)[list(COLUMNS).index("name") + 1 :]
    return tuple(c for c in after_name if c in always or any(getattr(i, c) is not None for i in table.indicators))


def _label_columns(run: list[Indicator], shape: Template) -> tuple[str, ...]:
    section = shape.section(run[0].section)
    by_duty = section is not None and section.by_duty
    has_category = not by_duty or any(i.category is not None for i in run)
    has_duty = by_duty or any(i.duty is not None for i in run)
    has_task = by_duty or any(i.key_task is not None for i in run)
    wanted = {"section": True, "category": has_category, "duty": has_duty, "key_task": has_task, "name": True}
    return tuple(column for column, shown in wanted.items() if shown)


def _indicator_block(
    labels: tuple[str, ...], values: tuple[str, ...], rows: list[tuple[int, Indicator]], shape: Template
) -> Part:
    columns = labels + values
    cells = [Cell(0, n, _heading(column, values, shape), "heading") for n, column in enumerate(columns)]
    said = [tuple(_label(i, column, shape) for column in labels[:-1]) for _, i in rows]
    for row, column, height in spans(said):
        of = (rows[row][0], columns[column])
        kind: Kind = "text" if columns[column] in ("duty", "key_task") else "label"
        cells.append(Cell(row + 1, column, said[row][column], kind, rows=height, of=of))
    for row, (index, indicator) in enumerate(rows, 1):
        for n, field in enumerate(columns[len(labels) - 1 :], len(labels) - 1):
            cells.append(_cell(row, n, index, indicator, field))
    widths = tuple(COLUMNS[column][1] for column in columns)
    return Block(widths, len(rows) + 1, tuple(cells), 1), len(labels) - 1


def _heading(column: str, values: tuple[str, ...], shape: Template) -> str:
    if own := shape.columns.get(column):
        return own[0]
    if shape.kind == "selfeval" and column in ("full_year", "weight"):
        return {"full_year": "年度指标值", "weight": "分值"}[column]
    if column == "full_year" and "half_year" not in values:
        return "指标值"
    return COLUMNS[column][0]


def _label(indicator: Indicator, column: str, shape: Template) -> str:
    section = shape.section(indicator.section)
    if column == "section":
        return section.label if section else indicator.section
    text = getattr(indicator, column)
    if column == "category" and section:
        level = next((level for level in section.categories if level.name == text), None)
        return next((name for name in level.also if name == f"{text}指标"), level.name) if level else text or NO_LABEL
    return printable(text) if text else NO_LABEL


def _cell(row: int, column: int, index: int, indicator: Indicator, field: str) -> Cell:
    held, of = getattr(indicator, field), (index, field)
    if field in _NUMBERS:
        return number_cell(row, column, held, "value", of)
    kind: Kind = "name" if field == "name" else "text" if field in ("note", "standard") else "value"
    return Cell(row, column, "" if held is None else printable(str(held)), kind, of=of)


def _answered(table: TargetTable) -> Part:
    cells = [Cell(0, n, text, "heading") for n, text in enumerate(("问题编号", "所在行", "情况说明"))]
    for row, answer in enumerate(table.answered, 1):
        where = "全表" if answer.row is None else f"第{answer.row + 1}行"
        cells += [Cell(row, 0, answer.code, "value"), Cell(row, 1, where, "value")]
        cells.append(Cell(row, 2, printable(answer.reason)))
    return Block((7, 5, 38), len(table.answered) + 1, tuple(cells), 1), 2
