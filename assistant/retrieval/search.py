"""Hybrid search: four rankings of the visible answers (names by meaning, purpose by meaning, all words by characters,
duties by meaning), fused by reciprocal rank, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.retrieval.bundle import Positions, Scores, leading
from assistant.retrieval.chroma import NearestTexts
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.kinds import Mentions
from assistant.retrieval.records import Record
from assistant.retrieval.shelf import Mask, Shelf, Where
from assistant.retrieval.text import bare, fold, shared_terms

_DEPTH = 200  # how far down a ranking still counts
_RANK = 5  # the constant of reciprocal rank fusion
_WEIGHTS = {"meaning": 0.8, "told": 0.8, "characters": 0.8, "duty": 0.6}  # found on half of eval/retrieval
_BONUS = {"kind": 0.5, "place": 0.15, "year": 0.15, "section": 0.1}  # in shares of a first rank


@dataclass(frozen=True)
class Question:
    """A question ready for ranking: ``text`` folded and without what ``mentions`` took out; ``added`` its synonyms."""

    text: str
    added: tuple[str, ...]
    vector: Matrix
    mentions: Mentions


@dataclass(frozen=True)
class Hit:
    """One answer. ``similarity`` of meaning, 0 to 1 (0: unrelated texts); ``terms`` are the words that matched;
    ``also`` counts the other records of the same answer (other places, other years)."""

    record: Record
    score: float
    similarity: float
    terms: tuple[str, ...]
    also: int
    why: str

    def to_json(self) -> dict[str, Any]:
        """The published keys of a search row."""
        return {**self.record.to_json(), "score": self.score, "why": self.why, "also": self.also}


def rank(shelves: Sequence[Shelf], question: Question, where: Where, top: int, near: NearestTexts) -> tuple[Hit, ...]:
    """The best ``top`` answers of the shelves, one record each."""
    shelves = [s for s in shelves if s.records]
    if not shelves:
        return ()
    floor = max(0.0, float(shelves[0].centre @ question.vector))
    masks = [s.mask(where) for s in shelves]
    seen = [None if m is None else s.any_in_answer(m) for s, m in zip(shelves, masks, strict=True)]
    fused = np.concatenate(_fused(shelves, question, seen, near))
    found = np.flatnonzero(fused)
    fused[found] += np.concatenate([_bonus(s, question.mentions, m) for s, m in zip(shelves, masks, strict=True)])[
        found
    ]
    offset = np.cumsum([0, *(len(s.starts) for s in shelves)])
    hits: dict[tuple[str, str], Hit] = {}
    for at in found[np.argsort(-np.round(fused[found], 6), kind="stable")]:
        if len(hits) >= top:
            break
        number = int(np.searchsorted(offset, at, side="right")) - 1
        shelf, answer = shelves[number], int(at - offset[number])
        if shelf.keys[answer] not in hits:
            hits[shelf.keys[answer]] = _hit(shelf, answer, question, masks[number], float(fused[at]), floor)
    return tuple(hits.values())


def _fused(
    shelves: Sequence[Shelf], question: Question, seen: Sequence[Mask | None], near: NearestTexts
) -> list[Scores]:  # fmt: skip
    """For each shelf the fused score of its answers; 0 where no ranking has it among its first, or the filters hide it."""
    rankings: dict[str, list[Scores]] = {"meaning": [], "told": [], "characters": []}
    for shelf, shown in zip(shelves, seen, strict=True):
        likely = _likely(shelf, question, shown, near)
        meaning = shelf.wordings.halfway(question.vector, likely)
        rankings["meaning"].append(meaning)
        rankings["told"].append(np.maximum(shelf.told.best(question.vector), meaning))
        rankings["characters"].append(shelf.sayings.scores(question.text, question.added))
    totals = [np.zeros(len(s.starts), np.float32) for s in shelves]
    for name, scores in rankings.items():
        for values, shown in zip(scores, seen, strict=True):
            values[values <= 0] = -np.inf
            if shown is not None:
                values[~shown] = -np.inf
        for total, share in zip(totals, _reciprocal(scores), strict=True):
            total += np.float32(_WEIGHTS[name]) * share
    bundles = list({id(b): b for shelf in shelves for b in shelf.duties}.values())
    shares = _reciprocal([b.best(question.vector) for b in bundles])
    of_duty = {id(b): share for b, share in zip(bundles, shares, strict=True)}
    for shelf, total, shown in zip(shelves, totals, seen, strict=True):
        by_duty = shelf.by_duty(np.concatenate([of_duty[id(b)] for b in shelf.duties]))
        total += np.float32(_WEIGHTS["duty"]) * (by_duty if shown is None else by_duty * shown)
    return totals


def _likely(shelf: Shelf, question: Question, seen: Mask | None, near: NearestTexts) -> Positions | None:
    """The answers of a large shelf that are worth an exact look; None: all of them."""
    if not shelf.wordings.large:
        return None
    found = near.nearest(shelf.name, question.vector) if shelf.wordings.huge and seen is None else None
    if found is None:
        return shelf.wordings.likely(question.vector, seen, 4 * _DEPTH)
    return shelf.wordings.holding(found)


def _reciprocal(shelves: Sequence[Scores]) -> list[Scores]:
    """1/(k + rank) for the first places of a ranking over all shelves, 0 for the others.

    Equal scores share a rank, so that order never depends on luck.
    """
    places = [leading(scores, _DEPTH) for scores in shelves]
    values = np.round(np.concatenate([s[at] for s, at in zip(shelves, places, strict=True)]), 5)
    ordered = np.sort(-values)
    ranks = np.searchsorted(ordered, -values, side="left")
    shares = np.where(ranks < _DEPTH, 1 / (_RANK + 1 + ranks), 0).astype(np.float32)
    results = []
    for scores, at in zip(shelves, places, strict=True):
        result = np.zeros(len(scores), np.float32)
        result[at], shares = shares[: len(at)], shares[len(at) :]
        results.append(result)
    return results


def _bonus(shelf: Shelf, mentions: Mentions, mask: Mask | None) -> Scores:
    total = np.zeros(len(shelf.starts), np.float32)
    for column, values in mentions.named.items():
        hit = shelf.equals(column, values)
        hit = hit if mask is None else hit & mask
        total += shelf.any_in_answer(hit) * np.float32(_BONUS[column] / (_RANK + 1))
    return total


def _hit(shelf: Shelf, answer: int, question: Question, mask: Mask | None, fused: float, floor: float) -> Hit:
    start = int(shelf.starts[answer])
    end = int(shelf.starts[answer + 1]) if answer + 1 < len(shelf.starts) else len(shelf.records)
    shown = np.ones(end - start, bool) if mask is None else mask[start:end]
    members = (start + np.flatnonzero(shown)).astype(np.int32)
    likeness = shelf.matrix[shelf.text_of[members]] @ question.vector
    fits = [~shelf.equals(column, values, members) for column, values in question.mentions.named.items()]
    first = np.lexsort((members, -np.round(likeness, 5), *reversed(fits)))[0]  # of equals, the newest stands first
    record, similarity = shelf.records[members[first]], float(likeness[first])
    similarity = round(max(0.0, (similarity - floor) / (1 - floor)), 3)
    surroundings = fold(" ".join(t for t in (record.text, record.key_task, record.duty, record.category) if t))
    terms = shared_terms(question.text, surroundings) + tuple(w for w in question.added if w in surroundings)
    limit = sum(_WEIGHTS.values()) / (_RANK + 1) + sum(_BONUS.values()) / (_RANK + 1)
    why = _why(record, question, terms, similarity)
    return Hit(record, round(fused / limit, 4), similarity, terms, len(members) - 1, why)


def _why(record: Record, question: Question, terms: Sequence[str], similarity: float) -> str:
    reasons = []
    if bare(record.text) == bare(question.text):
        reasons.append("名称相同")
    elif terms:
        reasons.append("字词相同：" + "、".join(terms[:5]))
    reasons.append(f"意思相近 {similarity:.2f}")
    if record.entry.kind in question.mentions.kinds:
        reasons.append(f"属于{record.entry.kind}部门")
    if record.entry.place in question.mentions.places:
        reasons.append(f"在{record.entry.place}")
    return "；".join(reasons)
