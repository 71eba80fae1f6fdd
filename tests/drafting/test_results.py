"""Results of self-evaluations in a draft: beside last year's table, instead of it, and of the year before."""

from __future__ import annotations

import pytest

from assistant.drafting import DraftRequest, VettedDraft
from assistant.drafting.results import arranged
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from tests.drafting.memory import Memory
from tests.drafting.tables import evaluation, indicator, table, told

NAME = "路面管控完成情况"


def drafted(year: int, **given: object) -> VettedDraft:
    request = DraftRequest.model_validate({"department": "临川市公安局", "year": year, **given})
    return draft_now(request, Memory([]), Settings())


def row_of(draft: VettedDraft, name: str = NAME) -> tuple[str, str, str, list[str]]:
    """Its value, rule, derivation, and the sources it cites."""
    n, i = next((n, i) for n, i in enumerate(draft.table.indicators) if i.name == name)
    grounds = draft.grounds[n]
    return str(i.full_year), grounds.rule, grounds.derivation, [draft.sources[s].text for s in grounds.sources]


RESULTS = [
    # target of 2024, result told for it -> rule, target of 2025, what the derivation says
    ("≥92%", "96%", "按完成", "≥94%", "完成96%"),
    ("≥92%", "92%", "沿用", "≥92%", "2024年完成92%"),
    ("≥92%", "88%", "沿用", "≥92%", "2024年完成88%，未达目标，不再加码"),
    ("≤6%", "4%", "按完成", "≤5%", "完成4%"),
    ("≤6%", "7%", "沿用", "≤6%", "未达目标"),
    ("≥500次", "540", "按完成", "≥520次", "完成540"),
    ("≥500次", "已完成", "沿用", "≥500次", "2024年完成已完成"),
    ("≥500次", "未完成", "沿用", "≥500次", "未达目标"),
]


@pytest.mark.parametrize(("target", "result", "rule", "value", "says"), RESULTS)
def test_a_result_told_beside_last_years_table_moves_its_row(
    target: str, result: str, rule: str, value: str, says: str
) -> None:
    last = table(2024, indicator(NAME, target), indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(2025, last=last, results=(evaluation(2024, told(NAME, target, result)),))
    full, made_by, derivation, sources = row_of(draft)
    assert (full, made_by) == (value, rule)
    assert says in derivation
    assert any(f"完成{result}" in text for text in sources), "the self-evaluation's row is cited"
    assert not draft.report.errors


def test_a_result_of_the_year_before_is_held_against_last_years_target() -> None:
    last = table(2025, indicator(NAME, "≥92%"), indicator("驾驶证期满换证率", "≥99%"))
    before = table(2024, indicator(NAME, "≥90%"), indicator("驾驶证期满换证率", "≥99%"))
    draft = drafted(2026, last=last, history=(before,), results=(evaluation(2024, told(NAME, "≥90%", "96%")),))
    full, rule, derivation, _ = row_of(draft)
    assert (full, rule) == ("≥94%", "按完成")
    assert "2024年完成96%" in derivation


def test_a_result_in_the_table_of_the_year_before_is_cited_with_that_table() -> None:
    last, before = table(2025, indicator(NAME, "≥92%")), table(2024, indicator(NAME, "≥90%", actual="96%"))
    full, rule, _, sources = row_of(drafted(2026, last=last, history=(before,)))
    assert (full, rule) == ("≥94%", "按完成")
    assert any("完成96%" in text for text in sources)


def test_a_target_met_goes_on_at_its_pace() -> None:
    years = [table(2022 + n, indicator(NAME, full)) for n, full in enumerate(("≥90%", "≥91%", "≥92%"))]
    draft = drafted(2025, last=years[2], history=years[:2], results=(evaluation(2024, told(NAME, "≥92%", "92%")),))
    assert row_of(draft)[:2] == ("≥93%", "按进度")


def test_a_self_evaluation_alone_stands_for_last_years_table_in_a_target_form() -> None:
    rows = (told("案件办结率", "≥92%", "96%"), told("路面巡查覆盖率", "≥90%", "85%"))
    draft = drafted(2025, results=(evaluation(2024, *rows),))
    assert draft.table.template == "whole-output"
    assert row_of(draft, "案件办结率")[:2] == ("≥94%", "按完成")
    assert "未达目标" in row_of(draft, "路面巡查覆盖率")[2]
    assert all(i.actual is None and i.score is None for i in draft.table.indicators)


def test_a_renamed_row_is_known_by_its_likeness_and_unit() -> None:
    last = table(2024, indicator("道路交通事故死亡人数下降率", "≥5%"), indicator("驾驶证期满换证率", "≥99%"))
    told_rows = told("道路交通事故死亡人数下降比率", "≥5%", "3%").model_copy(update={"section": "履职"})
    draft = drafted(2025, last=last, results=(evaluation(2024, told_rows),))
    assert "未达目标" in row_of(draft, "道路交通事故死亡人数下降率")[2]


def test_files_given_together_are_told_apart() -> None:
    last, before = table(2025, indicator(NAME, "≥92%")), table(2024, indicator(NAME, "≥90%"))
    results = evaluation(2025, told(NAME, "≥92%", "92%"))
    project = evaluation(2025, told("设备购置数", "≥3台", "3台")).model_copy(update={"project": "设备购置"})
    assert arranged([last, results, project, before]) == (last, (before,), (results, project))
    assert arranged([results, project]) == (None, (), (results, project))
    assert arranged([project]) == (None, (), (project,))
