"""Why a finding is one: the same words for chat, page and command line."""

from __future__ import annotations

from assistant.checking.bases import bases
from assistant.checking.cases import sound_row
from assistant.checking.findings import Explanation, Finding
from assistant.checking.rules import RULES
from assistant.table.model import Indicator, TargetTable


def explain(finding: Finding, table: TargetTable) -> Explanation:
    """A finding told to a person, with one good example: a similar department's row, else a sound row of the cases."""
    rule = RULES[finding.code]
    basis = bases()[rule.basis]
    place = "" if finding.row is None else _place(table.indicators[finding.row])
    fix = finding.fix
    sound = None if finding.row is None else sound_row(finding.code)
    return Explanation(
        code=rule.code,
        rule=rule.zh,
        wrong=finding.message,
        evidence=place if finding.evidence in place else f"{place}；{finding.evidence}".strip("；"),
        why=rule.why,
        basis=f"{basis.cite}。{basis.text}",
        mend=fix.title if fix else rule.mend,
        asks=fix.asks if fix else None,
        example=finding.example or (_place(sound) if sound else None),
    )


def _place(row: Indicator) -> str:
    where = " › ".join(part for part in (row.section, row.category, row.duty) if part)
    return f"{where} › {_row(row)}"


def _row(row: Indicator) -> str:
    halves = [
        f"{label} {cell}" for label, cell in (("半年", row.half_year), ("全年", row.full_year)) if cell is not None
    ]
    return "，".join([row.name or "（没有指标）", *halves])
