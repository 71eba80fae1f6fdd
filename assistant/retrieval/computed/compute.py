"""A typed query over the visible tables → an exact answer with what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.retrieval.computed.changes import count_changes, value_changes
from assistant.retrieval.computed.counts import absent, counted, departments, how_many, share
from assistant.retrieval.computed.money import money, money_changes
from assistant.retrieval.computed.query import MONEY, Answer, CannotAnswer, Parts, Query
from assistant.retrieval.computed.selection import Data, in_scope, in_their_unit, keeps, named, things
from assistant.retrieval.computed.values import aggregated, listed_rows
from assistant.retrieval.records import Entry, Record


def compute(question: str, query: Query, data: Data, assumed: tuple[str, ...]) -> Answer:
    """The answer. Raises ``CannotAnswer``."""
    scope = [t for t in data.tables if in_scope(query, t)]
    if not scope:
        raise CannotAnswer("没有符合这些条件（地区、部门、年份）的表，没有可统计的内容。")
    within = _within(query, scope, data)
    if query.change and query.field in MONEY:
        text, figures, names, behind = money_changes(query, scope)
    elif query.change and query.counted:
        text, figures, names, behind = count_changes(query, scope, [r for r in within if keeps(query, r)])
    elif query.change:
        text, figures, names, behind = value_changes(query, within)
    elif query.field in MONEY:
        text, figures, names, behind = money(query, scope, data.tables)
    else:
        text, figures, names, behind = _answer(query, scope, within, data)
    said = text + (f"（{'；'.join(assumed)}）" if assumed else "")
    return Answer(question, said, query, tuple(figures), tuple(names), tuple(behind), tuple(scope), assumed)


def _within(query: Query, scope: Sequence[Entry], data: Data) -> Sequence[Record]:
    """The records of the scope that are spoken of, before any condition on them."""
    if query.what == "row":
        ids = {id(t) for t in scope}
        every = [r for r in data.rows if id(r.entry) in ids]
    else:
        every = [r for t in scope for r in things(query, t)]
    if query.literal:
        every = [r for r in every if all(word in r.text for word in query.literal)]
    within = named(query, every, data)
    if query.names and not within and not query.absent and query.aggregate != "count" and not query.exists:
        raise CannotAnswer(f"这些表里没有名称含“{''.join(query.names)}”的指标，不能据此统计。请换用表中的说法再问。")
    return within


def _answer(query: Query, scope: Sequence[Entry], within: Sequence[Record], data: Data) -> Parts:
    if (query.met is not None or query.field == "actual") and not any(r.actual for r in within):
        raise CannotAnswer("这些表里没有完成值（年度没有结束，或者没有填），不能统计完成情况。")
    query = in_their_unit(query, within)
    left = [r for r in within if keeps(query, r)]
    if query.absent:
        return absent(query, scope, left, data.tables)
    if query.aggregate == "share":
        return share(query, scope, within, left)
    if query.counted or (query.aggregate == "count" and query.group):
        return counted(query, scope, left)
    if query.of == "departments" and query.aggregate in ("list", "count"):
        return departments(query, scope, left)
    if query.aggregate == "count" or query.of == "tables":
        return how_many(query, scope, left)
    if query.aggregate == "list":
        return listed_rows(query, left)
    return aggregated(query, left)
