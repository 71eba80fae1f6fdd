"""A table as plain text: Markdown and CSV with the columns of the official form, and JSON in the published shape."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from assistant.table import TargetTable
from assistant.writing.form import form

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
# A spreadsheet runs a cell that starts so when it opens a CSV file; the apostrophe keeps it text.
_RUNS = re.compile(r"'*[=+\-@＝＋－＠\t]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def to_markdown(table: TargetTable) -> str:
    """The form as Markdown: a heading and one pipe table per part. Labels are said in every row they stand for; a line
    break in a cell is ``<br>``, a mark of Markdown has a backslash before it."""
    laid = form(table)
    lines = [f"# {_escaped(laid.title)}", "", _escaped(laid.subtitle)]
    for block in laid.blocks:
        first, *rest = block.lines()
        lines += ["", _pipes(first), _pipes(["---"] * len(first), raw=True), *map(_pipes, rest)]
    return "\n".join(lines) + "\n"


def to_csv(table: TargetTable) -> str:
    """The form as CSV: title, year, then the parts row by row, labels in every row they stand for. A text that a
    spreadsheet would run (``=100%``) has an apostrophe before it."""
    laid = form(table)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerows([[laid.title], [laid.subtitle]])
    for block in laid.blocks:
        rows.writerows([[_harmless(text) for text in line] for line in block.lines()])
    return out.getvalue()


def to_json(table: TargetTable) -> str:
    """The table in the published shape (``docs/schema.json``), indented, Chinese as it is."""
    return json.dumps(table.to_json(), ensure_ascii=False, indent=2) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of what ``to_json`` writes."""
    schema = TargetTable.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _pipes(cells: list[str], raw: bool = False) -> str:
    return "| " + " | ".join(cells if raw else map(_escaped, cells)) + " |"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text).replace("\n", "<br>")


def _harmless(text: str) -> str:
    return f"'{text}" if _RUNS.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text
