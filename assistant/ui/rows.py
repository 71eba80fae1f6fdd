"""An edition as the page lays it out: sections, headings under them, rows with their findings and grounds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from assistant.checking import Finding, explain
from assistant.checking.findings import Explanation, Severity
from assistant.conversation.edition import Edition
from assistant.table import Grounds, Indicator, Source, TargetTable, template

SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}
SOURCE = {
    "own": "本部门",
    "peer": "同类部门",
    "library": "指标库",
    "common": "共性指标",
    "plan": "工作计划",
    "wish": "您的要求",
}
_ORDER: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its explanation. ``mendable``: its fix can be applied as it stands."""

    finding: Finding
    told: Explanation
    mendable: bool

    @property
    def label(self) -> str:
        """错误, 提醒 or 提示."""
        return SEVERITY[self.finding.severity]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: ``number`` counts from 1; ``badge`` says in a few words where it comes from."""

    id: str
    number: int
    indicator: Indicator
    findings: tuple[FindingView, ...]
    grounds: Grounds | None
    sources: tuple[Source, ...]
    place: str | None

    @property
    def worst(self) -> Severity | None:
        """The gravest severity among the unanswered findings."""
        standing = {f.finding.severity for f in self.findings if f.finding.answered is None}
        return next((s for s in _ORDER if s in standing), None)

    @property
    def badge(self) -> str | None:
        """Where the row comes from, short: ``沿用 · 本部门2024``."""
        if self.grounds is None:
            return None
        return " · ".join(part for part in (self.grounds.rule, _from(self.sources)) if part) or "有来源"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading: a second level (二级), or a duty (职能) and its key task (重点工作)."""

    category: str | None
    duty: str | None
    key_task: str | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A first level (一级) with its groups."""

    label: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many indicators stand in it."""
        return sum(len(g.rows) for g in self.groups)


def sections(edition: Edition) -> tuple[SectionView, ...]:
    """The table in its own order: neighbours of one section, and in it of one heading, stand together."""
    form = template(edition.table.template)
    views = [_row(edition, n) for n in range(len(edition.table.indicators))]
    laid = []
    for section, members in groupby(views, key=lambda v: v.indicator.section):
        found = form.section(section) if form else None
        groups = groupby(members, key=lambda v: (v.indicator.category, v.indicator.duty, v.indicator.key_task))
        laid.append(
            SectionView(found.label if found else section, tuple(Group(*key, tuple(rows)) for key, rows in groups))
        )
    return tuple(laid)


def whole(edition: Edition) -> tuple[FindingView, ...]:
    """The findings about the table as a whole."""
    return _views(edition, None)


def columns(table: TargetTable) -> tuple[tuple[str, str], ...]:
    """The value columns that the table uses: field and heading, in the order of the form."""
    form = template(table.template)
    used = {
        "last_year": "上年值",
        "half_year": "半年指标值",
        "full_year": "全年指标值",
        "actual": "实际完成",
        "weight": "权重",
        "score": "得分",
    }
    must = {"full_year"} | ({"half_year"} if form and form.half_year else set())
    return tuple(
        (f, zh) for f, zh in used.items() if f in must or any(getattr(i, f) is not None for i in table.indicators)
    )


def _row(edition: Edition, n: int) -> RowView:
    grounds = edition.grounds.get(n)
    sources = tuple(edition.sources[s] for s in grounds.sources if s in edition.sources) if grounds else ()
    address = edition.addresses[n] if n < len(edition.addresses) else None
    place = None
    if address and address.row:
        place = "".join(
            [
                f"{address.sheet} " if address.sheet else "",
                f"第{address.page}页 " if address.page else "",
                f"第{address.row}行",
            ]
        )
    return RowView(edition.ids[n], n + 1, edition.table.indicators[n], _views(edition, n), grounds, sources, place)


def _views(edition: Edition, row: int | None) -> tuple[FindingView, ...]:
    findings = sorted(edition.findings_of(row), key=lambda f: _ORDER.index(f.severity))
    return tuple(FindingView(f, explain(f, edition.table), bool(f.fix and f.fix.edits)) for f in findings)


def _from(sources: tuple[Source, ...]) -> str:
    if not sources:
        return ""
    first = sources[0]
    if first.kind == "own":
        return f"本部门{first.year or ''}"
    if first.kind == "peer":
        return f"同类{len({s.department for s in sources})}家"
    return SOURCE[first.kind]
