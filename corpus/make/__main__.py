"""``python -m corpus.make``: writes ``corpus/tables/<kind>.jsonl``, one table a line, the planted part, and the checker's duty words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.retrieval.library import KindLibrary, load_library
from assistant.table.model import TargetTable
from corpus.make import planted, words
from corpus.make.lean import lean
from corpus.make.others import project_table, selfeval_table
from corpus.make.tables import Office, department_table
from corpus.make.world import CORPUS, cities, years

ORIGIN = "为本产品编写（虚构）"
PROJECT_FORMS = ("project-output", "project-cost")


def made(library: KindLibrary) -> Iterator[tuple[str, TargetTable]]:
    """All tables of one kind with their places: departments by city and year, some projects and self-evaluations."""
    for city in cities():
        for year in years():
            office = Office(library, city, year)
            table = department_table(office)
            yield city.name, table
            if table.template == "whole-output" and office.known:
                yield city.name, selfeval_table(table, "selfeval-whole")
    city = cities()[Office(library, cities()[0], years()[0]).chance("projects").randrange(len(cities()))]
    for year in years()[1:]:
        project = project_table(Office(library, city, year), PROJECT_FORMS[year % 2])
        yield city.name, project
        if year < years()[-1]:
            yield city.name, selfeval_table(project, "selfeval-project")


def main() -> None:
    """Write every kind's tables anew."""
    folder = CORPUS / "tables"
    folder.mkdir(exist_ok=True)
    for library in load_library(CORPUS / "library"):
        tables = list(made(library))
        _write_lines(folder / f"{library.kind}.jsonl", [_entry(library.kind, place, t) for place, t in tables])
        print(f"{library.kind}: {len(tables)} tables, {sum(len(table.indicators) for _, table in tables)} rows")
    faulty, manifest = planted.planted(load_library(CORPUS / "library"))
    _write_lines(planted.FOLDER / "tables.jsonl", faulty)
    (planted.FOLDER / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    words.TARGET.write_text(words.learned(load_library(CORPUS / "library")), "utf-8")


def _write_lines(path: Path, lines: Iterable[dict[str, object]]) -> None:
    shown = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    path.write_text("\n".join(shown) + "\n", "utf-8")


def _entry(kind: str, place: str, table: TargetTable) -> dict[str, object]:
    return {"kind": kind, "place": place, "origin": ORIGIN, "planted": False, "table": lean(table)}


if __name__ == "__main__":
    main()
