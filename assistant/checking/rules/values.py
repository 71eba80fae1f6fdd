"""VAL: what stands in a value cell, whether it can be measured, and in what unit (细化量化, 可衡量)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checking.findings import Fix, SetValue
from assistant.checking.names import NameWords, settled, tells_change
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.rules.bounds import against
from assistant.checking.scales import Scales, counted_in
from assistant.checking.sheet import Row, Sheet, ValueCell
from assistant.table.model import TargetValue
from assistant.table.values import print_value

#: What only says how many times over; and ends of names that say the unit themselves (参训人次 ≥3万).
_SCALES = ("万", "亿", "千", "百", "十万", "百万", "千万")
_SAYS_PERCENT = re.compile("[%％]|百分比|百分率")
_WITHOUT_UNIT = ("指数", "系数", "倍数", "比", "等级", "分数", "得分", "排名", "名次", "位次")
_OWN_UNIT = ("人数", "人次", "人次数", "户数", "家数", "件数", "次数", "场次", "字数", "天数")
#: A name that says a ratio itself; progress in spending is one too.
_RATIO = re.compile("(?:率|度(?<!进度)|性|比|比例|比重|百分比|指数|幅|系数)(?:\\([^()]*\\))?$")
_SPENT = re.compile("支付|支出|资金|预算|经费|执行|拨付|投资")
#: A cost of each of something.
_EACH = re.compile("均|每|单位(?!成本控制)|单个|单套|单次|单价")
_DOUBLED = re.compile(r"([%％‰≥≤=＝＞＜><])\1+|[≥≤＞＜><=]{3,}")
_REPEATED = re.compile(r"([%％‰≥≤=＝＞＜><])\1+")


@rule(
    code="VAL001",
    zh="指标值读不懂",
    en="A value that cannot be understood",
    severity="error",
    basis="targets-measurable",
    what="指标值既不是数值、区间、日期，也不是能理解的文字，例如符号重复、有符号没有数、区间上下限颠倒。",
    why="读不懂的指标值年中没法监控，年底没法评分，财政部门只能退回。",
    mend="写成“符号＋数值＋单位”，例如 ≥95%；定性指标写等级词，例如 健全。",
)
def unclear_value(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scales = sheet.words.of(Scales)
    for row in sheet.rows:
        for cell, value in row.values:
            doubled = _DOUBLED.search(value.text)
            if (value.kind != "unclear" and not doubled) or scales.placeholder(value.text):
                continue
            why = "符号写重了" if doubled else value.problem
            yield Fault(
                f"{sheet.label(cell)}“{value.text}”读不懂：{why}",
                evidence=value.text,
                row=row.index,
                cell=cell,
                fix=_readable(sheet, row, cell, value),
            )


def _readable(sheet: Sheet, row: Row, cell: ValueCell, value: TargetValue) -> Fix:
    """Doubled signs are one sign, where that leaves a sound value; anything else only the person knows."""
    once = settled(_REPEATED.sub(r"\1", value.text), row.meaning)
    if once is not None and once != value.text and _sound(sheet, row, TargetValue.model_validate(once)):
        edit = SetValue(row=row.index, cell=cell, text=once)
        return Fix(title=f"去掉重复的符号，改为“{once}”", edits=(edit,), safe=True)
    return Fix(title="重新填写这个指标值", asks=f"“{row.name}”的指标值应是多少（符号、数值、单位）？")


def _sound(sheet: Sheet, row: Row, value: TargetValue) -> bool:
    fits = value.unit is None or sheet.words.of(NameWords).fits(row.meaning, value.unit)
    return value.kind in ("number", "range") and fits and not against(row, value)


@rule(
    code="VAL002",
    zh="名称要求数值，却写了文字",
    en="A name that promises a number has a word for its value",
    severity="error",
    basis="mof-2013-53-clear",
    what="名称以“率、数、额、次数、时间、周期”等结尾，说明它是能量化的，指标值却是“实现”“提升”一类文字，或该写数量的写了日期。",
    why="名称承诺了数值而没有数值，完成与否就没有标准，这是“细化量化”最常见的退回原因。",
    mend="填上数值和单位；确实没有数可填的，换一个定性的名称。",
)
def word_for_number(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scales = sheet.words.of(Scales)
    for row in sheet.rows:
        if not row.meaning.promises_number:
            continue
        worded = [(cell, v) for cell, v in row.values if _no_number(row, v, scales) and not sheet.left_open(v)]
        if worded:
            cell, value = worded[-1]
            instead = "日期" if value.kind == "date" else "文字"
            yield Fault(
                f"“{row.name}”要求填数值，{sheet.label(cell)}写的是{instead}“{value.text}”",
                evidence=value.text,
                row=row.index,
                cell=cell,
                fix=Fix(title="填上数值和单位", asks=f"“{row.name}”计划达到多少？"),
            )


def _no_number(row: Row, value: TargetValue, scales: Scales) -> bool:
    if value.kind == "date":
        return not row.meaning.duration
    if value.kind != "word" or counted_in(value.text) or scales.placeholder(value.text):
        return False
    if scales.as_a_number(value.text):
        return False
    return not (row.meaning.duration and scales.names_time(value.text))


@rule(
    code="VAL004",
    zh="单位与名称不符",
    en="A unit that does not fit the name",
    severity="error",
    basis="mof-2013-53-clear",
    what="单位不是这类名称该用的：人数用了“起”，周期用了“次”，金额用了“%”，比率用了“人”；或时效指标只写了百分比，名称又不是及时率之类的比率。",
    why="单位错了，说明量的不是名称所说的东西，年底无法按名称取数。",
    mend="改成与名称相符的单位，或改名称。",
)
def wrong_unit(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.words.of(NameWords)
    for row in sheet.rows:
        wrong = [(cell, value) for cell, value in row.values if not _fits(names, row, value)]
        if not wrong:
            yield from _no_time(sheet, row)
            continue
        cell, value = wrong[-1]
        right = _right_unit(row, wrong)
        yield Fault(
            f"“{row.name}”不能用“{value.unit}”计量，{sheet.label(cell)}写的是“{value.text}”，通常用“{right}”",
            evidence="；".join(v.text for _, v in wrong),
            row=row.index,
            cell=cell,
            fix=_in_unit(row, wrong, right),
        )


def _no_time(sheet: Sheet, row: Row) -> Iterator[Fault]:
    """A share under 时效 whose name is none: 急诊响应 ≥95% says neither when nor how many in time."""
    told = row.indicator.section == "产出" and row.indicator.category == "时效"
    shares = [(cell, value) for cell, value in row.values if value.unit == "%" and not tells_change(value)]
    if not told or not shares or _RATIO.search(row.key) or row.meaning.share:
        return
    cell, value = shares[-1]
    if row.key.endswith("进度") and (value.number != 100 or _SPENT.search(row.key)):
        return
    yield Fault(
        f"“{row.name}”放在时效下，{sheet.label(cell)}“{value.text}”看不出什么时候完成",
        evidence=value.text,
        row=row.index,
        cell=cell,
        fix=Fix(title="写时限，或把名称写成及时率", asks=f"“{row.name}”要在什么时候、多长时间内完成？"),
    )


def _fits(names: NameWords, row: Row, value: TargetValue) -> bool:
    """Whether the value's unit can measure what the name says; any amount can be told by how much it changes."""
    if value.unit is None or names.fits(row.meaning, value.unit):
        return True
    return _of_budget(row, value) or (tells_change(value) and not row.meaning.duration)


