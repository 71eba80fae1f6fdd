"""Fixes that need judgement: the checker has them ready but cannot tell whether they are right; a model can."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking import Finding, Report
from assistant.checking.findings import AddRow, SetNumber
from assistant.drafting.answers import Judged, RowReader
from assistant.drafting.asking import Asker
from assistant.drafting.mend import worth_mending
from assistant.drafting.parts import Materials, row_text
from assistant.drafting.prompts import as_data
from assistant.table import TargetTable

#: So many are asked about at most.
MOST = 20
ADOPTED = "采纳"


def arguable(report: Report) -> list[Finding]:
    """Warnings about a row with a fix that is not made without judgement; never one that adds a row or money."""
    found = (f for f in report.findings if f.severity == "warning" and f.row is not None and f.answered is None)
    return [
        f
        for f in found
        if f.fix
        and f.fix.edits
        and not worth_mending(f)
        and not any(isinstance(e, AddRow | SetNumber) for e in f.fix.edits)
    ][:MOST]


async def adopted(found: Sequence[Finding], table: TargetTable, materials: Materials, asker: Asker) -> list[Finding]:
    """Those of the findings whose fix the model adopts. Raises ``ModelTrouble``."""
    inputs = {
        "department": materials.request.department, "year": materials.request.year,
        "findings": [
            {
                "row": as_data(row_text(table.indicators[f.row or 0]))[:200],
                "duty": as_data(table.indicators[f.row or 0].duty or ""),
                "problem": as_data(f"{f.message}。{f.evidence}")[:240], "fix": as_data(f.fix.title) if f.fix else "",
            }
            for f in found
        ],
    }  # fmt: skip
    chosen = set[int]()
    async for row in asker.rows("draft-whole", "draft-judge", inputs, RowReader(Judged)):
        number = row.fix.strip().upper().removeprefix("F")
        if row.decision.strip() == ADOPTED and number.isascii() and number.isdigit():
            chosen.add(int(number) - 1)
    return [f for n, f in enumerate(found) if n in chosen]
