"""What a draft is asked with: the department, the year, and whatever the person has at hand."""

from __future__ import annotations

from pydantic import Field

from assistant.table import Funds, TargetTable
from assistant.table.model import Model


class KeyTask(Model):
    """A key task (重点工作) of this year, taken from a document. ``origin`` says where it stood; ``duty`` once assigned;
    ``detail`` all that the document says of it, where its numbers are."""

    text: str
    duty: str | None = None
    origin: str | None = None
    detail: str = ""


class DraftRequest(Model):
    """What the person gave. Whatever is missing is asked for or noted, never made up.

    ``last``: last year's table; ``history``: tables before it, oldest first (results in ``Indicator.actual``);
    ``results``: self-evaluations (自评表), whose results count for the table of their year, or which stand for it.
    ``template``: the id of the form to use where there is no last table. ``budget``: next year's money in 万元;
    ``budget_origin``: the file or the words that it is from.
    ``wishes``: what the person said about the draft, in their own words.
    """

    department: str = Field(min_length=1)
    year: int = Field(ge=2000, le=2100)
    template: str | None = None
    last: TargetTable | None = None
    history: tuple[TargetTable, ...] = ()
    results: tuple[TargetTable, ...] = ()
    key_tasks: tuple[KeyTask, ...] = ()
    budget: Funds | None = None
    budget_origin: str | None = None
    wishes: tuple[str, ...] = ()
