"""Ways to break a sound table as reviewers meet it: vague values, figures in two places, another department's rows."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from assistant.table import Indicator, TargetTable, template, value
from eval.checking.mutant import Mutant, Operator, Operators, broken, numeric, pick, with_part, with_row


def _own(row: Indicator) -> bool:
    return row.section not in ("决策", "过程")


def worded(name: str, *texts: str, sections: tuple[str, ...] = ("效益", "产出", "履职")) -> Operator:
    """A row of the department's own made one without a number."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        row = pick(table, random, lambda i: i.section in sections and i.category != "成本")
        if row is None:
            return None
        text = value(random.choice(texts))
        half = text if table.indicators[row].half_year else None
        return Mutant(with_row(table, row, name=name, half_year=half, full_year=text), row)

    return operator


def cost_in_words(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.category in ("成本", "经济成本"))
    if row is None:
        return None
    text = value(random.choice(("按标准执行", "合理控制", "严格控制", "按规定")))
    return Mutant(with_row(table, row, name="设备租赁成本", full_year=text), row)


def about(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and numeric(i, "数", "数量", "次数", "人数"))
    full = table.indicators[row].full_year if row is not None else None
    if row is None or full is None:
        return None
    return Mutant(with_row(table, row, full_year=value(f"{full.text.lstrip('≥=≤')}左右")), row)


def harm(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.section == "效益")
    if row is None:
        return None
    name, unit = random.choice(
        (("安全责任事故死亡人数", "人"), ("重大安全事故发生数", "起"), ("失泄密事件数", "起"), ("违规进人数", "人"), ("考试安全事故数", "起"))
    )  # fmt: skip
    text = value(f"≤{random.choice((1, 2, 5, 20))}{unit}")
    half = text if table.indicators[row].half_year else None
    return Mutant(with_row(table, row, name=name, half_year=half, full_year=text), row)


def in_parts(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table,
        random,
        lambda i: (
            _own(i)
            and numeric(i, "人数", "次数", "场次", "户数", "件数", "数量")
            and not any(w in i.name for w in "均每")
        ),
    )
    full = table.indicators[row].full_year if row is not None else None
    if (
        row is None
        or full is None
        or full.number is None
        or full.unit not in ("人", "次", "场", "户", "件", "个", "家")
    ):
        return None
    text = f"{full.operator or ''}{full.number + Decimal('0.4')}{full.unit}"
    return Mutant(with_row(table, row, full_year=value(text)), row)


