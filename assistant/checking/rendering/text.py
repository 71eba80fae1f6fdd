"""Reports as lines to read in a shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checking.findings import Finding, Report
from assistant.checking.summary import SEVERITIES, Checked, by_department, by_rule


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


def coverage(report: Report) -> Iterator[str]:
    """What the report covers: families where every fault is found, those worth a look, and what was not checked."""
    for complete, label in ((True, "查全的"), (False, "供参考的")):
        names = [f"{c.name}（{c.family}）" for c in report.coverage if c.complete == complete]
        if names:
            yield f"{label}：{'、'.join(names)}"
    by_why: dict[str, list[str]] = {}
    for one in report.not_checked:
        by_why.setdefault(one.why, []).append(one.code)
    for why, codes in by_why.items():
        yield f"没有检查：{'、'.join(dict.fromkeys(codes))}（{why}）"


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
            f"  {department.whose}：错误 {department.errors}，提醒 {department.warnings}，提示 {department.infos}"
            + (f"，已说明 {department.answered}" if department.answered else "")
        )
