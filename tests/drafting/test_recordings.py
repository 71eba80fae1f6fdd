"""Drafts that were played by hand, replayed: what the prompts and the repair are worth with a model that understands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.checking import Context, check
from assistant.drafting import RowRefused, RowVetted, draft_again
from assistant.settings import Settings
from eval.drafting import recording
from eval.drafting.recording import Replayed, recordings, replay, side, tokens
from eval.drafting.walk_forward import grounded

PATHS = list(recordings())
KEPT = json.loads((Path(recording.__file__).parent / "recording.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=PATHS, ids=[p.stem for p in PATHS])
def replayed(request: pytest.FixtureRequest) -> Replayed:
    path: Path = request.param
    return replay(path)


def test_the_draft_has_no_error_and_every_row_its_sources(replayed: Replayed) -> None:
    assert not replayed.draft.report.errors
    assert all(grounded(replayed.draft, n) for n in range(len(replayed.draft.table.indicators)))


def test_what_is_shown_was_vetted(replayed: Replayed) -> None:
    for event in replayed.events:
        if isinstance(event, RowVetted):
            alone = replayed.draft.table.model_copy(update={"indicators": (event.indicator,)})
            context = Context(
                draft=True, cut=True, sources={s.id: s for s in event.sources}, grounds={0: event.grounds}
            )
            assert not [f for f in check(alone, context).errors if f.row == 0]


def test_a_strong_player_passes_at_once_and_a_hasty_one_after_repair(replayed: Replayed) -> None:
    first, after = replayed.figures["accepted in round one"], replayed.figures["accepted after repair"]
    if replayed.name.endswith("strong"):
        assert first >= 0.85
        assert after >= 0.97
    else:
        assert after >= 0.9
        assert sum(isinstance(e, RowRefused) for e in replayed.events) == 0, "all that failed was put right"


def test_a_draft_is_made_again_from_its_record(replayed: Replayed, tmp_path: Path) -> None:
    again = draft_again(replayed.draft.record, replayed.knowledge, Settings(state=tmp_path))
    assert again.table == replayed.draft.table
    assert {n: g.derivation for n, g in again.grounds.items()} == {
        n: g.derivation for n, g in replayed.draft.grounds.items()
    }


def test_no_draft_of_the_strong_player_is_behind_that_of_the_cases(replayed: Replayed) -> None:
    if replayed.name.endswith("strong"):
        model = side(replayed.draft, replayed.true)
        cases = side(replayed.case_draft, replayed.true)
        assert model.get("recall", 1) >= cases.get("recall", 1)
        assert model["warnings a row"] <= cases["warnings a row"]
        assert max(tokens(text) for text in replayed.prompts) < 6000


def test_most_drafts_of_the_strong_player_are_ahead() -> None:
    strong = [kept["model better"] for name, kept in KEPT.items() if name.endswith("strong")]
    assert sum(map(bool, strong)) > len(strong) / 2
