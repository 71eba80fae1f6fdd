"""Next year's money told in passing: kept for the draft, and said back as it was understood."""

from __future__ import annotations

from assistant.conversation.actions import Action, AskBack, Draft
from assistant.conversation.reply import Options, Part, Text, options
from assistant.conversation.turn import Turn
from assistant.drafting.money import budget_in, missing, told
from assistant.table.model import Funds


def note_budget(turn: Turn, action: Action) -> Text | None:
    """Keep the budget that was told with a wish for a draft, or by itself; None where none was told."""
    funds = budget_in(turn.said) if isinstance(action, Draft | AskBack) else None
    if funds is None:
        return None
    turn.rooms.store.keep_budget(turn.conversation, funds, f"您说的“{turn.said[:60]}”")
    return noted(funds)


def noted(funds: Funds) -> Text:
    """What was understood of the money, and what of it is still open."""
    lacks = missing(funds)
    ask = f"还没有：{'、'.join(lacks)}，可以接着给。" if lacks else ""
    return Text(text=f"记下了来年预算：{told(funds)}；起草时填入资金部分。{ask}")


def next_step(turn: Turn) -> Part:
    """What one usually does once the money is known."""
    edition = turn.current.edition if turn.current else None
    table = turn.meant
    if edition and edition.record and edition.table.year:  # a draft asked for this money: it is made anew with it
        year = edition.table.year
    else:
        year = (table.year if table and table.year else turn.today) + 1
    offered: Options = options(f"起草{year}年绩效目标")
    return offered
