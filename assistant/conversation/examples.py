"""What no rule decides, understood by example: the action whose sentences (``examples.toml``) are most like what was said.

Likeness is the cosine of character n-grams weighted by rarity; names of rows, departments, years and values are masked
first, so that a sentence about any row is like a sentence about another. Nothing is learned at run time.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_LEAST = 0.34
#: How far the best action must lie ahead of the next.
_AHEAD = 0.04
_VALUE = r"(?:[≥≤=＝<>＜＞≧≦]+|不低于|不少于|不高于|不超过)?\s*\d[\d,.]*\s*(?:%|％|‰|万元|亿元|元|个|人次|人|件|次|项|天|起|家|辆|公里|分)?"
_MASKS = (
    (r"20\d\d年?度?|[明后今去前]年|下一?年度?", "某年"),
    (
        r"第\s*\d+\s*(?:条|行|项|个指标)|[“「\"][^”」\"]{2,60}[”」\"]|[这那]一?[条行项]|(?<![A-Za-z])[A-Za-z]{3}\d{3}",
        "某项",
    ),
    (rf"{_VALUE}", "某值"),
    (r"[，,。；;？?！!：:\s]|^(?:请问|请|麻烦|您好|你好)+|[吧呢啊呀嘛哦]$", ""),
)


def likeliest(said: str, names: Iterable[str] = (), departments: Iterable[str] = ()) -> str | None:
    """The kind of action that is most likely asked for; None where nothing is like it or two are as likely."""
    grams = _grams(masked(said, names, departments))
    best: dict[str, float] = defaultdict(float)
    for kind, example, length in _examples():
        shared = grams.keys() & example.keys()
        weight = sum(_rarity()[g] ** 2 for g in shared)
        best[kind] = max(best[kind], weight / (length * _length(grams)) if weight else 0.0)
    (first, most), (_, second) = sorted(best.items(), key=lambda item: -item[1])[:2]
    return first if most >= _LEAST and most - second >= _AHEAD else None


def masked(said: str, names: Iterable[str] = (), departments: Iterable[str] = ()) -> str:
    """The sentence with what it is about taken out: 某项, 某局, 某年, 某值."""
    for name in sorted((n for n in names if len(n) > 1 and n in said), key=len, reverse=True):
        said = said.replace(name, "某项")
    for name in sorted((d for d in departments if d in said), key=len, reverse=True):
        said = said.replace(name, "某局")
    for pattern, word in _MASKS:
        said = re.sub(pattern, word, said)
    return re.sub(r"(某[项值局年])\1+", r"\1", said)


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Each example with the kind of action that it asks for."""
    written = tomllib.loads((files(__package__) / "examples.toml").read_text("utf-8"))
    return tuple((kind, sentence) for kind, all_of_it in written.items() for sentence in all_of_it)


@cache
def _examples() -> tuple[tuple[str, Counter[str], float], ...]:
    return tuple((kind, grams, _length(grams)) for kind, text in sentences() if (grams := _grams(masked(text))))


@cache
def _rarity() -> defaultdict[str, float]:
    texts = [_grams(masked(text)) for _, text in sentences()]
    counts = Counter(gram for grams in texts for gram in grams)
    unseen = math.log(1 + len(texts))
    return defaultdict(lambda: unseen, {g: math.log(1 + len(texts) / n) for g, n in counts.items()})


def _length(grams: Counter[str]) -> float:
    return math.sqrt(sum(_rarity()[g] ** 2 for g in grams)) or 1.0


def _grams(text: str) -> Counter[str]:
    return Counter(text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1))
