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
    told = _told(draft.titles)
    score += max((1.0 - 0.2 * n for n, title in enumerate(form.titles) if title in told), default=0.0)
    return score


def _told(written: list[str]) -> set[str]:
    """The templates' titles that the written ones hold; of two of which one holds the other, only the longer."""
    held = {title for form in templates() for title in form.titles if any(title in t for t in written)}
    return {title for title in held if not any(title in other for other in held - {title})}
