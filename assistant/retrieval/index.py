"""The index: opened once per state folder, asked by page, command line and drafting alike.

Every question names its ``viewer``: shelves that the viewer may not see are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from rapidfuzz import fuzz, process

from assistant.checking.findings import PeerFigures
from assistant.retrieval.chroma import NearestTexts
from assistant.retrieval.comparison import Comparison, compare_tables
from assistant.retrieval.computed import Answer, CannotAnswer, Data, Known, compute, parse
from assistant.retrieval.computed.lex import Lexicon
from assistant.retrieval.concepts import Concepts
from assistant.retrieval.encoders import Matrix, choose
from assistant.retrieval.holdings import Holdings, load_tables, newest_first
from assistant.retrieval.kinds import Kinds, Mentions
from assistant.retrieval.library import KindLibrary, load_library
from assistant.retrieval.likeness import SAME_DUTY, Likeness, measured
from assistant.retrieval.peers import figures, peer_rows, usual_range
from assistant.retrieval.records import Entry, Record, place_of, records_of
from assistant.retrieval.search import Hit, Question, rank
from assistant.retrieval.shelf import Shelf, Where
from assistant.retrieval.similar import Similar, duties_of, rank_departments
from assistant.retrieval.state import Owner, Store
from assistant.retrieval.text import bare, fold, widen, without_asking
from assistant.retrieval.vectors import Progress, Vectors
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table import TargetTable

#: So many departments of one kind show a pattern; with fewer, other kinds that share duties stand beside them.
ENOUGH = 3
#: So many rows tell which departments do what a name says.
_ABOUT = 20


def open_index(settings: Settings, progress: Progress | None = None, corpus: Path | None = None) -> Index:
    """Open the index of ``settings.state`` over the shipped corpus (or the one in ``corpus``).

    Answers are right as soon as this returns; the vector index on disk is verified and mended behind it
    (``progress`` is told, from another thread then). Raises ``StateInUse`` where another process owns the folder.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    owner = Owner(settings.state)
    try:
        return Index(settings, owner, progress, corpus or shipped("corpus"))
    except BaseException:
        owner.release()
        raise


