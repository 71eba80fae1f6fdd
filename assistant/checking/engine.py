"""From a table to a report: run the rules over it, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.checking.bases import bases
from assistant.checking.findings import Context, Coverage, Finding, NotChecked, PeerFigures, Report
from assistant.checking.needs import reason, unmet
from assistant.checking.parameters import Parameters, parameters
from assistant.checking.rule import Fault, Rule, Undecided
from assistant.checking.rules import RULES
from assistant.checking.sheet import Sheet
from assistant.table.model import Answered, TargetTable

_NOTHING = Context()
_DOUBTFUL = "这一行读取存疑，请先与原件核对。"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules. ``complete``: every fault of that kind is found; else its findings are worth a look."""

    code: str
    zh: str
    complete: bool


FAMILIES: tuple[Family, ...] = (
    Family("STR", "结构与完整性", True),
    Family("VAL", "指标值", True),
    Family("FND", "资金", True),
    Family("WRD", "文字表述", False),
    Family("REL", "相关性", False),
    Family("HIS", "与往年和同类部门对照", False),
    Family("DRF", "草稿来源", False),
)


def check(table: TargetTable, context: Context = _NOTHING, rules: Iterable[Rule] | None = None) -> Report:
    """All findings on a table, by all ``RULES`` or those given. Pure: no network, model, clock or randomness."""
    chosen = tuple(RULES.values() if rules is None else rules)
    sheet = Sheet(table, context)
    answers = {(a.code, a.row): a for a in table.answered}
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    for rule in chosen:
        settings = parameters(rule.code, table.template, context.settings)
        if settings.off:
            not_checked.append(NotChecked(code=rule.code, why="设置中已关闭"))
            continue
        if (need := unmet(rule.needs, sheet)) is not None:
            if (why := reason(need, sheet)) is not None:
                not_checked.append(NotChecked(code=rule.code, why=why))
            continue
        for judgement in rule.judge(sheet, settings):
            if isinstance(judgement, Undecided):
                not_checked.append(NotChecked(code=rule.code, why=judgement.why))
            else:
                findings.append(_finding(judgement, rule, settings, sheet, answers))
    findings.sort(key=lambda f: (-1 if f.row is None else f.row, f.code))
    return Report(
        department=table.department,
        year=table.year,
        findings=tuple(findings),
        not_checked=tuple(dict.fromkeys(not_checked)),
        coverage=_coverage([r for r in chosen if context.draft or "draft" not in r.needs], not_checked),
    )


def _finding(
    fault: Fault,
    rule: Rule,
    settings: Parameters,
    sheet: Sheet,
    answers: Mapping[tuple[str, int | None], Answered],
) -> Finding:
    row = None if fault.row is None else sheet.table.indicators[fault.row]
    doubtful = fault.row in sheet.context.doubted
    answer = answers.get((rule.code, fault.row))
    return Finding(
        code=rule.code,
        severity="info" if doubtful else settings.severity or fault.severity or rule.severity,
        message=fault.message,
        evidence=f"{_DOUBTFUL}{fault.evidence}" if doubtful else fault.evidence,
        basis=bases()[rule.basis].cite,
        section=row.section if row else None,
        row=fault.row,
        name=row.name if row else None,
        cell=fault.cell,
        path=fault.path,
        fix=fault.fix,
        example=_example(sheet.context.peers.get(row.name)) if row else None,
        answered=answer.reason if answer else None,
    )


def _example(figures: PeerFigures | None) -> str | None:
    """The likest value among similar departments, the newest of those, with whose it is."""
    values = [v for v in figures.values if not v.outlier and v.text] if figures else []
    best = max(values, key=lambda v: (v.likeness, v.year or 0, v.record), default=None)
    return f"{best.department or ''}{f'{best.year}年' if best.year else ''}：{best.name} {best.text}" if best else None


def _coverage(rules: Sequence[Rule], not_checked: list[NotChecked]) -> tuple[Coverage, ...]:
    skipped = {n.code for n in not_checked}
    counted = ((family, [r for r in rules if r.family == family.code]) for family in FAMILIES)
    return tuple(
        Coverage(
            family=family.code,
            name=family.zh,
            complete=family.complete,
            rules=len(members),
            not_checked=sum(r.code in skipped for r in members),
        )
        for family, members in counted
        if members
    )
