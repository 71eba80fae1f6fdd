"""Reports as lines to read in a shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checking.findings import Finding
from assistant.checking.summary import SEVERITIES, Checked, by_coverage, by_department, by_rule, coverage


def to_text(checked: Sequence[Checked]) -> str:
    """Each table's findings, what the report covers, and for several tables the summary by rule and by department."""
    lines = [line for one in checked for line in (*_table(one), "")]
    if len(checked) > 1:
        lines += _summary(checked)
    return "\n".join(lines).rstrip() + "\n"


def place(finding: Finding) -> str:
    """Where a finding stands: 第12条“供水水质合格率”, or nothing for the whole table."""
    if finding.row is None:
        return ""
    return f"第{finding.row + 1}条“{finding.name}”" if finding.name else f"第{finding.row + 1}条"


def mend(finding: Finding) -> str:
    """How a finding is mended, in one line."""
    fix = finding.fix
    if fix is None:
        return ""
    return f"{fix.title}（{fix.asks}）" if fix.asks else fix.title


def _table(one: Checked) -> Iterator[str]:
    counts = "，".join(f"{label} {one.report.count(severity)}" for severity, label in SEVERITIES.items())
    yield f"{one.file}：{one.whose}：{counts}"
    for finding in one.report.findings:
        answered = f"（已说明：{finding.answered}）" if finding.answered else ""
        head = f"  {finding.code} {SEVERITIES[finding.severity]}{answered}"
        yield "  ".join(part for part in (head, place(finding), finding.message) if part)
        yield f"         依据：{finding.basis}"
        if how := mend(finding):
            yield f"         改法：{how}"
    yield from (f"  {line}" for line in coverage(one.report))


def _summary(checked: Sequence[Checked]) -> Iterator[str]:
    yield f"共 {len(checked)} 张表"
    yield "按规则："
    for line in by_rule(checked):
        yield f"  {line.code} {SEVERITIES[line.severity]} {line.name}：{line.findings} 处，{line.tables} 张表"
    yield "按单位："
    for department in by_department(checked):
        yield (
            f"  {department.whose}：{department.grade}，错误 {department.errors}，提醒 {department.warnings}，提示 {department.infos}"
            + (f"，已说明 {department.answered}" if department.answered else "")
        )
    yield "检查范围："
    for said in by_coverage(checked):
        yield f"  {said.text}：{len(said.tables)} 张表"
