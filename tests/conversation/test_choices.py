"""The chat's tool choices that were played by hand, replayed through real HTTP without anybody."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.conversation.route import tools
from eval.conversation.choices import Choice, choices, replayed


@pytest.fixture(scope="module")
def chosen() -> list[dict[str, Any] | None]:
    return [action for _, action in replayed()]


@pytest.mark.parametrize(("n", "choice"), list(enumerate(choices())), ids=[c.said for c in choices()])
def test_what_the_player_chose_is_what_was_meant(n: int, choice: Choice, chosen: list[dict[str, Any] | None]) -> None:
    assert chosen[n] == choice.meant


def test_every_tool_is_chosen_at_least_once() -> None:
    assert {c.answer["name"] for c in choices() if c.answer} == {tool["function"]["name"] for tool in tools()}
