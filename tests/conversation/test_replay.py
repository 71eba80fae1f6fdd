"""A draft made in the chat is kept with what makes it again; what the model said goes no further."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.conversation.conversation import Conversation, Given
from assistant.conversation.rooms import VIEWER, Rooms
from assistant.conversation.store import Version
from assistant.drafting import Indexed, draft_again
from assistant.retrieval import open_index
from assistant.settings import Settings
from tests.support.corpus import small_corpus
from tests.support.openai_server import Asked, OpenAIServer, Reply, well_behaved

SENTENCE = '{"rows": [{"sentence": "整治乱停车，守住安全底线", "sources": "K1"}]}'


def script(asked: Asked) -> Reply:
    if "部分编号：年度目标" in asked.last:
        return Reply(SENTENCE)
    return Reply('{"year": 2031}', tool="set_head") if "<said>" in asked.last else well_behaved(asked)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    state = tmp_path_factory.mktemp("state")
    with OpenAIServer(script) as server:
        settings = Settings(state=state, model_base_url=server.url, model_name="m", model_timeout=10)
        rooms = Rooms(settings, open_index(settings, corpus=small_corpus(tmp_path_factory.mktemp("small"))))
        yield rooms
        rooms.close()


def ask(chat: Conversation, text: str, *files: Given) -> Version:
    async def drain() -> None:
        async for _ in chat.ask(text, files):
            pass

    asyncio.run(drain())
    version = chat.version()
    assert version is not None
    return version


def test_a_draft_of_the_chat_is_made_again_from_what_the_store_kept(
    rooms: Rooms, given_table: Given, tmp_path: Path
) -> None:
    chat = Conversation(rooms)
    last = ask(chat, "", given_table)
    # Pressed as the option that the import offered, so no model is asked what it means.
    drafted = ask(chat, f"起草{(last.edition.table.year or 0) + 1}年绩效目标")
    kept = Conversation(rooms, chat.id).version(drafted.number)
    assert kept is not None
    record = kept.edition.record
    assert record is not None
    assert record.model == "m"
    assert len(record.exchanges) == record.calls
    again = draft_again(record, Indexed(rooms.index(), VIEWER), Settings(state=tmp_path))
    assert again.table == kept.edition.table
    assert again.grounds == kept.edition.grounds

    changed = ask(chat, "年度改为2031")
    assert changed.number > drafted.number
    assert changed.edition.record is not None
    assert changed.edition.record.exchanges == ()
    assert changed.edition.record.calls == record.calls