def _of_budget(row: Row, value: TargetValue) -> bool:
    """A cost of ≤100% says: within the budget; of each of something (户均成本) it says nothing."""
    if _EACH.search(row.key):
        return False
    within = value.operator in ("≤", "<", "=") and value.number == 100 and value.unit == "%"
    return within and not row.meaning.promises_number


def _right_unit(row: Row, wrong: list[tuple[ValueCell, TargetValue]]) -> str | None:
    """The unit of the other value cell where that one is right, else the usual one."""
    cells = {cell for cell, _ in wrong}
    other = next((v.unit for cell, v in row.values if cell not in cells and v.unit), None)
    return other or (row.meaning.head.unit if row.meaning.head else None)


def _in_unit(row: Row, wrong: list[tuple[ValueCell, TargetValue]], unit: str | None) -> Fix:
    """Nought is nought in any unit; any other number may be one of something else, so the person must say."""
    if unit is None or any(value.number != 0 for _, value in wrong):
        return Fix(title="核对单位或名称", asks=f"“{row.name}”以什么单位计量、数值是多少？")
    edits = tuple(
        SetValue(row=row.index, cell=cell, text=print_value(value.operator, value.number, unit))
        for cell, value in wrong
        if value.number is not None
    )
    return Fix(title=f"单位改为“{unit}”", edits=edits, safe=True)


