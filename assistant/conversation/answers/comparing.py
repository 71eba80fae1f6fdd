"""Beside others: the table and similar departments (比较), one indicator's values among them (同类), and search (查找)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from assistant.checking import PeerFigures
from assistant.conversation.actions import Compare, Compute, Peers, Search
from assistant.conversation.mention import rows_named
from assistant.conversation.reply import Grid, Option, Options, Parts, Progress, Text, options
from assistant.conversation.rooms import VIEWER, department_meant
from assistant.conversation.turn import Turn
from assistant.retrieval import Comparison, Hit, Index
from assistant.retrieval.computed import Answer
from assistant.table import print_number
from assistant.table.model import TargetTable

_BESIDE = 4
_SHARED = 15
_MISSING = 12
_FOUND = 8
#: Answers shown however far they are, and how near the best in meaning (0 to 1) the others must come.
_FIRST, _NEAR = 3, 0.5
_VALUES = 12
_BEHIND = 40
_LONG = 160
_DUTY = 20


async def answer_compare(action: Compare, turn: Turn) -> Parts:
    """Who is similar and why; what we share with their values beside ours; what they have and we lack."""
    table = turn.current.edition.table if turn.current else None
    if table is None and action.department is None:
        yield Text(text="请先上传一张表，或者写明单位，例如“比较某市教育局”。")
        return
    yield Progress(text="正在找同类部门…")
    index = await asyncio.to_thread(turn.rooms.index)
    target = _target(action, table, index)
    if isinstance(target, str) and not index.tables(viewer=VIEWER, department=target):
        yield Text(text=f"语料里没有“{target}”的表。上传它的表，或换一个写法再比。")
        if near := index.nearest(target, viewer=VIEWER):
            yield options(*(f"比较{d}" for d in near), text="您是不是要找：")
        return
    whose = target if isinstance(target, str) else (target.department or "这张表")
    found = {other: _named(other, target, index) for other in action.others}
    names = list(dict.fromkeys(d for d in found.values() if d))
    if missing := [other for other, department in found.items() if department is None]:
        yield Text(text=f"语料里没有找到“{'、'.join(missing)}”的同类部门。", tone="note")
    if not names:
        similar = await asyncio.to_thread(lambda: index.beside(target, _BESIDE, viewer=VIEWER))
        if not similar:
            yield Text(text="语料里没有找到可以比较的部门。")
            return
        yield Grid(
            title=f"和{whose}同类的部门",
            columns=("部门", "年度", "为什么相似"),
            rows=tuple((s.entry.department, str(s.entry.year or ""), s.why) for s in similar),
            note=_came_from(*(s.entry.origin for s in similar)),
        )
        names = [s.entry.department for s in similar if s.entry.department]
    comparison = await asyncio.to_thread(lambda: index.compare(target, names, viewer=VIEWER))
    yield _side_by_side(comparison)
    if comparison.missing:
        yield _missing(comparison)
    if comparison.only_ours:
        few = "、".join(name for _, name in comparison.only_ours[:6])
        more = f"等 {len(comparison.only_ours)} 项" if len(comparison.only_ours) > 6 else ""
        yield Text(text=f"只有{whose}有：{few}{more}。", tone="note")


async def answer_peers(action: Peers, turn: Turn) -> Parts:
    """What similar departments set for one indicator: quartiles, and each value with its place and year."""
    table, row = _pointed(action, turn)
    name = table.indicators[row].name if table and row is not None else action.row
    if not name:
        yield Options(text="您问的是哪一项指标？可以在右边点一行，或写出指标名称。", awaiting="peers")
        return
    yield Progress(text="正在查同类部门的值…")
    index = await asyncio.to_thread(turn.rooms.index)
    ours = table.indicators[row].full_year if table and row is not None else None
    kind = None
    if row is None and (asked := index.mentioned(name)).kinds:
        kind, name = asked.kinds[0], asked.matter
    figures = await asyncio.to_thread(
        lambda: index.peers(name, ours.unit if ours else None, viewer=VIEWER, table=table, kind=kind)
    )
    if not figures.values:
        yield Text(text=f"同类部门里没有找到和“{name}”同一口径的指标。")
        yield Options(options=(Option(label=f"查找“{name}”", say=f"查找 {name}"),))
        return
    yield Grid(
        title=f"同类部门的“{name}”" + (f"（我们：{ours.text}）" if ours else ""),
        columns=("部门", "年度", "指标", "全年指标值"),
        rows=tuple(
            (v.department, str(v.year or ""), v.name, v.text + ("（离群，未计入）" if v.outlier else ""))
            for v in sorted(figures.values, key=lambda v: -(v.year or 0))[:_VALUES]
        ),
        note=_spread(figures) + _came_from(*(v.origin for v in figures.values)),
    )


async def answer_search(action: Search, turn: Turn) -> Parts:
    """The rows of the corpus that match, each with where it stands and why it matched."""
    yield Progress(text="正在查找…")
    index = await asyncio.to_thread(turn.rooms.index)
    hits = _near(await asyncio.to_thread(lambda: index.search(action.question, top=_FOUND, viewer=VIEWER)))
    if not hits:
        yield Text(text="没有找到相近的指标，请换个说法。")
        return
    yield Grid(
        title="找到的指标",
        columns=("指标", "全年指标值", "职能", "部门", "为什么"),
        rows=tuple(
            (
                h.record.text,
                h.record.full_year,
                _short(h.record.duty or h.record.category),
                _held(h.record.entry.department, h.record.entry.year),
                h.why,
            )
            for h in hits
        ),
        note=_came_from(*(h.record.entry.origin for h in hits)),
    )


def _near(hits: Sequence[Hit]) -> list[Hit]:
    """The answers worth reading: the first few, and of the rest those that share a word or come near the best in meaning."""
    least = _NEAR * max((h.similarity for h in hits), default=0.0)
    return [h for n, h in enumerate(hits) if n < _FIRST or h.terms or h.similarity > least]


async def answer_compute(action: Compute, turn: Turn) -> Parts:
    """The exact answer with the rows behind it; what cannot be computed says so, and is searched for instead."""
    yield Progress(text="正在计算…")
    index = await asyncio.to_thread(turn.rooms.index)
    answer = await asyncio.to_thread(lambda: index.compute(action.question, viewer=VIEWER))
    if answer.cannot:
        yield Text(text=f"{answer.cannot}下面是相近的指标，供参考。", tone="note")
        async for part in answer_search(Search(question=action.question), turn):
            yield part
        return
    yield Text(text=_computed(answer))
    if answer.rows:
        yield Grid(
            title="依据的行",
            columns=("指标", "全年指标值", "部门", "年度"),
            rows=tuple(
                (r.text, r.full_year, r.entry.department, str(r.entry.year or "")) for r in answer.rows[:_BEHIND]
            ),
            note=(f"共 {len(answer.rows)} 行，这里列 {_BEHIND} 行。" if len(answer.rows) > _BEHIND else "")
            + _came_from(*(r.entry.origin for r in answer.rows)),
        )


def _computed(answer: Answer) -> str:
    """What was computed, in a sentence: rows that are listed below it are not told twice."""
    listed = answer.query is not None and answer.query.aggregate == "list" and answer.query.change is None
    if not listed or not answer.rows or len(answer.text) <= _LONG:
        return answer.text
    assumed = f"（{'；'.join(answer.assumed)}）" if answer.assumed else ""
    return f"{answer.text.partition('：')[0]}，列在下面。{assumed}"


def _target(action: Compare, table: TargetTable | None, index: Index) -> TargetTable | str:
    if action.department and not (table and (table.department or "").endswith(action.department)):
        return department_meant(index, action.department) or action.department
    return table or action.department or ""


def _named(other: str, target: str | TargetTable, index: Index) -> str | None:
    """The department that is named, or the only one of the target's kind in the place that is named."""
    if known := department_meant(index, other):
        return known
    kind = index.kind_of(target)
    places = index.mentioned(other).places if kind else ()
    there = {e.department for p in places for e in index.tables(viewer=VIEWER, kind=kind, place=p) if e.department}
    return there.pop() if len(there) == 1 else None


