"""Asking a model: a prompt is put, its rows are read as they stream, and what was asked and answered is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from assistant.drafting.answers import Row, RowReader, schema
from assistant.drafting.endpoint import ModelTrouble
from assistant.drafting.prompts import prompt
from assistant.drafting.result import Exchange, Record


class Answering(Protocol):
    """What answers: an endpoint, or a record of what one answered."""

    tokens: tuple[int, int]
    calls: int

    @property
    def model(self) -> str: ...

    async def ready(self) -> None: ...

    def stream(self, system: str, user: str, schema: dict[str, Any]) -> AsyncIterator[str]:
        """The answer's text as it comes. Raises ``ModelTrouble``."""


class Asker:
    """Asks with the prompts of ``prompts/``; ``exchanges`` keeps all in the order in which the answers ended."""

    def __init__(self, endpoint: Answering) -> None:
        self.endpoint = endpoint
        self.exchanges: list[Exchange] = []
        self._used: dict[str, None] = {}

    async def rows(
        self, system: str, asked: str, inputs: Mapping[str, object], reader: RowReader[Row]
    ) -> AsyncIterator[Row]:
        """The rows of the answer to the prompt ``asked`` under the prompt ``system``. Raises ``ModelTrouble``."""
        above, below = prompt(system), prompt(asked)
        self._used |= dict.fromkeys((above.stamp, below.stamp))
        text, answer, trouble = below.render(**inputs), list[str](), "没有等到回答的末尾。"
        try:
            async for piece in self.endpoint.stream(above.render(), text, schema(reader.kind)):
                answer.append(piece)
                for row in reader.feed(piece):
                    yield row
            trouble = ""
        except ModelTrouble as error:
            trouble = str(error)
            raise
        finally:
            told = Exchange(prompt=below.stamp, asked=text, answer="".join(answer), trouble=trouble or None)
            self.exchanges.append(told)

    def record(self) -> Record:
        """What the asking used."""
        return Record(
            writer="模型", model=self.endpoint.model, prompts=tuple(self._used), tokens=self.endpoint.tokens,
            calls=self.endpoint.calls, exchanges=tuple(self.exchanges),
        )  # fmt: skip


class Recorded:
    """Answers as a record has them. A question that it does not have means that what the draft rests on has changed."""

    def __init__(self, record: Record) -> None:
        self.model, self.tokens, self.calls = record.model or "", record.tokens, record.calls
        self._waiting: dict[str, list[Exchange]] = {}
        for exchange in record.exchanges:
            self._waiting.setdefault(exchange.asked, []).append(exchange)

    async def ready(self) -> None:
        """Nothing to load."""

    async def stream(self, system: str, user: str, schema: dict[str, Any]) -> AsyncIterator[str]:
        """The answer that was recorded. Raises ``ModelTrouble`` where it broke off then, or was never asked for."""
        waiting = self._waiting.get(user)
        if not waiting:
            raise ModelTrouble("记录里没有这一问：依据的资料或提示词已经和当时不同。", lasting=True)
        exchange = waiting.pop(0)
        yield exchange.answer
        if exchange.trouble:
            raise ModelTrouble(exchange.trouble)
