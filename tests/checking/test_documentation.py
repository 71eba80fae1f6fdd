"""The rules' documentation is what the rules say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checking.documentation import pages

DOCS = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("name", pages())
def test_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run python -m assistant.checking.documentation"


def test_no_page_is_left_over() -> None:
    assert {p.name for p in DOCS.glob("*.md")} == set(pages())
