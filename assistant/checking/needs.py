"""What a rule must have before it can judge, and what the report says where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.checking.rule import Need
from assistant.checking.sheet import Sheet

_HAS: Mapping[Need, Callable[[Sheet], bool]] = {
    "template": lambda s: s.template is not None,
    "whole": lambda s: not s.context.cut,
    "half_year": lambda s: s.has_half_year,
    "year": lambda s: s.table.year is not None,
    "duties": lambda s: bool(s.duties),
    "duty_blocks": lambda s: any(b.duty for b in s.blocks),
    "money": lambda s: s.has_money,
    "history": lambda s: bool(s.context.history),
    "results": lambda s: any(i.actual for t in s.context.history for i in t.indicators),
    "peers": lambda s: bool(s.context.peers),
    "draft": lambda s: s.context.draft,
}

#: None: the rule does not apply to such a table, so there is nothing to report.
_WHY: Mapping[Need, str | None] = {
    "template": "认不出表格样式，不知道它应当有哪些部分",
    "whole": "表格被截断或读取存疑，不判断缺了什么",
    "half_year": "表中没有半年指标值",
    "year": "表中没有年度",
    "duties": "没有部门职能可以对照",
    "duty_blocks": None,
    "money": "表中没有读到资金数",
    "history": "没有往年的绩效目标表可以对照",
    "results": "没有往年的完成值可以对照",
    "peers": "没有同类部门的数据可以对照",
    "draft": None,
}


def has(sheet: Sheet, need: Need) -> bool:
    """Whether the table and its context meet a need."""
    return _HAS[need](sheet)


def unmet(needs: tuple[Need, ...], sheet: Sheet) -> Need | None:
    """The first need that the table and its context do not meet."""
    return next((need for need in needs if not _HAS[need](sheet)), None)


def reason(need: Need, sheet: Sheet) -> str | None:
    """Why a rule with that need was not checked, in Chinese; None where the rule simply does not apply."""
    if need == "half_year" and sheet.template is not None and not sheet.template.half_year:
        return None
    return _WHY[need]
