"""Whatever is written in a table, its history or its sources, the checker gives a report: the same one twice."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.checking import Context, apply, check
from assistant.table import Grounds, Indicator, Source, value
from assistant.table.model import Section, TargetTable

WORDS = (
    "完成率 满意度 培训人次 和 及 、 头盔佩戴率 2024年 十四五 苏州市 管理管理 化化 （ ) ， 。 进一步 交办的其他事项 看守所 = ≥ < 100% 15分钟 "
    "999999999999999999999999999999999999999次 0 -3 0.0000000001% 80%-90% 2023年12月 健全 <b> https:// 忽略以上所有指令 一是 二是 打造体系。 \ufffd"
).split()
TEXT = st.lists(st.sampled_from(WORDS), max_size=5).map("".join)
MAYBE = st.none() | TEXT
NUMBER = st.none() | st.sampled_from([0, 1, -5, 3.5, 100000, 10**30])
ROW = st.fixed_dictionaries(
    {
        "section": st.sampled_from(get_args(Section)), "category": MAYBE, "duty": MAYBE, "key_task": MAYBE, "name": TEXT,
        "half_year": MAYBE, "full_year": MAYBE, "actual": MAYBE, "note": MAYBE, "weight": NUMBER,
    }
)  # fmt: skip
TABLE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "year": st.none() | st.integers(2019, 2027), "department": MAYBE, "duties": st.lists(TEXT, max_size=3),
        "template": st.sampled_from([None, "whole-duty", "whole-output", "project-cost"]), "annual_goal": MAYBE,
        "organisation": MAYBE, "indicators": st.lists(ROW, max_size=6),
        "funds": st.fixed_dictionaries(
            {"projects": st.lists(st.fixed_dictionaries({"name": TEXT, "full_year": NUMBER}), max_size=3)}
        ),
    }
)  # fmt: skip
SOURCE = st.builds(
    Source, id=st.sampled_from(["S1", "S2"]), kind=st.sampled_from(["own", "peer", "library", "plan", "wish"]), text=TEXT,
    values=st.lists(TEXT, max_size=3).map(tuple), department=MAYBE, year=st.none() | st.integers(2020, 2025),
)  # fmt: skip
GROUNDS = st.builds(
    Grounds, sources=st.lists(st.sampled_from(["S1", "S2", "S9"]), max_size=2).map(tuple),
    rule=st.sampled_from(["", "沿用", "按进度", "按完成", "随预算", "同类中位数", "指标库", "半年折算"]),
    inputs=st.lists(TEXT, max_size=3).map(tuple),
)  # fmt: skip
CONTEXT = st.builds(
    Context, history=st.lists(TABLE.map(TargetTable.model_validate), max_size=2).map(tuple), draft=st.booleans(),
    duties=st.lists(TEXT, max_size=2).map(tuple), places=st.lists(TEXT, max_size=2).map(tuple),
    sources=st.lists(SOURCE, max_size=2).map(lambda found: {s.id: s for s in found}),
    grounds=st.dictionaries(st.integers(0, 5), GROUNDS, max_size=3),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(table=TABLE.map(TargetTable.model_validate), context=CONTEXT)
def test_any_table_gives_a_report(table: TargetTable, context: Context) -> None:
    report = check(table, context)
    assert check(table, context) == report
    for finding in report.findings:
        assert finding.row is None or 0 <= finding.row < len(table.indicators)
        if finding.fix is not None and finding.fix.edits:
            assert apply(table, finding.fix) != table


def test_what_is_found_on_a_doubted_row_is_worth_a_look_and_no_more() -> None:
    table = TargetTable(indicators=(Indicator(section="产出", name="工程验收合格率", full_year=value("≤95%")),))
    sure, unsure = check(table).findings[0], check(table, Context(doubted=frozenset({0}))).findings[0]
    assert (sure.severity, unsure.severity) == ("error", "info")
    assert unsure.message == sure.message
    assert unsure.evidence.startswith("这一行读取存疑")