def under_level(level: str, *names: tuple[str, str]) -> Operator:
    """A row that only stands under another level of the outputs, put under this one."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        row = pick(table, random, lambda i: i.section == "产出" and i.category == level)
        if row is None:
            return None
        name, text = random.choice(names)
        half = value(text) if table.indicators[row].half_year else None
        return Mutant(with_row(table, row, name=name, half_year=half, full_year=value(text)), row)

    return operator


def other_figure(table: TargetTable, random: Random) -> Mutant | None:
    """The annual goal says another figure for a row."""
    row = pick(
        table,
        random,
        lambda i: _own(i) and numeric(i, "数", "数量", "里程", "面积", "长度") and len(i.name) > 6 and i.full_year,
    )
    full = table.indicators[row].full_year if row is not None else None
    if row is None or full is None or full.number is None or full.number < 2 or full.unit not in _PLAIN:
        return None
    name = table.indicators[row].name
    if (
        sum(
            i.full_year is not None and i.full_year.unit == full.unit and _alike(i.name, name) for i in table.indicators
        )
        > 1
    ):
        return None
    thing = name.removesuffix("数量").removesuffix("数")
    goal = f"{(table.annual_goal or '做好各项工作').rstrip('。')}；{thing}{full.number * 3:f}{full.unit}。"
    return Mutant(with_part(table, annual_goal=goal), row)


_PLAIN = ("个", "座", "处", "家", "户", "人", "公里", "亩", "台", "件", "起", "项", "所", "套", "辆")


def _alike(one: str, other: str) -> bool:
    pairs = {other[n : n + 2] for n in range(len(other) - 1)}
    return sum(one[n : n + 2] in pairs for n in range(len(one) - 1)) > 2


def anothers_row(table: TargetTable, random: Random) -> Mutant | None:
    """A row that only another kind of department has."""
    row = pick(table, random, lambda i: i.section == "效益")
    text = table.model_dump_json()
    fit = [(name, text_) for words, name, text_ in _ANOTHERS if not any(w in text for w in words)]
    if row is None or not table.department or not fit or any(w in text for w in ("公安", "政法", "人民政府")):
        return None
    name, figure = random.choice(fit)
    half = value(figure) if table.indicators[row].half_year else None
    return Mutant(with_row(table, row, name=name, half_year=half, full_year=value(figure)), row)


_ANOTHERS = (
    (("法院",), "法院案件执结率", "≥90%"), (("检察",), "批准逮捕准确率", "≥95%"),
    (("审批", "政务", "营商", "数据", "热线", "服务中心"), "中介超市入驻机构数", "≥60家"),
)  # fmt: skip


def figure_in_name(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and numeric(i, "数量", "次数", "场次", "人数", "户数", "件数", "人次"))
    full = table.indicators[row].full_year if row is not None else None
    if row is None or full is None or full.number is None or full.number < 2 or full.unit not in _IN_NAMES:
        return None
    name = table.indicators[row].name
    for end in ("数量", "次数", "场次", "人数", "户数", "件数", "人次"):
        name = name.removesuffix(end)
    return Mutant(with_row(table, row, name=f"{name}{full.number:f}{full.unit}"), row)


_IN_NAMES = ("个", "次", "场", "人", "户", "件", "家", "人次", "座", "处")


def nobody(table: TargetTable, random: Random) -> Mutant | None:
    rows = [n for n, i in enumerate(table.indicators) if i.section == "满意度"]
    if not rows or table.indicators[rows[0]].category not in (None, "服务对象满意度", "满意度"):
        return None
    return Mutant(with_row(table, rows[0], name=random.choice(("满意度", "综合满意度", "总体满意度"))), rows[0])


def another_city(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _own(i) and not i.name.startswith(("全市", "市")))
    where = table.department or ""
    if row is None or "市" not in where[:5] or table.indicators[row].name[0] in _JOINED:
        return None
    name = table.indicators[row].name
    if any(word in name for word in _DEALT_WITH):
        return None
    return Mutant(with_row(table, row, name=f"{random.choice(('临浦市', '岚江市', '苏州市'))}{name}"), row)


_JOINED = "场民政区县级容直属值管中内外域花树本辖化集"
_DEALT_WITH = ("对口", "支援", "援", "协作", "帮扶", "结对", "招商", "推介", "交流", "考察", "合作", "联动", "异地", "学习", "友", "驻", "赴", "往", "航线", "铁", "高速", "公路", "通道", "共建", "联合", "流域", "跨", "互认", "通办", "一体")  # fmt: skip


def more_than_all(table: TargetTable, random: Random) -> Mutant | None:
    """One project alone costs more than there is."""
    projects, income = list(table.funds.projects), table.funds.income
    total = income.total or income.annual_budget
    if len(projects) < 2 or not total:
        return None
    n = random.randrange(len(projects))
    projects[n] = projects[n].model_copy(update={"full_year": total * 2})
    return Mutant(with_part(table, funds=table.funds.model_copy(update={"projects": tuple(projects)})))


def said_twice(table: TargetTable, random: Random) -> Mutant | None:
    """A cost row of a project with a cap above its budget."""
    fit = [p for p in table.funds.projects if p.full_year and len(p.name) > 5 and not p.name.endswith(("费", "经费"))]
    row = pick(table, random, lambda i: i.category in ("成本", "经济成本"))
    if row is None or not fit:
        return None
    project = random.choice(fit)
    assert project.full_year is not None
    if sum(project.name in p.name or p.name in project.name for p in table.funds.projects) > 1:
        return None
    text = value(f"≤{project.full_year * 2:f}万元")
    return Mutant(with_row(table, row, name=f"{project.name}成本", full_year=text), row)


def loose_common(table: TargetTable, random: Random) -> Mutant | None:
    """A common indicator asked for far less than everywhere."""
    shape = template(table.template)
    rates = {c.name: c for c in shape.common if c.better} if shape else {}
    row = pick(table, random, lambda i: i.name in rates)
    if row is None:
        return None
    lower = rates[table.indicators[row].name].better == "lower"
    text = random.choice(("≤160%", "=150%") if lower else ("≥25%", "≥40%", "=10%"))
    return Mutant(with_row(table, row, full_year=value(text)), row)


OPERATORS: Operators = {
    "VAL016": broken(loose_common, also=("VAL005", "VAL006", "VAL007", "FND005")),
    "VAL013": broken(
        worded("办事环境", "良好", "明显改善", "有效提升", "大幅改观"), worded("工作氛围", "进一步增强", "较好", "不断优化"),
        worded("经办水平", "较高", "逐步提高", "提升"), cost_in_words, about,
        also=("VAL011", "REL001", "REL005", "REL006", "REL007", "VAL006", "VAL007", "VAL008", "STR007", "REL011"),
    ),
    "VAL014": broken(harm, also=("REL005", "REL007", "WRD002", "VAL007", "REL001", "REL012", "REL011")),
    "VAL015": broken(in_parts, also=("VAL006", "REL011")),
    "REL010": broken(
        under_level("质量", ("补贴发放及时率", "=100%"), ("项目按期完工率", "≥95%"), ("人均培训成本", "≤400元/人")),
        under_level("数量", ("工程验收合格率", "≥98%"), ("资料报送及时率", "=100%"), ("平均运行成本", "≤60元/次")),
        under_level("时效", ("产品抽检合格率", "≥95%"), ("数据录入准确率", "≥99%")),
        also=("REL005", "REL007", "WRD001", "WRD002", "VAL005", "REL011"),
    ),
    "REL011": broken(other_figure, also=("REL005",)),
    "REL012": broken(anothers_row, also=("REL005", "REL007", "REL001", "REL011")),
    "WRD008": broken(figure_in_name, also=("WRD004", "REL002", "REL001", "WRD002", "REL011", "REL010", "REL005")),
    "WRD009": broken(nobody, also=("WRD001", "WRD002", "REL005", "REL007")),
    "WRD010": broken(another_city, also=("REL005", "WRD002", "WRD001", "REL002", "REL010", "WRD003", "REL001")),
    "FND006": broken(more_than_all, said_twice, also=("FND001", "FND002", "FND003", "FND004", "FND005", "REL007", "VAL011", "REL005", "STR006", "REL011")),
}  # fmt: skip
