"""Numbers of a work plan as indicators, and in a draft."""

from __future__ import annotations

import pytest

from assistant.drafting import DraftRequest, KeyTask
from assistant.drafting.figures import figures_of
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from assistant.table import UNKNOWN_BASELINE, TargetTable
from tests.drafting.memory import Memory
from tests.drafting.tables import EXITS, exits, indicator, table

FIGURES = [
    (
        "加快停车场建设。新建停车位2000个，其中立体停车库3座",
        [("新建停车位数量", "≥2000个"), ("立体停车库数量", "≥3座")],
    ),
    ("完成12座病险水库除险加固", [("病险水库除险加固数量", "≥12座")]),
    (
        "居民小区分类覆盖率达到100%，厨余垃圾分出率不低于20%",
        [("居民小区分类覆盖率", "=100%"), ("厨余垃圾分出率", "≥20%")],
    ),
    ("管网漏损率控制在8%以内", [("管网漏损率", "≤8%")]),
    ("全年开展集中整治行动24次", [("集中整治行动次数", "≥24次")]),
    ("招聘教师350名；培训人次不少于1.2万人次", [("招聘教师人数", "≥350名"), ("培训人次", "≥1.2万人次")]),
    ("接待游客增长8%", [("接待游客增长率", "≥8%")]),
    ("义务教育学位7200个、普通高中学位2400个", [("义务教育学位数量", "≥7200个"), ("普通高中学位数量", "≥2400个")]),
    (
        "整治河道“四乱”问题60处，整改率100%",
        [("整治河道“四乱”问题数量", "≥60处"), ("整治河道“四乱”问题整改率", "=100%")],
    ),
    ("组织应急演练不少于每校12次", []),
    ("举办第5届文化节，力争2027年6月底前完成", []),
    ("规范社会组织管理，年检率不低于95%", []),
    ("坚持问题导向，奋力开创新局面", []),
    (
        "新增3岁以下婴幼儿托位350个，65岁以上老年人健康管理率不低于72%，12345热线工单按时办结率不低于98%",
        [
            ("新增3岁以下婴幼儿托位数量", "≥350个"),
            ("65岁以上老年人健康管理率", "≥72%"),
            ("12345热线工单按时办结率", "≥98%"),
        ],
    ),
    (
        "发放计划生育家庭奖励扶助金，惠及2850人，资金发放及时率100%",
        [("计划生育家庭奖励扶助金惠及人数", "≥2850人"), ("计划生育家庭奖励扶助金资金发放及时率", "=100%")],
    ),
    (
        "组织职业技能等级认定800人，合格率达到90%",
        [("职业技能等级认定人数", "≥800人"), ("职业技能等级认定合格率", "≥90%")],
    ),
    ("开展传染病疫情监测报告，报告及时率100%", [("传染病疫情监测报告及时率", "=100%")]),
    ("重大安全责任事故0起", [("重大安全责任事故起数", "=0起")]),
    ("购置实训设备120台（套）", [("购置实训设备数量", "≥120台")]),
    ("年末在校生规模达到3500人", [("年末在校生规模", "≥3500人")]),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES, ids=[t for t, _ in FIGURES])
def test_a_number_with_its_thing_is_an_indicator(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(f.name, str(f.value)) for f in figures_of(KeyTask(text=text))] == figures


TASK = KeyTask(
    text="推进出入境窗口提速",
    origin="计划.docx 第3段",
    detail="推进出入境窗口提速\n新增自助办证机20台，证件签发及时率达到99%",
)


def drafted(last: TargetTable) -> tuple[TargetTable, dict[str, tuple[str, str, list[str]]]]:
    draft = draft_now(
        DraftRequest(department="临川市公安局", year=2025, last=last, key_tasks=(TASK,)), Memory([]), Settings()
    )
    assert not draft.report.errors
    rows = {}
    for n, i in enumerate(draft.table.indicators):
        grounds = draft.grounds[n]
        rows[i.name] = (str(i.full_year), grounds.rule, [draft.sources[s].origin or "" for s in grounds.sources])
    return draft.table, rows


def test_what_the_plan_promises_becomes_rows_under_its_task_with_the_plan_as_source() -> None:
    made, rows = drafted(table(2024, indicator("驾驶证期满换证率", "≥99%"), exits("证件办理满意率", "≥96%")))
    assert rows["新增自助办证机数量"][:2] == ("≥20台", "按计划")
    assert "计划.docx 第3段" in rows["新增自助办证机数量"][2]
    row = next(i for i in made.indicators if i.name == "新增自助办证机数量")
    assert (row.duty, row.key_task, str(row.half_year)) == (EXITS, TASK.text, "≥10台")


def test_an_own_row_takes_the_plans_value_and_keeps_its_name() -> None:
    _, rows = drafted(table(2024, indicator("驾驶证期满换证率", "≥99%"), exits("证件签发及时率", "≥97%")))
    assert rows["证件签发及时率"][:2] == ("≥99%", "按计划")


def test_a_form_by_outputs_has_them_under_their_kind() -> None:
    made, _ = drafted(TargetTable(year=2024, template="whole-output", annual_goal="提速。", duties=(EXITS,)))
    where = {i.name: (i.section, i.category) for i in made.indicators}
    assert where["新增自助办证机数量"] == ("产出", "数量")
    assert where["证件签发及时率"] == ("产出", "时效")


@pytest.mark.parametrize(
    ("said", "half"),
    [
        ("新建村卫生室12个", "≥6个"),
        ("新签校企合作协议15份", "≥8份"),
        ("重点人群筛查1.2万人", "≥0.6万人"),
        ("新建校内实训基地1个", UNKNOWN_BASELINE),  # done by then or not: nobody said
        ("千人口托位数达到4.6个", "≥4.6个"),
        ("重大安全责任事故0起", "=0起"),
        ("管网漏损率控制在8%以内", "≤8%"),
    ],
)
def test_a_plans_count_is_half_done_at_half_year(said: str, half: str) -> None:
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"), exits("证件办理满意率", "≥96%"))
    task = KeyTask(text="推进出入境窗口提速", origin="计划.docx 第3段", detail=f"推进出入境窗口提速\n{said}")
    request = DraftRequest(department="临川市公安局", year=2025, last=last, key_tasks=(task,))
    draft = draft_now(request, Memory([]), Settings())
    made = [n for n in draft.grounds if draft.grounds[n].rule == "按计划"]
    assert [str(draft.table.indicators[n].half_year) for n in made] == [half]
    assert not draft.report.errors
    if half == "≥6个":
        assert "半年≥6个，按时间过半、任务过半取全年的一半" in (draft.grounds[made[0]].derivation or "")
