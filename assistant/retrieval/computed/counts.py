"""How many rows, departments or tables there are, which of them, who has none, and what part of all they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.retrieval.computed.query import CannotAnswer, Figure, Parts, Query
from assistant.retrieval.computed.selection import in_scope, keeps, measure
from assistant.retrieval.computed.told import (
    AGGREGATES,
    COUNTED,
    MANY,
    brief,
    group_of,
    label_of,
    name_of,
    printed,
    some,
)
from assistant.retrieval.records import Entry, Record
from assistant.retrieval.text import bare

_EACH = {"department": "每个部门", "place": "每个城市", "kind": "每类部门", "year": "每年"}


def how_many(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    """One number: of tables, or of rows (projects, duties, key tasks)."""
    if query.of == "tables":
        return f"共{len(scope)}张表。", [Figure("表", Decimal(len(scope)), "张")], [t.id for t in scope], []
    unit, thing = COUNTED[query.what]
    return f"共{len(left)}{unit}{thing}。", [Figure(thing, Decimal(len(left)), unit)], [], left


def absent(query: Query, scope: Sequence[Entry], left: Sequence[Record], every: Sequence[Entry]) -> Parts:
    """The departments of the scope in which no row is left; of tables: those that have none for the year."""
    if query.of == "tables":
        have = {t.department for t in scope}
        all_years = query.model_copy(update={"years": ()})
        without = sorted({t.department or "" for t in every if in_scope(all_years, t)} - have)
    elif not query.filters_rows:
        raise CannotAnswer("没有说明缺的是什么，请写明指标名称或类别，例如“哪些部门没有成本指标”。")
    else:
        with_some = {id(r.entry) for r in left}
        without = sorted({name_of(query, t) for t in scope if id(t) not in with_some})
    number = [Figure("没有的部门", Decimal(len(without)), "个")]
    if not without:
        return "范围内的部门都有，没有缺的。", number, [], left
    return f"共{len(without)}个部门没有：{some(without)}。", number, without, []


def departments(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    """Which departments, or how many."""
    if query.filters_rows:
        names = sorted({name_of(query, r.entry) for r in left})
        figures = [Figure(label_of(query, r), *m) for r in left if (m := measure(query, r))]
    else:
        names, figures = sorted({name_of(query, t) for t in scope}), []
    if query.aggregate == "count":
        figures = [Figure("部门", Decimal(len(names)), "个")]
    shown = some(names)
    if query.filters_rows and 0 < len(names) <= 12:
        shown = "；".join(
            f"{n}（{'、'.join(brief(query, r) for r in left if name_of(query, r.entry) == n)}）" for n in names
        )
    text = f"共{len(names)}个部门：{shown}。" if names else "没有这样的部门。"
    return text, figures, names, left if query.filters_rows else []


def counted(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    """Numbers of rows (or departments) per group, and what the aggregate makes of them."""
    counts = _counts(query, scope, left)
    if query.having:
        counts = {label: n for label, n in counts.items() if query.having.holds(Decimal(n), query.having.unit)}
    unit = (
        "个部门"
        if query.group == "name"
        else {"departments": "个", "tables": "张"}.get(query.of, COUNTED[query.what][0])
    )
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if query.aggregate in ("max", "min") and ordered:
        ordered = _extreme(ordered, query)
    if query.aggregate in AGGREGATES:
        word, function = AGGREGATES[query.aggregate]
        result = function([Decimal(n) for n in counts.values()])
        return (
            f"{_EACH.get(query.group or 'department', '每组')}{word}{printed(result)}{unit}（共{len(counts)}个）。",
            [Figure(word, result, unit)],
            [],
            left,
        )
    listed = "，".join(f"{label}{n}{unit}" for label, n in ordered[:MANY])
    if query.having and query.aggregate == "count":
        number = [Figure("个数", Decimal(len(ordered)), "个")]
        return f"共{len(ordered)}个：{listed}。", number, [k for k, _ in ordered], left
    figures = [Figure(label, Decimal(n), unit) for label, n in ordered]
    return (listed or "没有符合条件的") + "。", figures, [label for label, _ in ordered], left


def _counts(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> dict[str, int]:
    group = query.group or "department"
    if group == "name":
        users: dict[str, set[object]] = {}
        shown: dict[str, str] = {}
        for r in left:
            users.setdefault(bare(r.text), set()).add((r.entry.department, r.entry.year))
            shown.setdefault(bare(r.text), r.text)
        return {shown[name]: len(who) for name, who in users.items()}
    if group in ("section", "category"):
        labels = [str(getattr(r, group) or "未分类") for r in left]
        return {label: labels.count(label) for label in dict.fromkeys(labels)}
    held: dict[str, set[object]] = {group_of(query, t, group): set() for t in scope}
    for r in left:
        held[group_of(query, r.entry, group)].add(r.id if query.of == "rows" else r.entry.department)
    if query.of != "rows" and not query.filters_rows:
        for t in scope:
            held[group_of(query, t, group)].add(t.department if query.of == "departments" else t.id)
    return {label: len(ids) for label, ids in held.items()}


def _extreme(ordered: Sequence[tuple[str, int]], query: Query) -> list[tuple[str, int]]:
    ordered = list(ordered) if query.aggregate == "max" else list(reversed(ordered))
    edge = ordered[min(query.top or 1, len(ordered)) - 1][1]
    return [pair for pair in ordered if (pair[1] >= edge if query.aggregate == "max" else pair[1] <= edge)]


def share(query: Query, scope: Sequence[Entry], within: Sequence[Record], left: Sequence[Record]) -> Parts:
    """What part of the rows (or of the departments) fulfils the query, in %."""
    if query.of == "departments":
        have = {id(r.entry) for r in left}
        groups: dict[str, list[Entry]] = {}
        for t in scope:
            groups.setdefault(group_of(query, t, query.group) if query.group else "", []).append(t)
        figures = [
            Figure(label or "占比", Decimal(sum(id(t) in have for t in ts)) / len(ts) * 100, "%")
            for label, ts in sorted(groups.items())
        ]
        if query.best:
            figures.sort(key=lambda f: (-f.number if query.best == "max" else f.number, f.label))
        told = "；".join(f"{f.label}占{printed(f.number)}%" for f in figures)
        holders = "" if query.group else f"{len(scope)}个部门中有{len(have)}个，"
        return f"{holders}{told.removeprefix('占比')}。", figures, [f.label for f in figures if query.group], left
    loose = query.model_copy(update={"condition": None, "quantified": None, "met": None})
    if query.condition is None and query.quantified is None and query.met is None:
        loose = loose.model_copy(update={"sections": (), "categories": (), "names": ()})
    whole = [r for r in within if keeps(loose, r)]
    if not whole:
        raise CannotAnswer("没有可作分母的指标，不能计算占比。")
    part = Decimal(len(left)) / len(whole) * 100
    return f"{len(whole)}条中有{len(left)}条，占{printed(part)}%。", [Figure("占比", part, "%")], [], left
