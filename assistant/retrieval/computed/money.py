"""Budgets, basic and project spending of departments, in 万元: sums, extremes, shares, changes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.retrieval.computed.query import Figure, Parts, Query
from assistant.retrieval.computed.selection import in_scope
from assistant.retrieval.computed.told import AGGREGATES, MANY, group_of, name_of, printed, some
from assistant.retrieval.records import Entry


def money(query: Query, scope: Sequence[Entry], every: Sequence[Entry]) -> Parts:
    """Amounts of the scope's tables. ``every``: all tables, of which a share of all departments' money is one."""
    pairs = [(t, m) for t in scope if (m := _amount(query.field, t)) is not None]
    if query.condition:
        condition = query.condition.model_copy(update={"unit": query.condition.unit or "万元"})
        pairs = [(t, m) for t, m in pairs if condition.holds(m, "万元")]
    if not pairs:
        return "没有符合条件的部门。", [], [], []
    labels = {id(t): name_of(query, t) for t, _ in pairs}
    if query.overall:
        around = query.model_copy(update={"kinds": (), "departments": ()})
        amounts = (_amount(query.field, t) for t in every if in_scope(around, t))
        all_of_it = sum(filter(None, amounts), Decimal(0))
        part = sum((amount for _, amount in pairs), Decimal(0)) / all_of_it * 100
        told = f"{some(sorted(labels.values()))}占全部{printed(all_of_it)}万元的{printed(part)}%。"
        return told, [Figure("占比", part, "%")], sorted(labels.values()), []
    if query.aggregate == "share":
        shares = [(t, m / whole * 100) for t, m in pairs if (whole := _amount("budget", t))]
        figures = [Figure(labels[id(t)], share, "%") for t, share in shares]
        listed = "；".join(f"{f.label}占{printed(f.number)}%" for f in figures[:MANY])
        return f"占全年预算的比重：{listed}。", figures, [f.label for f in figures], []
    if query.aggregate in AGGREGATES:
        word, function = AGGREGATES[query.aggregate]
        groups: dict[str, list[Decimal]] = {}
        for t, m in pairs:
            groups.setdefault(group_of(query, t, query.group) if query.group else "", []).append(m)
        figures = [Figure(label or word, function(ms), "万元") for label, ms in sorted(groups.items())]
        if query.group and query.best:
            figures.sort(key=lambda f: (-f.number if query.best == "max" else f.number, f.label))
    elif query.aggregate == "count":
        return (
            f"共{len(pairs)}个部门：{some(sorted(labels.values()))}。",
            [Figure("部门", Decimal(len(pairs)), "个")],
            sorted(labels.values()),
            [],
        )
    else:
        largest = query.aggregate != "min"
        ordered = sorted(pairs, key=lambda pair: (-pair[1] if largest else pair[1], pair[0].id))
        if query.aggregate in ("max", "min"):
            edge = ordered[min(query.top or 1, len(ordered)) - 1][1]
            ordered = [p for p in ordered if (p[1] >= edge if largest else p[1] <= edge)]
        figures = [Figure(labels[id(t)], m, "万元") for t, m in ordered[: query.top] or ordered]
    return (
        "；".join(f"{f.label}{printed(f.number)}万元" for f in figures[:MANY]) + "。",
        figures,
        [f.label for f in figures],
        [],
    )


def money_changes(query: Query, scope: Sequence[Entry]) -> Parts:
    """What the amounts of two years differ by, department by department."""
    before, after = query.years
    held = {(t.department, t.year): m for t in scope if (m := _amount(query.field, t)) is not None}
    moved = [(d, m, held[d, after]) for (d, year), m in held.items() if year == before and (d, after) in held]
    wanted = [m for m in moved if not query.direction or (m[2] - m[1]) * query.direction > 0]
    other_way = "没有这样的变化，实际为：" if not wanted and len(moved) == 1 else ""
    moved = wanted if not other_way else moved
    moved.sort(key=lambda m: (-abs(m[2] - m[1]), m[0] or ""))
    if query.aggregate in ("max", "min"):
        moved = (moved if query.aggregate == "max" else moved[::-1])[: query.top or 1]
    figures = [Figure(d or "未写明单位", new - old, "万元") for d, old, new in moved]
    lines = [
        f"{d}：{printed(old)}→{printed(new)}万元（{'+' if new > old else ''}{printed(new - old)}）"
        for d, old, new in moved
    ]
    text = f"{before}年到{after}年：{other_way}" + ("；".join(lines[:MANY]) or "没有这样的变化") + "。"
    if query.aggregate == "count":
        return f"共{len(moved)}个部门。", [Figure("部门", Decimal(len(moved)), "个")], [f.label for f in figures], []
    return text, figures, [f.label for f in figures], []


def _amount(field: str, table: Entry) -> Decimal | None:
    funds = table.data.get("funds") or {}
    income, spending = funds.get("income") or {}, funds.get("spending") or {}
    if field == "budget":
        total = income.get("total") or income.get("annual_budget") or (spending.get("total") or {}).get("full_year")
    else:
        total = (spending.get(field) or {}).get("full_year")
    return None if total is None else Decimal(str(total))