@rule(
    code="VAL008",
    zh="数值前没有符号",
    en="A number without an operator",
    severity="info",
    basis="practice",
    what="同一张表里别的数值都写明了 ≥、≤ 或 =，这一个没有写，看不出是至少、至多还是等于。",
    why="没有符号，超额或不足时怎么评分会有争议。",
    mend="按名称的方向补上 ≥、≤ 或 =。",
    parameters={"share": "表中至少有这么大比例的数值写了符号，才提示没写的那几个"},
)
def no_operator(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    numbers = [(row, cell, value) for row in sheet.rows for cell, value in row.values if value.kind == "number"]
    bare = [(row, cell, value) for row, cell, value in numbers if value.operator is None and not _whole(row, value)]
    if len(numbers) - len(bare) < p.number("share") * len(numbers):
        return
    for row, cell, value in {row.index: (row, cell, value) for row, cell, value in bare}.values():
        yield Fault(
            f"“{row.name}”的{sheet.label(cell)}“{value.text}”没有写 ≥、≤ 或 =",
            evidence=value.text,
            row=row.index,
            cell=cell,
            fix=Fix(title="补上符号", asks=f"“{row.name}”的“{value.text}”是至少、至多还是等于？"),
        )


def _whole(row: Row, value: TargetValue) -> bool:
    """100% of a share can only mean all of it."""
    return row.meaning.share and value.number == 100 and value.unit == "%"


@rule(
    code="VAL012",
    zh="数值没有单位",
    en="A number without its unit",
    severity="warning",
    basis="targets-measurable",
    what="名称是比率、时间或数量，数值后面却没有单位：覆盖率写“≥95”，响应时间写“≤15”，里程写“≥120”；或单位只写了“万”“亿”。",
    why="没有单位就不知道是 95% 还是 95 人，是 15 分钟还是 15 天，是 2 万亩还是 2 万平方米。",
    mend="补上单位。",
    parameters={
        "share": "没有单位的数量超过这个比例，就当样式里没有单位一列，不判断数量",
        "rows": "至少有这么多条数量没有单位，才这样看",
    },
)
def no_unit(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    counts = [r for r in sheet.rows if _counts(r) and any(v.number for _, v in r.values)]
    without = [r for r in counts if all(v.unit is None for _, v in r.values if v.number)]
    uncounted = len(without) >= p.integer("rows") and len(without) > p.number("share") * len(counts)
    if uncounted:
        yield Undecided("表中的数量大多没有单位，可能样式里没有单位一列，不判断哪一条漏了")
    for row in sheet.rows:
        bare = [
            (cell, value)
            for cell, value in row.values
            if value.number and (value.unit is None or value.unit in _SCALES) and not _dated(value.number)
        ]
        if not bare or not _needs_unit(row, bare, counted=not uncounted):
            continue
        cell, value = bare[-1]
        yield Fault(
            f"“{row.name}”的{sheet.label(cell)}“{value.text}”没有单位",
            evidence=value.text,
            row=row.index,
            cell=cell,
            fix=_percent(row, bare),
        )


def _counts(row: Row) -> bool:
    """Whether a name counts or measures in some unit that it does not name itself."""
    head = row.meaning.head
    return head is not None and head.promises and bool(head.allows) and not (head.share or row.meaning.duration)


def _needs_unit(row: Row, bare: list[tuple[ValueCell, TargetValue]], counted: bool) -> bool:
    if row.meaning.share:
        return not _SAYS_PERCENT.search(row.key) and all(v.number > 1 for _, v in bare if v.number)
    if row.meaning.head is None and row.indicator.category == "数量":
        return counted and not row.key.endswith(_WITHOUT_UNIT)
    if row.meaning.duration or bare[-1][1].unit in _SCALES:
        return not (bare[-1][1].unit in _SCALES and row.key.endswith(_OWN_UNIT))
    return counted and _counts(row)


def _dated(number: Decimal) -> bool:
    """A date written as a number: 2025, 2025.12, 202512, 20251231."""
    year = number
    while year >= 10000:
        year /= 100
    return 1990 <= year < 2100


def _percent(row: Row, bare: list[tuple[ValueCell, TargetValue]]) -> Fix:
    if row.meaning.bounded:
        texts = [settled(print_value(v.operator, v.number, "%"), row.meaning) for _, v in bare if v.number is not None]
        edits = [
            SetValue(row=row.index, cell=cell, text=t)
            for (cell, _), t in zip(bare, texts, strict=False)
            if t and not against(row, TargetValue.model_validate(t))
        ]
        if len(edits) == len(bare) and all(v.kind == "number" for _, v in bare):
            return Fix(title="补上“%”", edits=tuple(edits), safe=True)
    return Fix(title="补上单位", asks=f"“{row.name}”的“{bare[-1][1].text}”以什么为单位？")
