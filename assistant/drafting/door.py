"""The public door: one call from a department and a year to a vetted draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.drafting.indexed import Indexed
from assistant.drafting.knowledge import Knowledge
from assistant.drafting.plan import read_plan
from assistant.drafting.request import DraftRequest, KeyTask
from assistant.drafting.results import arranged
from assistant.drafting.stream import draft_now
from assistant.drafting.vet import VettedDraft
from assistant.reading import read
from assistant.retrieval import PUBLIC, Index, open_index
from assistant.settings import Settings
from assistant.table import Funds, TargetTable

Given = TargetTable | Path | str


def draft(
    *,
    year: int,
    department: str | None = None,
    last: Given | Sequence[Given] | None = None,
    history: Sequence[TargetTable] = (),
    results: Given | Sequence[Given] | None = None,
    plan: Path | str | None = None,
    key_tasks: Sequence[KeyTask] = (),
    budget: Funds | None = None,
    budget_origin: str | None = None,
    wishes: Sequence[str] = (),
    template: str | None = None,
    index: Index | Knowledge | None = None,
    viewer: str = PUBLIC,
    settings: Settings | None = None,
) -> VettedDraft:
    """A vetted draft of the department's table for ``year``.

    ``last``: last year's table, or a file that holds it (then ``department`` may be left out); several are told apart by
    their years, a self-evaluation by its form. ``results``: self-evaluations (自评表) whose results count for the table
    of their year. ``plan``: a document with this year's key tasks, and ``key_tasks``: such tasks themselves.
    ``budget``: next year's money in 万元, from ``budget_origin``. ``index``: an open index as ``viewer`` sees it, or any ``Knowledge``; without one the index of
    ``settings.state`` is opened for this call. Raises ``ReadingError`` where the file cannot be read, ``ValueError``
    where no department is known, ``StateInUse`` where another process holds the index.
    """
    given = arranged([*history, *_tables(last), *_tables(results)])
    name = department or next((t.department for t in (given.last, *given.results) if t and t.department), None)
    if not name:
        raise ValueError("不知道给哪个部门起草：请写明单位名称，或给出上年的表。")
    planned = read_plan(Path(plan)) if plan else ()
    request = DraftRequest(
        department=name, year=year, last=given.last, history=given.history, results=given.results,
        key_tasks=(*planned, *key_tasks), budget=budget, budget_origin=budget_origin, wishes=tuple(wishes), template=template,
    )  # fmt: skip
    settings = settings or Settings()
    if index is None:
        with open_index(settings) as opened:
            return draft_now(request, Indexed(opened, viewer), settings)
    return draft_now(request, Indexed(index, viewer) if isinstance(index, Index) else index, settings)


def _tables(given: Given | Sequence[Given] | None) -> list[TargetTable]:
    """The tables themselves; of a file all that it holds."""
    if given is None:
        return []
    if isinstance(given, TargetTable):
        return [given]
    if isinstance(given, Path | str):
        return [t.table for t in read(given).tables]
    return [table for one in given for table in _tables(one)]
