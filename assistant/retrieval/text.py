"""Text before it is compared: folded to one spelling, broken into what matches, and widened by the field's synonyms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files

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
    data = tomllib.loads((files("assistant.retrieval") / "synonyms.toml").read_text("utf-8"))
    return tuple(tuple(sorted({fold(w) for w in group}, key=lambda w: (-len(w), w))) for group in data["same"])


def widen(question: str) -> tuple[str, ...]:
    """The other words of every synonym group that the folded question uses, in a stable order.

    A word counts as used where it is not just a piece of a longer synonym that is used (社保 inside 人社保障 is not).
    """
    added: list[str] = []
    taken = [False] * len(question)
    used: list[tuple[str, tuple[str, ...]]] = [(word, group) for group in synonyms() for word in group]
    for word, group in sorted(used, key=lambda pair: (-len(pair[0]), pair[0])):
        at = question.find(word)
        while at >= 0 and any(taken[at : at + len(word)]):
            at = question.find(word, at + 1)
        if at < 0:
            continue
        taken[at : at + len(word)] = [True] * len(word)
        added += [other for other in group if other not in question and other not in added]
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
