"""A vetted draft for the shell: as JSON, as text, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.cli.common import as_json, put
from assistant.drafting import VettedDraft
from assistant.writing import WRITERS, drafted_xlsx


def draft_json(draft: VettedDraft) -> dict[str, Any]:
    """The published shape: the table, what each row rests on, what was set apart, and how it was made."""
    return {
        "table": draft.table.to_json(),
        "rows": [
            {
                "row": row,
                "rule": grounds.rule,
                "derivation": grounds.derivation,
                "sources": [draft.sources[s].model_dump(mode="json") for s in grounds.sources if s in draft.sources],
            }
            for row, grounds in sorted(draft.grounds.items())
        ],
        "not_accepted": [refused.model_dump(mode="json") for refused in draft.not_accepted],
        "assumptions": list(draft.assumptions),
        "questions": [question.text for question in draft.questions],
        "rounds": draft.record.rounds,
        "model": draft.record.model,
        "record": draft.record.to_json(),
    }


def draft_text(draft: VettedDraft) -> str:
    """The table to read, and what a person has to see to."""
    lines = [WRITERS[".md"](draft.table).decode()]
    for heading, told in (
        ("请补充或确认", [q.text for q in draft.questions]),
        ("起草时的假定", list(draft.assumptions)),
        (
            "没有通过检查的行",
            [f"{r.indicator.name}：{'；'.join(f.message for f in r.findings)}" for r in draft.not_accepted],
        ),
    ):
        if told:
            lines += [f"## {heading}", "", *(f"- {line}" for line in told), ""]
    return "\n".join(lines)


def write_draft(draft: VettedDraft, path: Path) -> None:
    """The draft as a file: ``.json`` in the published shape, ``.xlsx`` with its sources behind the form, else the form."""
    as_file = path.suffix.lower()
    if as_file == ".json":
        put(as_json(draft_json(draft)), path)
    elif as_file == ".xlsx":
        put(drafted_xlsx(draft.table, draft.grounds, draft.sources), path)
    else:
        put(WRITERS[as_file](draft.table), path)
