"""``python -m corpus.make``: writes ``corpus/tables/<kind>.jsonl``, one table a line, and the checker's duty words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.retrieval.library import KindLibrary, load_library
from assistant.table.model import TargetTable
from corpus.make import words
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


def _lean(table: TargetTable) -> dict[str, object]:
    """The published shape without nulls and without what a value's text says anyway."""
    return {k: _slim(v) for k, v in table.to_json().items() if v not in (None, [], {})}


def _slim(part: object) -> object:
    if isinstance(part, dict):
        if "text" in part and "kind" in part:
            return part["text"]
        return {k: _slim(v) for k, v in part.items() if v is not None}
    return [_slim(p) for p in part] if isinstance(part, list) else part


def main() -> None:
    """Write every kind's tables anew."""
    folder = CORPUS / "tables"
    folder.mkdir(exist_ok=True)
    for library in load_library(CORPUS / "library"):
        tables = list(made(library))
        lines = [
            json.dumps(_entry(library.kind, place, table), ensure_ascii=False, separators=(",", ":"))
            for place, table in tables
        ]
        (folder / f"{library.kind}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{library.kind}: {len(tables)} tables, {sum(len(table.indicators) for _, table in tables)} rows")
    words.TARGET.write_text(words.learned(load_library(CORPUS / "library")), "utf-8")


def _entry(kind: str, place: str, table: TargetTable) -> dict[str, object]:
    return {"kind": kind, "place": place, "origin": ORIGIN, "planted": False, "table": _lean(table)}


if __name__ == "__main__":
    main()
