"""What a text says, in the words of the field: read once for a table, for all rules that compare texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assistant.checking.strands import WEAK, Learned, Topics
from assistant.checking.terms import CommonWords
from assistant.checking.words import Words


class Told(NamedTuple):
    """The words of a text that say what it is about, and the strands of work it touches with the words that show each."""

    words: tuple[str, ...]
    strands: Mapping[str, tuple[str, ...]]


class Vocabulary:
    """Reads texts of one table. ``duties`` show the kind of department, where the indicator library knows it (else
    ``kind`` is None); ``silent`` are words that tell nothing here: the place's own name."""

    def __init__(self, words: Words, duties: Iterable[str] = (), silent: Iterable[str] = ()) -> None:
        self.common = words.of(CommonWords)
        self.topics = words.of(Topics)
        self.kind = words.of(Learned).kind_of(tuple(self.common.terms(duty) for duty in duties))
        self._silent = tuple(silent)
        self._read: dict[str, Told] = {}
        self._weights: dict[str, Mapping[str, float]] = {}

    def told(self, text: str) -> Told:
        """What a text says."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._told(text)
        return found

    def weights(self, text: str) -> Mapping[str, float]:
        """The words that say what a text is about, each with what it counts for."""
        found = self._weights.get(text)
        if found is None:
            found = self._weights[text] = {word: self.weight(word) for word in self.told(text).words}
        return found

    def weight(self, word: str) -> float:
        """What a word counts for."""
        return WEAK if word in self.common.weak else 1.0

    def is_slight(self, strand: str, shown: tuple[str, ...]) -> bool:
        """Whether a strand is only learned from the indicator library and shown by one short word, which may mean
        another thing here."""
        return len(shown) == 1 and len(shown[0]) == 2 and strand not in self.topics.names

    def _told(self, text: str) -> Told:
        for word in self._silent:
            text = text.replace(word, " ")
        words = self.common.terms(text)
        learned = self.kind.of(words, self.common.weak) if self.kind else {}
        return Told(words, {**self.topics.of(text), **learned})
