"""Why a row fails (解释), all findings (检查), and mending a row by its fix (修改)."""

from __future__ import annotations

from assistant.checking import RULES, Context, Finding, apply, check, explain
from assistant.conversation.actions import Check, Explain, Mend
from assistant.conversation.edition import Edition
from assistant.conversation.mention import folded, rows_named
from assistant.conversation.reply import Explained, Grid, Option, Options, Part, Parts, Text, Told, options
from assistant.conversation.turn import Turn, changed
from assistant.table.model import Indicator, TargetTable, value

_LABEL = {"error": "错误", "warning": "提醒", "info": "提示"}
_LISTED = 8


async def answer_explain(action: Explain, turn: Turn) -> Parts:
    """Findings of the row that was named or marked; of a quoted row that stands in no table; or what a rule says."""
    if action.row is None and action.code:
        yield _rule(action.code)
        return
    edition = turn.current.edition if turn.current else None
    if action.row is None:
        if pointed := turn.pointed:
            yield _told(*pointed)
            yield _next(*pointed)
        elif edition is None:
            yield Text(text="还没有表，也没有写明是哪一条。可以上传一张表，或者写成“指标名 = 指标值 为什么不合格”。")
        else:
            yield _which(edition)
        return
    rows = rows_named(edition.table, action.row, action.value) if edition else ()
    if edition and len(rows) == 1 and _is_quoted(edition.table.indicators[rows[0]], action):
        yield _told(edition, rows[0], action.code)
        yield _next(edition, rows[0])
    elif edition and len(rows) > 1:
        yield _choose(edition, rows, "有几条都像，您问的是哪一条？")
    elif action.value is not None:
        yield _quoted(action)
    elif edition:
        yield Text(text=f"表里没有找到“{action.row}”。")
        yield _which(edition)
    else:
        yield Text(text=f"还没有表。把值也写上就能直接看，例如“{action.row} = 实现 为什么不合格”。")


async def answer_check(action: Check, turn: Turn) -> Parts:
    """How many findings of each severity, the gravest of them by row, and what could not be checked."""
    if turn.current is None:
        yield _no_table()
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
    if report.not_checked:
        codes = "、".join(dict.fromkeys(n.code for n in report.not_checked))
        yield Text(text=f"没有检查：{codes}（原因列在表的上方）。", tone="note")


async def answer_mend(action: Mend, turn: Turn) -> Parts:
    """Apply the fixes of one row as a new version; findings whose fix needs a fact ask for it."""
    if turn.current is None:
        yield _no_table()
        return
    edition = turn.current.edition
    pointed = turn.pointed
    marked = (pointed[1],) if pointed and pointed[0] == edition else ()
    rows = marked if action.row is None else rows_named(edition.table, action.row)
    if len(rows) != 1:
        yield _choose(edition, rows, "要改哪一条？") if rows else _which(edition)
        return
    row = rows[0]
    fixable = [f for f in edition.findings_of(row) if f.fix and f.answered is None and action.code in (None, f.code)]
    finding = next((f for f in fixable if f.fix and f.fix.edits), None)
    if finding is None or finding.fix is None:
        asks = next((f.fix.asks for f in fixable if f.fix and f.fix.asks), None)
        yield Text(text=asks or "这一条没有可以直接应用的修改建议，请按说明改好后重新上传。")
        return
    table = apply(edition.table, finding.fix)
    context = turn.rooms.context(table, turn.earlier(table), edition.cut)
    yield turn.keep(changed(edition, table, finding.fix.title, context))
    yield options("撤销", "检查这张表")


def _told(edition: Edition, row: int, code: str | None = None) -> Part:
    indicator = edition.table.indicators[row]
    findings = [f for f in edition.findings_of(row) if code in (None, f.code)]
    if not findings:
        return Text(text=f"“{indicator.name}”没有查出问题（{_values(indicator)}）。")
    return _explained(f"“{indicator.name}”（{_values(indicator)}）", findings, edition.table)


def _explained(title: str, findings: list[Finding], table: TargetTable) -> Explained:
    ordered = sorted(findings, key=lambda f: tuple(_LABEL).index(f.severity))
    return Explained(
        title=title,
        findings=tuple(
            Told(severity=f.severity, explanation=explain(f, table), mendable=bool(f.fix and f.fix.edits))
            for f in ordered
        ),
    )


def _quoted(action: Explain) -> Part:
    """A row that stands only in the sentence: checked by itself, for what can be said of a row alone."""
    quoted = value(action.value or "")
    row = Indicator(section="履职", name=action.row or "", half_year=quoted, full_year=quoted)
    table = TargetTable(indicators=(row,))
    findings = [f for f in check(table, Context(cut=True)).findings if f.row == 0]
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
    mendable = any(f.fix and f.fix.edits for f in edition.findings_of(row))
    mend = [Option(label="按建议修改", say=f"按建议修改第{row + 1}条")] if mendable else []
    return Options(options=(*mend, Option(label="同类部门怎么定", say=f"“{name}”同类部门定多少")))


def _which(edition: Edition) -> Options:
    faulty = dict.fromkeys(f.row for f in (*edition.report.errors, *edition.report.findings) if f.row is not None)
    if not faulty:
        return Options(text="表里没有查出有问题的行。可以在右边点一行再问。")
    return _choose(edition, tuple(faulty)[:6], "您问的是哪一条？也可以在右边点中一行再问。")


def _choose(edition: Edition, rows: tuple[int, ...], question: str) -> Options:
    return Options(
        text=question,
        options=tuple(
            Option(label=f"第{r + 1}条 {edition.table.indicators[r].name}", say=f"第{r + 1}条为什么不合格")
            for r in rows
        ),
    )


def _is_quoted(row: Indicator, action: Explain) -> bool:
    """Whether a quoted value is the row's own: else the person asks about a row as they wrote it."""
    texts = {folded(v.text).lstrip("=") for v in (row.half_year, row.full_year) if v}
    return action.value is None or folded(action.value).lstrip("=") in texts


def _no_table() -> Text:
    return Text(text="还没有表。请先上传一张绩效目标表，或者说“起草2027年绩效目标”。")


def _head(table: TargetTable) -> str:
    return f"{table.department or '未写明单位'}{f' {table.year} 年度' if table.year else ''}"


def _where(finding: Finding) -> str:
    return f"第{finding.row + 1}条 {finding.name or ''}" if finding.row is not None else "整张表"


def _values(row: Indicator) -> str:
    halves = (("半年", row.half_year), ("全年", row.full_year))
    return "，".join(f"{label} {v.text}" for label, v in halves if v) or "没有指标值"
