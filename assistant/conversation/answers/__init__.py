"""One function per action: a turn in, parts of the reply out, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.conversation.actions import (
    Accept,
    Action,
    AskBack,
    Check,
    Compare,
    Compute,
    Define,
    Draft,
    Explain,
    Export,
    Help,
    Justify,
    Mend,
    Peers,
    Restore,
    Search,
    SetHead,
    SetValue,
    Summarize,
)
from assistant.conversation.answers.changing import answer_justify, answer_mend, answer_set
from assistant.conversation.answers.comparing import answer_compare, answer_compute, answer_peers, answer_search
from assistant.conversation.answers.defining import answer_define
from assistant.conversation.answers.drafting import answer_draft
from assistant.conversation.answers.explaining import answer_check, answer_explain
from assistant.conversation.answers.keeping import (
    answer_accept,
    answer_export,
    answer_head,
    answer_help,
    answer_restore,
)
from assistant.conversation.answers.reviewing import answer_summary
from assistant.conversation.reply import Options, Parts
from assistant.conversation.turn import Turn


async def _ask_back(action: AskBack, turn: Turn) -> Parts:
    yield Options(text=action.question, options=action.options)


_ANSWERS: dict[type[Any], Callable[[Any, Turn], Parts]] = {
    Draft: answer_draft,
    Compare: answer_compare,
    Peers: answer_peers,
    Search: answer_search,
    Compute: answer_compute,
    Define: answer_define,
    Explain: answer_explain,
    Check: answer_check,
    Summarize: answer_summary,
    Mend: answer_mend,
    SetValue: answer_set,
    Justify: answer_justify,
    Export: answer_export,
    SetHead: answer_head,
    Restore: answer_restore,
    Accept: answer_accept,
    Help: answer_help,
    AskBack: _ask_back,
}


def answer(action: Action, turn: Turn) -> Parts:
    """The parts that answer an action."""
    return _ANSWERS[type(action)](action, turn)
