"""Mending a draft by the checker's own fixes, each row's grounds going with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.checking import Finding, Fix, apply
from assistant.checking.findings import AddRow, DeleteRow, Edit, MoveRow, SetNumber, SetText
from assistant.drafting.propose import unknown
from assistant.drafting.result import Draft, DraftRow
from assistant.table import TargetTable

#: The rules that say where a row belongs: another duty (REL001), another section (REL002).
MISPLACED = ("REL001", "REL002")


def mended(draft: Draft, findings: Iterable[Finding]) -> Draft:
    """The draft with one fix made for each row and part that has one; a value nobody knows is left open.

    Rows are never added here (a new row needs sources, so a writer writes it), nor is money.
    """
    touched, fixes, blank = set[object](), list[Finding](), dict[int, list[str]]()
    for finding in findings:
        fix = finding.fix
        places = {_place(e) for e in fix.edits} if fix else set[object]()
        if fix and fix.edits and not places & touched and not any(isinstance(e, AddRow | SetNumber) for e in fix.edits):
            touched |= places
            fixes.append(finding)
        elif fix and fix.asks and finding.row is not None and finding.row not in touched:
            touched.add(finding.row)
            blank[finding.row] = ["half_year", "full_year"]
    rows = [unknown(r, _why(r, findings, n), blank[n]) if n in blank else r for n, r in enumerate(draft.rows)]
    if not fixes:
        return draft.model_copy(update={"rows": tuple(rows)})
    together = Fix(title="", edits=tuple(e for f in fixes for e in (f.fix.edits if f.fix else ())))
    before = draft.model_copy(update={"rows": tuple(rows)})
    after = apply(before.table, together)
    return Draft(
        head=after.model_copy(update={"indicators": ()}),
        rows=_followed(before.rows, after, fixes),
        sources=draft.sources,
    )


def worth_mending(finding: Finding) -> bool:
    """An error; a warning whose fix needs no judgement; or one that says where a single row belongs (a key task that
    stands under another duty is left to the person: its rows may be right where they are)."""
    fix = finding.fix
    if finding.answered is not None or fix is None:
        return False
    if finding.severity == "error" or (fix.edits and fix.safe):
        return True
    return finding.code in MISPLACED and bool(fix.edits) and all(isinstance(e, MoveRow) for e in fix.edits)


def _followed(before: Sequence[DraftRow], after: TargetTable, fixes: Sequence[Finding]) -> tuple[DraftRow, ...]:
    """The rows after the edits with their grounds: an untouched indicator is the very same object, an edited one
    takes the grounds of the row it was made from (in order; a split row gives its own to each)."""
    kept = {id(r.indicator) for r in before}
    titles = {f.row: f.fix.title for f in fixes if f.fix and f.row is not None}
    deleted = {e.row for f in fixes if f.fix for e in f.fix.edits if isinstance(e, DeleteRow)}
    still = {id(i) for i in after.indicators}
    changed = [(n, r) for n, r in enumerate(before) if id(r.indicator) not in still and n not in deleted]
    grounds, rows = {id(r.indicator): r for r in before}, list[DraftRow]()
    last: tuple[int, DraftRow] | None = None
    for i in after.indicators:
        if id(i) in kept:
            rows.append(grounds[id(i)])
            continue
        last = changed.pop(0) if changed else last
        assert last is not None, "an edited row was made from one"
        n, was = last
        told = f"{was.grounds.derivation}；按检查意见：{titles[n]}" if n in titles else was.grounds.derivation
        rows.append(DraftRow(indicator=i, grounds=was.grounds.model_copy(update={"derivation": told})))
    return tuple(rows)


def _place(edit: Edit) -> object:
    return edit.path if isinstance(edit, SetText | SetNumber) else edit.at if isinstance(edit, AddRow) else edit.row


def _why(row: DraftRow, findings: Iterable[Finding], n: int) -> str:
    asked = next((f for f in findings if f.row == n and f.fix and f.fix.asks), None)
    return asked.message.rstrip("。") if asked else f"“{row.indicator.name}”没有可用的基数"
