"""Strands of work (职责门类) and the words that belong to each: written by hand, and learned from the indicator library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache

from assistant.checking.words import WordList
from assistant.table.model import Model

#: What a word of every department's duties counts for, where a telling word counts 1.
WEAK = 0.25
#: How strongly words must tell a duty of the library, how near the best another must come to be told by them too, and
#: how strongly duties must be told on average for a department to be of a kind.
_TELLS, _NEAR, _LIKE = 0.5, 0.75, 1.25


def longest(words: Collection[str]) -> tuple[str, ...]:
    """The words that are not within a longer one of them."""
    if len({len(w) for w in words}) < 2:
        return tuple(words)
    return tuple(w for w in words if not any(w in longer and w != longer for longer in words))


class Topic(Model):
    """A strand of work and its words, with spaces between. ``general``: every department has it."""

    name: str
    words: str
    general: bool = False


class Topics(WordList):
    """``data/topics.toml``. ``none``: longer words that contain one of a strand and do not mean it (市政府, not 市政)."""

    file = "topics"

    none: str = ""
    topic: tuple[Topic, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The strands by name."""
        return frozenset(t.name for t in self.topic)

    @cached_property
    def general(self) -> frozenset[str]:
        """The strands that every department has."""
        return frozenset(t.name for t in self.topic if t.general)

    @cached_property
    def _by_beginning(self) -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        names: dict[str, list[str]] = {word: [] for word in self.none.split()}
        for topic in self.topic:
            for word in topic.words.split():
                names.setdefault(word, []).append(topic.name)
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for word, of in names.items():
            found[word[:2]].append((word, tuple(dict.fromkeys(of))))
        return {key: tuple(sorted(words, key=lambda w: -len(w[0]))) for key, words in found.items()}

    @cached_property
    def of(self) -> Callable[[str], Mapping[str, tuple[str, ...]]]:
        """``of(text)``: the strands that a text touches and the words that show it, the longest word at each place."""
        return lru_cache(maxsize=8_192)(self._of)

    def _of(self, text: str) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        at = 0
        while at < len(text) - 1:
            for word, topics in self._by_beginning.get(text[at : at + 2], ()):
                if text.startswith(word, at):
                    for topic in topics:
                        found.setdefault(topic, []).append(word)
                    at += len(word) - 1
                    break
            at += 1
        return {topic: tuple(dict.fromkeys(words)) for topic, words in found.items()}


class LearnedTopic(Topic):
    """A duty of the indicator library: the kind of department it belongs to."""

    kind: str


class Learned(WordList):
    """``data/duty_words.toml``: what the indicator library teaches about the duties of each kind of department."""

    file = "duty_words"

    topic: tuple[LearnedTopic, ...]

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of department, each with the words of its duties."""
        found: dict[str, list[LearnedTopic]] = {}
        for topic in self.topic:
            found.setdefault(topic.kind, []).append(topic)
        return {kind: Kind(topics) for kind, topics in found.items()}

    @cached_property
    def kind_of(self) -> Callable[[tuple[tuple[str, ...], ...]], Kind | None]:
        """``kind_of(duties)``: the kind whose duties these are like most, given the words of each; None where they are
        like none. A word that the duties of few kinds have tells more."""
        return lru_cache(maxsize=1_024)(self._kind_of)

    def _kind_of(self, duties: tuple[tuple[str, ...], ...]) -> Kind | None:
        told: dict[str, float] = defaultdict(float)
        for word in (word for words in duties for word in words):
            having = self._kinds_having.get(word, ())
            for kind in having:
                told[kind] += 1 / len(having)
        best = min(told, key=lambda kind: (-told[kind], kind), default=None)
        return self.kinds[best] if best and told[best] >= _LIKE * len(duties) else None

    @cached_property
    def _kinds_having(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for topic in self.topic:
            for word in topic.words.split():
                found.setdefault(word, {})[topic.kind] = None
        return {word: tuple(kinds) for word, kinds in found.items()}


class Kind:
    """The duties of one kind of department in the indicator library, by their words."""

    def __init__(self, topics: Sequence[LearnedTopic]) -> None:
        self._having: dict[str, list[str]] = defaultdict(list)
        for topic in topics:
            for word in topic.words.split():
                self._having[word].append(topic.name)
        self._half = max(1, len(topics) // 2)

    @cached_property
    def of(self) -> Callable[[tuple[str, ...], frozenset[str]], Mapping[str, tuple[str, ...]]]:
        """``of(words, weak)``: the duties that a text's words tell best, and which words do; none where nothing tells
        them. A word counts the less, the more duties of the kind have it, and little where it is weak."""
        return lru_cache(maxsize=8_192)(self._of)

    def _of(self, words: tuple[str, ...], weak: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
        shown: dict[str, list[str]] = {}
        for word in words:
            having = self._having.get(word, ())
            for topic in having if len(having) <= self._half else ():
                shown.setdefault(topic, []).append(word)
        best = {topic: longest(of) for topic, of in shown.items()}
        told = {
            topic: sum((WEAK if w in weak else 1.0) / len(self._having[w]) for w in of) for topic, of in best.items()
        }
        most = max(told.values(), default=0.0)
        return {topic: of for topic, of in best.items() if told[topic] >= _NEAR * most} if most >= _TELLS else {}
