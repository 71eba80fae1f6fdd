"""Drafts from little or odd input: nothing is asked of the checker but what nobody could know is asked of the person."""

from __future__ import annotations

import pytest

from assistant.drafting import DraftRequest, VettedDraft
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from assistant.table import UNKNOWN_BASELINE, Indicator, TargetTable
from tests.drafting.memory import Memory

OUTPUTS = {"产出": "数量", "效益": "社会效益", "满意度": "服务对象满意度"}


def row(section: str, name: str, full: str, weight: int | None = None, category: str | None = None) -> Indicator:
    given = {"section": section, "category": category or OUTPUTS[section], "name": name, "full_year": full}
    return Indicator.model_validate({**given, "weight": weight})


def drafted(department: str, last: TargetTable | None = None) -> VettedDraft:
    draft = draft_now(DraftRequest(department=department, year=2027, last=last), Memory([]), Settings())
    assert not draft.report.errors
    assert not draft.not_accepted
    assert set(draft.grounds) == set(range(len(draft.table.indicators)))
    return draft


def asked(draft: VettedDraft) -> str:
    return "".join(q.text for q in draft.questions)


def test_a_department_of_no_known_kind_gets_what_every_department_has_and_is_asked_for_the_rest() -> None:
    draft = drafted("临江市城关街道办事处")
    assert {i.section for i in draft.table.indicators} == {"产出", "效益", "满意度"}
    assert draft.table.annual_goal is not None
    assert "年度工作任务完成率达到100%" in draft.table.annual_goal
    assert draft.table.duties == ()
    assert "单位主要职能留空" in asked(draft)
    assert "没有同类部门可以参照" in draft.assumptions[0]
    satisfaction = draft.table.section("满意度")[0]
    assert str(satisfaction.full_year) == UNKNOWN_BASELINE


@pytest.mark.parametrize("form", ["project-output", "project-cost"])
def test_a_projects_table_without_its_name_and_goal_is_drafted_and_asked_about(form: str) -> None:
    last = TargetTable(year=2026, template=form, indicators=(row("产出", "开展巡查次数", "≥12次"),))
    draft = drafted("临江市水务局", last)
    assert draft.table.annual_goal is not None
    assert draft.table.annual_goal.startswith("2027年，")
    assert "开展巡查次数不低于12次" in draft.table.annual_goal
    assert "项目名称留空" in asked(draft)
    assert any(i.section == "满意度" for i in draft.table.indicators)


def test_weights_of_a_cut_table_add_up_again_in_their_proportion() -> None:
    rows = (row("产出", "出差人次", "=24人次", 10), row("产出", "培训人次", "=40人次", 30))
    last = TargetTable(year=2026, template="project-output", project="市场整治", annual_goal="整治。", indicators=rows)
    draft = drafted("临江市供销社", last)
    weights = {i.name: i.weight for i in draft.table.indicators}
    assert sum(w for w in weights.values() if w is not None) == 90
    assert None not in weights.values()
    assert (weights["培训人次"] or 0) > (weights["出差人次"] or 0)


def test_weights_that_add_up_stay_as_they_are() -> None:
    rows = (
        row("产出", "出差人次", "=24人次", 50),
        row("效益", "受益人数", "≥40人", 30),
        row("满意度", "群众满意度", "≥95%", 10),
    )
    quality = (
        row("产出", "差旅合规率", "=100%", 4, "质量"),
        row("产出", "按期完成率", "=100%", 3, "时效"),
        row("产出", "差旅成本", "≤3万元", 3, "成本"),
    )
    last = TargetTable(
        year=2026, template="project-output", project="市场整治", annual_goal="整治。", indicators=(*rows, *quality)
    )
    draft = drafted("临江市供销社", last)
    assert [i.weight for i in draft.table.indicators] == [50, 4, 3, 3, 30, 10]


def test_a_table_without_a_year_is_said_to_be_taken_for_last_years() -> None:
    last = TargetTable(department="清河县档案馆", indicators=(row("产出", "档案接收数量", "≥300卷"),))
    assert "没有写年度，当作2026年的表" in "".join(drafted("清河县档案馆", last).assumptions)
    dated = drafted("清河县档案馆", last.model_copy(update={"year": 2026}))
    assert "没有写年度" not in "".join(dated.assumptions)
