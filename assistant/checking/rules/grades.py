"""VAL: values without a number: graded words (等级词), and how many indicators there are of that kind."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.findings import Fix, SetValue
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.scales import Scales, contains, counted_in
from assistant.checking.sheet import Row, Sheet


@rule(
    code="VAL010",
    zh="等级词与指标不配",
    en="A word that is not on the scale of its indicator",
    severity="warning",
    basis="practice",
    what="定性指标的等级词不在这类指标的等级上，例如“及时性”写“健全”，“合规性”写“提升”。",
    why="等级词答非所问，评审时没有可以对照的等级。",
    mend="用与名称对应的等级词：健全性写“健全”，及时性写“及时”。",
)
def off_scale(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scales = sheet.words.of(Scales)
    for row in sheet.rows:
        if not any(value.kind == "word" for _, value in row.values) or not (roots := scales.scale(row.key)):
            continue
        wrong = [
            (cell, value)
            for cell, value in row.values
            if value.kind == "word"
            and not scales.placeholder(value.text)
            and not contains(value.text, roots)
            and not scales.graded(value.text, row.indicator.section == "效益")
            and not sheet.left_open(value)
        ]
        if wrong:
            cell, value = wrong[-1]
            edits = tuple(SetValue(row=row.index, cell=c, text=roots[0]) for c, _ in wrong)
            yield Fault(
                f"“{row.name}”的{sheet.label(cell)}“{value.text}”不是这类指标的等级词，通常写“{roots[0]}”",
                evidence="；".join(v.text for _, v in wrong),
                row=row.index,
                cell=cell,
                fix=Fix(title=f"改为“{roots[0]}”", edits=edits),
            )


@rule(
    code="VAL011",
    zh="量化指标太少",
    en="Too few quantified indicators",
    severity="warning",
    basis="targets-measurable",
    what="履职（产出）、效益或满意度指标里，能用数值衡量的占比低于设定的比例。这个比例没有官方规定，是本工具的设置。",
    why="绩效目标应尽量定量表述；一个部分几乎全是文字，年底就只能凭感觉评分。",
    mend="给其中几条配上数值，或换成可以计数的指标。",
    needs=("whole",),
    parameters={
        "output": "履职、产出指标中量化指标的最低占比",
        "benefit": "效益指标中量化指标的最低占比",
        "satisfaction": "满意度指标中量化指标的最低占比",
        "rows": "一个部分至少有这么多条指标才判断",
    },
)
def few_quantified(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for sections, label, name in (
        (("履职", "产出"), "履职、产出", "output"),
        (("效益",), "效益", "benefit"),
        (("满意度",), "满意度", "satisfaction"),
    ):
        rows = [r for s in sections for r in sheet.by_section.get(s, ()) if r.indicator.full_year is not None]
        counted = sum(_quantified(row) for row in rows)
        if len(rows) >= p.integer("rows") and counted < p.number(name) * len(rows):
            yield Fault(
                f"{label}指标 {len(rows)} 条里只有 {counted} 条有数值，低于设定的 {p.number(name):.0%}",
                evidence="、".join(r.name for r in rows if not _quantified(r)),
                path=f"indicators.{sections[-1]}",
                fix=Fix(title="给定性指标配上数值", asks=f"{label}指标里哪几条可以用数值衡量，目标是多少？"),
            )


def _quantified(row: Row) -> bool:
    value = row.indicator.full_year
    return value is not None and (value.kind in ("number", "range", "date") or counted_in(value.text))
