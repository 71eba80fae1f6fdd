"""Rows and their values: listed, averaged, the largest and the smallest."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from decimal import Decimal

from assistant.retrieval.computed.query import CannotAnswer, Figure, Parts, Query
from assistant.retrieval.computed.selection import measure, written
from assistant.retrieval.computed.told import AGGREGATES, COUNTED, MANY, group_of, label_of, name_of, one_unit, printed
from assistant.retrieval.records import Record


def listed_rows(query: Query, left: Sequence[Record]) -> Parts:
    """The rows themselves, each with its value."""
    unit, thing = COUNTED[query.what]
    if not left:
        return f"没有符合条件的{thing}。", [], [], []
    if query.what in ("duty", "key_task"):
        told = "；".join(label_of(query, r) for r in left[:MANY])
        return f"共{len(left)}{unit}：{told}。", [], sorted({name_of(query, r.entry) for r in left}), left
    figures = [Figure(label_of(query, r), *m) for r in left if (m := measure(query, r))]
    if len(left) == 1:
        return (
            f"{label_of(query, left[0])}：{written(query, left[0]) or '未填'}。",
            figures,
            [name_of(query, left[0].entry)],
            left,
        )
    listed = "；".join(f"{label_of(query, r)}：{written(query, r) or '未填'}" for r in left[:MANY])
    return f"共{len(left)}{unit}：{listed}。", figures, sorted({name_of(query, r.entry) for r in left}), left


def aggregated(query: Query, left: Sequence[Record]) -> Parts:
    """Sum, mean, median, quartiles, the largest or the smallest of the rows' values, by group where one is asked for."""
    query = _with_side(query, left)
    values = [(r, m) for r in left if (m := measure(query, r))]
    if not values:
        raise CannotAnswer("符合条件的指标没有数值，不能计算。" if left else "没有符合条件的指标，不能计算。")
    unit = one_unit([m for _, m in values])
    grouped: dict[str, list[tuple[Record, Decimal]]] = {}
    for r, (number, _) in values:
        label = group_of(query, r.entry, query.group) if query.group else ""
        grouped.setdefault(label, []).append((r, number))
    figures, sentences, behind, names = list[Figure](), list[str](), list[Record](), list[str]()
    for label, pairs in sorted(grouped.items()):
        numbers = [n for _, n in pairs]
        if query.aggregate in ("max", "min"):
            pairs = edge_of(pairs, query)
            figures += [Figure(label_of(query, r), n, unit) for r, n in pairs]
            sentences.append(label + "；".join(f"{label_of(query, r)}：{written(query, r)}" for r, _ in pairs[:MANY]))
            behind += [r for r, _ in pairs]
            names += [name_of(query, r.entry) for r, _ in pairs]
            continue
        behind += [r for r, _ in pairs]
        if query.aggregate == "quartiles":
            if len(numbers) < 4:
                raise CannotAnswer(f"只有{len(numbers)}个数值，少于4个，分布没有意义。")
            three = statistics.quantiles(numbers, n=4, method="inclusive")
            figures += [
                Figure(f"{label}{word}", n, unit)
                for word, n in zip(("下四分位", "中位数", "上四分位"), three, strict=True)
            ]
            sentences.append(label + "、".join(f"{f.label}{printed(f.number)}{unit or ''}" for f in figures[-3:]))
            continue
        word, function = AGGREGATES[query.aggregate]
        result = function(numbers)
        figures.append(Figure(label or word, result, unit))
        sentences.append(f"{label}{word}{printed(result)}{unit or ''}（{len(numbers)}个数值）")
    if query.group and query.aggregate in ("max", "min"):  # 哪个城市最高: the best group alone is asked for
        best = edge_of([(r, m[0]) for r, m in values], query)
        figures = [Figure(label_of(query, r), n, unit) for r, n in best]
        sentences = [f"{label_of(query, r)}：{written(query, r)}" for r, _ in best]
        names, behind = [group_of(query, r.entry, query.group) for r, _ in best], [r for r, _ in best]
    return "；".join(sentences) + "。", figures, list(dict.fromkeys(names)), behind


def _with_side(query: Query, rows: Sequence[Record]) -> Query:
    """The best value is the largest, or the smallest where the rows' targets are upper bounds (≤)."""
    if query.aggregate not in ("best", "worst"):
        return query
    signs = [v.operator for r in rows if (v := r.value) and v.operator]
    lower = sum(s in ("≤", "<") for s in signs)
    if 0 < lower < len(signs):
        raise CannotAnswer("符合条件的指标有的越高越好、有的越低越好，请写明“最高”还是“最低”。")
    largest = (query.aggregate == "best") != bool(lower)
    return query.model_copy(update={"aggregate": "max" if largest else "min"})


def edge_of(pairs: Sequence[tuple[Record, Decimal]], query: Query) -> list[tuple[Record, Decimal]]:
    """The largest (or smallest) values, equal ones all together."""
    largest = query.aggregate == "max"
    ordered = sorted(pairs, key=lambda pair: (-pair[1] if largest else pair[1], pair[0].id))
    edge = ordered[min(query.top or 1, len(ordered)) - 1][1]
    return [pair for pair in ordered if (pair[1] >= edge if largest else pair[1] <= edge)]
