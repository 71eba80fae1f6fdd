"""What differs between two years: values, rows that came or went, numbers of rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.retrieval.computed.query import Figure, Parts, Query
from assistant.retrieval.computed.selection import Measured, keeps, measure, written
from assistant.retrieval.computed.told import COUNTED, MANY, group_of, label_of, name_of, printed
from assistant.retrieval.records import Entry, Record
from assistant.retrieval.text import bare


def count_changes(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    """By how many rows two years differ: per department (or other group), or in all where none is asked for."""
    before, after = query.years
    unit, thing = COUNTED[query.what]
    loose = query.model_copy(update={"years": (after,)})
    groups: dict[str, dict[int | None, int]] = {}
    for t in scope:
        groups.setdefault(group_of(loose, t, query.group) if query.group else "合计", {}).setdefault(t.year, 0)
    for r in left:
        groups[group_of(loose, r.entry, query.group) if query.group else "合计"][r.entry.year] += 1
    moved = [(label, n[before], n[after]) for label, n in groups.items() if before in n and after in n]
    if query.group:
        moved = [m for m in moved if m[1] != m[2] and (m[2] - m[1]) * (query.direction or m[2] - m[1]) > 0]
    moved.sort(key=lambda m: (-abs(m[2] - m[1]), m[0]))
    if query.aggregate in ("max", "min"):
        moved = (moved if query.aggregate == "max" else moved[::-1])[: query.top or 1]
    if query.aggregate == "count" and query.group:
        return f"共{len(moved)}个。", [Figure("个数", Decimal(len(moved)), "个")], [m[0] for m in moved], []
    lines = [f"{label}：{old}→{new}{unit}（{'+' if new > old else ''}{new - old}）" for label, old, new in moved]
    figures = [Figure(label, Decimal(new - old), unit) for label, old, new in moved]
    told = "；".join(lines[:MANY]) or "没有这样的变化"
    return f"{before}年到{after}年{thing}数量：{told}。", figures, [m[0] for m in moved if query.group], []


def value_changes(query: Query, within: Sequence[Record]) -> Parts:
    """What differs between two years, department by department, name by name."""
    before, after = query.years
    loose = query.model_copy(update={"condition": None})
    held: dict[int, dict[tuple[str, str, str], Record]] = {before: {}, after: {}}
    for r in within:
        if r.entry.year in held and keeps(loose, r):
            key = (r.entry.department or "", r.entry.data.get("project") or "", bare(r.text))
            held[r.entry.year].setdefault(key, r)
    old, new = held[before], held[after]
    if query.change in ("added", "dropped"):
        ours, theirs = (new, old) if query.change == "added" else (old, new)
        both = {key[:2] for key in old} & {key[:2] for key in new}
        left = [r for key, r in ours.items() if key not in theirs and key[:2] in both]
        word = "新增" if query.change == "added" else "减少"
        listed = "；".join(label_of(query, r) for r in left[:MANY])
        text = f"{after}年比{before}年{word}{len(left)}条指标" + (f"：{listed}。" if left else "。")
        return text, [Figure(word, Decimal(len(left)), "条")], [], left
    pairs = [(old[key], new[key]) for key in old if key in new]
    if query.change == "unchanged":
        left = [b for a, b in pairs if written(query, a) == written(query, b)]
        return (
            f"{after}年与{before}年指标值相同的共{len(left)}条。",
            [Figure("未变", Decimal(len(left)), "条")],
            [],
            left,
        )
    moved = []
    for a, b in pairs:
        x, y = measure(query, a), measure(query, b)
        if x and y and x[1] == y[1] and (x[0] != y[0] or query.names):
            moved.append((b, y[0] - x[0], x, y))
    wanted = [m for m in moved if not query.direction or m[1] * query.direction > 0]
    other_way = "没有这样的变化，实际为：" if not wanted and query.names and moved else ""
    moved = wanted if not other_way else moved
    if not moved:
        return f"{before}年到{after}年没有这样的变化。", [Figure("变化", Decimal(0), "条")], [], []
    if query.aggregate == "count":
        return (
            f"共{len(moved)}条指标有这样的变化。",
            [Figure("变化", Decimal(len(moved)), "条")],
            [],
            [m[0] for m in moved],
        )
    one_unit = len({m[2][1] for m in moved}) == 1

    def size(m: tuple[Record, Decimal, Measured, Measured]) -> Decimal:
        if one_unit:
            return abs(m[1])
        return abs(m[1] / m[2][0]) if m[2][0] else Decimal(0)

    moved.sort(key=lambda m: (-size(m), m[0].id))
    if query.aggregate in ("max", "min"):
        moved = moved if query.aggregate == "max" else moved[::-1]
        edge = size(moved[min(query.top or 1, len(moved)) - 1])
        moved = [m for m in moved if (size(m) >= edge if query.aggregate == "max" else size(m) <= edge)]
    how = "" if one_unit or query.aggregate not in ("max", "min") else "按相对幅度，"
    lines = [
        f"{label_of(query, b)}：{printed(x[0])}→{printed(y[0])}{y[1] or ''}（{'+' if d > 0 else ''}{printed(d)}）"
        for b, d, x, y in moved
    ]
    figures = [Figure(label_of(query, b), d, y[1]) for b, d, _, y in moved]
    text = f"{before}年到{after}年，{other_way}{how}共{len(moved)}条：" + "；".join(lines[:MANY]) + "。"
    return text, figures, list(dict.fromkeys(name_of(query, m[0].entry) for m in moved)), [m[0] for m in moved]
