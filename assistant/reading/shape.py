"""Which template (样式) a table follows: by its title, its sections, its columns."""

from __future__ import annotations

from assistant.reading.draft import Draft
from assistant.table import Template, templates


def template_of(draft: Draft) -> str | None:
    """The id of the template that fits best, or None where nothing tells."""
    if not draft.indicators and not draft.titles:
        return None
    return max(templates(), key=lambda form: _score(form, draft)).id


def _score(form: Template, draft: Draft) -> float:
    sections = {i.section for i in draft.indicators}
    own = {s.name for s in form.sections}
    score = 2.0 * len(sections & own) - 3.0 * len(sections - own) - 0.5 * len(own - sections)
    is_self = bool({"actual", "score"} & draft.roles)
    score += 4.0 if is_self == (form.kind == "selfeval") else -4.0
    is_project = "project" in draft.labels or any("项目" in t for t in draft.titles)
    if form.kind in ("project", "department"):
        score += 3.0 if is_project == (form.kind == "project") else -3.0
    else:
        score += 3.0 if is_project == (form.id == "selfeval-project") else -3.0
    if "half_year" in draft.roles:
        score += 2.0 if form.half_year else -1.0
    places = {(i.section, i.category) for i in draft.indicators if i.category}
    known = {(s.name, c.name) for s in form.sections for c in s.categories}
    score += 0.3 * len(places & known) - 1.0 * len(places - known)
    return score + max((6.0 - 0.6 * n for n, title in enumerate(form.titles) if title in _titles(draft)), default=0.0)


def _titles(draft: Draft) -> set[str]:
    """The template titles that the table's own titles hold: of several in one, the longest."""
    known = {title for form in templates() for title in form.titles}
    return {max(held, key=len) for text in draft.titles if (held := [title for title in known if title in text])}
