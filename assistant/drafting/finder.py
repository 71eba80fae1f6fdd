"""Finding for each part its rows: the department's own over the years, similar departments', the library's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.drafting.adapt import place_of, renewed, squeezed, stripped
from assistant.drafting.figures import Figure, figures_of
from assistant.drafting.knowledge import Knowledge, Precedent
from assistant.drafting.parts import Cited, Part, PeerRows, Planned, Shelved, Sources, Task
from assistant.drafting.request import KeyTask
from assistant.drafting.results import told_of
from assistant.retrieval.library import KindLibrary, LibraryDuty, LibraryIndicator, indicators_of
from assistant.table import Indicator, Section, print_number

Where = Callable[[Indicator], bool]

#: Two duties of different departments are paired from this likeness on, where neither has a better partner.
PAIRED = 0.25
_RESIDUAL = re.compile(r"交办|其他(?:事项|工作|任务)")


@dataclass(frozen=True)
class Past:
    """What a draft looks back on: the department's own tables (oldest first), its peers' and its kind's library."""

    own: tuple[Precedent, ...]
    peers: tuple[Precedent, ...] = ()
    library: KindLibrary | None = None

    @property
    def last(self) -> Precedent | None:
        return self.own[-1] if self.own else None


class Finder:
    """Finds for a part the own rows over the years, the rows of similar departments and the library's."""

    def __init__(self, own: tuple[Precedent, ...], sources: Sources, year: int) -> None:
        self.past, self.sources, self._year = Past(own=own), sources, year
        self._taken: set[int] = set()
        self._earlier = [{squeezed(i.name): n for n, i in enumerate(p.table.indicators) if i.name} for p in own[:-1]]
        self._duties: dict[int, dict[str, str]] = {}
        self._shelves: dict[str, LibraryDuty] = {}
        self._canonical: dict[str, str] = {}

    def look_around(self, past: Past, knowledge: Knowledge, duties: Sequence[str]) -> None:
        """Take in the similar departments and the library: whose duty is ours, and which names mean the same."""
        self.past = past
        self._duties = {id(p): paired(duties, _duties_of(p), knowledge) for p in past.peers}
        self._shelves = _shelves(duties, past.library, knowledge)
        for i in indicators_of(past.library) if past.library else ():
            self._canonical.update({squeezed(name): squeezed(i.name) for name in (i.name, *i.also)})

    def part(
        self, id: str, section: Section, title: str, here: Where, *,
        category: str | None = None, common: bool = False, wanted: int = 1, plan: Sequence[KeyTask] = (),
    ) -> Part:  # fmt: skip
        """A part of a section that is not led by duties."""
        own = self._own(here)
        if common:
            return Part(id=id, section=section, title=title, common=True, own=own, wanted=wanted)
        peers = [(p, n) for p in self.past.peers for n in self._alike(p, section, category, here)]
        return Part(
            id=id, section=section, title=title, category=category, own=own, wanted=wanted,
            peers=self._grouped(peers), library=self._shelf(section, category), dropped=self._dropped(here),
            planned=self._planned(plan, lambda f: placed(f) == (section, category if section == "产出" else None)),
        )  # fmt: skip

    def duty_part(self, id: str, section: Section, duty: str, plan: Sequence[KeyTask]) -> Part:
        """One duty: its key tasks (plan, last year, similar departments) and rows."""
        shelf = self._shelves.get(duty)
        aligned = [(p, n) for p in self.past.peers for n in self._aligned(p, duty, shelf)]
        tasks = [Task(text=t.text, source=self.sources.add("plan", t.text, origin=t.origin)) for t in plan]
        own = self._own(lambda i: i.duty == duty)
        return Part(
            id=id, section=section, title=duty, duty=duty, wanted=1 if own else 2,
            tasks=tuple(tasks or self._own_tasks(duty) or self._other_tasks(aligned, shelf)),
            others=tuple(self._other_tasks(aligned, shelf)),
            own=own, dropped=self._dropped(lambda i: i.duty == duty), peers=self._grouped(aligned),
            library=tuple(self._on_shelf(i) for i in shelf.indicators) if shelf else (),
            planned=self._planned(plan, lambda f: placed(f)[0] == "产出"),
        )  # fmt: skip

    def _planned(self, plan: Sequence[KeyTask], here: Callable[[Figure], bool]) -> tuple[Planned, ...]:
        """The plan's figures that belong in a place, each with its source."""
        found = []
        for task in plan:
            cited = Task(text=task.text, source=self.sources.add("plan", task.text, origin=task.origin))
            for figure in filter(here, figures_of(task)):
                source = self.sources.add("plan", figure.said, values=(figure.number,), origin=task.origin)
                found.append(Planned(figure=figure, source=source, task=cited))
        return tuple(found)

    def rest(self) -> Part | None:
        """The own rows that no part of the form took: they are kept where they stood."""
        left = (
            [i for n, i in enumerate(self.past.last.table.indicators) if n not in self._taken] if self.past.last else []
        )
        if not any(i.name for i in left):
            return None
        return Part(id="其他", section=left[0].section, title="其他", own=self._own(lambda i: True), wanted=0)

    def _own(self, here: Where) -> tuple[tuple[Cited, ...], ...]:
        """The own rows of the last table, each with its earlier years, newest first."""
        if not self.past.last:
            return ()
        found = []
        for n in _rows(self.past.last, here):
            if n in self._taken:
                continue
            self._taken.add(n)
            key = squeezed(self.past.last.table.indicators[n].name)
            before = zip(reversed(self.past.own[:-1]), reversed(self._earlier), strict=True)
            series = [(self.past.last, n), *((p, rows[key]) for p, rows in before if key in rows)]
            found.append(tuple(self._cited(p, row) for p, row in series))
        return tuple(found)

    def _cited(self, of: Precedent, row: int) -> Cited:
        """An own row with the result that a self-evaluation tells of it."""
        cited = self.sources.row("own", of, row)
        if not (told := told_of(of, row)):
            return cited
        result = self.sources.row("own", *told)
        actual = {"actual": result.indicator.actual}
        return cited.model_copy(
            update={"indicator": cited.indicator.model_copy(update=actual), "result": result.source}
        )

    def _dropped(self, here: Where) -> tuple[Cited, ...]:
        """Rows of the year before the last whose name the last table has nowhere."""
        if len(self.past.own) < 2:
            return ()
        before, kept = self.past.own[-2], {squeezed(i.name) for i in self.past.own[-1].table.indicators}
        rows = [n for n in _rows(before, here) if squeezed(before.table.indicators[n].name) not in kept]
        return tuple(self.sources.row("own", before, n) for n in rows)

    def _own_tasks(self, duty: str) -> list[Task]:
        last = self.past.last
        if last is None:
            return []
        blocks = [b for b in last.table.blocks if b.duty == duty and b.key_task]
        return [
            Task(
                text=renewed(b.key_task or "", last.year, self._year),
                source=self.sources.task("own", last, b.rows[0]),
            )
            for b in blocks
        ]

    def _other_tasks(self, aligned: Sequence[tuple[Precedent, int]], shelf: LibraryDuty | None) -> list[Task]:
        for p, n in aligned:
            if text := stripped(p.table.indicators[n].key_task or "", names_of(p)):
                return [Task(text=text, source=self.sources.task("peer", p, n))]
        if shelf is None:
            return []
        return [Task(text=t, source=self.sources.add("library", f"重点工作｜{t}")) for t in shelf.key_tasks[:1]]

    def _alike(self, peer: Precedent, section: Section, category: str | None, here: Where) -> list[int]:
        """The peer's rows for a part; one with another form has its duty rows sorted by what they measure."""
        found = _rows(peer, here)
        if found or section != "产出":
            return found
        return _rows(peer, lambda i: i.section == "履职" and output_kind(i) == category)

    def _aligned(self, peer: Precedent, duty: str, shelf: LibraryDuty | None) -> list[int]:
        """The peer's rows under the duty that is like ours; of a form without duties those that the library names."""
        if _duties_of(peer):
            theirs = self._duties[id(peer)].get(duty)
            return _rows(peer, lambda i: i.duty == theirs) if theirs else []
        names = {squeezed(name) for i in shelf.indicators for name in (i.name, *i.also)} if shelf else set()
        return _rows(peer, lambda i: i.section == "产出" and squeezed(i.name) in names)

    def _grouped(self, rows: Sequence[tuple[Precedent, int]]) -> tuple[PeerRows, ...]:
        """The peers' rows by what they measure, most used first, under the first adapted name."""
        groups: dict[str, tuple[str, list[Cited]]] = {}
        for peer, n in rows:
            name = stripped(peer.table.indicators[n].name, names_of(peer))
            key = squeezed(name)
            _, cited = groups.setdefault(self._canonical.get(key, key), (name, []))
            if name and all(c.department != peer.department for c in cited):
                cited.append(self.sources.row("peer", peer, n))
        ranked = sorted(groups.values(), key=lambda g: -len(g[1]))
        return tuple(PeerRows(name=n, rows=tuple(c), of=len(self.past.peers)) for n, c in ranked if c)

    def _shelf(self, section: Section, category: str | None) -> tuple[Shelved, ...]:
        library = self.past.library
        if library is None:
            return ()
        if section == "产出":
            return tuple(self._on_shelf(i) for d in library.duties for i in d.indicators if i.output == category)
        effects = library.benefits if section == "效益" else library.satisfaction if section == "满意度" else ()
        return tuple(self._on_shelf(i) for i in effects)

    def _on_shelf(self, i: LibraryIndicator) -> Shelved:
        bounds = tuple(f"{print_number(n)}{i.unit or ''}" for n in i.range) if i.range else i.scale
        usual = "—".join(bounds) if i.range else "、".join(bounds)
        return Shelved(indicator=i, source=self.sources.add("library", f"{i.name}：通常{usual}", values=bounds))


