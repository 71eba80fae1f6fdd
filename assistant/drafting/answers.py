"""A model's answer read while it streams: a row is whole or absent, whatever stands around it.

Rows are flat, so a row is a stretch from ``{`` to ``}`` with no brace between: it is found in a fenced block, after a
sentence, in a list without its object, or in an answer that breaks off later. Reasoning (<think>…</think>) is dropped.
"""

from __future__ import annotations

import json
import re
from typing import Any

import json_repair
from pydantic import BaseModel, ConfigDict, ValidationError

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


class WrittenRows(BaseModel):
    """The whole answer: the schema that an endpoint is given."""

    model_config = ConfigDict(extra="forbid")

    rows: list[WrittenRow]


def schema() -> dict[str, Any]:
    """The answer's JSON schema as every endpoint accepts it: flat, everything required, nothing more allowed."""
    row = {
        "type": "object", "additionalProperties": False, "required": list(WrittenRow.model_fields),
        "properties": {name: {"type": "string"} for name in WrittenRow.model_fields},
    }  # fmt: skip
    return {
        "type": "object", "additionalProperties": False, "required": ["rows"],
        "properties": {"rows": {"type": "array", "items": row}},
    }  # fmt: skip


class RowReader:
    """Feed it the pieces of an answer; it gives each row once, as soon as its last brace is there."""

    def __init__(self) -> None:
        self._text, self._read, self._thoughts = "", 0, 0
        self.malformed = 0

    def feed(self, piece: str) -> list[WrittenRow]:
        """The rows that this piece completes."""
        self._text += piece
        if "}" not in piece:
            return []
        said, found = _spoken(self._text), []
        if (thoughts := self._text.count("</think")) != self._thoughts:
            self._thoughts, self._read = thoughts, 0  # what stood before an unopened thought's end is gone
        for match in _FLAT.finditer(said, self._read):
            self._read = match.end()
            if row := _row(match[0]):
                found.append(row)
            elif "name" in match[0]:
                self.malformed += 1
        return found


def _spoken(text: str) -> str:
    return _END_OF_THOUGHT.sub("", _THOUGHT.sub("", text))


def _row(text: str) -> WrittenRow | None:
    try:
        data = json.loads(text, strict=False)
    except json.JSONDecodeError:
        data = _repaired(text)
    try:
        return WrittenRow.model_validate(data)
    except ValidationError:
        return None


def _repaired(text: str) -> object:
    """Mended in shape only: every string must have stood in quotes in the text itself, or nothing is taken."""
    data = json_repair.loads(text)
    if not isinstance(data, dict):
        return None
    quoted = all(isinstance(v, str) and (f'"{v}"' in text or f"'{v}'" in text) for v in data.values())
    return data if quoted else None
