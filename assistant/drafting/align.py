"""Which of a similar department's duties is ours: likeness of two sentences by the character pairs they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from assistant.drafting.adapt import squeezed

#: Below this likeness two duties are not called the same.
ALIKE = 0.22


def pairs(text: str) -> frozenset[str]:
    """The character pairs of a text, punctuation left out."""
    bare = squeezed(text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1)) or frozenset({bare})


class Likeness:
    """Likeness of texts to a fixed set of them, 0 to 1: common pairs (工作, 全市, 负责) weigh little."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [pairs(t) for t in texts]
        seen = Counter(p for text in self._texts for p in text)
        self._weight = {p: math.log((1 + len(texts)) / n) for p, n in seen.items()}
        self._rare = math.log(1 + len(texts)) if texts else 1.0

    def __call__(self, left: str, right: str) -> float:
        a, b = pairs(left), pairs(right)
        shared = self._sum(a & b)
        return shared / math.sqrt(self._sum(a) * self._sum(b)) if shared else 0.0

    def best(self, text: str, among: Sequence[str]) -> tuple[int, float]:
        """The index of the likest, and how like it is; (-1, 0) where there is none."""
        scored = [(self(text, other), -n) for n, other in enumerate(among)]
        score, n = max(scored, default=(0.0, 1))
        return (-n, score) if scored else (-1, 0.0)

    def _sum(self, found: frozenset[str]) -> float:
        return sum(self._weight.get(p, self._rare) ** 2 for p in found)