def names_of(peer: Precedent) -> tuple[str | None, ...]:
    """The names that must not be carried over from a peer's text."""
    return peer.place, place_of(peer.department), peer.department


def placed(figure: Figure) -> tuple[Section, str | None]:
    """Where a figure of a plan belongs in a form by outputs: satisfaction apart, an output under its kind."""
    if "满意" in figure.name:
        return "满意度", None
    return "产出", output_kind(Indicator(section="产出", name=figure.name, full_year=figure.value))


def output_kind(i: Indicator) -> str:
    """The level of an output row (数量, 质量, 时效, 成本) by its name and unit."""
    unit = i.full_year.unit if i.full_year else None
    if re.search(r"成本|费用|标准$|控制数|单价", i.name) or unit in ("元", "万元"):
        return "成本"
    if re.search(r"及时|时间|时限|时长|周期|按时|按期|进度", i.name):
        return "时效"
    return "质量" if unit in ("%", "‰", None) else "数量"


def paired(ours: Sequence[str], theirs: Sequence[str], knowledge: Knowledge) -> dict[str, str]:
    """Our duties with theirs, one to one, the likest pair first: each pair is better than any other left."""
    return {ours[a]: theirs[b] for a, b in _matched(ours, [(t,) for t in theirs], knowledge).items()}


