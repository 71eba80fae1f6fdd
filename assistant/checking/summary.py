"""What many checked tables come to: by rule and by department (单位)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.findings import Report, Severity
from assistant.checking.rules import RULES
from assistant.reading.reading import Address
from assistant.table.model import TargetTable

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A table of a file with its report; ``addresses`` say where its rows stand in the file, where that is known."""

    file: str
    table: TargetTable
    report: Report
    addresses: tuple[Address, ...] = ()

    @property
    def whose(self) -> str:
        """The table's name for a person: 望澜市水务局 2025年度."""
        named = self.table.project or self.table.department or "未写明单位"
        return f"{named} {self.table.year}年度" if self.table.year else named


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often a rule found something, and in how many tables."""

    code: str
    name: str
    severity: Severity
    findings: int
    tables: int


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """What stands against one table, unanswered."""

    whose: str
    file: str
    errors: int
    warnings: int
    infos: int
    answered: int


def by_rule(checked: Sequence[Checked]) -> tuple[RuleLine, ...]:
    """Rules that found something, the most frequent first."""
    findings = Counter(f.code for c in checked for f in c.report.findings)
    tables = Counter(code for c in checked for code in {f.code for f in c.report.findings})
    lines = (
        RuleLine(code, RULES[code].zh, RULES[code].severity, count, tables[code]) for code, count in findings.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.findings, line.code)))


def by_department(checked: Sequence[Checked]) -> tuple[DepartmentLine, ...]:
    """One line a table, those with the most errors first."""
    lines = (
        DepartmentLine(
            whose=c.whose,
            file=c.file,
            errors=c.report.count("error"),
            warnings=c.report.count("warning"),
            infos=c.report.count("info"),
            answered=sum(f.answered is not None for f in c.report.findings),
        )
        for c in checked
    )
    return tuple(sorted(lines, key=lambda line: (-line.errors, -line.warnings, line.whose)))
