"""What many checked tables come to: by rule, by department (单位) with its grade, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.findings import Coverage, Report, Severity
from assistant.checking.review import review
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
        """The table's name for a person: 望澜市水务局 2025年度, a project's behind its department."""
        named = " ".join(filter(None, (self.table.department, self.table.project))) or "未写明单位"
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
    """What stands against one table, unanswered, and the grade of its review sheet (审核表)."""

    whose: str
    file: str
    grade: str
    errors: int
    warnings: int
    infos: int
    answered: int


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One thing that reports say of what they cover, and of which tables."""

    text: str
    tables: tuple[str, ...]


def coverage(report: Report) -> Iterator[str]:
    """What a report covers: families where every fault is found, those worth a look, and what was not checked."""
    yield from _families(report, _with_gaps)
    yield from _not_checked(report)


def by_coverage(checked: Sequence[Checked]) -> tuple[CoverageLine, ...]:
    """What the reports cover and what they do not, each thing once, what most of them say first."""
    said: dict[str, list[str]] = {}
    for one in checked:
        for line in (*_families(one.report, _named), *_not_checked(one.report)):
            said.setdefault(line, []).append(one.whose)
    lines = (CoverageLine(text, tuple(tables)) for text, tables in said.items())
    return tuple(sorted(lines, key=lambda line: (-len(line.tables), line.text)))


def _families(report: Report, told: Callable[[Coverage], str]) -> Iterator[str]:
    """The families of which anything was checked, in two lines."""
    for complete, label in ((True, "查全的"), (False, "供参考的")):
        names = [told(c) for c in report.coverage if c.complete == complete and c.not_checked < c.rules]
        if names:
            yield f"{label}：{'、'.join(names)}"


def _named(family: Coverage) -> str:
    return f"{family.name}（{family.family}）"


def _with_gaps(family: Coverage) -> str:
    gaps = f"，{family.rules} 条规则里 {family.not_checked} 条没有查全" if family.not_checked else ""
    return f"{family.name}（{family.family}{gaps}）"


def _not_checked(report: Report) -> Iterator[str]:
    by_why: dict[str, list[str]] = {}
    for one in report.not_checked:
        by_why.setdefault(one.why, []).append(one.code)
    for why, codes in by_why.items():
        yield f"没有检查：{'、'.join(dict.fromkeys(codes))}（{why}）"


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
            grade=review(c.report).whole.grade or "待定",
            errors=c.report.count("error"),
            warnings=c.report.count("warning"),
            infos=c.report.count("info"),
            answered=sum(f.answered is not None for f in c.report.findings),
        )
        for c in checked
    )
    return tuple(sorted(lines, key=lambda line: (-line.errors, -line.warnings, line.whose)))
