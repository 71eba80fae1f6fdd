"""Target tables to the official form and other formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.table import TargetTable
from assistant.writing.describe import describe
from assistant.writing.diff import Difference, FieldChange, MoneyChange, RowChange, diff
from assistant.writing.errors import WritingError
from assistant.writing.plain import json_schema, to_csv, to_json, to_markdown
from assistant.writing.sheets import annotated_xlsx, drafted_xlsx, provenance_sheet
from assistant.writing.word import to_docx
from assistant.writing.xlsx import Sheet, to_xlsx

#: How a table is written, by file ending.
WRITERS: Mapping[str, Callable[[TargetTable], bytes]] = {
    ".xlsx": to_xlsx,
    ".docx": to_docx,
    ".md": lambda table: to_markdown(table).encode(),
    ".json": lambda table: to_json(table).encode(),
    ".csv": lambda table: to_csv(table).encode("utf-8-sig"),  # Excel takes a CSV without a mark for GBK
}


def write(table: TargetTable, path: Path | str) -> None:
    """Write a table to a file; its ending says the format. Raises ``WritingError`` with a Chinese sentence."""
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise WritingError(f"不会写“{path.suffix or path.name}”格式的文件；可用的结尾有 {'、'.join(WRITERS)}。")
    path.write_bytes(writer(table))


__all__ = [
    "WRITERS", "Difference", "FieldChange", "MoneyChange", "RowChange", "Sheet", "WritingError", "annotated_xlsx", "describe", "diff", "drafted_xlsx", "json_schema", "provenance_sheet", "to_csv", "to_docx", "to_json", "to_markdown", "to_xlsx", "write",
]  # fmt: skip
