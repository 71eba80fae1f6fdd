"""A table laid out as people lay it out: a matrix of cells with spans, in many styles of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from assistant.table import Indicator, TargetTable, Template, print_number, template

#: Columns of a style: (heading, what stands in it).
Columns = tuple[tuple[str, str], ...]


def _columns(*pairs: str) -> Columns:
    """``"一级指标:l1"`` …, as pairs."""
    return tuple((heading, part) for heading, part in (pair.split(":") for pair in pairs))


@dataclass(frozen=True)
class Style:
    """How a form is laid: its columns, and those of its part by duties."""

    columns: Columns
    by_duty: Columns

    def holds(self, part: str) -> bool:
        """Whether one of its columns is that part."""
        return any(held == part for _, held in self.columns)


_DUTY = ("一级指标:l1", "二级指标:l2", "重点工作:task", "三级指标:name")
_FULL = _columns(*_DUTY, "年度指标值:full")
_HALVES = _columns(*_DUTY, "半年指标值:half", "全年指标值:full")

#: For a form without half-year values, one with them, and a self-evaluation.
TARGETS: dict[str, Style] = {
    "value": Style(_columns("一级指标:l1", "二级指标:l2", "三级指标:name", "指标值:full"), _FULL),
    "parted": Style(
        _columns(
            "一级指标:l1", "二级指标:l2", "三级指标:name", "计算符号:sign", "目标值:number", "度量单位:unit", "权重:weight", "备注:note",
        ),
        _FULL,
    ),
    "numbered": Style(
        _columns("序号:n", "一级指标:l1", "二级指标:l2", "指标名称:name", "权重（分）:weight", "年度指标值:full", "指标说明:long"),
        _columns("序号:n", *_DUTY, "年度指标值:full"),
    ),
    "words": Style(
        _columns("指标类别:l1", "二级指标:l2", "三级指标:name", "指标性质:signword", "绩效指标值:number", "计量单位:unit", "备注:note"), _FULL
    ),
    "explained": Style(
        _columns("一级指标:l1", "二级指标:l2", "三级指标:name", "指标解释:long", "评分标准:long2", "目标值:full", "分值:weight"), _FULL
    ),
    "filled": Style(_columns("一级指标:l1+", "二级指标:l2+", "绩效指标:name", "预期指标值:full"), _FULL),
    "paired": Style(_columns("指标类型:l1l2", "指标名称:name", "指标值:full"), _FULL),
    "last year": Style(_columns("一级指标:l1", "二级指标:l2", "三级指标:name", "上年实际值:last", "本年目标值:full", "权重:weight"), _FULL),
    "two levels": Style(_columns("指标分类:l2", "三级指标:name", "全年目标值:full"), _FULL),
}  # fmt: skip
HALVES: dict[str, Style] = {
    "half": Style(_columns("一级指标:l1", "二级指标:l2", "三级指标:name", "半年指标值:half", "全年指标值:full"), _HALVES),
    "half numbered": Style(
        _columns("序号:n", "一级指标:l1", "二级指标:l2", "三级指标:name", "上半年目标值:half", "全年目标值:full", "备注:note"),
        _columns("序号:n", *_DUTY, "上半年目标值:half", "全年目标值:full"),
    ),
    "half after": Style(
        _columns("一级指标:l1", "二级指标:l2", "三级指标:name", "分值:weight", "全年指标值:full", "半年指标值:half"),
        _columns(*_DUTY, "全年指标值:full", "半年指标值:half"),
    ),
}  # fmt: skip
RESULTS: dict[str, Style] = {
    "selfeval": Style(
        _columns(
            "一级指标:l1", "二级指标:l2", "三级指标:name", "分值:weight", "年初指标值:full", "实际完成值:actual", "得分:score",
            "偏差原因分析及改进措施:note",
        ),
        _FULL,
    ),
    "selfeval after": Style(
        _columns(
            "一级指标:l1", "二级指标:l2", "三级指标:name", "年度指标值:full", "全年完成值:actual", "权重:weight", "自评得分:score", "未完成原因分析:note",
        ),
        _FULL,
    ),
    "selfeval judged": Style(
        _columns("一级指标:l1", "二级指标:l2", "三级指标:name", "年度指标值:full", "实际完成情况:actual", "评分标准:long", "分值:weight", "得分:score"), _FULL
    ),
}  # fmt: skip
STYLES = TARGETS | HALVES | RESULTS
_LABELS = {"数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "成本": "成本指标"}
_SIGN_WORDS = {"≥": "大于等于", "≤": "小于等于", "=": "等于", ">": "大于", "<": "小于"}


@dataclass(frozen=True)
class Box:
    """A cell: text and span."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class Sheet:
    """Rows of cells by column (None: covered by a span or empty).

    ``headings``: the parts that stand under each heading row; ``indicators``: the rows that are indicators.
    """

    rows: list[list[Box | None]] = field(default_factory=list)
    headings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    indicators: list[int] = field(default_factory=list)

    def add(self, *texts: str | None) -> int:
        self.rows.append([None if t is None else Box(t) for t in texts])
        return len(self.rows) - 1

    def parts(self, row: int) -> tuple[str, ...]:
        """What stands in the columns of an indicator's row."""
        return self.headings[max(h for h in self.headings if h < row)]


