"""VAL: values that nobody can measure, that leave room where there must be none, or that count in fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.findings import Fix, SetValue
from assistant.checking.names import NameWords
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.rules.naming import unmeasured
from assistant.checking.scales import Scales, counted_in
from assistant.checking.sheet import Row, Sheet, plain
from assistant.checking.tolerance import Tolerance
from assistant.checking.wording import Wording
from assistant.table.model import TargetValue
from assistant.table.values import print_value

#: Names whose word is a grade that somebody else gives by a standard, and words that cap a cost by one.
_GRADED = re.compile(
    "(等级|级别|评级|等次|名次|档次|星级|排名|位次|考核结果|评价结果|考评结果|评估结果|评定结果|审计意见)$"
)
#: Verbs that say what was reached, not only what was done.
_REACHED = (
    "通过",
    "达到",
    "获得",
    "取得",
    "建成",
    "完成",
    "上线",
    "入选",
    "创成",
    "验收",
    "开通",
    "竣工",
    "投用",
    "出台",
)
_CAPPED = re.compile("预算|不超|不高于|限额|定额|概算|估算|合同|中标|零")


@rule(
    code="VAL013",
    zh="指标值空泛，没有衡量标准",
    en="A value too vague to measure",
    severity="warning",
    basis="targets-measurable",
    what="指标值只是“良好”“有效提升”“明显改善”“按要求完成”“左右”一类的话，或把名称又说了一遍；成本指标没有写金额。",
    why="没有标准和幅度，年底怎么说都算完成；定性的指标也要有可以对照的标准。",
    mend="换成数量、比率或幅度；确实只能定性的，写明分档标准，例如“知晓率80%以上为良好”。",
)
def vague_value(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scales, wording = sheet.words.of(Scales), sheet.words.of(Wording)
    for row in sheet.own_rows:
        values = [(cell, value) for cell, value in row.values if not sheet.left_open(value)]
        told = [(cell, value, why) for cell, value in values if (why := _why(row, value, scales))]
        if not told or unmeasured(row, wording):
            continue
        cell, value, why = told[-1]
        yield Fault(
            f"“{row.name}”的{sheet.label(cell)}“{value.text}”{why}",
            evidence="；".join(dict.fromkeys(v.text for _, v, _ in told)),
            row=row.index,
            cell=cell,
            fix=Fix(title="写出可以衡量的值", asks=f"“{row.name}”用什么数值或分档标准衡量，计划达到多少？"),
        )


def _why(row: Row, value: TargetValue, scales: Scales) -> str | None:
    """What makes a value vague; None where it is not, or where another rule says so (a number promised, a scale)."""
    if value.kind == "number" and scales.approximate(value.text):
        return "没有明确的界限"
    if value.kind != "word" or row.indicator.standard or counted_in(value.text) or scales.placeholder(value.text):
        return None
    if row.meaning.promises_number or scales.scale(row.key) or scales.as_a_number(value.text):
        return None
    bare = plain(value.text)
    if _GRADED.search(row.key) or scales.raises_a_level(row.key, bare):
        return None
    if _costs(row):
        return None if _CAPPED.search(bare) else "没有写金额，无法考核"
    if len(bare) > 1 and row.key.endswith(bare):
        return "只是把名称又说了一遍"
    of_output = row.indicator.section in ("产出", "履职")
    if scales.vague(bare) or (of_output and not scales.says_when_met(bare) and not row.key.startswith(bare)):
        return "没有衡量标准，年底无法判断是否完成"
    return "只是把名称又说了一遍" if len(bare) > 1 and row.key.startswith(bare) and bare not in _REACHED else None


def _costs(row: Row) -> bool:
    category = row.indicator.category or ""
    return not category.startswith(("社会", "生态")) and (row.indicator.section == "成本" or "成本" in category)


@rule(
    code="VAL014",
    zh="零容忍的事留了余地",
    en="Room left for what must not happen at all",
    severity="warning",
    basis="targets-feasible",
    what="责任事故、重大事故、脱逃、失泄密、超编进人这类不允许发生的事，目标值写成了允许发生几起、几人。",
    why="这类事项发生一起就要追责，目标只能是零；写“≤20人”等于允许出事。",
    mend="改为“=0”；确实是全市控制数的，写明是上级下达的控制指标。",
)
def room_for_harm(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    tolerance = sheet.words.of(Tolerance)
    for row in sheet.own_rows:
        if row.meaning.share or not tolerance.none_allowed(row.key):
            continue
        wrong = [(cell, value) for cell, value in row.values if _allows(value)]
        if wrong:
            cell, value = wrong[-1]
            edits = tuple(
                SetValue(row=row.index, cell=c, text=print_value("=", v.number * 0, v.unit))
                for c, v in wrong
                if v.number is not None
            )
            yield Fault(
                f"“{row.name}”不允许发生，{sheet.label(cell)}“{value.text}”却留了余地，应为 0",
                evidence="；".join(v.text for _, v in wrong),
                row=row.index,
                cell=cell,
                fix=Fix(title=f"改为“{edits[-1].text}”", edits=edits),
            )


def _allows(value: TargetValue) -> bool:
    return (
        value.kind == "number"
        and value.operator in ("≤", "<", "=", None)
        and bool(value.number)
        and value.unit not in ("%", "‰")
        and not (value.operator == "<" and value.number == 1)
    )


@rule(
    code="VAL015",
    zh="论个数的写了小数",
    en="A fraction of what is counted one by one",
    severity="warning",
    basis="targets-measurable",
    what="人、座、家、件、次这类一个一个数的，目标值写了小数，例如“≥85.5人”。",
    why="没有半个人、半座闸；多半是除出来的平均数，或者单位漏了“万”。",
    mend="写整数；是平均数的在名称里写明，以万计的把单位写全。",
)
def fraction_of_one(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.words.of(NameWords)
    for row in sheet.own_rows:
        wrong = [(cell, value) for cell, value in row.values if names.fraction(row.key, value)]
        if wrong:
            cell, value = wrong[-1]
            yield Fault(
                f"“{row.name}”按“{value.unit}”计数，{sheet.label(cell)}“{value.text}”却不是整数",
                evidence="；".join(v.text for _, v in wrong),
                row=row.index,
                cell=cell,
                fix=Fix(title="写整数或写全单位", asks=f"“{row.name}”计划多少{value.unit}？"),
            )
