"""A draft on its way: rows with their grounds, not yet vetted; and what a stream tells of it.

Only ``vet.py`` makes the events that carry a row and the ``VettedDraft`` at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from assistant.checking import Finding
from assistant.drafting.request import DraftRequest
from assistant.table import Grounds, Indicator, Source, TargetTable
from assistant.table.model import Model


class DraftRow(Model):
    """One drafted indicator and why it says what it says. Not vetted."""

    indicator: Indicator
    grounds: Grounds


class Draft(Model):
    """A whole draft, not vetted: ``head`` is the table without its indicators, ``sources`` go by their id."""

    head: TargetTable
    rows: tuple[DraftRow, ...] = ()
    sources: Mapping[str, Source] = {}

    @property
    def table(self) -> TargetTable:
        """The draft as a table."""
        return self.head.model_copy(update={"indicators": tuple(r.indicator for r in self.rows)})

    @property
    def grounds(self) -> dict[int, Grounds]:
        """The grounds by row."""
        return {n: r.grounds for n, r in enumerate(self.rows)}


class Refused(Model):
    """A row that did not pass, with what is wrong: shown apart from the draft. What attacks is blacked out."""

    indicator: Indicator
    grounds: Grounds
    findings: tuple[Finding, ...]


class Question(Model):
    """Something the draft needs of the person; ``row`` indexes the draft's indicators, None: about the whole."""

    text: str
    row: int | None = None


class Exchange(Model):
    """One question to the model and its answer as it came. ``prompt``: name@version; ``trouble``: why it has no end.

    The answer has not been vetted: it is kept to make the draft again, never shown.
    """

    prompt: str
    asked: str
    answer: str = Field(repr=False)
    trouble: str | None = None


class Record(Model):
    """How a draft was made (how this was made, 生成记录). ``findings``: how many by code, per round of vetting.

    ``prompts``: name@version of each prompt used; ``tokens``: (in, out), both 0 without a model; ``notes``: what went
    otherwise than planned, as Chinese sentences. From ``request`` and ``exchanges`` the draft can be made again.
    """

    writer: str
    model: str | None = None
    prompts: tuple[str, ...] = ()
    rounds: int = 0
    findings: tuple[Mapping[str, int], ...] = ()
    tokens: tuple[int, int] = (0, 0)
    calls: int = 0
    seconds: float = 0
    notes: tuple[str, ...] = ()
    request: DraftRequest | None = Field(default=None, repr=False)
    exchanges: tuple[Exchange, ...] = Field(default=(), repr=False)

    def to_json(self) -> dict[str, Any]:
        """What may be shown of it: all but what the model said."""
        return self.model_dump(mode="json", exclude={"request", "exchanges"})


class Progress(Model):
    """A sentence on what is being done; ``done`` of ``total`` parts are finished."""

    text: str
    done: int = 0
    total: int = 0
