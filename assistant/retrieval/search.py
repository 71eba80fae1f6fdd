"""Hybrid search: four rankings of the visible records (wordings by meaning, purpose by meaning, all words by characters,
duty by meaning), fused by reciprocal rank, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.chroma import NearestTexts
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.kinds import Mentions
from assistant.retrieval.records import Record
from assistant.retrieval.shelf import Mask, Shelf, Where
from assistant.retrieval.text import bare, fold, shared_terms

Scores = NDArray[np.float32]
_DEPTH = 200  # how far down a ranking still counts
_RANK = 10  # the constant of reciprocal rank fusion
_WEIGHTS = {"meaning": 1.0, "purpose": 0.5, "characters": 0.8, "duty": 0.4}  # found on half of eval/retrieval
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
    ``also`` counts the other records of the same words and kind (other places, other years)."""

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
    """The best ``top`` groups of the shelves, one record each."""
    shelves = [s for s in shelves if s.records]
    floor = _unrelated(shelves, question)
    masks = [s.mask(where) for s in shelves]
    rankings: dict[str, list[Scores]] = {name: [] for name in _WEIGHTS}
    bonus: list[Scores] = []
    for shelf, mask in zip(shelves, masks, strict=True):
        for name, scores in _scores(shelf, question, mask, near).items():
            rankings[name].append(scores)
        bonus.append(_bonus(shelf, question.mentions, mask))
    if not shelves:
        return ()
    fused = sum((w * _reciprocal(np.concatenate(rankings[name])) for name, w in _WEIGHTS.items()), np.float32(0))
    fused = np.where(fused > 0, fused + np.concatenate(bonus), 0)
    owner = np.repeat(np.arange(len(shelves)), [len(s.starts) for s in shelves])
    offset = np.cumsum([0, *(len(s.starts) for s in shelves)])
    picked: dict[tuple[str, str], Hit] = {}
    for at in np.argsort(-np.round(fused, 6), kind="stable")[: _DEPTH * 2]:
        if len(picked) >= top or fused[at] <= 0:
            break
        shelf, group = shelves[owner[at]], int(at - offset[owner[at]])
        if shelf.keys[group] not in picked:
            hit = _hit(shelf, group, question, masks[owner[at]], float(fused[at]), floor)
            picked[shelf.keys[group]] = hit
    return tuple(picked.values())


def _unrelated(shelves: Sequence[Shelf], question: Question) -> float:
    """The similarity that this question has to texts at large: what similarity is measured from."""
    means = [float(s.centre @ question.vector) for s in shelves]
    return max(0.0, means[0]) if means else 0.0


def _scores(shelf: Shelf, question: Question, mask: Mask | None, near: NearestTexts) -> dict[str, Scores]:
    """Each ranking's score per group; -inf where it has nothing to say or the mask leaves nothing."""
    meaning = _meaning(shelf, question, mask, near)
    purpose = meaning.copy()
    if len(shelf.with_purpose):
        purpose[shelf.with_purpose] = shelf.purpose_matrix @ question.vector
    duty = (shelf.duty_matrix @ question.vector)[shelf.duty_of]
    duty = duty if mask is None else np.where(mask, duty, -np.inf)
    scores = {
        "meaning": meaning[shelf.meaning_of],
        "purpose": purpose[shelf.meaning_of],
        "characters": shelf.sayings.scores(question.text, question.added)[shelf.meaning_of],
        "duty": np.maximum.reduceat(duty, shelf.starts),
    }
    seen = None if mask is None else shelf.any_in_group(mask)
    for name, values in scores.items():
        values = np.where(values > 0, values, -np.inf)
        scores[name] = (values if seen is None else np.where(seen, values, -np.inf)).astype(np.float32)
    return scores


def _meaning(shelf: Shelf, question: Question, mask: Mask | None, near: NearestTexts) -> Scores:
    """For each meaning, halfway between its likest wording and the mean of all its wordings."""
    found = near.nearest(shelf.name, question.vector) if mask is None else None
    if found is None:
        return _halfway(shelf.wording_matrix @ question.vector, shelf.wording_of, shelf.meaning_starts)
    ends = np.append(shelf.meaning_starts[1:], len(shelf.wording_of))
    close = np.isin(shelf.wording_of, list(found))
    meanings = np.flatnonzero(np.logical_or.reduceat(close, shelf.meaning_starts))
    spans = [shelf.wording_of[shelf.meaning_starts[m] : ends[m]] for m in meanings]
    starts = np.cumsum([0, *map(len, spans)])[:-1]
    scores = np.full(len(ends), -np.inf, np.float32)
    candidates = np.concatenate(spans)
    scores[meanings] = _halfway(shelf.wording_matrix[candidates] @ question.vector, np.arange(len(candidates)), starts)
    return scores


def _halfway(similarities: Scores, wording_of: NDArray[Any], starts: NDArray[Any]) -> Scores:
    values = similarities[wording_of]
    sizes = np.diff(np.append(starts, len(values)))
    best, mean = np.maximum.reduceat(values, starts), np.add.reduceat(values, starts) / sizes
    return ((best + mean) / 2).astype(np.float32)


def _reciprocal(scores: Scores) -> Scores:
    """1/(k + rank) for the first places of a ranking; equal scores share a rank, so that order never depends on luck."""
    result = np.zeros(len(scores), np.float32)
    depth = min(_DEPTH, int(np.isfinite(scores).sum()))
    if depth:
        best = np.argpartition(-scores, depth - 1)[:depth]
        ordered = -np.sort(-np.round(scores[best], 5))
        result[best] = 1 / (_RANK + 1 + np.searchsorted(-ordered, -np.round(scores[best], 5), side="left"))
    return result


def _bonus(shelf: Shelf, mentions: Mentions, mask: Mask | None) -> Scores:
    total = np.zeros(len(shelf.starts), np.float32)
    named: dict[str, Sequence[str | int]] = {
        "kind": mentions.kinds,
        "place": mentions.places,
        "year": mentions.years,
        "section": mentions.sections,
    }
    for column, values in named.items():
        if values:
            hit = shelf.equals(column, values)
            hit = hit if mask is None else hit & mask
            total += shelf.any_in_group(hit) * np.float32(_BONUS[column] / (_RANK + 1))
    return total


def _hit(shelf: Shelf, group: int, question: Question, mask: Mask | None, fused: float, floor: float) -> Hit:
    start = int(shelf.starts[group])
    end = int(shelf.starts[group + 1]) if group + 1 < len(shelf.starts) else len(shelf.records)
    members = [n for n in range(start, end) if mask is None or mask[n]]
    mentions = question.mentions
    best = min(  # records of a group stand newest first
        members,
        key=lambda n: (
            shelf.records[n].entry.kind not in mentions.kinds if mentions.kinds else False,
            shelf.records[n].entry.place not in mentions.places if mentions.places else False,
            shelf.records[n].entry.year not in mentions.years if mentions.years else False,
            n,
        ),
    )
    record = shelf.records[best]
    similarity = float(shelf.matrix[shelf.text_of[best]] @ question.vector)
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
