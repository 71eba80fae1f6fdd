"""What a person changes in the table by a sentence: a row's values (改值), a finding answered with a reason (说明理由), a
fix applied (修改). Each makes a new version, checked again; nothing is lost by it."""

from __future__ import annotations

from assistant.checking import Finding, apply
from assistant.conversation.actions import Justify, Mend, SetValue
from assistant.conversation.answers.asking import choose, no_table, which
from assistant.conversation.answers.explaining import told
from assistant.conversation.edition import Edition
from assistant.conversation.mention import rows_named
from assistant.conversation.reply import Part, Parts, Text, options
from assistant.conversation.turn import Turn, changed
from assistant.table import Answered, Grounds, Indicator, Source, TargetTable, TargetValue, value
from assistant.table.values import print_value


async def answer_mend(action: Mend, turn: Turn) -> Parts:
    """Apply the fixes of one row as a new version; findings whose fix needs a fact ask for it."""
    meant = _meant(action.row, turn, "要改哪一条？")
    if not isinstance(meant, tuple):
        yield meant
        return
    edition, row = meant
    fixable = [f for f in edition.findings_of(row) if f.fix and f.answered is None and action.code in (None, f.code)]
    finding = next((f for f in fixable if f.fix and f.fix.edits), None)
    if finding is None or finding.fix is None:
        asks = next((f.fix.asks for f in fixable if f.fix and f.fix.asks), None)
        yield Text(text=asks or f"这一条没有可以直接应用的修改建议。可以直接说“第{row + 1}条改成≥95%”这样的新值。")
        return
    yield _kept(edition, apply(edition.table, finding.fix), finding.fix.title, turn)
    yield options("撤销", "检查这张表")


async def answer_set(action: SetValue, turn: Turn) -> Parts:
    """The row with the values the person gives, and what the checker says of it now.

    A value without a half or a full year is the full year's; the half year follows where both were the same.
    """
    meant = _meant(action.row, turn, "要改哪一条的值？")
    if not isinstance(meant, tuple):
        yield meant
        return
    edition, row = meant
    before = edition.table.indicators[row]
    full = _completed(action.full, before.full_year)
    half = _completed(action.half, before.half_year or before.full_year)
    if half is None and full is not None and before.half_year and before.half_year == before.full_year:
        half = full
    given = {"half_year": half, "full_year": full}
    after = before.model_copy(update={k: v for k, v in given.items() if v is not None})
    if after == before:
        yield Text(text=f"第{row + 1}条“{before.name}”的值本来就是这样，没有改动。")
        return
    rows = edition.table.indicators
    table = edition.table.model_copy(update={"indicators": (*rows[:row], after, *rows[row + 1 :])})
    yield _kept(_asked_for(edition, row, after, turn.said), table, f"第{row + 1}条改为{_values(after)}", turn)
    if (kept := turn.rooms.store.version(turn.conversation)) and kept.edition.findings_of(row):
        yield told(kept.edition, row)
    yield options("撤销", "检查这张表")


async def answer_justify(action: Justify, turn: Turn) -> Parts:
    """The findings of a row (or the one of that rule) are carried on as answered, with the reason."""
    meant = _meant(action.row, turn, "是哪一条的理由？")
    if not isinstance(meant, tuple):
        yield meant
        return
    edition, row = meant
    standing = [f for f in edition.findings_of(row) if f.answered is None and action.code in (None, f.code)]
    if not standing:
        yield Text(text=f"第{row + 1}条没有等待说明的问题{f' {action.code}' if action.code else ''}。")
        return
    table = _with_reason(edition.table, standing, action.reason)
    codes = "、".join(dict.fromkeys(f.code for f in standing))
    yield _kept(edition, table, f"第{row + 1}条说明理由（{codes}）", turn)
    yield Text(text="理由已记下，随表保存和导出，检查时标为“已说明”。", tone="note")
    yield options("撤销", "检查这张表")


def _meant(reference: str | None, turn: Turn, question: str) -> tuple[Edition, int] | Part:
    """The newest edition and the row that is named or marked in it, or the question back."""
    if turn.current is None:
        return no_table()
    edition = turn.current.edition
    if reference is None:
        pointed = turn.pointed
        row = edition.row_of(pointed[0].ids[pointed[1]]) if pointed else None
        return (edition, row) if row is not None else which(edition)
    rows = rows_named(edition.table, reference)
    if len(rows) == 1:
        return edition, rows[0]
    return choose(edition, rows, question) if rows else which(edition)


def _kept(edition: Edition, table: TargetTable, title: str, turn: Turn) -> Part:
    return turn.keep(changed(edition, table, title, turn))


def _completed(text: str | None, before: TargetValue | None) -> TargetValue | None:
    """The value that a text gives; a bare number keeps the sign and the unit that the row had."""
    if not text:
        return None
    given = value(text)
    if before is None or given.number is None or before.number is None or given.kind != before.kind:
        return given
    operator, unit = given.operator or before.operator, given.unit or before.unit
    if given.upper is not None or (operator, unit) == (given.operator, given.unit):
        return given
    return value(print_value(operator, given.number, unit))


def _asked_for(edition: Edition, row: int, after: Indicator, said: str) -> Edition:
    """The edition in which the row rests on what the person said, ahead of what it rested on before."""
    if not edition.grounds:
        return edition
    source = Source(
        id=f"您{sum(s.kind == 'wish' for s in edition.sources.values()) + 1}",
        kind="wish",
        text=said,
        values=tuple(v.text for v in (after.half_year, after.full_year) if v),
    )
    old = edition.grounds.get(row, Grounds())
    grounds = Grounds(sources=(source.id, *old.sources), rule="您改的值", derivation=f"按您说的改为{_values(after)}")
    return edition.model_copy(
        update={
            "grounds": {**edition.grounds, row: grounds},
            "sources": {**edition.sources, source.id: source},
        }
    )


def _with_reason(table: TargetTable, findings: list[Finding], reason: str) -> TargetTable:
    given = {(f.code, f.row): Answered(code=f.code, row=f.row, reason=reason) for f in findings}
    kept = (a for a in table.answered if (a.code, a.row) not in given)
    return table.model_copy(update={"answered": (*kept, *given.values())})


def _values(row: Indicator) -> str:
    if row.half_year is None or row.half_year == row.full_year:
        return row.full_year.text if row.full_year else "空"
    return f"半年 {row.half_year.text}、全年 {row.full_year.text if row.full_year else '空'}"
