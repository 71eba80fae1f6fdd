"""What the conversation answers: typed parts (部分), kept as they were said and rendered by whoever shows them.

No part holds markup: every text is plain text, and it is for the page to escape it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from assistant.checking import Explanation
from assistant.checking.findings import Severity
from assistant.conversation.edition import Edition
from assistant.table.model import Model

Tone = Literal["plain", "note", "error"]
Role = Literal["user", "assistant"]


class Text(Model):
    """A sentence or a few; ``note`` for asides, ``error`` for what went wrong and what to do."""

    kind: Literal["text"] = "text"
    text: str
    tone: Tone = "plain"


class Progress(Model):
    """What is being done right now. Shown while it lasts, never kept."""

    kind: Literal["progress"] = "progress"
    text: str


class Growing(Model):
    """The table as far as it has been drafted and vetted. Shown while it grows, never kept."""

    kind: Literal["growing"] = "growing"
    edition: Edition


class Shown(Model):
    """A version of the table now stands beside the conversation, with how many findings of each severity."""

    kind: Literal["table"] = "table"
    version: int
    text: str
    errors: int = 0
    warnings: int = 0
    infos: int = 0


class Told(Model):
    """A finding told in full. ``mendable``: its fix can be applied as it stands; ``answered``: with which reason."""

    severity: Severity
    explanation: Explanation
    mendable: bool = False
    answered: str | None = None


class Explained(Model):
    """Why a row fails: rule, evidence, basis and fix of each finding."""

    kind: Literal["findings"] = "findings"
    title: str
    findings: tuple[Told, ...]


class Grid(Model):
    """Things side by side: a heading per column, a row per thing; None where a department has nothing."""

    kind: Literal["grid"] = "grid"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    note: str = ""


class Link(Model):
    """A file to download; the page makes the address.

    ``what``: the version's table, its ``review`` (findings marked, review sheet), or the ``summary`` of all tables.
    """

    kind: Literal["file"] = "file"
    version: int
    format: Literal["xlsx", "docx", "json", "csv", "md"]
    text: str
    what: Literal["table", "review", "summary"] = "table"


class Option(Model):
    """Something to press instead of typing it: ``say`` is what is said then."""

    label: str
    say: str


class Options(Model):
    """A question back, or what one may do next. ``awaiting``: the action that a bare answer (a year, a name) completes."""

    kind: Literal["options"] = "options"
    text: str = ""
    options: tuple[Option, ...] = ()
    awaiting: str | None = None


Part = Annotated[Text | Progress | Growing | Shown | Explained | Grid | Link | Options, Field(discriminator="kind")]
Parts: TypeAlias = AsyncGenerator[Part, None]
PARTS: TypeAdapter[tuple[Part, ...]] = TypeAdapter(tuple[Part, ...])


class Message(Model):
    """One message of a conversation. ``id`` counts up; ``whole`` is False where the answer was broken off."""

    id: int
    role: Role
    parts: tuple[Part, ...] = ()
    whole: bool = True


def options(*says: str, text: str = "") -> Options:
    """Options whose labels are what they say."""
    return Options(text=text, options=tuple(Option(label=s, say=s) for s in says))


def plain(parts: tuple[Part, ...]) -> str:
    """The parts as plain lines: for the shell, for copying and for whoever reads without a page."""
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: Part) -> list[str]:
    match part:
        case Text() | Progress() | Shown() | Link():
            return [part.text]
        case Growing():
            return []
        case Explained():
            return [part.title, *(told.explanation.text() for told in part.findings)]
        case Grid():
            rows = (" | ".join(cell or "–" for cell in row) for row in part.rows)
            return [part.title, " | ".join(part.columns), *rows, *_some(part.note)]
        case Options():
            return [*_some(part.text), *(f"· {o.label}" for o in part.options)]


def _some(text: str) -> list[str]:
    return [text] if text else []
