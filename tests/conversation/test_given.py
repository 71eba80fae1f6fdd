"""What a draft in the chat is made from: tables of several years, self-evaluations, plans, money, wishes."""

from __future__ import annotations

from assistant.conversation.conversation import Conversation
from assistant.conversation.edition import Edition
from assistant.conversation.rooms import Rooms
from assistant.table import Indicator, TargetTable
from tests.conversation.conftest import given
from tests.conversation.test_conversation import ask


def newest(chat: Conversation) -> Edition:
    version = chat.version()
    assert version is not None
    return version.edition


def test_a_self_evaluation_given_beside_last_years_table_moves_its_values(rooms: Rooms, table: TargetTable) -> None:
    told = Indicator.model_validate(
        {"section": "满意度", "name": "群众满意度", "full_year": "≥95%", "actual": "97%", "score": 10}
    )
    results = TargetTable(department="临江市公安局", year=2024, template="selfeval-whole", indicators=(told,))
    chat = Conversation(rooms)
    ask(chat, "起草2025年绩效目标", given(table), given(results, "自评.json"))
    edition = newest(chat)
    n = next(n for n, i in enumerate(edition.table.indicators) if i.name == "群众满意度")
    assert (edition.table.template, str(edition.row(n).full_year)) == ("whole-duty", "≥96%")
    assert "完成97%" in edition.grounds[n].derivation
