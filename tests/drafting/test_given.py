"""Money and wishes that a person gives with a draft."""

from __future__ import annotations

import io

import openpyxl
import pytest

from assistant.drafting import DraftRequest, VettedDraft
from assistant.drafting.money import budget_in, missing, read_budget, told
from assistant.drafting.stream import draft_now
from assistant.drafting.wishes import understood
from assistant.reading import ReadingError
from assistant.settings import Settings
from assistant.table import Funds, Project
from tests.drafting.memory import Memory
from tests.drafting.tables import indicator, table

SAID = [
    ("2027年预算总额5200万元，其中项目支出3100万元", "总额5200万元，项目支出3100万元"),
    ("明年预算1.2亿元，基本支出7000万元", "总额12000万元，基本支出7000万元"),
    ("一般公共预算5000万元，政府性基金200万元", "一般公共预算5000万元，政府性基金200万元"),
    ("宣传活动经费由50万元增加到60万元，预算总额5200万元", "总额5200万元，1个项目（宣传活动经费）"),
    ("项目支出300000元", "项目支出30万元"),
    ("满意度都定98%以上", None),
    ("预算执行率为什么是100%", None),
]


@pytest.mark.parametrize(("text", "understood_as"), SAID, ids=[t for t, _ in SAID])
def test_money_is_taken_out_of_a_sentence(text: str, understood_as: str | None) -> None:
    funds = budget_in(text)
    assert (told(funds) if funds else None) == understood_as


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(stream := io.BytesIO())
    return stream.getvalue()


def test_a_sheet_of_projects_is_read_with_its_unit_and_sum() -> None:
    funds = read_budget(
        sheet(("单位：元",), ("序号", "项目名称", "预算数"), (1, "宣传活动", 600_000), (2, "装备购置", 1_200_000), ("", "合计", 1_800_000)),
        "预算.xlsx",
    )  # fmt: skip
    assert [(p.name, p.full_year) for p in funds.projects] == [("宣传活动", 60), ("装备购置", 120)]
    assert funds.spending.projects is not None
    assert funds.spending.projects.full_year == 180
    assert "基本支出" in missing(funds)


def test_a_sheet_without_money_says_so() -> None:
    with pytest.raises(ReadingError, match="没有找到预算数"):
        read_budget(sheet(("姓名", "电话"), ("某某", "无")), "名单.xlsx")


def drafted(**given: object) -> VettedDraft:
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"), indicator("党建活动次数", "≥4次"))
    request = DraftRequest.model_validate({"department": "临川市公安局", "year": 2025, "last": last, **given})
    draft = draft_now(request, Memory([]), Settings())
    assert not draft.report.errors
    return draft


def test_money_stands_in_the_draft_with_where_it_is_from_and_what_is_missing_is_asked_for() -> None:
    draft = drafted(budget=budget_in("预算总额5200万元，其中项目支出3100万元"), budget_origin="预算批复.docx")
    assert draft.table.funds.income.total == 5200
    assert any("预算批复.docx" in a and "总额5200万元" in a for a in draft.assumptions)
    assert any("基本支出" in q.text and "还没有给" in q.text for q in draft.questions)


def test_money_that_contradicts_itself_is_left_open_and_asked_about() -> None:
    funds = Funds.model_validate(
        {"spending": {"projects": {"full_year": 3100}}, "projects": [Project(name="装备", full_year=500), Project(name="宣传", full_year=90)]}
    )  # fmt: skip
    draft = drafted(budget=funds)
    assert draft.table.funds.projects == ()
    assert draft.table.funds.spending.projects is not None
    assert any("对不上" in q.text for q in draft.questions)


def test_wishes_with_a_rule_are_followed_and_the_others_named() -> None:
    draft = drafted(wishes=("满意度都定98%以上，不要写党建，突出民生",))
    rows = {i.name: n for n, i in enumerate(draft.table.indicators)}
    assert "党建活动次数" not in rows
    for name in ("社会治安满意度", "政务服务满意度"):
        grounds = draft.grounds[rows[name]]
        assert (str(draft.table.indicators[rows[name]].full_year), grounds.rule) == ("≥98%", "按要求")
        assert any(draft.sources[s].kind == "wish" for s in grounds.sources)
    assert [n for n in draft.record.notes if "突出民生" in n]


@pytest.mark.parametrize("wish", ["满意度再提高一点", "不要太多", "突出民生", "指标少一些"])
def test_what_no_rule_follows_is_left(wish: str) -> None:
    assert understood([wish]).left == (wish,)
