"""Walk forward: draft year Y of every department from the years before Y, and hold it against the table of year Y.

    python -m eval.drafting.walk_forward [FOLDER] [--json FILE] [--state FOLDER]

Without a folder the shipped corpus is walked; a folder may hold any files that the product reads (imported real
tables). Beside the case drafter two baselines are measured: last year's table copied, and the rows that similar
departments have most often, at the median of their values. Common indicators are left out: every draft has them.

How far a target goes towards last year's result (half of the way) was chosen on one half of the departments (by a
digest of their names); the figures of the other half, not looked at then, stand beside.

Recall: the share of the held-back table's indicators whose name the draft has. Error: |drafted - true| / |true| over
the numbers of the indicators that both have (0 against 0 is 0, anything else against 0 is 1; capped at 1).
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha1
from pathlib import Path

from assistant.drafting import DraftRequest, Indexed, VettedDraft
from assistant.drafting.adapt import squeezed
from assistant.drafting.gather import PEERS, Gathering
from assistant.drafting.propose import peers_median
from assistant.drafting.stream import draft_now
from assistant.reading import ReadingError, read
from assistant.retrieval import PUBLIC, Index, open_index
from assistant.settings import Settings
from assistant.table import Indicator, TargetTable, template

WAYS = ("case drafter", "last year copied", "peers' most frequent")


@dataclass
class Score:
    """What one way of drafting reached over all tables walked."""

    found: int = 0
    wanted: int = 0
    drafted: int = 0
    errors: list[float] = field(default_factory=list)

    def add(self, drafted: Sequence[Indicator], true: Sequence[Indicator]) -> None:
        """Hold one draft against the table that came."""
        have = {squeezed(i.name): i for i in drafted if i.name}
        want = {squeezed(i.name): i for i in true if i.name}
        both = have.keys() & want.keys()
        self.found, self.wanted, self.drafted = (
            self.found + len(both),
            self.wanted + len(want),
            self.drafted + len(have),
        )
        pairs = ((number(have[n]), number(want[n])) for n in sorted(both))
        self.errors += [error(a, b) for a, b in pairs if b is not None]

    def figures(self) -> dict[str, float]:
        """Recall, precision, mean error, and the share of numbers met exactly."""
        return {
            "recall": round(self.found / max(self.wanted, 1), 4),
            "precision": round(self.found / max(self.drafted, 1), 4),
            "error": round(statistics.fmean(self.errors or [0]), 4),
            "exact": round(sum(e == 0 for e in self.errors) / max(len(self.errors), 1), 4),
            "numbers": len(self.errors),
        }


def number(i: Indicator) -> Decimal | None:
    """The full-year number of an indicator."""
    return i.full_year.number if i.full_year else None


def error(drafted: Decimal | None, true: Decimal) -> float:
    """How far a drafted number is from the true one, relative to it; at most 1."""
    if drafted is None:
        return 1.0
    if true == 0:
        return float(drafted != 0)
    return float(min(abs(drafted - true) / abs(true), Decimal(1)))


def own(table: TargetTable) -> list[Indicator]:
    """The indicators that are the department's own business: all but the common ones."""
    form = template(table.template)
    common = {s.name for s in form.sections if s.common} if form else set()
    return [i for i in table.indicators if i.section not in common]


def most_frequent(request: DraftRequest, knowledge: Indexed, rows: int) -> list[Indicator]:
    """The baseline of peers: their most frequent rows, as many as last year's table has, at their medians."""
    parts = Gathering(request, knowledge).whole().parts
    groups = sorted(((len(g.rows), n, p, g) for p in parts for n, g in enumerate(p.peers)), key=lambda x: (-x[0], x[1]))
    made = (peers_median(p, g, half_year=False) for _, _, p, g in groups)
    return [row.indicator for row in made if row][:rows]


def walk(
    index: Index, settings: Settings
) -> Iterator[tuple[TargetTable, TargetTable, VettedDraft, list[Indicator], float]]:
    """Every table that has a past: it, last year's, the draft from the years before, the peers' baseline, seconds."""
    knowledge = Indexed(index, PUBLIC)
    for entry in index.tables(viewer=PUBLIC):
        form = template(entry.template)
        if not entry.department or not entry.year or entry.planted or not form or form.kind != "department":
            continue
        past = knowledge.own(entry.department, entry.year)
        if not past:
            continue
        request, started = DraftRequest(department=entry.department, year=entry.year), time.perf_counter()
        draft = draft_now(request, knowledge, settings)
        seconds = time.perf_counter() - started
        last = past[-1].table
        yield entry.table, last, draft, most_frequent(request, knowledge, len(own(last))), seconds


def measure(index: Index, settings: Settings) -> dict[str, object]:
    """All figures of the walk."""
    halves = {half: {way: Score() for way in WAYS} for half in ("chosen on", "held apart")}
    drafts = faulty = rows = unsourced = 0
    seconds: list[float] = []
    for true, last, draft, frequent, took in walk(index, settings):
        half = "held apart" if sha1((true.department or "").encode()).digest()[0] % 2 else "chosen on"
        for way, made in zip(WAYS, (own(draft.table), own(last), frequent), strict=True):
            halves[half][way].add(made, own(true))
        drafts, faulty, rows = drafts + 1, faulty + bool(draft.report.errors), rows + len(draft.table.indicators)
        unsourced += sum(not grounded(draft, n) for n in range(len(draft.table.indicators)))
        seconds.append(took)
    return {
        "drafts": drafts, "drafts with errors": faulty, "rows": rows, "rows without a source that holds them": unsourced,
        "median seconds": round(statistics.median(seconds), 3) if seconds else None,
        "similar departments looked at": PEERS,
        "ways": {half: {way: score.figures() for way, score in ways.items()} for half, ways in halves.items()},
    }  # fmt: skip


def grounded(draft: VettedDraft, row: int) -> bool:
    """Whether a row cites sources that exist and hold its name and the numbers its derivation used."""
    cited = [draft.sources.get(s) for s in draft.grounds[row].sources]
    values = {v for s in cited if s for v in s.values}
    return bool(cited) and None not in cited and {*draft.grounds[row].inputs} <= values


def imported(folder: Path) -> Iterable[TargetTable]:
    """The tables of all files in a folder that can be read."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            yield from (t.table for t in read(path).tables)
        except ReadingError as reason:
            print(f"{path.name}: {reason}")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path, nargs="?")
    cli.add_argument("--json", type=Path)
    cli.add_argument("--state", type=Path, help="a state folder to keep the index in")
    args = cli.parse_args()
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(state=args.state or Path(state), model_base_url=None, model_name=None)
        empty = Path(state) / "empty"
        empty.mkdir(exist_ok=True)
        with open_index(settings, corpus=empty if args.folder else None) as index:
            if args.folder:
                index.add(imported(args.folder), str(args.folder), PUBLIC)
            figures = measure(index, settings)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
