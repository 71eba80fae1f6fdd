"""Ways to break the values of a sound table."""

from __future__ import annotations

from random import Random

from assistant.table import Indicator, TargetTable, value
from eval.checking.mutant import (
    Mutant,
    Operator,
    Operators,
    broken,
    numeric,
    pick,
    plainly,
    rewritten,
    with_row,
    with_rows,
)

_SHARES = ("覆盖率", "合格率", "满意度", "准确率", "及时率", "达标率", "完好率", "办结率", "知晓率")
_COUNTS = ("次数", "人次", "人数", "件数", "场次", "期数", "户数", "数量")
_FLOWS = ("次", "人次", "场", "场次", "期")


def written(*texts: str, ends: tuple[str, ...] = ()) -> Operator:
    """Put a text where a number stands, in rows whose names end so."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        row = pick(table, random, lambda i: numeric(i, *ends) and not _is_common(i))
        text = random.choice(texts)
        return None if row is None else Mutant(with_row(table, row, full_year=value(text)), row)

    return operator


def _is_common(row: Indicator) -> bool:
    return row.section in ("决策", "过程")


def doubled(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: numeric(i) and i.full_year and i.full_year.operator in ("≥", "≤"))
    if row is None:
        return None
    full = table.indicators[row].full_year
    assert full is not None
    return Mutant(with_row(table, row, full_year=value(f"{full.operator}{full.text}")), row)


def in_unit(ends: tuple[str, ...], *units: str) -> Operator:
    """Exchange the unit of rows whose names end so."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        row = pick(table, random, lambda i: numeric(i, *ends) and not i.name.endswith(("频率", "效率", "周转率")))
        unit = random.choice(units)
        return None if row is None else Mutant(rewritten(table, row, lambda v: plainly(v, unit=unit)), row)

    return operator


