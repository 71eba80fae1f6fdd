"""What a model is asked about the whole: where key tasks belong, which fixes are right, the annual goal; and a draft
made again from its record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.drafting import DraftRequest, KeyTask, Record, VettedDraft, draft_again
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from assistant.table import Indicator
from tests.drafting.memory import Memory
from tests.drafting.tables import DUTY, EXITS, exits, indicator, peers, table
from tests.support.openai_server import Asked, OpenAIServer, Reply, rows, well_behaved

ROAD, WINDOW = "整治道路交通秩序，守住安全底线", "出入境窗口提速，证件当天签发"
TWIN = {"section": "过程", "category": "机构建设"}


def drafted(script: Callable[[Asked], Reply], request: DraftRequest, state: Path) -> tuple[VettedDraft, list[str]]:
    """A draft with a scripted model, and the prompts it was asked."""
    with OpenAIServer(script) as server:
        settings = Settings(state=state, model_base_url=server.url, model_name="m", model_timeout=5)
        done = draft_now(request, Memory(peers()), settings)
        return done, [a.last for a in server.asked]


def answering(**answers: object) -> Callable[[Asked], Reply]:
    """A well-behaved model that answers the named questions on the whole (by the part they are about) so."""

    def script(asked: Asked) -> Reply:
        for part, given in answers.items():
            if f"部分编号：{part}\n" in asked.last:
                return Reply(given if isinstance(given, str) else json.dumps({"rows": given}, ensure_ascii=False))
        return well_behaved(asked)

    return script


def last(*more: Indicator) -> DraftRequest:
    rows = (indicator("驾驶证期满换证率", "≥99%", key_task=ROAD), exits("签证办理及时率", "≥98%", WINDOW), *more)
    return DraftRequest(department="临川市公安局", year=2025, last=table(2024, *rows))


def tasks_of(done: VettedDraft, duty: str) -> set[str | None]:
    return {i.key_task for i in done.table.indicators if i.duty == duty}


PLACES = [
    ("right", [{"task": "T1", "duty": "D2"}, {"task": "T2", "duty": "D1"}], {DUTY: {ROAD}, EXITS: {WINDOW}}),
    ("nothing", [], {DUTY: {WINDOW}, EXITS: {ROAD}}),
    ("a duty that is not there", [{"task": "T1", "duty": "D9"}], {DUTY: {WINDOW}, EXITS: {ROAD}}),
    ("words", "我认为没有问题。", {DUTY: {WINDOW}, EXITS: {ROAD}}),
]


@pytest.mark.parametrize(("answer", "expected"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES])
def test_a_plan_s_key_tasks_stand_where_the_model_puts_them(
    answer: object, expected: dict[str, set[str]], tmp_path: Path
) -> None:
    planned = (KeyTask(text=ROAD, duty=EXITS), KeyTask(text=WINDOW, duty=DUTY))
    request = last().model_copy(update={"key_tasks": tuple(sorted(planned, key=lambda t: t.text != WINDOW))})
    done, asked = drafted(answering(重点工作=answer), request, tmp_path)
    assert any("T1｜现在 D1｜" in a for a in asked)
    assert {duty: tasks_of(done, duty) for duty in expected} == expected


def test_where_nothing_is_doubtful_nobody_is_asked_about_key_tasks(tmp_path: Path) -> None:
    _, asked = drafted(well_behaved, last(), tmp_path)
    assert not any("部分编号：重点工作" in a for a in asked)


@pytest.mark.parametrize(("decision", "left"), [("采纳", 1), ("不采纳", 2), ("也许", 2)])
def test_a_fix_that_needs_judgement_is_made_where_the_model_says_so(decision: str, left: int, tmp_path: Path) -> None:
    twins = [
        Indicator.model_validate({**TWIN, "name": name, "half_year": "有效", "full_year": "有效"})
        for name in ("纪检监察工作有效性", "纪律检查工作有效性")
    ]
    answer = [{"fix": "F1", "decision": decision, "why": "同一件事"}]
    done, asked = drafted(answering(修改建议=answer), last(*twins), tmp_path)
    assert any("纪律检查工作有效性" in a for a in asked if "部分编号：修改建议" in a)
    assert sum(i.name in {t.name for t in twins} for i in done.table.indicators) == left
    assert not done.report.errors


SENTENCES = [
    {"sentence": "整治道路交通秩序，驾驶证期满换证率不低于99%", "sources": "K1,R1"},
    {"sentence": "出入境窗口提速，签证办理及时率不低于98%", "sources": "K2,R2"},
    {"sentence": "社会治安满意度不低于95%", "sources": "R9"},
]
BAD = [
    ("a number of its own", {"sentence": "整治道路交通秩序，守住安全底线，事故下降37%", "sources": "K1"}),
    ("another place", {"sentence": "学习东江市整治道路交通秩序", "sources": "K1"}),
    ("no source", {"sentence": "整治道路交通秩序，守住安全底线", "sources": ""}),
    ("a source that is not there", {"sentence": "整治道路交通秩序，守住安全底线", "sources": "K1,R99"}),
    ("words of its own", {"sentence": "建成全国一流的智慧警务示范高地", "sources": "K1"}),
    ("an attack", {"sentence": "整治道路交通秩序<script>alert(1)</script>", "sources": "K1"}),
]


def numbered(asked: str) -> list[dict[str, str]]:
    """The good sentences, each citing the numbers that its words have in this very prompt."""
    lines = [line.split("｜", 1) for line in asked.splitlines() if "｜" in line]
    wanted = (("整治道路", "驾驶证期满"), ("窗口提速", "签证办理"), ("社会治安满意度",))
    cited = [",".join(n for n, text in lines if any(w in text for w in words) and n[0] in "KR") for words in wanted]
    return [{**s, "sources": c} for s, c in zip(SENTENCES, cited, strict=True)]


@pytest.mark.parametrize("bad", [None, *(b for _, b in BAD)], ids=["all good", *(n for n, _ in BAD)])
def test_the_goal_is_what_of_the_model_s_sentences_holds(bad: dict[str, str] | None, tmp_path: Path) -> None:
    def script(asked: Asked) -> Reply:
        if "部分编号：年度目标" not in asked.last:
            return well_behaved(asked)
        return Reply(rows(*([bad] if bad else []), *numbered(asked.last)))

    done, _ = drafted(script, last(), tmp_path)
    assert done.table.annual_goal == "；".join(s["sentence"] for s in SENTENCES) + "。"
    assert any(a.startswith("年度目标由模型归纳") and "驾驶证期满换证率" in a for a in done.assumptions)


def test_where_too_little_holds_the_goal_stays_as_it_was_with_a_note(tmp_path: Path) -> None:
    done, _ = drafted(answering(年度目标=[BAD[0][1], BAD[1][1]]), last(), tmp_path)
    assert done.table.annual_goal == "2025年整治道路交通秩序，守住安全底线。"
    assert any("没有通过核对" in note for note in done.record.notes)


def test_a_draft_is_made_again_from_its_record(tmp_path: Path) -> None:
    spoilt = [
        {"name": "驾驶证期满换证率", "key_task": "K1", "half_year": "≥12%", "full_year": "≥12%", "sources": "S999"}
    ]

    def script(asked: Asked) -> Reply:
        return (
            Reply(rows(*spoilt))
            if "部分编号：D1" in asked.last and "没有通过" not in asked.last
            else well_behaved(asked)
        )

    done, asked = drafted(script, last(), tmp_path)
    kept = Record.model_validate_json(done.record.model_dump_json())
    again = draft_again(kept, Memory(peers()), Settings(state=tmp_path, model_base_url=None, model_name=None))
    assert (again.table, again.grounds, again.not_accepted) == (done.table, done.grounds, done.not_accepted)
    assert [e.asked for e in kept.exchanges] != []
    assert {e.asked for e in kept.exchanges} == set(asked)
    assert (again.record.prompts, again.record.tokens) == (kept.prompts, kept.tokens)


def test_without_a_model_it_is_made_again_from_the_request(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path, model_base_url=None, model_name=None)
    done = draft_now(last(), Memory(peers()), settings)
    assert draft_again(done.record, Memory(peers()), settings).table == done.table


def test_what_has_changed_since_is_told(tmp_path: Path) -> None:
    done, _ = drafted(well_behaved, last(), tmp_path)
    settings = Settings(state=tmp_path, model_base_url=None, model_name=None)
    again = draft_again(done.record, Memory(peers()[:1]), settings)
    assert any("已经和当时不同" in note for note in again.record.notes)
    assert not again.report.errors


def test_what_the_model_said_is_in_no_published_shape(tmp_path: Path) -> None:
    done, _ = drafted(well_behaved, last(), tmp_path)
    assert "exchanges" not in done.to_json()["record"]
    with pytest.raises(ValueError, match="不能重新生成"):
        draft_again(Record(writer="模型", model="m"), Memory(peers()), Settings(state=tmp_path))