def stacked(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets one under the other as one."""
    whole = Sheet()
    for sheet in sheets:
        top = len(whole.rows)
        whole.rows += sheet.rows
        whole.headings |= {row + top: parts for row, parts in sheet.headings.items()}
        whole.indicators += [row + top for row in sheet.indicators]
    return whole


def wide(sheet: Sheet) -> int:
    """How many columns the sheet has."""
    return max(len(row) for row in sheet.rows)


def styles_of(table: TargetTable) -> dict[str, Style]:
    """The styles that a table can be written in."""
    form = template(table.template)
    if form and form.kind == "selfeval":
        return RESULTS
    if form and form.half_year:
        return HALVES
    owned = {s.name: {c.name for c in s.categories} for s in form.sections} if form else {}
    places = [c for section, names in owned.items() for c in names]
    by_category = all(
        i.category in owned.get(i.section, ()) and places.count(i.category) == 1 for i in table.indicators
    )
    return {name: style for name, style in TARGETS.items() if by_category or style.holds("l1") or style.holds("l1+")}


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
        _block(sheet, list(rows), style.by_duty if by_duty else style.columns, merged, form)
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


def _block(sheet: Sheet, rows: list[Indicator], columns: Columns, merged: bool, form: Template | None) -> None:
    sheet.headings[sheet.add(*(title for title, _ in columns))] = tuple(part for _, part in columns)
    first: dict[str, tuple[int, str]] = {}
    for row in rows:
        texts = [_text(row, part, len(sheet.indicators) + 1, form) for _, part in columns]
        n = sheet.add(*texts)
        sheet.indicators.append(n)
        broken = False
        for at, (_, part) in enumerate(columns):
            if part not in ("l1", "l2", "task", "l1l2"):
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


def _text(row: Indicator, part: str, number: int, form: Template | None) -> str | None:
    v = row.full_year
    match part.removesuffix("+"):
        case "n":
            return str(number)
        case "l1":
            own = form and form.section(row.section)
            return own.label if own else f"{row.section}指标"
        case "l2":
            return row.duty if row.section == "履职" else _LABELS.get(row.category or "", row.category or "")
        case "l1l2":
            return f"{_text(row, 'l1', number, form)}-{_text(row, 'l2', number, form)}"
        case "task":
            return row.key_task
        case "name":
            return row.name
        case "full":
            return v.text if v else None
        case "half":
            return row.half_year.text if row.half_year else None
        case "last":
            return (row.last_year or v).text if v and v.kind == "number" else None  # type: ignore[union-attr]
        case "actual":
            return row.actual.text if row.actual else None
        case "sign":
            return v.operator if v and v.operator else None
        case "signword":
            return _SIGN_WORDS.get(v.operator, "定性") if v and v.operator else "定性"
        case "number":
            return (print_number(v.number) if v.kind == "number" and v.number is not None else v.text) if v else None
        case "unit":
            return v.unit if v and v.kind == "number" else None
        case "weight":
            return print_number(row.weight) if row.weight is not None else None
        case "score":
            return print_number(row.score) if row.score is not None else None
        case "long":
            return f"反映{row.name.removesuffix('率')}的实际情况，按年末统计数据计算。"
        case "long2":
            return "完成目标值得满分，每低一个百分点扣5%的分，扣完为止。"
    return row.note
