"""Why a row fails (解释), and all findings (检查)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking import RULES, Context, Finding, check, explain
from assistant.checking.review import review
from assistant.conversation.actions import Check, Explain
from assistant.conversation.answers.asking import choose, no_table, which
from assistant.conversation.edition import Edition
from assistant.conversation.mention import folded, rows_named
from assistant.conversation.reply import Explained, Grid, Option, Options, Part, Parts, Text, Told, options
from assistant.conversation.turn import Turn
from assistant.retrieval.planted import example
from assistant.table.model import Indicator, TargetTable, value

_LABEL = {"error": "错误", "warning": "提醒", "info": "提示"}
_LISTED = 8
#: Rules that can be shown on one row alone.
_SHOWN_ALONE = ("VAL002", "VAL004", "VAL005", "WRD004")


async def answer_explain(action: Explain, turn: Turn) -> Parts:
    """Findings of the row that was named or marked; of a quoted row that stands in no table; or what a rule says."""
    if action.row is None and action.code:
        yield _rule(action.code)
        return
    edition = turn.current.edition if turn.current else None
    if action.row is None:
        if pointed := turn.pointed:
            for part in _about(*pointed):
                yield part
        elif edition is None:
            yield Text(text="还没有表，也没有写明是哪一条。可以上传一张表，或者写成“指标名 = 指标值 为什么不合格”。")
            yield _examples()
        else:
            yield which(edition)
        return
    rows = rows_named(edition.table, action.row, action.value) if edition else ()
    if edition and len(rows) == 1 and _is_quoted(edition.table.indicators[rows[0]], action):
        for part in _about(edition, rows[0], action.code):
            yield part
    elif edition and len(rows) > 1:
        yield choose(edition, rows, "有几条都像，您问的是哪一条？")
    elif action.value is not None:
        yield _quoted(action, turn.rooms.own)
    elif edition:
        yield Text(text=f"表里没有找到“{action.row}”。")
        yield which(edition)
    else:
        yield Text(text=f"还没有表。把值也写上就能直接看，例如“{action.row} = 实现 为什么不合格”。")


async def answer_check(action: Check, turn: Turn) -> Parts:
    """How many findings of each severity, the gravest of them by row, and what could not be checked."""
    if turn.current is None:
        yield no_table()
        return
    edition = turn.current.edition
    report = edition.report
    errors, warnings, infos = (report.count(severity) for severity in ("error", "warning", "info"))
    yield Text(text=f"{_head(edition.table)}：错误 {errors} 处，提醒 {warnings} 处，提示 {infos} 处。")
    standing = [f for f in report.findings if f.answered is None]
    grave = sorted(standing, key=lambda f: tuple(_LABEL).index(f.severity))[:_LISTED]
    if grave:
        yield Grid(
            title="先看这些",
            columns=("规则", "位置", "问题"),
            rows=tuple((f"{_LABEL[f.severity]} {f.code}", _where(f), f.message) for f in grave),
            note=f"其余 {len(standing) - len(grave)} 处在表里逐行标出。" if len(standing) > len(grave) else "",
        )
        named = [f for f in grave if f.row is not None]
        if named and named[0].row is not None:
            yield options(f"第{named[0].row + 1}条为什么不合格", "和同类部门比一比")
    grades = review(report)
    parts = "，".join(f"{p.part} {p.grade or '待定'}" for p in grades.parts)
    yield Text(text=f"按审核表：{parts}；总评 {grades.whole.grade or '待定'}（逐项见“导出批注版”）。", tone="note")
    if report.not_checked:
        codes = "、".join(dict.fromkeys(n.code for n in report.not_checked))
        yield Text(text=f"没有检查：{codes}（原因列在表的上方）。", tone="note")


def told(edition: Edition, row: int, code: str | None = None) -> Part:
    """The findings of a row (of one rule, where ``code`` is given), or that it has none."""
    indicator = edition.table.indicators[row]
    findings = [f for f in edition.findings_of(row) if code in (None, f.code)]
    if not findings:
        return Text(text=f"“{indicator.name}”没有查出问题（{_values(indicator)}）。")
    return _explained(f"“{indicator.name}”（{_values(indicator)}）", findings, edition.table)


def _about(edition: Edition, row: int, code: str | None = None) -> Iterator[Part]:
    """What there is to say of a row: its findings, where it comes from if it was drafted, what to do next."""
    yield told(edition, row, code)
    if grounds := edition.grounds.get(row):
        how = "：".join(part for part in (grounds.rule, grounds.derivation) if part)
        cited = [edition.sources[s] for s in grounds.sources if s in edition.sources]
        rests = [f"{s.department or ''}{s.year or ''} {s.text}".strip() for s in cited]
        yield Text(text="\n".join([f"这一行的由来：{how}", *(f"来源：{r}" for r in rests)]), tone="note")
    yield _next(edition, row)


def _explained(title: str, findings: list[Finding], table: TargetTable) -> Explained:
    ordered = sorted(findings, key=lambda f: tuple(_LABEL).index(f.severity))
    return Explained(
        title=title,
        findings=tuple(
            Told(
                severity=f.severity,
                explanation=explain(f, table),
                mendable=bool(f.fix and f.fix.edits),
                answered=f.answered,
            )
            for f in ordered
        ),
    )


def _quoted(action: Explain, own: Context) -> Part:
    """A row that stands only in the sentence: checked by itself, for what can be said of a row alone."""
    quoted = value(action.value or "")
    row = Indicator(section="履职", name=action.row or "", half_year=quoted, full_year=quoted)
    table = TargetTable(indicators=(row,))
    findings = [f for f in check(table, own.model_copy(update={"cut": True})).findings if f.row == 0]
    if not findings:
        return Text(text=f"“{row.name} = {quoted.text}”单看这一条没有查出问题；放在整张表里才能查的没有查。")
    return _explained(f"“{row.name} = {quoted.text}”（不在当前的表里，单看这一条）", findings, table)


def _rule(code: str) -> Part:
    rule = RULES.get(code)
    if rule is None:
        return Text(text=f"没有编号为 {code} 的规则。", tone="error")
    return Text(text=f"{rule.code} {rule.zh}：{rule.what}\n为什么在意：{rule.why}\n怎么改：{rule.mend}")


def _next(edition: Edition, row: int) -> Options:
    name = edition.table.indicators[row].name
    standing = [f for f in edition.findings_of(row) if f.answered is None]
    mendable = any(f.fix and f.fix.edits for f in standing)
    mend = [Option(label="按建议修改", say=f"按建议修改第{row + 1}条")] if mendable else []
    hint = f"也可以直接改值（“第{row + 1}条改成≥95%”），或者写明理由（“第{row + 1}条说明：……”）。" if standing else ""
    return Options(text=hint, options=(*mend, Option(label="同类部门怎么定", say=f"“{name}”同类部门定多少")))


def _examples() -> Options:
    """Rows of the planted part that anyone can ask about."""
    found = [example(rule) for rule in _SHOWN_ALONE]
    rows = [table.table.indicators[row] for table, row in filter(None, found)]
    quoted = [f"{r.name} = {r.full_year.text.lstrip('=')}" for r in rows if r.full_year]
    return Options(
        text="也可以先看随附的示例（故意写错的，单位和数字是虚构的）：",
        options=tuple(Option(label=text, say=f"“{text}”为什么不合格") for text in quoted),
    )


def _is_quoted(row: Indicator, action: Explain) -> bool:
    """Whether a quoted value is the row's own: else the person asks about a row as they wrote it."""
    texts = {folded(v.text).lstrip("=") for v in (row.half_year, row.full_year) if v}
    return action.value is None or folded(action.value).lstrip("=") in texts


def _head(table: TargetTable) -> str:
    return f"{table.department or '未写明单位'}{f' {table.year} 年度' if table.year else ''}"


def _where(finding: Finding) -> str:
    return f"第{finding.row + 1}条 {finding.name or ''}" if finding.row is not None else "整张表"


def _values(row: Indicator) -> str:
    halves = (("半年", row.half_year), ("全年", row.full_year))
    return "，".join(f"{label} {v.text}" for label, v in halves if v) or "没有指标值"
