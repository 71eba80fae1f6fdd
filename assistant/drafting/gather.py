"""Gather: from the request and what retrieval knows to the parts of the table, each with its numbered sources.

A part (部分) is what one writer writes at a time: the common indicators, one duty, the benefits, the satisfaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.drafting.adapt import place_of, squeezed
from assistant.drafting.align import ALIKE, Likeness
from assistant.drafting.finder import Finder, Past, Where
from assistant.drafting.head import head_of
from assistant.drafting.knowledge import Knowledge, Precedent
from assistant.drafting.parts import Materials, Part, Sources
from assistant.drafting.request import DraftRequest, KeyTask
from assistant.table import Section, TargetTable, Template, template

#: How many similar departments a draft looks at.
PEERS = 8


def gather(request: DraftRequest, knowledge: Knowledge) -> Materials:
    """All parts of next year's table with their sources."""
    past = _past(request, knowledge)
    last = past.last.table if past.last else None
    form = _form(request, last)
    sources, own = Sources(), {request.department, place_of(request.department)}
    head = head_of(request, form, past)
    parts = tuple(_parts(request, form, head.table, Finder(past, sources)))
    shell = head.table.model_copy(update={"indicators": last.indicators if last else ()})
    return Materials(
        request=request, template=form, head=head.table, parts=parts, sources=sources,
        history=tuple(p.table for p in past.own), figures=knowledge.figures(shell, request.year),
        places=tuple(p for p in knowledge.places() if p not in own), assumptions=head.assumptions, questions=head.questions,
    )  # fmt: skip


def _past(request: DraftRequest, knowledge: Knowledge) -> Past:
    given = [t for t in (*request.history, request.last) if t is not None]
    years = {t.year for t in given}
    place = place_of(request.department)
    stored = [p for p in knowledge.own(request.department, request.year) if p.year not in years]
    own = sorted([*stored, *(Precedent(table=t, place=place) for t in given)], key=lambda p: p.year)
    known = own[-1].table if own else TargetTable(year=request.year)
    named = known.model_copy(update={"department": request.department})
    return Past(
        own=tuple(own),
        peers=tuple(knowledge.similar(named, request.year, PEERS)),
        library=knowledge.library(request.department, known.duties),
    )


def _form(request: DraftRequest, last: TargetTable | None) -> Template:
    """The form to fill: last year's, else the one asked for; where neither is known, the one its sections show."""
    known = template(last.template if last else None) or template(request.template)
    if known is None:
        sections = {i.section for i in last.indicators} if last else {"履职"}
        known = template("whole-duty" if "履职" in sections else "whole-cost" if "成本" in sections else "whole-output")
    assert known is not None, "the package ships these templates"
    return known


def _parts(request: DraftRequest, form: Template, head: TargetTable, finder: Finder) -> Iterable[Part]:
    for section in form.sections:
        if section.by_duty:
            yield from _duty_parts(request, section.name, head, finder)
        elif section.name in ("产出", "成本"):
            for level in section.categories:
                few = (2 if section.name == "产出" else 1) if level.required else 0
                title = f"{section.label}·{level.name}"
                yield finder.part(
                    f"{section.name}-{level.name}", section.name, title, _standing(section.name, level.name),
                    category=level.name, wanted=few,
                )  # fmt: skip
        else:
            title = f"共性指标·{section.label}" if section.common else section.label
            yield finder.part(
                section.name, section.name, title, _standing(section.name),
                common=section.common, wanted=0 if section.common else 2,
            )  # fmt: skip
    if rest := finder.rest():
        yield rest


def _standing(section: Section, category: str | None = None) -> Where:
    return lambda i: i.section == section and category in (None, i.category)


def _duty_parts(request: DraftRequest, section: Section, head: TargetTable, finder: Finder) -> Iterable[Part]:
    """One part for each duty of last year's duty section, then for each duty of the duties text it left out."""
    last = finder.past.last
    duties = list(dict.fromkeys(b.duty for b in (last.table.blocks if last else ()) if b.duty))
    like = Likeness([*head.duties, *duties])
    duties += [d for d in head.duties if len(squeezed(d)) > 6 and like.best(d, duties)[1] < ALIKE]
    plan = assigned(request.key_tasks, duties, like)
    for n, duty in enumerate(duties, start=1):
        yield finder.duty_part(f"D{n}", section, duty, plan.get(duty, ()))


def assigned(tasks: Sequence[KeyTask], duties: Sequence[str], like: Likeness) -> dict[str, list[KeyTask]]:
    """Each key task under the duty that it takes up best; a task that names its duty goes there."""
    found: dict[str, list[KeyTask]] = {}
    for task in tasks:
        n, score = like.best(task.duty or task.text, duties)
        if n >= 0 and score > 0:
            found.setdefault(duties[n], []).append(task)
    return found
