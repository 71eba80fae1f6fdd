"""STR: structure and completeness (完整性)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet


@rule(
    code="STR002",
    zh="样式要求的部分是空的",
    en="A section that the form requires is empty",
    severity="error",
    basis="zf-2018-34",
    what="表格样式要求填写的一级指标（决策、过程、履职或产出、效益、满意度等）下面一条指标也没有。",
    why="绩效目标要覆盖产出、效益和满意度各个方面，缺一块，财政部门会整表退回。",
    mend="在缺的一级指标下补上指标。",
    needs=("template", "whole"),
)
def empty_section(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    assert sheet.template is not None
    for section in sheet.template.sections:
        if section.required and section.name not in sheet.by_section:
            yield Fault(f"“{section.label}”下面没有指标", path="indicators")
