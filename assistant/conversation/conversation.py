"""One chat (对话): what is said goes to an action, the action answers in parts, and everything said is kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing
from datetime import date
from typing import Any

from assistant.conversation.actions import Action, Draft
from assistant.conversation.answers import answer
from assistant.conversation.answers.importing import answer_files, next_steps
from assistant.conversation.answers.noting import next_step, note_budget
from assistant.conversation.parse import View, parse
from assistant.conversation.reply import Message, Options, Part, Parts, Text
from assistant.conversation.rooms import Rooms
from assistant.conversation.route import route
from assistant.conversation.store import Upload, Version
from assistant.conversation.turn import Marked, Turn
from assistant.table.model import Model

_log = logging.getLogger(__name__)


class Given(Model):
    """A file as a person gives it: its name and its bytes."""

    name: str
    content: bytes


class Conversation:
    """A conversation by its id; a new one is made where ``id`` is None or unknown.

    ``decided`` is the last turn's action and its arguments.
    """

    def __init__(self, rooms: Rooms, id: str | None = None) -> None:
        self.rooms = rooms
        self.id = id if id and rooms.store.knows(id) else rooms.store.create()
        self.decided: dict[str, Any] = {"action": None, "args": {}}

    @property
    def messages(self) -> tuple[Message, ...]:
        """The last messages, oldest first."""
        return self.rooms.store.messages(self.id)

    def version(self, number: int | None = None) -> Version | None:
        """A version of the table, or the newest."""
        return self.rooms.store.version(self.id, number)

    async def ask(self, text: str, files: Sequence[Given] = (), marked: Marked | None = None) -> Parts:
        """Answer what was said, part by part. ``marked``: the row marked on the page.

        The question is kept before it is answered, the answer when it ends: also when it is broken off, as far as it
        came. Nothing is raised but the breaking off itself: what goes wrong is said in a Chinese sentence.
        """
        text = text.strip()
        before = self.messages
        uploads = [self.rooms.store.upload(self.id, file.name, file.content) for file in files]
        self._keep_question(text, uploads, first=not before)
        said: list[Part] = []
        whole = False
        try:
            async with aclosing(self._answer(text, uploads, marked, _awaiting(before))) as parts:
                async for part in parts:
                    said.append(part)
                    yield part
            whole = True
        except Exception:
            _log.exception("an answer failed")
            failed = Text(
                text="这一步没有做成，原因已记在日志里；已有的表和对话都还在，请换个说法再试一次。", tone="error"
            )
            said.append(failed)
            yield failed
        finally:
            self.rooms.store.say(self.id, "assistant", tuple(said), whole)

    def _keep_question(self, text: str, uploads: Sequence[Upload], first: bool) -> None:
        files = tuple(Text(text=f"附件：{upload.name}", tone="note") for upload in uploads)
        self.rooms.store.say(self.id, "user", (*([Text(text=text)] if text else []), *files))
        if first:
            self.rooms.store.rename(self.id, text or "、".join(upload.name for upload in uploads))

    async def _answer(self, text: str, uploads: Sequence[Upload], marked: Marked | None, awaiting: str | None) -> Parts:
        if uploads:
            async with aclosing(answer_files(uploads, self._turn(text, marked))) as parts:
                async for part in parts:
                    yield part
        turn = self._turn(text, marked)
        if text or not uploads:
            action = await self._action(turn, awaiting)
            self.decided = {"action": action.kind, "args": action.model_dump(exclude={"kind"}, exclude_none=True)}
            if told := await asyncio.to_thread(note_budget, turn, action):
                yield told
                if not isinstance(action, Draft):
                    yield next_step(turn)
                    return
            async with aclosing(answer(action, turn)) as parts:
                async for part in parts:
                    yield part
        elif turn.current:
            yield next_steps(turn.current.edition, turn.today)

    async def _action(self, turn: Turn, awaiting: str | None) -> Action:
        view = _view(turn, awaiting, _said_before(self.messages))
        parsed = parse(turn.said, view)
        if not self.rooms.settings.has_model or turn.said in _offered(self.messages):
            return parsed
        return await route(turn.said, view, self.rooms.settings) or parsed

    def _turn(self, text: str, marked: Marked | None) -> Turn:
        return Turn(self.rooms, self.id, text, self.version(), marked, date.today().year)


def _view(turn: Turn, awaiting: str | None, before: str | None) -> View:
    table = turn.current.edition.table if turn.current else None
    return View(
        today=turn.today,
        names=tuple(i.name for i in table.indicators if i.name) if table else (),
        departments=turn.rooms.departments(),
        department=table.department if table else None,
        year=table.year if table else None,
        selected=pointed[0].row(pointed[1]).name if (pointed := turn.pointed) else None,
        awaiting=awaiting,
        before=before,
    )


def _said_before(messages: Sequence[Message]) -> str | None:
    """What the person said before what is being answered, which is kept already."""
    asked = [m.parts for m in messages if m.role == "user"][-2:-1]
    return next((p.text for parts in asked for p in parts if isinstance(p, Text) and p.tone == "plain"), None)


def _awaiting(messages: Sequence[Message]) -> str | None:
    """The action that the last answer asked back about."""
    last = messages[-1].parts if messages and messages[-1].role == "assistant" else ()
    return next((p.awaiting for p in last if isinstance(p, Options) and p.awaiting), None)


def _offered(messages: Sequence[Message]) -> set[str]:
    """What the options on the screen say: pressed, they mean exactly that and need no model."""
    return {o.say for m in messages for p in m.parts if isinstance(p, Options) for o in p.options}
