"""What drafting needs of retrieval: earlier tables, similar departments' tables, the indicator library, place names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.checking import PeerFigures
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.library import KindLibrary
from assistant.table import TargetTable
from assistant.table.model import Model


class Precedent(Model):
    """A table that a draft may rest on: of this department or of a similar one.

    ``record`` names it in the index so that a source can be opened; ``origin`` is the note on where it comes from.
    ``evaluations``: self-evaluations (自评表) of the same year, which tell its rows' results.
    """

    table: TargetTable
    place: str | None = None
    record: str | None = None
    origin: str | None = None
    evaluations: tuple[Precedent, ...] = ()

    @property
    def department(self) -> str:
        return self.table.department or "某部门"

    @property
    def year(self) -> int:
        return self.table.year or 0


class Knowledge(Protocol):
    """The past as drafting sees it. Every table handed out is of a year before ``before``."""

    def own(self, department: str, before: int) -> Sequence[Precedent]:
        """The department's own earlier tables, oldest first."""

    def similar(self, table: TargetTable, before: int, limit: int) -> Sequence[Precedent]:
        """The latest table of each similar department (同类部门), most similar first, at most ``limit``."""

    def library(self, department: str, duties: Sequence[str]) -> KindLibrary | None:
        """The indicator library of the department's kind."""

    def figures(self, table: TargetTable, before: int) -> Mapping[str, PeerFigures]:
        """What similar departments set for the table's indicators, by indicator name."""

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        """Likeness (0 to 1) of every pair of short texts, ours × theirs; from ``SAME_DUTY`` on two duties are the same."""

    def places(self) -> Sequence[str]:
        """Names of places that must not be carried over from another department's text."""
