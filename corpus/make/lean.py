"""Tables as the corpus ships them: the published shape without nulls and without what a value's text says anyway."""

from __future__ import annotations

from typing import Any

from assistant.table.model import Indicator, TargetTable


def lean(part: TargetTable | Indicator) -> dict[str, Any]:
    """The published JSON of a table or of one of its rows, values as texts."""
    data = part.to_json() if isinstance(part, TargetTable) else part.model_dump(mode="json")
    return {k: _slim(v) for k, v in data.items() if v not in (None, [], {})}


def _slim(part: object) -> object:
    if isinstance(part, dict):
        if "text" in part and "kind" in part:
            return part["text"]
        return {k: _slim(v) for k, v in part.items() if v is not None}
    return [_slim(p) for p in part] if isinstance(part, list) else part
