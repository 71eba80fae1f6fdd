"""Answers on their way: each runs as a task of its own, so that a stop or a closed window ends it at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

from assistant.conversation.conversation import Conversation, Given
from assistant.conversation.reply import Part
from assistant.conversation.turn import Marked


class Answering:
    """The answers in flight of a process, by conversation."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def answer(
        self, chat: Conversation, text: str, files: Sequence[Given], marked: Marked | None
    ) -> AsyncGenerator[Part, None]:
        """The parts of an answer as they come. Closing this ends the answer; what came is kept."""
        arriving: asyncio.Queue[Part | None] = asyncio.Queue()

        async def take() -> None:
            try:
                async with contextlib.aclosing(chat.ask(text, files, marked)) as parts:
                    async for part in parts:
                        arriving.put_nowait(part)
            finally:
                arriving.put_nowait(None)

        task = self._tasks[chat.id] = asyncio.create_task(take())
        try:
            while (part := await arriving.get()) is not None:
                yield part
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._tasks.pop(chat.id, None)

    async def stop(self, conversation: str) -> None:
        """End the answer of a conversation, if one is on its way."""
        if task := self._tasks.get(conversation):
            task.cancel()