class Index:
    """See the module. A context manager; ``close`` gives the state folder up."""

    def __init__(self, settings: Settings, owner: Owner, progress: Progress | None, corpus: Path) -> None:
        self._owner = owner
        self.libraries = load_library(corpus / "library")
        encoder = choose(settings)
        store = Store(settings.state)
        self._vectors = Vectors(encoder, store, corpus / "vectors")
        shipped_tables = [e for e in load_tables(corpus) if not e.planted]
        self._concepts = Concepts(self.libraries)
        self._kinds = Kinds(self.libraries, shipped_tables)
        near = NearestTexts(settings.state / "chroma", encoder.id)
        self.held = Holdings(shipped_tables, self.libraries, self._concepts, store, self._vectors, near, progress)
        self._likeness = Likeness(self._vectors.of, self.held.unrelated(), self._concepts, encoder.id)
        self._lexicons: dict[str, tuple[tuple[Shelf, ...], Known, Lexicon]] = {}

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the mending, close the files, give the state folder up. What is kept stays whole."""
        self.held.close()
        self._owner.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the vector index on disk is complete; False where it is not yet at the timeout (seconds)."""
        return self.held.wait(timeout)

    @property
    def status(self) -> str:
        """One Chinese line: how much is indexed, and which encoder runs."""
        tables, rows = self.held.counts
        return f"已索引 {tables} 张表、{rows} 条指标。{self._vectors.encoder.status}"

    # What is asked

    def search(self, question: str, where: Where | None = None, top: int = 10, *, viewer: str) -> tuple[Hit, ...]:
        """The best matching records for everyday or official words, best first; an empty question finds nothing."""
        if not fold(question):
            return ()
        where = where or Where()
        return rank(self.held.shelves(viewer, where.what), self._question(question), where, top, self.held.near)

    def similar(self, target: TargetTable | str, top: int = 5, *, viewer: str) -> tuple[Similar, ...]:
        """The departments most like ours (a table, or a department's name), each with its latest table.

        The same kind elsewhere comes first, then kinds that share duties. A name that no table has still finds the
        departments of its kind.
        """
        table = self._table(target, viewer)
        others = self.held.latest(viewer, without=table.department)
        return tuple(rank_departments(table, self.kind_of(table), others, self._likeness)[:top])

    def beside(self, target: TargetTable | str, top: int = 5, *, viewer: str) -> tuple[Similar, ...]:
        """The departments to compare with: those of the same kind where there are enough, else the most similar."""
        found = self.similar(target, top, viewer=viewer)
        kind = self.kind_of(target)
        same = tuple(s for s in found if s.entry.kind == kind)
        return same if len(same) >= ENOUGH else tuple(s for s in found if s.aligned or s.entry.kind == kind) or found

    def peers(
        self, name: str, unit: str | None = None, *, viewer: str, table: TargetTable | None = None,
        kind: str | None = None, before: int | None = None,
    ) -> PeerFigures:  # fmt: skip
        """What other departments of the kind (or of the table's kind) set for an indicator of that name and unit.

        The table's own department never counts, nor do years from ``before`` on. Without a kind, all departments count.
        """
        own = table.department if table else None
        return self._figures([(name, unit)], kind or self.kind_of(table), own, before, viewer)[0]

    def peers_of(self, table: TargetTable, *, viewer: str, before: int | None = None) -> dict[str, PeerFigures]:
        """Peers' figures of every measurable indicator of a table, by its name: what the checker takes as ``peers``."""
        wanted = {
            i.name: i.full_year.unit for i in table.indicators if i.name and i.full_year and measured(i.full_year)
        }
        found = self._figures(list(wanted.items()), self.kind_of(table), table.department, before, viewer)
        return {name: f for name, f in zip(wanted, found, strict=True) if f.n}

    def compare(
        self, target: TargetTable | str, others: Sequence[str] = (), top: int = 5, *, viewer: str
    ) -> Comparison:
        """Our table beside the latest tables of other departments (by name; none named: those ``beside`` it)."""
        table = self._table(target, viewer)
        named = [d for d in (self.department(o, viewer=viewer) for o in others) if d]
        latest = {e.department: e for e in self.held.latest(viewer, without=None if named else table.department)}
        chosen = [latest[d] for d in named if d in latest] or [s.entry for s in self.beside(table, top, viewer=viewer)]
        all_years = [e for c in chosen for e in self.tables(viewer=viewer, department=c.department)]
        kind = self.kind_of(table)
        library = self.library(kind) if kind else None
        return compare_tables(table, kind, chosen, all_years, library, self._likeness, self.held.doubted(viewer))

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        """Likeness (0 to 1) of every pair of short texts (ours × theirs); from ``SAME_DUTY`` on two duties are the same."""
        return self._likeness.texts(ours, theirs)

    def compute(self, question: str, *, viewer: str) -> Answer:
        """A question of how many, which, how much, what changed, who has none: exact, or ``cannot`` with the reason."""
        known, words = self._known(viewer)
        try:
            query, assumed = parse(question, known, words)
            rows = [r for shelf in self.held.shelves(viewer, "row") for r in shelf.records]
            return compute(question, query, Data(self.held.entries(viewer), rows, self._concepts.bare), assumed)
        except CannotAnswer as reason:
            return Answer(question, str(reason), cannot=str(reason))

    def tables(
        self, *, viewer: str, department: str | None = None, kind: str | None = None, place: str | None = None,
        year: int | None = None, project: bool = False,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """The visible tables that fit, newest first; ``project`` True gives projects' tables instead of departments'."""
        fitting = [
            e
            for e in self.held.entries(viewer)
            if (department is None or e.department == department)
            and (kind is None or e.kind == kind)
            and (place is None or e.place == place)
            and (year is None or e.year == year)
            and bool(e.data.get("project")) == project
        ]
        return tuple(newest_first(fitting))

    def department(self, name: str, *, viewer: str) -> str | None:
        """The department that a person means: exact, or without its place where that is clear, or mistyped."""
        known = sorted({e.department for e in self.held.entries(viewer) if e.department})
        wanted = fold(name)
        if wanted in known:
            return wanted
        holding = [d for d in known if wanted and fold(d).endswith(wanted)]
        if len(holding) == 1:
            return holding[0]
        best = process.extractOne(wanted, known, scorer=fuzz.ratio, score_cutoff=80)
        return best[0] if best and not holding else None

    def nearest(self, name: str, most: int = 4, *, viewer: str) -> tuple[str, ...]:
        """The departments that a person may mean by a name the index does not know, likeliest first: of the kind that
        the name says (教体局), else written almost so (教肓局), else with rows about what it says (交警支队). Those of
        the place it names come first."""
        known = {e.department: e.kind for e in self.held.latest(viewer, without=None) if e.department}
        kind, place = self.kind_of(name), self._place_in(name)
        found = [d for d in known if kind is not None and known[d] == kind]
        if not found:
            found = [d for d, _, _ in process.extract(fold(name), known.keys(), scorer=fuzz.ratio, score_cutoff=80)]
        if not found:
            hits = self.search(fold(name).removeprefix(place), top=_ABOUT, viewer=viewer)
            told = Counter(h.record.entry.department for h in hits if h.record.entry.department in known)
            found = [d for d, times in told.most_common() if d and times > 1]
        own = [d for d in found if place and d.startswith(place)]
        return tuple(dict.fromkeys([*own, *found]))[:most]

    def elsewhere(self, name: str, *, viewer: str) -> bool:
        """Whether a department's name names a place that no department here is of."""
        place = self._place_in(name)
        return len(place) > 1 and not any((e.department or "").startswith(place) for e in self.held.entries(viewer))

    def kind_of(self, department: str | TargetTable | None) -> str | None:
        """The kind of a department: by its name, or else (for a table) by its duties. None where nothing says."""
        if not isinstance(department, TargetTable):
            return self._kinds.of_name(department)
        return self._kinds.of_name(department.department) or self._kind_by_duties(duties_of(department))

    def mentioned(self, question: str) -> Mentions:
        """The kinds, places and years that a question names, and the ``rest`` of it."""
        return self._kinds.mentioned(fold(question))

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of department that the library or the corpus knows."""
        return self._kinds.all

    def library(self, kind: str) -> KindLibrary | None:
        """The indicator library of a kind."""
        return next((library for library in self.libraries if library.kind == kind), None)

    def record(self, id: str, *, viewer: str) -> Record | None:
        """The record that a source names, if the viewer may see it."""
        entry_id = id.rsplit("#", 1)[0]
        entry = next((e for e in self.held.entries(viewer) if e.id == entry_id), None)
        return next((r for r in records_of(entry) if r.id == id), None) if entry else None

    # What is added

    def add(
        self, tables: Iterable[TargetTable], origin: str, visibility: str, progress: Progress | None = None
    ) -> tuple[Entry, ...]:
        """Keep tables and index what is new in them. ``visibility``: ``"public"`` or the owner's id.

        A table of the same department, year, project and form (and visibility) replaces the earlier one. Kept first, then
        embedded: an interrupted run goes on at the next start.
        """
        entries = tuple(Entry(t.to_json(), self.kind_of(t), place_of(t.department), origin, visibility) for t in tables)
        self.held.keep(entries, visibility, progress)
        return entries

    def remove(self, id: str, *, viewer: str) -> bool:
        """Drop an added table; False where the viewer has none of that id. The shipped corpus cannot be dropped."""
        return self.held.drop(id, viewer)

    # Within

    def _place_in(self, name: str) -> str:
        """The place that a department's name begins with, with 市 or without (云浦卫健委)."""
        return place_of(fold(name)) or self._kinds.before_kind(name)

    def _question(self, question: str) -> Question:
        folded = fold(question)
        mentions = self._kinds.mentioned(folded)
        matter = without_asking(mentions.rest)
        added = widen(matter)
        return Question(matter, added, self._vectors.question(matter, added), mentions)

    def _known(self, viewer: str) -> tuple[Known, Lexicon]:
        shelves = tuple(self.held.shelves(viewer, "row"))
        if viewer not in self._lexicons or self._lexicons[viewer][0] != shelves:
            entries = self.held.entries(viewer)
            offices: dict[str, tuple[str, str]] = self._kinds.offices()
            offices |= {fold(e.department): ("department", e.department) for e in entries if e.department}
            written = {bare(t) for shelf in shelves for t in shelf.texts}
            names = sorted(written.union(*(c for concepts in self._concepts.bare.values() for c in concepts)))
            years = tuple(sorted({e.year for e in entries if e.year}))

            def nearest(words: str) -> list[str]:
                return list(dict.fromkeys(text for shelf in shelves for text in shelf.like(words)))[:3]

            known = Known(offices, names, years, nearest)
            self._lexicons[viewer] = (shelves, known, known.lexicon())
        return self._lexicons[viewer][1:]

    def _table(self, target: TargetTable | str, viewer: str) -> TargetTable:
        if isinstance(target, TargetTable):
            return target
        name = self.department(target, viewer=viewer)
        held = self.tables(viewer=viewer, department=name) if name else ()
        return held[0].table if held else TargetTable(department=target)

    def _figures(
        self, wanted: Sequence[tuple[str, str | None]], kind: str | None, own: str | None, before: int | None, viewer: str
    ) -> list[PeerFigures]:  # fmt: skip
        shelves = self.held.shelves(viewer, "row")
        rows = peer_rows([name for name, _ in wanted], shelves, kind, own, self._likeness)
        if before is not None:
            rows = [[(r, like) for r, like in found if (r.entry.year or before) < before] for found in rows]
        library = self.library(kind) if kind else None
        pairs = zip(wanted, rows, strict=True)
        doubted = self.held.doubted(viewer)
        return [figures(name, unit, found, usual_range(library, name, unit), doubted) for (name, unit), found in pairs]

    def _kind_by_duties(self, duties: Sequence[str]) -> str | None:
        """The kind whose library takes up the most of these duties, where it takes up half of them."""
        shares = {}
        for kind, concepts in self._concepts.duties.items():
            alike = self._likeness.texts(duties, [w for c in concepts for w in c.wordings])
            shares[kind] = float((alike.max(axis=1) >= SAME_DUTY).mean()) if alike.size else 0.0
        best = max(sorted(shares), key=lambda k: shares[k], default=None)
        return best if best and shares[best] >= 0.5 else None