def _shelves(duties: Sequence[str], library: KindLibrary | None, knowledge: Knowledge) -> dict[str, LibraryDuty]:
    """The library's duty for each of ours, by the likest of its wordings."""
    shelves = library.duties if library else ()
    return {duties[a]: shelves[b] for a, b in _matched(duties, [d.text for d in shelves], knowledge).items()}


def _matched(ours: Sequence[str], theirs: Sequence[Sequence[str]], knowledge: Knowledge) -> dict[int, int]:
    """Pairs (ours → theirs) by likeness, each used once; each of theirs may have several wordings. A duty of whatever
    else is asked (交办的其他事项) is like no other."""
    if not ours or not theirs:
        return {}
    wordings = [(w, n) for n, several in enumerate(theirs) for w in several]
    alike = knowledge.alike(ours, [w for w, _ in wordings])
    own = [a for a, duty in enumerate(ours) if not _RESIDUAL.search(duty)]
    scored = [(-float(alike[a][w]), a, n) for a in own for w, (_, n) in enumerate(wordings)]
    found: dict[int, int] = {}
    for score, a, n in sorted(scored):
        if -score >= PAIRED and a not in found and n not in found.values():
            found[a] = n
    return found


def _duties_of(of: Precedent) -> list[str]:
    return list(dict.fromkeys(b.duty for b in of.table.blocks if b.duty))


def _rows(of: Precedent, here: Where) -> list[int]:
    return [n for n, i in enumerate(of.table.indicators) if i.name and here(i)]
