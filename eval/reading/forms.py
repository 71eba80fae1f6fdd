"""A table laid out as people lay it out: a matrix of cells with spans, in several styles of columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from assistant.table import Indicator, TargetTable, print_number, template

Style = str
#: Columns by style: (heading, what stands in it).
STYLES: dict[Style, tuple[tuple[str, str], ...]] = {
    "value": (("一级指标", "l1"), ("二级指标", "l2"), ("三级指标", "name"), ("指标值", "full")),
    "parted": (
        ("一级指标", "l1"), ("二级指标", "l2"), ("三级指标", "name"), ("计算符号", "sign"), ("目标值", "number"), ("度量单位", "unit"),
        ("权重", "weight"), ("备注", "note"),
    ),
    "half": (("一级指标", "l1"), ("二级指标", "l2"), ("三级指标", "name"), ("半年指标值", "half"), ("全年指标值", "full")),
    "selfeval": (
        ("一级指标", "l1"), ("二级指标", "l2"), ("三级指标", "name"), ("分值", "weight"), ("年初指标值", "full"), ("实际完成值", "actual"),
        ("得分", "score"), ("偏差原因分析及改进措施", "note"),
    ),
}  # fmt: skip
DUTY = (
    ("一级指标", "l1"),
    ("二级指标", "l2"),
    ("重点工作", "task"),
    ("三级指标", "name"),
    ("半年指标值", "half"),
    ("全年指标值", "full"),
)
_LABELS = {"数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "成本": "成本指标"}


@dataclass(frozen=True)
class Box:
    """A cell: text and span."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class Sheet:
    """Rows of cells by column (None: covered by a span or empty); which rows are headings, which are indicators."""

    rows: list[list[Box | None]] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    indicators: list[int] = field(default_factory=list)

    def add(self, *texts: str | None) -> int:
        self.rows.append([None if t is None else Box(t) for t in texts])
        return len(self.rows) - 1


def wide(sheet: Sheet) -> int:
    """How many columns the sheet has."""
    return max(len(row) for row in sheet.rows)


def style_of(table: TargetTable) -> Style:
    """The style a table is usually written in."""
    form = template(table.template)
    if form and form.kind == "selfeval":
        return "selfeval"
    return "half" if form and form.half_year else "value"


def lay(table: TargetTable, style: Style, merged: bool = True, yuan: bool = False) -> Sheet:
    """The table as a sheet."""
    sheet = Sheet()
    form = template(table.template)
    sheet.add(form.titles[0] if form else "绩效目标表")
    if table.year:
        sheet.add(f"（{table.year}年度）")
    if table.project:
        sheet.add("项目名称", table.project)
    sheet.add("主管部门" if table.project else "单位名称", table.department or "")
    if table.duties:
        sheet.add("部门主要职能", "\n".join(f"{n}.{d}" for n, d in enumerate(table.duties, 1)))
    _money(sheet, table, yuan)
    if table.long_term_goal:
        sheet.add("中长期目标", table.long_term_goal)
    if table.annual_goal:
        sheet.add("年度目标", table.annual_goal)
    for by_duty, rows in groupby(table.indicators, key=lambda i: i.section == "履职"):
        _block(
            sheet,
            list(rows),
            DUTY if by_duty else STYLES[style],
            merged,
            form is not None and form.kind == "department",
        )
    return sheet


def _money(sheet: Sheet, table: TargetTable, yuan: bool) -> None:
    def shown(amount: object) -> str:
        return print_number(amount * (10_000 if yuan else 1))  # type: ignore[operator]

    income, spending = table.funds.income, table.funds.spending
    unit = "元" if yuan else "万元"
    if income.total is not None:
        sheet.add(f"资金情况（{unit}）", "资金总额", shown(income.total))
    if income.fiscal is not None:
        sheet.add(None, "财政拨款", shown(income.fiscal))
    for label, amount in (("基本支出", spending.basic), ("项目支出", spending.projects)):
        if amount and amount.full_year is not None and not table.project:
            sheet.add(None, label, shown(amount.full_year))


def _block(
    sheet: Sheet, rows: list[Indicator], columns: tuple[tuple[str, str], ...], merged: bool, department: bool
) -> None:
    sheet.headings.add(sheet.add(*(title for title, _ in columns)))
    first: dict[str, tuple[int, str]] = {}
    for row in rows:
        texts = [_text(row, part) for _, part in columns]
        n = sheet.add(*texts)
        sheet.indicators.append(n)
        broken = False
        for at, (_, part) in enumerate(columns):
            if part not in ("l1", "l2", "task"):
                continue
            text = texts[at] or ""
            held = first.get(part)
            if held and held[1] == text and not broken:
                sheet.rows[n][at] = None
                if merged:
                    top = sheet.rows[held[0]][at]
                    assert top is not None
                    sheet.rows[held[0]][at] = replace(top, rows=n - held[0] + 1)
            else:
                first[part], broken = (n, text), True


def _text(row: Indicator, part: str) -> str | None:
    v = row.full_year
    match part:
        case "l1":
            return row.section if row.section in ("决策", "过程", "履职") else f"{row.section}指标"
        case "l2":
            return row.duty if row.section == "履职" else _LABELS.get(row.category or "", row.category or "")
        case "task":
            return row.key_task
        case "name":
            return row.name
        case "full":
            return v.text if v else None
        case "half":
            return row.half_year.text if row.half_year else None
        case "actual":
            return row.actual.text if row.actual else None
        case "sign":
            return v.operator if v and v.operator else None
        case "number":
            return (print_number(v.number) if v.kind == "number" and v.number is not None else v.text) if v else None
        case "unit":
            return v.unit if v and v.kind == "number" else None
        case "weight":
            return print_number(row.weight) if row.weight is not None else None
        case "score":
            return print_number(row.score) if row.score is not None else None
    return row.note
