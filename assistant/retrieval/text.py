"""Text before it is compared: folded to one spelling, broken into what matches, and widened by the field's synonyms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

# Latin look-alikes from other alphabets; NFKC does not touch them.
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEKMHOPCTXIJSaeopcyxijsABEZHIKMNOPTYXov"
)  # fmt: skip
# Format characters: zero-width, bidirectional, soft hyphen, variation selectors; and controls (NUL cuts a C string).
_INVISIBLE = {"Cf", "Cc", "Cs", "Co", "Cn"}


_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z%、。“”]*")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """One spelling for what looks alike: NFKC, no invisible characters, Latin look-alikes, single spaces, lower case."""
    if _PLAIN.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKE)
    seen = "".join(
        " " if c in "\t\n\r" else c
        for c in plain
        if c in "\t\n\r" or (unicodedata.category(c) not in _INVISIBLE and not 0xFE00 <= ord(c) <= 0xFE0F)
    )
    return " ".join(seen.split()).lower()


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """A name stripped to its characters (no spaces, no punctuation): two names with the same are the same name."""
    return re.sub(r"[^\w%‰]+|_", "", fold(text))


def digest(text: str) -> int:
    """64 bits that stand for a text (of its folded form)."""
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same in the field, from ``synonyms.toml``; folded, longest first in each group."""
    return tuple(tuple(sorted({fold(w) for w in group}, key=lambda w: (-len(w), w))) for group in _data()["same"])


@cache
def _leads_to() -> dict[str, tuple[str, ...]]:
    """Every word that widens a question, longest first, and the words that it adds."""
    adds: dict[str, tuple[str, ...]] = {}
    for group in synonyms():
        adds |= {word: tuple(other for other in group if other != word) for word in group}
    for said, meant in _data()["says"].items():
        for word in map(fold, said.split("|")):
            adds[word] = tuple(dict.fromkeys((*map(fold, meant), *adds.get(word, ()))))
    return dict(sorted(adds.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def field_words() -> tuple[str, ...]:
    """Every word that the synonyms know."""
    return tuple(dict.fromkeys((*_leads_to(), *(word for meant in _leads_to().values() for word in meant))))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("assistant.retrieval") / "synonyms.toml").read_text("utf-8"))


@cache
def _asking() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(map(fold, _data()["asking"]), key=lambda w: (-len(w), w)))))


def without_asking(question: str) -> str:
    """The matter of a folded question, without the words that only say that something is asked (where any are left)."""
    return " ".join(word for word in _asking().sub(" ", question).split() if word != "的") or question


def widen(question: str) -> tuple[str, ...]:
    """What the field calls the things that the folded question speaks of, in a stable order.

    A word counts where it is not just a piece of a longer known word (社保 inside 人力资源和社会保障 is not).
    """
    added: list[str] = []
    taken = [False] * len(question)
    for word, meant in _leads_to().items():
        at = question.find(word)
        while at >= 0 and any(taken[at : at + len(word)]):
            at = question.find(word, at + 1)
        if at >= 0:
            taken[at : at + len(word)] = [True] * len(word)
            added += [other for other in meant if other not in question and other not in added]
    return tuple(added)


def shared_terms(question: str, text: str, shortest: int = 2) -> tuple[str, ...]:
    """The pieces of ``question`` (two characters or more) that also stand in ``text``, longest possible, in order."""
    found: list[str] = []
    at = 0
    while at <= len(question) - shortest:
        end = at + shortest
        if question[at:end] not in text:
            at += 1
            continue
        while end < len(question) and question[at : end + 1] in text:
            end += 1
        piece = question[at:end].strip(" ,，。、？?的")
        if len(piece) >= shortest and piece not in found:
            found.append(piece)
        at = end
    return tuple(found)