def _side_by_side(comparison: Comparison) -> Grid:
    """Shared indicators with each department's newest value: those in which they differ, in the table's order."""
    others = comparison.with_departments[:_BESIDE]
    measured = sorted(comparison.shared, key=lambda s: -len({v.text for v in s.figures.values}))[:_SHARED]
    rows = []
    for shared in sorted(measured, key=lambda s: s.row):
        newest: dict[str | None, tuple[int, str]] = {}
        for v in shared.figures.values:
            if (v.year or 0) >= newest.get(v.department, (0, ""))[0]:
                newest[v.department] = (v.year or 0, v.text)
        middle = shared.figures.median
        middling = f"{print_number(round(middle, 2))}{shared.figures.unit or ''}" if middle is not None else None
        rows.append((shared.name, shared.ours, *(newest.get(d, (0, None))[1] for d in others), middling))
    usual = any(row[-1] for row in rows)  # too few departments have no usual value
    return Grid(
        title="共有的指标并排看",
        columns=("指标", comparison.department or "我们", *others, *(["同类中位数"] if usual else [])),
        rows=tuple(row if usual else row[:-1] for row in rows),
        note=(
            f"共有 {len(comparison.shared)} 项，这里列 {len(rows)} 项。" if len(comparison.shared) > len(rows) else ""
        )
        + _came_from(*(v.origin for s in measured for v in s.figures.values)),
    )


