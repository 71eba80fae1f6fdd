"""What a list of texts speaks of, and whether it takes something up: goals, duties, projects against the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from assistant.checking.strands import Kind, Topics, longest
from assistant.checking.terms import CommonWords, share, terms
from assistant.checking.words import Words

_WEAK = 0.25
_SENTENCES = re.compile(
    r"[；;。\n]|(?:目标|任务)\s*[\d一二三四五六七八九十]+\s*[:：、.]?|(?<=[；;。，\s])[一二三四五六七八九]是|[（(][\d一二三四五六七八九]{1,2}[)）]|(?<![\d.])\d[.、．](?!\d)"
)
_SHORT = 6


class Extent:
    """What a list of texts speaks of: words and strands of work, all together.

    ``general`` False leaves out the strands that every department has, which show nothing of a project; ``kind`` adds
    what the indicator library knows of such departments.
    """

    def __init__(self, texts: Iterable[str], words: Words, general: bool = True, kind: Kind | None = None) -> None:
        self._common = words.of(CommonWords)
        self._topics = words.of(Topics)
        self._kind = kind
        self._without = frozenset() if general else self._topics.general
        told = list(texts)
        self.words = {word for text in told for word in terms(text, self._common)}
        self.strands = {topic for text in told for topic in self._touched(text)}

    def share(self, text: str) -> float:
        """How much of a text's telling words stands in them: 0 to 1; 1 where it has none."""
        return share(terms(text, self._common), self.words, dict.fromkeys(self._common.weak, _WEAK))

    def holds(self, text: str, least: float = 0.5) -> bool:
        """Whether they speak of what a text speaks of: a strand of work in common, or at least that share of words."""
        return bool(self.strands & self._touched(text)) or self.share(text) >= least

    def answers(self, name: str) -> bool:
        """Whether they speak of a project: a telling word or a strand in common; of a name that tells nothing, always."""
        telling = [w for w in terms(name, self._common) if w not in self._common.weak]
        return not telling or bool(self.words.intersection(telling)) or bool(self.strands & self._touched(name))

    def _touched(self, text: str) -> set[str]:
        learned = self._kind.of(dict.fromkeys(terms(text, self._common), 1.0)) if self._kind else {}
        return {*self._topics.of(text), *learned} - self._without


class Uptake:
    """Whether single texts (key tasks, indicators) take something up: rarer words among them tell more."""

    def __init__(self, texts: Sequence[str], words: Words) -> None:
        self._common = words.of(CommonWords)
        self._topics = words.of(Topics)
        self._texts = [set(terms(text, self._common)) for text in texts]
        self._strands = {topic for text in texts for topic in self._topics.of(text)}
        self._having = Counter(word for text in self._texts for word in text)

    def missing(self, text: str, least: float) -> tuple[str, ...]:
        """The words that show that no single text takes this one up; none where one does.

        One does that has at least that share of its words. Otherwise words of the field decide: one that nothing here
        speaks of, by itself or by its strand of work, is missing; and all are where no word is in common.
        """
        told = terms(text, self._common)
        weight = {word: self._weight(word) for word in told}
        best = max((share(told, held, weight) for held in self._texts), default=0.0)
        if len(longest(told)) < 2 or best >= least:
            return ()
        strands = self._topics.of(text)
        if best == 0:
            return longest(told)
        known = {w for topic, shown in strands.items() if topic in self._strands for w in shown}
        field = {w for shown in strands.values() for w in shown} - known
        return tuple(
            w for w in longest(tuple(field)) if not any(part in self._having for part in terms(w, self._common))
        )

    def _weight(self, word: str) -> float:
        every = len(self._texts) + 1
        rarity = log(every / max(1, self._having[word])) / log(every) if every > 1 else 1.0
        return rarity * (_WEAK if word in self._common.weak else 1.0)


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
