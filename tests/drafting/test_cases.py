"""The case writer, from request to vetted draft, over small tables in memory."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from assistant.drafting import (
    DraftRequest,
    Finished,
    KeyTask,
    Precedent,
    RowVetted,
    VettedDraft,
    stream_draft,
)
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from assistant.table import UNKNOWN_BASELINE, Funds, Indicator, Project
from tests.drafting.memory import Memory, corpus
from tests.drafting.tables import EXITS, exits, indicator, peers, table


def drafted(request: DraftRequest, memory: Memory | None = None) -> VettedDraft:
    return draft_now(request, memory or Memory([]), Settings())


def row_of(draft: VettedDraft, name: str) -> tuple[Indicator, str, str]:
    n, i = next((n, i) for n, i in enumerate(draft.table.indicators) if i.name == name)
    return i, draft.grounds[n].rule, draft.grounds[n].derivation


RULES = [
    # full-year targets (oldest first), last half-year target, last result -> rule, half, full
    (("≥90%",), "≥90%", None, "沿用", "≥90%", "≥90%"),
    (("≥90%", "≥92%"), "≥92%", None, "沿用", "≥92%", "≥92%"),
    (("≥90%", "≥92%"), "≥92%", "94%", "按完成", "≥93%", "≥93%"),
    (("≥90%", "≥92%"), "≥92%", "91%", "沿用", "≥92%", "≥92%"),
    (("≥99%",), "≥99%", "100%", "按完成", "≥99.5%", "≥99.5%"),
    (("≤6%",), "≤6%", "4%", "按完成", "≤5%", "≤5%"),
    (("≤6%",), "≤6%", "7%", "沿用", "≤6%", "≤6%"),
    (("≥500次",), "≥200次", "540次", "按完成", "≥208次", "≥520次"),
    (("≥500次",), "≥200次", "54万元", "沿用", "≥200次", "≥500次"),
    (("≥90%", "≥91%", "≥92%"), "≥92%", None, "按进度", "≥93%", "≥93%"),
    (("≥90%", "≥93%", "≥92%"), "≥92%", None, "沿用", "≥92%", "≥92%"),
    (("≥97%", "≥98%", "≥99%"), "≥99%", None, "按进度", "≥99.5%", "≥99.5%"),
    (("≤7%", "≤6%", "≤5%"), "≤5%", None, "按进度", "≤4%", "≤4%"),
    (("≥400次", "≥450次", "≥500次"), "≥200次", None, "按进度", "≥220次", "≥550次"),
    (("=100%", "=100%"), "=100%", "100%", "沿用", "=100%", "=100%"),
    (("健全", "健全"), "健全", None, "沿用", "健全", "健全"),
    (("=0起", "=0起"), "=0起", None, "沿用", "=0起", "=0起"),
    (("2023年6月底前",), "2023年6月底前", None, "沿用", "2024年6月底前", "2024年6月底前"),
]


@pytest.mark.parametrize(("fulls", "half", "actual", "rule", "new_half", "new_full"), RULES)
def test_the_value_follows_from_the_past_by_a_stated_rule(
    fulls: tuple[str, ...], half: str, actual: str | None, rule: str, new_half: str, new_full: str
) -> None:
    other = indicator("驾驶证期满换证率", "≥99%")
    years = [
        table(2023 + n, indicator("路面管控完成情况", full, full, None), other) for n, full in enumerate(fulls[:-1])
    ]
    last = table(2023 + len(fulls) - 1, indicator("路面管控完成情况", fulls[-1], half, actual), other)
    draft = drafted(DraftRequest(department="临川市公安局", year=2023 + len(fulls), last=last, history=tuple(years)))
    row, made_by, derivation = row_of(draft, "路面管控完成情况")
    assert (made_by, str(row.half_year), str(row.full_year)) == (rule, new_half, new_full)
    assert fulls[-1] in derivation


def test_an_indicator_dropped_last_year_comes_back_saying_so() -> None:
    before = table(2023, indicator("驾驶证期满换证率", "≥99%"), indicator("重点车辆检验率", "≥97%"))
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last, history=(before,)))
    row, rule, derivation = row_of(draft, "重点车辆检验率")
    assert (rule, str(row.full_year)) == ("沿用", "≥97%")
    assert "2024年未设此项" in derivation


def test_a_count_follows_the_money_of_the_project_behind_it() -> None:
    def funds(amount: str) -> Funds:
        return Funds(projects=(Project.model_validate({"name": "交通安全宣传活动", "full_year": amount}),))

    last = table(2024, indicator("交通安全宣传活动场次", "≥100场", "≥40场"), funds=funds("50"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last, budget=funds("60")))
    row, rule, derivation = row_of(draft, "交通安全宣传活动场次")
    assert (rule, str(row.half_year), str(row.full_year)) == ("随预算", "≥48场", "≥120场")
    assert "50万元" in derivation
    assert "60万元" in derivation


def test_a_duty_left_out_is_filled_with_the_peers_median_under_an_adapted_name() -> None:
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last), Memory(peers()))
    row, rule, derivation = row_of(draft, "证件签发及时率")
    assert (rule, str(row.full_year)) == ("同类中位数", "≥98%")
    assert (row.duty, row.key_task) == (EXITS, "推进出入境窗口提速")
    assert "3家同类部门" in derivation


@pytest.mark.parametrize(
    ("values", "full"),
    [
        pytest.param(("≥400件", "≥500件", "≥900件"), "≥500件", id="places of a size: the median"),
        pytest.param(("≥90件", "≥500件", "≥900件"), UNKNOWN_BASELINE, id="a town and a city: nobody's number"),
        pytest.param(("≥20%", "≥50%", "≥90%"), "≥50%", id="shares do not grow with the place"),
    ],
)
def test_counts_of_places_of_another_size_are_not_taken_over(values: tuple[str, ...], full: str) -> None:
    others = [
        Precedent(
            table=table(2024, exits("证件签发量", count, "推进出入境窗口提速"), department=f"{city}公安局"),
            place=city,
            record=f"{city}公安局·2024",
        )
        for city, count in zip(("东江市", "西江市", "南江市"), values, strict=True)
    ]
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last), Memory(others))
    row, rule, derivation = row_of(draft, "证件签发量")
    assert (rule, str(row.full_year)) == ("同类中位数", full)
    assert ("不能照搬" in derivation) == (full == UNKNOWN_BASELINE)


def test_a_duty_that_nothing_is_known_of_is_asked_about() -> None:
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last))
    assert all(r.duty != EXITS for r in draft.table.indicators)
    assert any(EXITS in q.text for q in draft.questions)


def test_a_word_where_a_number_belongs_becomes_a_question() -> None:
    last = table(2024, indicator("抓拍功能准确率", "实现"), indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last))
    row, _, _ = row_of(draft, "抓拍功能准确率")
    assert (str(row.full_year), str(row.half_year)) == (UNKNOWN_BASELINE, UNKNOWN_BASELINE)
    asked = next(q for q in draft.questions if q.row is not None)
    assert draft.table.indicators[asked.row or 0] == row
    assert "实现" in asked.text


def test_plan_tasks_take_the_place_of_last_years() -> None:
    task = KeyTask(text="推进道路交通安全治理，整治农村交通秩序", origin="工作计划 第3段")
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"), indicator("重点车辆检验率", "≥97%"))
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last, key_tasks=(task,)))
    rows = draft.table.section("履职")
    assert {r.key_task for r in rows} == {task.text}
    assert any(s.kind == "plan" and s.origin == "工作计划 第3段" for s in draft.sources.values())
    assert draft.table.annual_goal == "推进道路交通安全治理。"


def test_money_is_asked_for_and_never_made_up() -> None:
    last = table(
        2024, indicator("驾驶证期满换证率", "≥99%"), funds=Funds(projects=(Project(name="设备", full_year=1),))
    )
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=last))
    assert draft.table.funds == Funds()
    assert any("预算" in q.text for q in draft.questions)


def test_the_year_moves_on_in_the_texts() -> None:
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=table(2024, indicator("检验率", "≥97%"))))
    assert draft.table.annual_goal == "2025年整治道路交通秩序，守住安全底线。"


def test_every_row_names_a_source_that_contains_what_it_is_cited_for() -> None:
    memory = corpus("公安")
    department = memory.tables[0].department
    draft = drafted(DraftRequest(department=department, year=2026), memory)
    assert len(draft.table.indicators) > 60
    assert not draft.report.errors
    for n, row in enumerate(draft.table.indicators):
        cited = [draft.sources[s] for s in draft.grounds[n].sources]
        assert any(row.name in s.text for s in cited)
        values = {v for s in cited for v in s.values}
        assert {*draft.grounds[n].inputs} <= values


def test_rows_come_as_they_are_vetted_and_the_whole_at_the_end() -> None:
    async def collect() -> list[object]:
        request = DraftRequest(department="临川市公安局", year=2025, last=table(2024, indicator("检验率", "≥97%")))
        return [e async for e in stream_draft(request, Memory([]), Settings())]

    events = asyncio.run(collect())
    assert isinstance(events[-1], Finished)
    shown = [e.indicator.name for e in events if isinstance(e, RowVetted)]
    assert shown[0] == "中长期规划制定健全性"
    assert set(shown) == {i.name for i in events[-1].draft.table.indicators}


def test_nothing_but_the_vetting_makes_what_is_shown() -> None:
    draft = drafted(DraftRequest(department="临川市公安局", year=2025, last=table(2024, indicator("检验率", "≥97%"))))
    fields = {k: getattr(draft, k) for k in draft.__dataclass_fields__ if k != "seal"}
    with pytest.raises(TypeError, match="审核"):
        VettedDraft(**fields)
    with pytest.raises(TypeError, match="审核"):
        RowVetted(part="D1", indicator=draft.table.indicators[0], grounds=draft.grounds[0], sources=())


def test_the_offices_own_words_vet_the_draft(tmp_path: Path) -> None:
    (words := tmp_path / "词表").mkdir()
    (words / "scales.toml").write_text('placeholders = ["平稳"]\n', "utf-8")
    request = DraftRequest(department="临川市公安局", year=2026, last=table(2025, indicator("路面秩序", "平稳")))
    values = [
        str(row_of(made, "路面秩序")[0].full_year)
        for made in (drafted(request), draft_now(request, Memory([]), Settings(words=words)))
    ]
    assert values == ["平稳", UNKNOWN_BASELINE]