def turned(ends: tuple[str, ...], to: str) -> Operator:
    """Turn the operator of rows whose names end so."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        row = pick(table, random, lambda i: numeric(i, *ends) and i.full_year and i.full_year.number)
        return None if row is None else Mutant(rewritten(table, row, lambda v: plainly(v, operator=to)), row)

    return operator


def halves_exchanged(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, _flows)
    if row is None:
        return None
    one = table.indicators[row]
    return Mutant(with_row(table, row, half_year=one.full_year, full_year=one.half_year), row)


def _flows(row: Indicator) -> bool:
    half, full = row.half_year, row.full_year
    if half is None or full is None or half.number is None or full.number is None or half.kind != "number":
        return False
    return full.unit in _FLOWS and 1 < half.number < full.number


def other_unit(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.half_year and i.half_year.number and i.half_year.unit and not _is_common(i))
    if row is None:
        return None
    half = table.indicators[row].half_year
    assert half is not None
    unit = random.choice([u for u in ("人", "%", "吨", "公里") if u != (half.unit or "").removeprefix("万")])
    return Mutant(with_row(table, row, half_year=value(plainly(half, unit=unit))), row)


def other_operator(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.half_year and i.half_year.number and i.half_year.operator in ("≥", "≤"))
    if row is None or table.indicators[row].full_year is None:
        return None
    half = table.indicators[row].half_year
    assert half is not None
    turned_round = "≤" if half.operator == "≥" else "≥"
    return Mutant(with_row(table, row, half_year=value(plainly(half, operator=turned_round))), row)


def done_by_june(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _flows(i) and i.full_year and i.full_year.operator in ("≥", "="))
    return None if row is None else Mutant(with_row(table, row, half_year=table.indicators[row].full_year), row)


def bare(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table, random, lambda i: numeric(i) and i.full_year and i.full_year.operator and i.full_year.number != 100
    )
    return None if row is None else Mutant(rewritten(table, row, lambda v: plainly(v, operator="")), row)


def from_nothing(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: numeric(i, *_COUNTS, *_SHARES) and i.full_year and i.full_year.operator == "≥")
    if row is None or any(word in table.indicators[row].name for word in ("净增", "增长", "下降", "提升")):
        return None
    return Mutant(rewritten(table, row, lambda v: plainly(v, operator="≥", number=0)), row)


def up_to_everything(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table,
        random,
        lambda i: numeric(i, "投诉率", "差错率", "漏损率", "失业率", "违法率", "败诉率", "近视率", "事故率"),
    )
    return None if row is None else Mutant(with_row(table, row, full_year=value("≤100%")), row)


def off_scale(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: i.name.endswith(("健全性", "规范性", "合规性", "科学性", "明确性", "公开度")))
    if row is None:
        return None
    word = random.choice(("完成", "实现", "开展", "落实"))
    return Mutant(with_row(table, row, full_year=value(word)), row)


def all_words(section: str) -> Operator:
    """Every row of a section without a number."""

    def operator(table: TargetTable, random: Random) -> Mutant | None:
        rows = list(table.indicators)
        own = [n for n, i in enumerate(rows) if i.section == section]
        if len(own) < 3:
            return None
        for n in own:
            half = value("良好") if rows[n].half_year else None
            cells = {"name": f"{rows[n].name}情况", "half_year": half, "full_year": value("良好")}
            rows[n] = rows[n].model_copy(update=cells)
        return Mutant(with_rows(table, rows))

    return operator


def no_unit(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table,
        random,
        lambda i: numeric(i, "率", "满意度", "时间", "周期", "时限") and i.full_year and (i.full_year.number or 0) > 1,
    )
    if row is None or table.indicators[row].name.endswith(("频率", "效率", "周转率")):
        return None
    return Mutant(rewritten(table, row, lambda v: plainly(v, unit="")), row)


OPERATORS: Operators = {
    "VAL001": broken(doubled, written("≥", "≤", "≥%", "≥XX%", "95%-85%", "≥9.5.2%", "？")),
    "VAL002": broken(
        written("提升", "实现", "达标", "良好", "较高", "基本完成", ends=("率", "满意度")),
        written("若干", "较多", "逐年增加", "开展", "有所提升", ends=_COUNTS),
        written("及时", "较短", "尽快", "按时", ends=("时间", "时长", "周期", "时限", "时限")),
        written("12月底前", ends=_COUNTS),
        also=("VAL011",),
    ),
    "VAL003": broken(
        written("≥100%", ends=_SHARES), written("=120%", "≥105%", "≥130%", ends=_SHARES), written(">100%", ends=_SHARES),
        written("不低于100%", ends=_SHARES), also=("VAL006",),
    ),
    "VAL004": broken(
        in_unit(("率", "满意度"), "人", "次", "起", "天", "万元"),
        in_unit(("次数", "人数", "人次", "户数", "件数"), "%", "天", "万元"),
        in_unit(("时间", "时长", "时限", "周期", "天数"), "次", "%", "人", "件"),
        in_unit(("面积",), "天", "人", "%", "件"),
        in_unit(("金额", "销售额", "交易额"), "%", "次", "天", "人"),
        also=("VAL006", "VAL007", "VAL003", "VAL009"),
    ),
    "VAL005": broken(
        turned(_SHARES, "≤"), turned(("投诉率", "差错率", "漏损率", "事故数", "失业率", "违法行为率", "败诉率"), "≥"),
        turned(("响应时间", "办理时间", "办理时限", "制证周期", "处置时间", "等候时间", "审批时间"), "≥"),
        turned(("成本",), "≥"),
    ),
    "VAL006": broken(halves_exchanged, other_unit, other_operator, also=("VAL004", "VAL005", "VAL009")),
    "VAL007": broken(done_by_june),
    "VAL008": broken(bare),
    "VAL009": broken(from_nothing, up_to_everything, also=("VAL007",)),
    "VAL010": broken(off_scale),
    "VAL011": broken(all_words("效益"), all_words("履职"), all_words("产出"), all_words("满意度"), also=("REL003", "REL002")),
    "VAL012": broken(no_unit),
}  # fmt: skip
