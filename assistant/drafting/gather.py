"""Gather: from the request and what retrieval knows to the parts of the table, each with its numbered sources.

A part (部分) is what one writer writes at a time: the common indicators, one duty, the benefits, the satisfaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.checking import Context, PeerFigures
from assistant.drafting.adapt import place_of, squeezed
from assistant.drafting.finder import Finder, Past, Where
from assistant.drafting.head import Head, head_of
from assistant.drafting.knowledge import Knowledge, Precedent
from assistant.drafting.parts import Materials, Part, Sources
from assistant.drafting.request import DraftRequest, KeyTask
from assistant.drafting.results import by_year, evaluates, with_results
from assistant.retrieval.likeness import SAME_DUTY
from assistant.table import Section, TargetTable, Template, template

#: How many similar departments a draft looks at.
PEERS = 8

#: A task in fewer characters is placed by its detail too.
_TELLING = 12


class Gathering:
    """The gathering of one draft's materials, in two steps: what the common indicators need is there at once."""

    def __init__(self, request: DraftRequest, knowledge: Knowledge, own: Context | None = None) -> None:
        self._checker = own or Context()
        self._request, self._knowledge, self._sources = request, knowledge, Sources()
        self._own = _own(request, knowledge)
        self._last = self._own[-1].table if self._own else None
        self._form = _form(request, self._last, known=bool(knowledge.library(request.department, ())))
        self._finder = Finder(self._own, self._sources, request.year)
        self._common = tuple(
            self._finder.part(s.name, s.name, f"共性指标·{s.label}", _standing(s.name), common=True, wanted=0)
            for s in self._form.sections
            if s.common
        )

    def first(self) -> Materials:
        """The common indicators, from the last table and the template alone."""
        return self._materials(head_of(self._request, self._form, Past(own=self._own)), self._common, {})

    def whole(self) -> Materials:
        """All parts of next year's table with their sources."""
        knowledge, request = self._knowledge, self._request
        known = (self._last or TargetTable(year=request.year)).model_copy(update={"department": request.department})
        past = Past(
            own=self._own,
            peers=tuple(knowledge.similar(known, request.year, PEERS)),
            library=knowledge.library(request.department, known.duties),
        )
        head = head_of(request, self._form, past)
        duties = _duties(self._form, self._last, head.table, knowledge)
        self._finder.look_around(past, knowledge, duties)
        plan = assigned(request.key_tasks, duties, knowledge)
        shell = head.table.model_copy(update={"indicators": self._last.indicators if self._last else ()})
        parts = (*self._common, *_parts(self._form, plan, request.key_tasks, self._finder))
        return self._materials(head, parts, knowledge.figures(shell, request.year))

    def _materials(self, head: Head, parts: tuple[Part, ...], figures: Mapping[str, PeerFigures]) -> Materials:
        own = {self._request.department, place_of(self._request.department)}
        return Materials(
            request=self._request, template=self._form, head=head.table, parts=parts, sources=self._sources,
            alike=self._knowledge.alike, history=tuple(with_results(p) for p in self._own), figures=figures,
            places=tuple(p for p in self._knowledge.places() if p not in own),
            assumptions=head.assumptions, questions=head.questions, own=self._checker,
        )  # fmt: skip


def _own(request: DraftRequest, knowledge: Knowledge) -> tuple[Precedent, ...]:
    """The department's own tables, oldest first: those given, and those known of other years, with their results."""
    given = [
        t if t.year else t.model_copy(update={"year": request.year - 1})
        for t in (*request.history, request.last, *request.results)
        if t is not None
    ]
    years, place = {t.year for t in given if not evaluates(t)}, place_of(request.department)
    stored = [p for p in knowledge.own(request.department, request.year) if p.year not in years]
    return by_year([*stored, *(Precedent(table=t, place=place) for t in given)])


def _form(request: DraftRequest, last: TargetTable | None, known: bool) -> Template:
    """The form to fill: last year's, else the one asked for; where neither is known, the one its sections show, and
    without any table the one by duties where those of the kind are ``known``."""
    form = template(last.template if last and not evaluates(last) else None) or template(request.template)
    if form is None:
        sections = {i.section for i in last.indicators} if last else {"履职"} if known else {"产出"}
        whole = "project" if last and (last.project or last.template == "selfeval-project") else "whole"
        shape = "duty" if "履职" in sections else "cost" if "成本" in sections else "output"
        form = template(f"{whole}-{shape}") or template("whole-duty")
    assert form is not None, "the package ships these templates"
    return form


def _parts(
    form: Template, plan: Mapping[str, Sequence[KeyTask]], tasks: Sequence[KeyTask], finder: Finder
) -> Iterable[Part]:
    project = form.kind == "project"
    for section in form.sections:
        if section.common:
            continue
        if section.by_duty:
            for n, (duty, tasks) in enumerate(plan.items(), start=1):
                yield finder.duty_part(f"D{n}", section.name, duty, tasks)
        elif section.name in ("产出", "成本"):
            required = [level.name for level in section.categories if level.required]
            for level in section.categories:
                needed = level.name in (required or [section.categories[0].name])
                few = (2 if section.name == "产出" and not project else 1) if needed else 0
                title = f"{section.label}·{level.name}"
                yield finder.part(
                    f"{section.name}-{level.name}", section.name, title, _standing(section.name, level.name),
                    category=level.name, wanted=few, plan=tasks if section.name == "产出" else (),
                )  # fmt: skip
        else:
            yield finder.part(
                section.name, section.name, section.label, _standing(section.name), wanted=1 if project else 2,
                plan=tasks if section.name == "满意度" else (),
            )  # fmt: skip
    if rest := finder.rest():
        yield rest


def _standing(section: Section, category: str | None = None) -> Where:
    return lambda i: i.section == section and category in (None, i.category)


def _duties(form: Template, last: TargetTable | None, head: TargetTable, knowledge: Knowledge) -> list[str]:
    """The duties of last year's duty section, then those of the duties text that it left out."""
    if not any(s.by_duty for s in form.sections):
        return []
    blocks = last.blocks if last else ()
    named = list(dict.fromkeys(b.duty for b in blocks if b.duty))
    listed = [d for d in head.duties if len(squeezed(d)) > 6]
    if not named or not listed:
        return named or listed
    alike = knowledge.alike(listed, named)
    return [*named, *(d for d, row in zip(listed, alike, strict=True) if max(row) < SAME_DUTY)]


def assigned(tasks: Sequence[KeyTask], duties: Sequence[str], knowledge: Knowledge) -> dict[str, list[KeyTask]]:
    """Every duty with the key tasks of the plan that take it up best; a task that names its duty goes there."""
    found: dict[str, list[KeyTask]] = {duty: [] for duty in duties}
    if tasks and duties:
        said = [t.duty or (t.text if len(t.text) >= _TELLING else t.detail[:80]) or t.text for t in tasks]
        alike = knowledge.alike(said, duties)
        for task, row in zip(tasks, alike, strict=True):
            found[duties[max(range(len(duties)), key=lambda n: (row[n], -n))]].append(task)
    return found
