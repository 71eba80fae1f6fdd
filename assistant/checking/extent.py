"""What a list of texts speaks of, and whether it takes something up: goals, duties, projects against the rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log

from assistant.checking.strands import longest
from assistant.checking.terms import share
from assistant.checking.vocabulary import Vocabulary

_SENTENCES = re.compile(
    r"[；;。\n]|(?:目标|任务)\s*[\d一二三四五六七八九十]+\s*[:：、.]?|(?<=[；;。，\s])[一二三四五六七八九]是|[（(][\d一二三四五六七八九]{1,2}[)）]|(?<![\d.])\d[.、．](?!\d)"
)
_SHORT = 6
_NUMBER = re.compile(r"[\d.]+")


class Extent:
    """What a list of texts speaks of: words and strands of work, all together.

    ``general`` False leaves out the strands that every department has, which show nothing of a project.
    """

    def __init__(self, texts: Iterable[str], vocabulary: Vocabulary, general: bool = True) -> None:
        self._vocabulary = vocabulary
        self._without = frozenset() if general else vocabulary.topics.general
        told = [vocabulary.told(text) for text in texts]
        self.words = set(chain.from_iterable(t.words for t in told))
        touched = Counter(chain.from_iterable(t.strands for t in told))
        self.strands = touched.keys() - self._without
        self._often = {topic for topic, times in touched.items() if times > 1} - self._without

    def share(self, text: str) -> float:
        """How much of a text's telling words stands in them: 0 to 1; 1 where it has none."""
        return share(self._vocabulary.weights(text), self.words)

    def holds(self, text: str, least: float = 0.5) -> bool:
        """Whether they speak of what a text speaks of: a strand of work in common, or at least that share of words."""
        return not self.strands.isdisjoint(self._clear(text)) or self.share(text) >= least

    def answers(self, name: str) -> bool:
        """Whether they speak of a project: a telling word in common, or a strand that more than one of them touches; of
        a name that tells nothing, always."""
        told = self._vocabulary.told(name)
        telling = [w for w in told.words if w not in self._vocabulary.common.weak]
        return not telling or not self.words.isdisjoint(telling) or not self._often.isdisjoint(self._clear(name))

    def _clear(self, text: str) -> set[str]:
        """The strands that a text touches by more than one short word."""
        strands = self._vocabulary.told(text).strands
        return {strand for strand, shown in strands.items() if not self._vocabulary.is_slight(strand, shown)}


class Uptake:
    """Whether single texts (key tasks, indicators) take something up: rarer words among them tell more."""

    def __init__(self, texts: Sequence[str], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        told = [vocabulary.told(text) for text in texts]
        self._texts = len(told)
        self._strands = {topic for t in told for topic in t.strands}
        self._joined = "\n".join(texts)
        self._having: dict[str, list[int]] = defaultdict(list)
        for n, t in enumerate(told):
            for word in t.words:
                self._having[word].append(n)

    def missing(self, text: str, least: float) -> tuple[str, ...]:
        """The words that show that no single text takes this one up; none where one does.

        One does that has at least that share of its words. Otherwise words of the field decide: one that nothing here
        speaks of, by itself or by its strand of work, is missing; and all are where no word is in common.
        """
        told = self._vocabulary.told(text)
        held: dict[int, float] = defaultdict(float)
        weight = {word: self._weight(word) for word in told.words}
        for word in told.words:
            for n in self._having.get(word, ()):
                held[n] += weight[word]
        best = max(held.values(), default=0.0)
        telling = tuple(w for w in longest(told.words) if not _NUMBER.fullmatch(w) and w not in self._joined)
        if not telling or best >= least * sum(weight.values()):
            return ()
        if best == 0 and len(telling) > (2 if self._strands.intersection(told.strands) else 1):
            return telling
        known = {w for topic, shown in told.strands.items() if topic in self._strands for w in shown}
        field = {w for shown in told.strands.values() for w in shown} - known
        return tuple(
            w for w in longest(sorted(field)) if self._having.keys().isdisjoint(self._vocabulary.told(w).words)
        )

    def _weight(self, word: str) -> float:
        every = self._texts + 1
        rarity = log(every / max(1, len(self._having.get(word, ())))) / log(every) if every > 1 else 1.0
        return rarity * self._vocabulary.weight(word)


def goal_parts(goal: str) -> tuple[str, ...]:
    """The parts of a goal: its sentences; where there is but one, the phrases that 、 or ， set side by side."""
    parts = [p.strip(" ，、：:") for p in _SENTENCES.split(goal)]
    parts = [p for p in parts if len(p) >= _SHORT]
    if len(parts) > 1:
        return tuple(parts)
    for mark in "、，":
        phrases = [p.strip() for p in goal.strip("。").split(mark)]
        if len(phrases) > 2 and all(len(p) >= _SHORT for p in phrases):
            return tuple(phrases)
    return tuple(parts)