def _missing(comparison: Comparison) -> Grid:
    return Grid(
        title="同类部门有、我们没有的指标",
        columns=("指标", "职能", "几家有", "例子"),
        rows=tuple(
            (
                m.name,
                _short(m.duty),
                f"{m.held_by}/{m.of}",
                "；".join(f"{_held(r.entry.department, r.entry.year)} {r.full_year or ''}" for r in m.records[:2]),
            )
            for m in comparison.missing[:_MISSING]
        ),
        note=(f"共 {len(comparison.missing)} 项，这里列最常见的。" if len(comparison.missing) > _MISSING else "")
        + _came_from(*(r.entry.origin for m in comparison.missing for r in m.records)),
    )


def _pointed(action: Peers, turn: Turn) -> tuple[TargetTable | None, int | None]:
    """The table and the row that are meant: the marked one, or the one of that name."""
    if action.row is None and turn.pointed:
        edition, marked = turn.pointed
        return edition.table, marked
    table = turn.current.edition.table if turn.current else None
    rows = rows_named(table, action.row) if table and action.row else ()
    return table, rows[0] if len(rows) == 1 else None


def _spread(figures: PeerFigures) -> str:
    if figures.median is None or figures.low is None or figures.high is None:
        return f"可比的值只有 {figures.n} 个，不足以说明通常水平。"
    low, median, high = (f"{print_number(n)}{figures.unit or ''}" for n in (figures.low, figures.median, figures.high))
    way = {"higher": "，越高越好", "lower": "，越低越好"}.get(figures.direction or "", "")
    return f"{figures.n} 个可比的值{way}：下四分位 {low}，中位数 {median}，上四分位 {high}。"


def _came_from(*origins: str | None) -> str:
    """Where the rows shown come from, each origin once."""
    named = "；".join(dict.fromkeys(filter(None, origins)))
    return f"来源：{named}。" if named else ""


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _DUTY else text[:_DUTY] + "…"


def _held(department: str | None, year: int | None) -> str:
    return f"{department or ''}{f' {year}' if year else ''}"
