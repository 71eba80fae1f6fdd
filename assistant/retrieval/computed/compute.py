"""A typed query over the visible rows → an exact answer with what stands behind it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.retrieval.computed.parse import CannotAnswer
from assistant.retrieval.computed.query import MONEY, Answer, Column, Figure, Query
from assistant.retrieval.likeness import measured
from assistant.retrieval.records import Entry, Record, understood
from assistant.retrieval.text import bare
from assistant.table import TargetValue, print_number

Measured = tuple[Decimal, str | None]
_MANY = 30  # names written out in the sentence; the rest is in the rows
_AGGREGATES: dict[str, tuple[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    "sum": ("合计", lambda n: sum(n, Decimal(0))), "mean": ("平均", lambda n: statistics.mean(n)),
    "median": ("中位数", lambda n: statistics.median(n)),
}  # fmt: skip


@dataclass(frozen=True)
class Data:
    """All that a viewer may see. ``concepts``: by kind, the wordings (bare) that mean one indicator, from the library."""

    tables: Sequence[Entry]
    rows: Sequence[Record]
    concepts: Mapping[str, Sequence[frozenset[str]]]

    def meant(self, holds: Callable[[str], bool]) -> frozenset[tuple[str | None, str]]:
        """Kinds and wordings that mean an indicator one of whose wordings fits."""
        return frozenset(
            (kind, wording)
            for kind, concepts in self.concepts.items()
            for concept in concepts
            if any(map(holds, concept))
            for wording in concept
        )


def compute(question: str, query: Query, data: Data, assumed: tuple[str, ...]) -> Answer:
    """The answer. Raises ``CannotAnswer``."""
    rows = _named(query, data.rows, data) if query.names else data.rows
    scope = [t for t in data.tables if _in_scope(query, t)]
    if not scope:
        raise CannotAnswer("没有符合这些条件（地区、部门、年份）的表，没有可统计的内容。")
    ids = {id(t) for t in scope}
    within = [r for r in rows if id(r.entry) in ids]
    if query.change and query.field in MONEY:
        answer = _money_changes(query, scope)
    elif query.change:
        answer = _changes(query, within)
    elif query.field in MONEY:
        answer = _money(query, scope)
    else:
        left = [r for r in within if _keeps(query, r)]
        answer = _answer(query, scope, within, left)
    text, figures, names, behind = answer
    said = text + (f"（{'；'.join(assumed)}）" if assumed else "")
    return Answer(question, said, query, tuple(figures), tuple(names), tuple(behind), tuple(scope), assumed)


Parts = tuple[str, Sequence[Figure], Sequence[str], Sequence[Record]]


def _answer(query: Query, scope: Sequence[Entry], within: Sequence[Record], left: Sequence[Record]) -> Parts:
    if query.absent:
        return _absent(query, scope, left)
    if query.counted or (query.aggregate == "count" and query.group):
        return _counted(query, scope, left)
    if query.of == "tables":
        return f"共{len(scope)}张表。", [Figure("表", Decimal(len(scope)), "张")], [t.id for t in scope], []
    if query.of == "departments" and query.aggregate in ("list", "count"):
        return _departments(query, scope, left)
    if query.aggregate == "count":
        return f"共{len(left)}条指标。", [Figure("指标", Decimal(len(left)), "条")], [], left
    if query.aggregate == "share":
        return _share(query, within, left)
    if query.aggregate == "list":
        return _listed(query, left)
    return _aggregated(query, left)


def _absent(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    if not query.filters_rows:
        raise CannotAnswer("没有说明缺的是什么，请写明指标名称或类别，例如“哪些部门没有成本指标”。")
    with_some = {id(r.entry) for r in left}
    without = sorted({_name(query, t) for t in scope if id(t) not in with_some})
    number = [Figure("没有的部门", Decimal(len(without)), "个")]
    if not without:
        return "范围内的部门都有，没有缺的。", number, [], left
    return f"共{len(without)}个部门没有：{_some(without)}。", number, without, []


def _departments(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    if query.filters_rows:
        names = sorted({_name(query, r.entry) for r in left})
        figures = [Figure(_label(query, r), *m) for r in left if (m := _measured(query, r))]
    else:
        names, figures = sorted({_name(query, t) for t in scope}), []
    if query.aggregate == "count":
        figures = [Figure("部门", Decimal(len(names)), "个")]
    shown = _some(names)
    if query.filters_rows and 0 < len(names) <= 12:
        shown = "；".join(
            f"{n}（{'、'.join(_brief(query, r) for r in left if _name(query, r.entry) == n)}）" for n in names
        )
    text = f"共{len(names)}个部门：{shown}。" if names else "没有这样的部门。"
    return text, figures, names, left if query.filters_rows else []


def _counted(query: Query, scope: Sequence[Entry], left: Sequence[Record]) -> Parts:
    """Numbers of rows (or departments) per group, and what the aggregate makes of them."""
    group = query.group or "department"
    counts: dict[str, int] = {}
    if group in ("section", "category"):
        for r in left:
            label = str(getattr(r, group) or "未分类")
            counts[label] = counts.get(label, 0) + 1
    else:
        held: dict[str, set[object]] = {_group(query, t, group): set() for t in scope}
        for r in left:
            held[_group(query, r.entry, group)].add(r.id if query.of == "rows" else r.entry.department)
        if query.of != "rows" and not query.filters_rows:
            for t in scope:
                held[_group(query, t, group)].add(t.department if query.of == "departments" else t.id)
        counts = {label: len(ids) for label, ids in held.items()}
    if query.having:
        counts = {label: n for label, n in counts.items() if query.having.holds(Decimal(n), query.having.unit)}
    unit = {"rows": "条", "departments": "个", "tables": "张"}[query.of]
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if query.aggregate in ("max", "min") and ordered:
        ordered = _extreme(ordered, query)
    if query.aggregate in _AGGREGATES:
        word, function = _AGGREGATES[query.aggregate]
        result = function([Decimal(n) for n in counts.values()])
        return f"{word}每组{_print(result)}{unit}（共{len(counts)}组）。", [Figure(word, result, unit)], [], left
    figures = [Figure(label, Decimal(n), unit) for label, n in ordered]
    listed = "，".join(f"{label}{n}{unit}" for label, n in ordered[:_MANY])
    if query.having and query.aggregate == "count":
        return (
            f"共{len(ordered)}个：{listed}。",
            [Figure("个数", Decimal(len(ordered)), "个")],
            [k for k, _ in ordered],
            left,
        )
    return (listed or "没有符合条件的") + "。", figures, [label for label, _ in ordered], left


def _extreme(ordered: Sequence[tuple[str, int]], query: Query) -> list[tuple[str, int]]:
    ordered = list(ordered) if query.aggregate == "max" else list(reversed(ordered))
    edge = ordered[min(query.top or 1, len(ordered)) - 1][1]
    return [pair for pair in ordered if (pair[1] >= edge if query.aggregate == "max" else pair[1] <= edge)]


def _listed(query: Query, left: Sequence[Record]) -> Parts:
    if not left:
        return "没有符合条件的指标。", [], [], []
    figures = [Figure(_label(query, r), *m) for r in left if (m := _measured(query, r))]
    if len(left) == 1:
        return (
            f"{_label(query, left[0])}：{_text(query, left[0]) or '未填'}。",
            figures,
            [_name(query, left[0].entry)],
            left,
        )
    listed = "；".join(f"{_label(query, r)}：{_text(query, r) or '未填'}" for r in left[:_MANY])
    return f"共{len(left)}条：{listed}。", figures, sorted({_name(query, r.entry) for r in left}), left


def _share(query: Query, within: Sequence[Record], left: Sequence[Record]) -> Parts:
    loose = query.model_copy(update={"condition": None, "quantified": None, "met": None})
    if query.condition is None and query.quantified is None and query.met is None:
        loose = loose.model_copy(update={"sections": (), "categories": (), "names": ()})
    whole = [r for r in within if _keeps(loose, r)]
    if not whole:
        raise CannotAnswer("没有可作分母的指标，不能计算占比。")
    share = Decimal(len(left)) / len(whole) * 100
    return f"{len(whole)}条中有{len(left)}条，占{_print(share)}%。", [Figure("占比", share, "%")], [], left


def _aggregated(query: Query, left: Sequence[Record]) -> Parts:
    values = [(r, m) for r in left if (m := _measured(query, r))]
    if not values:
        raise CannotAnswer("符合条件的指标没有数值，不能计算。" if left else "没有符合条件的指标，不能计算。")
    unit = _one_unit([m for _, m in values])
    grouped: dict[str, list[tuple[Record, Decimal]]] = {}
    for r, (number, _) in values:
        label = _group(query, r.entry, query.group) if query.group else ""
        grouped.setdefault(label, []).append((r, number))
    figures, sentences, behind, names = list[Figure](), list[str](), list[Record](), list[str]()
    for label, pairs in sorted(grouped.items()):
        numbers = [n for _, n in pairs]
        if query.aggregate in ("max", "min"):
            pairs = _edge(pairs, query)
            figures += [Figure(_label(query, r), n, unit) for r, n in pairs]
            sentences.append(label + "；".join(f"{_label(query, r)}：{_text(query, r)}" for r, _ in pairs[:_MANY]))
            behind += [r for r, _ in pairs]
            names += [_name(query, r.entry) for r, _ in pairs]
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
            sentences.append(label + "、".join(f"{f.label}{_print(f.number)}{unit or ''}" for f in figures[-3:]))
            continue
        word, function = _AGGREGATES[query.aggregate]
        result = function(numbers)
        figures.append(Figure(label or word, result, unit))
        sentences.append(f"{label}{word}{_print(result)}{unit or ''}（{len(numbers)}个数值）")
    if query.group and query.aggregate in ("max", "min"):  # 哪个城市最高: the best group alone is asked for
        best = _edge([(r, m[0]) for r, m in values], query)
        figures = [Figure(_label(query, r), n, unit) for r, n in best]
        sentences = [f"{_label(query, r)}：{_text(query, r)}" for r, _ in best]
        names, behind = [_group(query, r.entry, query.group) for r, _ in best], [r for r, _ in best]
    return "；".join(sentences) + "。", figures, list(dict.fromkeys(names)), behind


def _edge(pairs: Sequence[tuple[Record, Decimal]], query: Query) -> list[tuple[Record, Decimal]]:
    """The largest (or smallest) values, equal ones all together."""
    largest = query.aggregate == "max"
    ordered = sorted(pairs, key=lambda pair: (-pair[1] if largest else pair[1], pair[0].id))
    edge = ordered[min(query.top or 1, len(ordered)) - 1][1]
    return [pair for pair in ordered if (pair[1] >= edge if largest else pair[1] <= edge)]


def _money(query: Query, scope: Sequence[Entry]) -> Parts:
    pairs = [(t, m) for t in scope if (m := _amount(query.field, t)) is not None]
    if query.condition:
        condition = query.condition.model_copy(update={"unit": query.condition.unit or "万元"})
        pairs = [(t, m) for t, m in pairs if condition.holds(m, "万元")]
    if not pairs:
        return "没有符合条件的部门。", [], [], []
    labels = {id(t): _name(query, t) for t, _ in pairs}
    if query.aggregate == "share":
        shares = [(t, m / whole * 100) for t, m in pairs if (whole := _amount("budget", t))]
        figures = [Figure(labels[id(t)], share, "%") for t, share in shares]
        listed = "；".join(f"{f.label}占{_print(f.number)}%" for f in figures[:_MANY])
        return f"占全年预算的比重：{listed}。", figures, [f.label for f in figures], []
    if query.aggregate in _AGGREGATES:
        word, function = _AGGREGATES[query.aggregate]
        groups: dict[str, list[Decimal]] = {}
        for t, m in pairs:
            groups.setdefault(_group(query, t, query.group) if query.group else "", []).append(m)
        figures = [Figure(label or word, function(ms), "万元") for label, ms in sorted(groups.items())]
    elif query.aggregate == "count":
        return (
            f"共{len(pairs)}个部门：{_some(sorted(labels.values()))}。",
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
        "；".join(f"{f.label}{_print(f.number)}万元" for f in figures[:_MANY]) + "。",
        figures,
        [f.label for f in figures],
        [],
    )


def _money_changes(query: Query, scope: Sequence[Entry]) -> Parts:
    before, after = query.years
    held = {(t.department, t.year): m for t in scope if (m := _amount(query.field, t)) is not None}
    moved = [(d, m, held[d, after]) for (d, year), m in held.items() if year == before and (d, after) in held]
    wanted = [m for m in moved if not query.direction or (m[2] - m[1]) * query.direction > 0]
    other_way = "没有这样的变化，实际为：" if not wanted and query.departments else ""
    moved = wanted if not other_way else moved
    moved.sort(key=lambda m: (-abs(m[2] - m[1]), m[0] or ""))
    if query.aggregate in ("max", "min"):
        moved = (moved if query.aggregate == "max" else moved[::-1])[: query.top or 1]
    figures = [Figure(d or "未写明单位", new - old, "万元") for d, old, new in moved]
    lines = [
        f"{d}：{_print(old)}→{_print(new)}万元（{'+' if new > old else ''}{_print(new - old)}）"
        for d, old, new in moved
    ]
    text = f"{before}年到{after}年：{other_way}" + ("；".join(lines[:_MANY]) or "没有这样的变化") + "。"
    if query.aggregate == "count":
        return f"共{len(moved)}个部门。", [Figure("部门", Decimal(len(moved)), "个")], [f.label for f in figures], []
    return text, figures, [f.label for f in figures], []


def _changes(query: Query, within: Sequence[Record]) -> Parts:
    """What differs between two years, department by department, name by name."""
    before, after = query.years
    loose = query.model_copy(update={"condition": None})
    held: dict[int, dict[tuple[str, str, str], Record]] = {before: {}, after: {}}
    for r in within:
        if r.entry.year in held and _keeps(loose, r):
            key = (r.entry.department or "", r.entry.data.get("project") or "", bare(r.text))
            held[r.entry.year].setdefault(key, r)
    old, new = held[before], held[after]
    if query.change in ("added", "dropped"):
        ours, theirs = (new, old) if query.change == "added" else (old, new)
        both = {key[:2] for key in old} & {key[:2] for key in new}
        left = [r for key, r in ours.items() if key not in theirs and key[:2] in both]
        word = "新增" if query.change == "added" else "减少"
        listed = "；".join(_label(query, r) for r in left[:_MANY])
        text = f"{after}年比{before}年{word}{len(left)}条指标" + (f"：{listed}。" if left else "。")
        return text, [Figure(word, Decimal(len(left)), "条")], [], left
    pairs = [(old[key], new[key]) for key in old if key in new]
    if query.change == "unchanged":
        left = [b for a, b in pairs if _text(query, a) == _text(query, b)]
        return (
            f"{after}年与{before}年指标值相同的共{len(left)}条。",
            [Figure("未变", Decimal(len(left)), "条")],
            [],
            left,
        )
    moved = []
    for a, b in pairs:
        x, y = _measured(query, a), _measured(query, b)
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
        f"{_label(query, b)}：{_print(x[0])}→{_print(y[0])}{y[1] or ''}（{'+' if d > 0 else ''}{_print(d)}）"
        for b, d, x, y in moved
    ]
    figures = [Figure(_label(query, b), d, y[1]) for b, d, _, y in moved]
    text = f"{before}年到{after}年，{other_way}{how}共{len(moved)}条：" + "；".join(lines[:_MANY]) + "。"
    return text, figures, list(dict.fromkeys(_name(query, m[0].entry) for m in moved)), [m[0] for m in moved]


def _in_scope(query: Query, table: Entry) -> bool:
    return (
        not table.evaluates
        and bool(table.data.get("project")) == query.projects
        and (not query.kinds or table.kind in query.kinds)
        and (not query.places or table.place in query.places)
        and (not query.departments or table.department in query.departments)
        and (not query.years or table.year in query.years)
    )


def _keeps(query: Query, record: Record) -> bool:
    if query.sections and not any(_at_level(record, s) for s in query.sections):
        return False
    if query.categories and record.category not in query.categories:
        return False
    if query.quantified is not None and (measured(record.value) is not None) != query.quantified:
        return False
    if query.met is not None and _met(record) is not query.met:
        return False
    if query.condition:
        m = _measured(query, record)
        unit = query.condition.unit if query.field != "weight" else None
        return m is not None and query.condition.model_copy(update={"unit": unit}).holds(*m)
    return True


def _named(query: Query, rows: Sequence[Record], data: Data) -> list[Record]:
    """The rows that the pieces of a name mean: exactly so named (or a wording of that) where any is, else holding them."""
    whole = {"".join(query.names)}
    exact = data.meant(lambda wording: wording in whole)
    found = [r for r in rows if bare(r.text) in whole or (r.entry.kind, bare(r.text)) in exact]
    if found:
        return found

    def holds(name: str) -> bool:
        return all(piece in name for piece in query.names)

    meant = data.meant(holds)
    return [r for r in rows if holds(bare(r.text)) or (r.entry.kind, bare(r.text)) in meant]


def _at_level(record: Record, section: str) -> bool:
    """成本 stands as a section in some forms and as a category (成本, 经济成本) in others."""
    return record.section == section or (section == "成本" and "成本" in (record.category or ""))


def _met(record: Record) -> bool | None:
    """Whether the result reached the target; None where one of them is no number."""
    target, actual = record.value, understood(record.actual)
    want, got = measured(target), measured(actual)
    if target is None or want is None or got is None or want[1] != got[1]:
        return None
    return {
        "≥": got[0] >= want[0], ">": got[0] > want[0], "≤": got[0] <= want[0], "<": got[0] < want[0],
    }.get(target.operator or "=", got[0] == want[0])  # fmt: skip


def _value(query: Query, record: Record) -> TargetValue | None:
    return understood(_text(query, record))


def _text(query: Query, record: Record) -> str | None:
    text = getattr(record, query.field)
    return None if text is None else str(text)


def _measured(query: Query, record: Record) -> Measured | None:
    return measured(_value(query, record))


def _amount(field: str, table: Entry) -> Decimal | None:
    funds = table.data.get("funds") or {}
    income, spending = funds.get("income") or {}, funds.get("spending") or {}
    if field == "budget":
        total = income.get("total") or income.get("annual_budget") or (spending.get("total") or {}).get("full_year")
    else:
        total = (spending.get(field) or {}).get("full_year")
    return None if total is None else Decimal(str(total))


def _one_unit(values: Sequence[Measured]) -> str | None:
    units = sorted({unit or "无单位" for _, unit in values})
    if len(units) > 1:
        raise CannotAnswer(f"符合条件的指标单位不同（{'、'.join(units[:6])}），不能放在一起计算，请写明指标名称。")
    return values[0][1]


def _name(query: Query, table: Entry) -> str:
    name = table.department or "未写明单位"
    if not query.years and query.of == "departments":
        return name
    if project := table.data.get("project"):
        name = f"{name}“{project}”项目"
    return name if len(query.years) == 1 else f"{name}（{table.year}年）"


def _label(query: Query, record: Record) -> str:
    return f"{_name(query, record.entry)}“{record.text}”"


def _brief(query: Query, record: Record) -> str:
    return f"{record.text}{_text(query, record) or ''}"


def _group(query: Query, table: Entry, column: Column | None) -> str:
    if column == "department" or column is None:
        return _name(query, table)
    value = getattr(table, column)
    return f"{value}年" if column == "year" and value else str(value or "未写明")


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_MANY]) + (f"等{len(names)}个" if len(names) > _MANY else "")


def _print(number: Decimal) -> str:
    return print_number(round(number, 2))
