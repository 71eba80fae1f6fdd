"""Our own JSON (docs/schema.json) back to tables: the whole ``{"tables": …}``, one table, or a list of tables."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from assistant.reading.formats.encoded import decode
from assistant.reading.reading import Address, Reading, ReadingError, ReadTable, Repair
from assistant.table import TargetTable

_KEYS = frozenset(("indicators", "funds", "duties", "department", "year", "annual_goal", "long_term_goal", "schema"))


def looks_like_json(data: bytes) -> bool:
    """Whether a file begins as a JSON object or list; ``{\\rtf`` begins rich text."""
    head = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return (head[:1] == b"{" and head[1:2] != b"\\") or (head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"]"))


def read_json(data: bytes, name: str) -> Reading:
    """Tables from JSON. Raises ``ReadingError`` that names the key that is wrong."""
    try:
        content = json.loads(decode(data, name))
    except (ValueError, RecursionError) as error:
        where = f"第{error.lineno}行第{error.colno}列" if isinstance(error, json.JSONDecodeError) else "文件里"
        raise ReadingError(f"“{name}”不是完整的JSON（{where}读不下去），请检查后再上传。") from None
    whole = content if isinstance(content, dict) and "tables" in content else {"tables": _listed(content)}
    listed = whole["tables"]
    if not isinstance(listed, list) or not listed:
        raise ReadingError(f"“{name}”里没有绩效目标表（tables 是空的）。")
    return Reading(
        tables=tuple(_table(item, n, name) for n, item in enumerate(listed)),
        repairs=_notes(whole.get("repairs")),
        doubts=_notes(whole.get("doubts")),
    )


def _listed(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    inner = content.get("table") if isinstance(content, dict) else None
    return [inner if isinstance(inner, dict) else content]


def _table(item: Any, n: int, name: str) -> ReadTable:
    if not isinstance(item, dict) or not _KEYS & item.keys():
        raise ReadingError(f"“{name}”的第{n + 1}张表不是绩效目标表：没有 indicators、department 等内容。")
    try:
        table = TargetTable.model_validate(_with_unsaid_unit(_without_nulls(item), item))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ReadingError(
            f"“{name}”的第{n + 1}张表里，{where} 的内容不对（{first['type']}），请改正后再上传。"
        ) from None
    count = len(table.indicators)
    return ReadTable(
        table=table, rows=(1.0,) * count, addresses=tuple(Address(file=name, row=i + 1) for i in range(count))
    )


def _without_nulls(data: Any) -> Any:
    """Null means absent everywhere: the model's defaults then hold."""
    if isinstance(data, dict):
        return {key: _without_nulls(inner) for key, inner in data.items() if inner is not None}
    if isinstance(data, list):
        return [_without_nulls(inner) for inner in data if inner is not None]
    return data


def _with_unsaid_unit(data: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Of the money's unit alone, null and absent differ: nobody said it, or it is the shape's own 万元."""
    funds = item.get("funds")
    if isinstance(funds, dict) and "unit" in funds and funds["unit"] is None:
        data["funds"]["unit"] = None
    return data


def _notes(listed: Any) -> tuple[Repair, ...]:
    try:
        return tuple(Repair.model_validate(_without_nulls(item)) for item in listed or ())
    except (ValidationError, TypeError):
        return ()
