"""A model's answer read while it streams: a row is whole or absent, whatever stands around it.

Rows are flat, so a row is a stretch from ``{`` to ``}`` with no brace between: it is found in a fenced block, after a
sentence, in a list without its object, or in an answer that breaks off later. Reasoning (<think>…</think>) is dropped.
"""

from __future__ import annotations

import json
import re
from typing import Any, Generic, TypeVar

import json_repair
from pydantic import BaseModel, ConfigDict, ValidationError

Row = TypeVar("Row", bound=BaseModel)
_FLAT = re.compile(r"\{[^{}]*\}")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHT = re.compile(r".*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)


class WrittenRow(BaseModel):
    """A row as a model writes it: five strings, all of them present."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    name: str
    key_task: str
    half_year: str
    full_year: str
    sources: str


class PlacedTask(BaseModel):
    """Which duty (D2) a key task (T1) belongs to."""

    model_config = WrittenRow.model_config

    task: str
    duty: str


class Judged(BaseModel):
    """Whether a fix (F1) is to be made: 采纳 or 不采纳, and why."""

    model_config = WrittenRow.model_config

    fix: str
    decision: str
    why: str


class GoalSentence(BaseModel):
    """A sentence of the annual goal and the numbers of what it rests on."""

    model_config = WrittenRow.model_config

    sentence: str
    sources: str


def schema(kind: type[BaseModel] = WrittenRow) -> dict[str, Any]:
    """The answer's JSON schema as every endpoint accepts it: flat, everything required, nothing more allowed."""
    row = {
        "type": "object", "additionalProperties": False, "required": list(kind.model_fields),
        "properties": {name: {"type": "string"} for name in kind.model_fields},
    }  # fmt: skip
    return {
        "type": "object", "additionalProperties": False, "required": ["rows"],
        "properties": {"rows": {"type": "array", "items": row}},
    }  # fmt: skip


class RowReader(Generic[Row]):
    """Feed it the pieces of an answer; it gives each row once, as soon as its last brace is there."""

    def __init__(self, kind: type[Row]) -> None:
        self.kind = kind
        self._text, self._read, self._thoughts = "", 0, 0
        self.malformed = 0

    def feed(self, piece: str) -> list[Row]:
        """The rows that this piece completes."""
        self._text += piece
        if "}" not in piece:
            return []
        said, found = _spoken(self._text), []
        if (thoughts := self._text.count("</think")) != self._thoughts:
            self._thoughts, self._read = thoughts, 0  # what stood before an unopened thought's end is gone
        for match in _FLAT.finditer(said, self._read):
            self._read = match.end()
            if row := _row(match[0], self.kind):
                found.append(row)
            elif next(iter(self.kind.model_fields)) in match[0]:
                self.malformed += 1
        return found


def _spoken(text: str) -> str:
    return _END_OF_THOUGHT.sub("", _THOUGHT.sub("", text))


def _row(text: str, kind: type[Row]) -> Row | None:
    try:
        data = json.loads(text, strict=False)
    except json.JSONDecodeError:
        data = _repaired(text)
    try:
        return kind.model_validate(data)
    except ValidationError:
        return None


def _repaired(text: str) -> object:
    """Mended in shape only: every string must have stood in quotes in the text itself, or nothing is taken."""
    data = json_repair.loads(text)
    if not isinstance(data, dict):
        return None
    quoted = all(isinstance(v, str) and (f'"{v}"' in text or f"'{v}'" in text) for v in data.values())
    return data if quoted else None
