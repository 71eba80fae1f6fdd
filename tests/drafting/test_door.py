"""The public door: ``from assistant import draft``."""

import json
from pathlib import Path

import pytest

from assistant import draft
from assistant.settings import Settings
from assistant.writing import write
from tests.drafting.memory import Memory
from tests.drafting.tables import EXITS, indicator, peers, table

NO_MODEL = Settings(model_base_url=None, model_name=None)


def test_a_file_and_a_plan_give_a_draft(tmp_path: Path) -> None:
    write(table(2024, indicator("驾驶证期满换证率", "≥99%")), tmp_path / "last.json")
    (tmp_path / "plan.txt").write_text("一、推进道路交通安全治理，整治农村交通秩序\n二、推进出入境窗口提速\n", "utf-8")
    vetted = draft(
        year=2025, last=tmp_path / "last.json", plan=tmp_path / "plan.txt", index=Memory(peers()), settings=NO_MODEL
    )
    assert vetted.table.department == "临川市公安局"
    tasks = {i.duty: i.key_task for i in vetted.table.section("履职")}
    assert tasks[EXITS] == "推进出入境窗口提速"


def test_a_draft_is_published_as_json() -> None:
    last = table(2024, indicator("驾驶证期满换证率", "≥99%"))
    published = draft(year=2025, last=last, index=Memory(peers()), settings=NO_MODEL).to_json()
    json.dumps(published)
    assert {"table", "rows", "not_accepted", "assumptions", "rounds", "model"} <= published.keys()
    assert len(published["rows"]) == len(published["table"]["indicators"])
    assert {"id", "department", "year", "row", "text"} <= published["rows"][0]["sources"][0].keys()


def test_a_draft_for_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="不知道给哪个部门起草"):
        draft(year=2025, index=Memory([]), settings=NO_MODEL)
