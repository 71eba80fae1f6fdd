"""What the library knows to be one thing under several names: an indicator and its wordings, a duty and its wordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.retrieval.library import KindLibrary, indicators_of
from assistant.retrieval.text import bare


@dataclass(frozen=True)
class Concept:
    """One indicator or duty of one kind of department.

    ``told``: sentences that lead to it, in other words than its names: what it is for, how people ask for it.
    ``notes`` are the words that stand around it in the library: formula, source of the data. ``duty`` is the duty that
    an indicator measures, by its first wording (None: an indicator of benefit or satisfaction, or itself a duty).
    """

    kind: str
    name: str
    wordings: tuple[str, ...]
    told: tuple[str, ...] = ()
    notes: str = ""
    duty: str | None = None


class Concepts:
    """The concepts of all libraries, found by kind and any of their wordings."""

    def __init__(self, libraries: Sequence[KindLibrary]) -> None:
        self.indicators = {library.kind: tuple(_indicators(library)) for library in libraries}
        self.duties = {library.kind: tuple(_duties(library)) for library in libraries}
        self._by_wording: dict[tuple[str, str], Concept] = {}
        for concepts in (*self.indicators.values(), *self.duties.values()):
            for concept in concepts:
                for wording in concept.wordings:
                    self._by_wording.setdefault((concept.kind, bare(wording)), concept)

    @cached_property
    def bare(self) -> dict[str, tuple[frozenset[str], ...]]:
        """By kind, the bare wordings of each indicator."""
        return {k: tuple(frozenset(map(bare, c.wordings)) for c in cs) for k, cs in self.indicators.items()}

    def of(self, kind: str | None, text: str) -> Concept | None:
        """The concept that a text of a kind of department is a wording of."""
        return self._by_wording.get((kind or "", bare(text)))


def _indicators(library: KindLibrary) -> list[Concept]:
    duty_of = {id(i): duty.text[0] for duty in library.duties for i in duty.indicators}
    return [
        Concept(
            library.kind, i.name, (i.name, *(w for w in i.also if w != i.name)),
            (*((f"{i.name}：{i.why}",) if i.why else ()), *i.asked), " ".join((i.formula, i.why, i.data, *i.asked)),
            duty_of.get(id(i)),
        )
        for i in indicators_of(library)
    ]  # fmt: skip


def _duties(library: KindLibrary) -> list[Concept]:
    return [
        Concept(library.kind, d.text[0], tuple(dict.fromkeys(d.text)), tuple(a for i in d.indicators for a in i.asked))
        for d in library.duties
    ]
