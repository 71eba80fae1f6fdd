"""VAL: do the common indicators (共性指标) ask for what their definition allows?"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.findings import Fix, SetValue
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.rules.bounds import against
from assistant.checking.sheet import Row, Sheet
from assistant.table.model import TargetValue


@rule(
    code="VAL016",
    zh="共性指标的值不合它的定义",
    en="A common indicator's value against its definition",
    severity="warning",
    basis="mof-2013-53-reasonable",
    what="控制率、变动率、结转结余率这类越低越好的共性指标写了 ≥ 或定得过高，执行率、覆盖率、利用率写了 ≤ 或定得过低。",
    why="共性指标各部门用同一把尺子；符号反了、要求太松，等于没有约束，也没法和别的部门比。",
    mend="按定义核对；多数地方有统一的目标值，没有特别理由的照填。",
)
def against_definition(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for row in sheet.rows:
        value = row.indicator.full_year
        if row.common is None or value is None or against(row, value):
            continue
        if wrong := _wrong(row, value):
            usual = row.common.value
            yield Fault(
                f"“{row.name}”{wrong}，{sheet.label('full_year')}写的是“{value.text}”",
                evidence=row.common.meaning,
                row=row.index,
                cell="full_year",
                fix=Fix(
                    title=f"改为统一的目标值“{usual}”",
                    edits=tuple(SetValue(row=row.index, cell=cell, text=usual) for cell, _ in row.values),
                ),
            )


def _wrong(row: Row, value: TargetValue) -> str | None:
    """What a value says against the definition of its common indicator; None where it may stand."""
    common = row.common
    if common is None or common.better is None or value.kind != "number" or value.number is None or value.unit != "%":
        return None
    lower = common.better == "lower"
    if value.operator in (("≥", ">") if lower else ("≤", "<")):
        return f"越{'低' if lower else '高'}越好"
    if common.limit is not None and (value.number > common.limit if lower else value.number < common.limit):
        return f"一般不{'高' if lower else '低'}于 {common.limit}%"
    return None
