"""The planted part (故意写错的示例): sound tables of the corpus into which ``corpus/planted/faults.yaml`` puts known faults.

``python -m corpus.make`` writes ``corpus/planted/tables.jsonl`` (what the checker is given) and ``manifest.json`` (what it
must find, and where). These tables are never laid beside the sound ones in ``corpus/tables``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from assistant.retrieval.library import KindLibrary, LibraryIndicator, Strict, indicators_of
from assistant.table.model import Section, TargetTable
from corpus.make.lean import lean
from corpus.make.tables import BENEFIT_ORDER, Office, department_table, row_of, single
from corpus.make.world import CORPUS, cities

ORIGIN = "故意写错的示例（虚构）"
FOLDER = CORPUS / "planted"
Row = dict[str, Any]


class Fault(Strict):
    """One fault. ``row`` names an indicator of the table (or of the kind's library: then it is added to the table).

    ``put`` changes cells of that row, ``twin`` adds a row like it under it with other cells, ``remove`` takes it away,
    ``gone`` takes all rows away whose cells are these. ``whole``: the rule then speaks of the whole table. ``table`` changes the table's own cells; ``money`` adds 万元 to amounts by path
    (``spending.projects.full_year``) or multiplies an amount of a project line (``projects.0.half_year``), whose
    totals then follow. ``also``: rules that rightly speak of the same fault.
    """

    rule: str
    what: str
    row: str | None = None
    put: dict[str, str | None] = {}
    twin: dict[str, str] | None = None
    remove: bool = False
    gone: dict[str, str] = {}
    whole: bool = False
    table: dict[str, str] = {}
    money: dict[str, str] = {}
    also: tuple[str, ...] = ()


class Planted(Strict):
    """One table: whose it is, the faults, and ``draft`` (draft: last year's rows, each with its source)."""

    kind: str
    place: str
    year: int
    draft: bool = False
    faults: tuple[Fault, ...]


def planted(libraries: tuple[KindLibrary, ...]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of ``tables.jsonl`` and the entries of the manifest."""
    of = {library.kind: library for library in libraries}
    told = yaml.safe_load((FOLDER / "faults.yaml").read_text("utf-8"))
    made = [_Making(Planted.model_validate(raw), of[raw["kind"]]) for raw in told]
    return [m.line() for m in made], [m.entry(n) for n, m in enumerate(made)]


class _Making:
    """One table on its way; rows are kept as they are objects, so that a fault finds its row again at the end."""

    def __init__(self, planted: Planted, library: KindLibrary) -> None:
        self.planted, self.library = planted, library
        city = next(c for c in cities() if c.name == planted.place)
        self.office = Office(library, city, planted.year)
        source = Office(library, city, planted.year - 1) if planted.draft else self.office
        self.form = department_table(source).template
        self.data: dict[str, Any] = lean(department_table(source))
        self.data["year"] = planted.year
        self.rows: list[Row] = self.data["indicators"]
        if planted.draft:
            for row in self.rows:
                for cell in ("actual", "note"):
                    row.pop(cell, None)
        wanted = {f.row for f in planted.faults if f.row}
        self.named = {name: self._row(name) for name in sorted(wanted)}
        self.sources = [(row, dict(row)) for row in self.rows]
        self.at = [self._plant(fault) for fault in planted.faults]

    def line(self) -> dict[str, Any]:
        """One line of ``tables.jsonl``; ``context`` holds a draft's sources and grounds."""
        found: dict[str, Any] = {
            "kind": self.planted.kind, "place": self.planted.place, "origin": ORIGIN, "planted": True,
            "table": lean(TargetTable.model_validate(self.data)),
        }  # fmt: skip
        return {**found, "context": self._context()} if self.planted.draft else found

    def entry(self, line: int) -> dict[str, Any]:
        """What the manifest says of this table; ``row`` counts from 0, null for the whole table."""
        faults = [
            {"rule": f.rule, "row": self._index(row), "name": row and row.get("name"), "what": f.what, "also": f.also}
            for f, row in zip(self.planted.faults, self.at, strict=True)
        ]
        head = {"line": line, "department": self.data["department"], "year": self.data["year"]}
        return {**head, "draft": self.planted.draft, "faults": faults}

    def _plant(self, fault: Fault) -> Row | None:
        row = self.named[fault.row] if fault.row else None
        if row is not None:
            row |= fault.put
        if fault.twin is not None and row is not None:
            self.rows.insert(self._at(row) + 1, twin := {**row, **fault.twin})
            row = twin
        if fault.remove and row is not None:
            self.rows.pop(self._at(row))
        if fault.gone:
            self.rows[:] = [r for r in self.rows if any(r.get(cell) != text for cell, text in fault.gone.items())]
        for cell, text in fault.table.items():
            self.data[cell] = [*self.data[cell], text] if cell == "duties" else text
        for path, change in fault.money.items():
            self._pay(path, change)
        return None if fault.remove or fault.whole else row

    def _pay(self, path: str, change: str) -> None:
        funds = self.data["funds"]
        *way, last = path.split(".")
        part: Any = funds
        for step in way:
            part = part[int(step)] if step.isdigit() else part[step]
        amount, by = Decimal(str(part[last])), Decimal(change[1:])
        part[last] = float(round(amount * by if change[0] == "*" else amount + by, 1))
        if way[0] == "projects":
            total = sum(Decimal(str(p[last])) for p in funds["projects"])
            spending = funds["spending"]
            spending["projects"][last] = float(total)
            spending["total"][last] = float(total + Decimal(str(spending["basic"][last])))

    def _row(self, name: str) -> Row:
        """The table's row of that name (or another wording of the library's indicator), added where it has none."""
        known = next((i for i in indicators_of(self.library) if name in (i.name, *i.also)), None)
        names = {name, *(known.also if known else ())}
        found = next((r for r in self.rows if r["name"] in names), None)
        return found or self._added(known, name)

    def _added(self, known: LibraryIndicator | None, name: str) -> Row:
        if known is None:
            raise ValueError(f"{self.planted.kind}：没有指标“{name}”")
        section, places, peers = self._place(known)
        row = row_of(self.office, known, section, **places)
        shown: Row = lean(row if "half_year" in peers[-1] else single(row))
        self.rows.insert(self._at(peers[-1]) + 1, shown)
        return shown

    def _place(self, known: LibraryIndicator) -> tuple[Section, dict[str, str | None], list[Row]]:
        for section, usual in (("效益", self.library.benefits), ("满意度", self.library.satisfaction)):
            if benefit := next((b for b in usual if b.name == known.name), None):
                order = list(BENEFIT_ORDER)
                before = order[: order.index(benefit.category) + 1]
                peers = [r for r in self.rows if r["section"] == section and r.get("category") in before]
                return section, {"category": benefit.category}, peers  # type: ignore[return-value]
        if any(r["section"] == "履职" for r in self.rows):
            duty = next(d for d in self.library.duties if known in d.indicators)
            peers = [r for r in self.rows if r.get("duty") in duty.text]
            return "履职", {"duty": peers[0]["duty"], "key_task": peers[0]["key_task"]}, peers
        peers = [r for r in self.rows if r["section"] == "产出" and r["category"] == known.output]
        return "产出", {"category": known.output}, peers

    def _at(self, row: Row) -> int:
        return next(n for n, r in enumerate(self.rows) if r is row)

    def _index(self, row: Row | None) -> int | None:
        return next((n for n, r in enumerate(self.rows) if r is row), None)

    def _context(self) -> dict[str, Any]:
        """Every row rests on the same row of last year, as it stood before the faults."""
        sources, grounds = {}, {}
        ungrounded = [row for f, row in zip(self.planted.faults, self.at, strict=True) if f.rule == "DRF001"]
        for n, (row, was) in enumerate(self.sources):
            at = self._index(row)
            if at is None or any(row is u for u in ungrounded):
                continue
            values = [was[cell] for cell in ("half_year", "full_year") if was.get(cell)]
            sources[f"S{n + 1}"] = {
                "id": f"S{n + 1}", "kind": "own", "text": f"{was['section']}｜{was['name']}：{'，'.join(values)}",
                "values": values, "department": self.data["department"], "place": self.planted.place,
                "year": self.planted.year - 1, "row": n, "origin": ORIGIN,
            }  # fmt: skip
            grounds[str(at)] = {"sources": [f"S{n + 1}"], "rule": "沿用"}
        return {"draft": True, "places": [c.name for c in cities()], "sources": sources, "grounds": grounds}
