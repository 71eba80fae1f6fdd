"""The order of the form: sections and headings as the template has them, duties as the table has them."""

from __future__ import annotations

from assistant.drafting.parts import Materials
from assistant.drafting.result import Draft, DraftRow


def ordered(draft: Draft, materials: Materials) -> Draft:
    """The draft's rows in the form's order; rows of one heading keep their own."""
    sections = [s.name for s in materials.template.sections]
    headings = {(s.name, c.name): n for s in materials.template.sections for n, c in enumerate(s.categories)}
    duties: dict[str | None, int] = {p.duty: n for n, p in enumerate(materials.parts) if p.duty}
    tasks: dict[tuple[str | None, str | None], int] = {}
    for row in draft.rows:
        tasks.setdefault((row.indicator.duty, row.indicator.key_task), len(tasks))

    def place(row: DraftRow) -> tuple[int, int, int, int]:
        i = row.indicator
        section = sections.index(i.section) if i.section in sections else len(sections)
        heading = headings.get((i.section, i.category or ""), len(headings))
        if materials.template.sections[section : section + 1] and not materials.template.sections[section].by_duty:
            return section, heading, 0, 0
        return section, duties.get(i.duty, len(duties)), tasks[i.duty, i.key_task], heading

    return draft.model_copy(update={"rows": tuple(sorted(draft.rows, key=place))})
