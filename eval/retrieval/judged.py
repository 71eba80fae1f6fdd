"""The judged questions and how a ranking of rows is scored against them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import numpy as np

from assistant.retrieval import Record
from assistant.retrieval.library import KindLibrary, indicators_of
from assistant.retrieval.text import bare

Concept = tuple[str, str]  # kind, name in its library


@dataclass(frozen=True)
class Judged:
    """A question, the kind it was asked of, and what answers it: concept → 2 (answers) or 1 (answers in part)."""

    kind: str
    question: str
    grades: Mapping[Concept, int]
    apart: bool


def read_questions(path: Path) -> list[Judged]:
    """The questions of a TSV file; every second one of a kind is set apart."""
    seen: dict[str, int] = {}
    found = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#") and line.strip():
            kind, question, answers = line.split("\t")
            grades = {}
            for answer in answers.split("|"):
                of, _, name = answer.lstrip("~").rpartition("/")
                grades[of or kind, name] = 1 if answer.startswith("~") else 2
            seen[kind] = seen.get(kind, 0) + 1
            found.append(Judged(kind, question, grades, apart=seen[kind] % 2 == 0))
    return found


def concepts(libraries: Sequence[KindLibrary]) -> dict[tuple[str, str], Concept]:
    """The concept of every wording (kind, bare wording)."""
    return {
        (library.kind, bare(wording)): (library.kind, indicator.name)
        for library in libraries
        for indicator in indicators_of(library)
        for wording in (indicator.name, *indicator.also)
    }


def scores(
    judged: Judged, ranking: Sequence[Record], of: Mapping[tuple[str, str], Concept], held: Collection[Concept]
) -> dict[str, float]:
    """``recall@5``: the share of the answering concepts with a row in the first five; ``hit@5``: any of them;
    ``ndcg@10`` over concepts (a second row of one gains nothing), ideal: all that the corpus holds, best first.

    A row of another kind that has the very name of an answer is an answer too. ``held``: the concepts in the corpus.
    """
    asked = {judged.kind, *(kind for kind, _ in judged.grades)}
    found = [
        next(
            (
                c
                for kind in (r.entry.kind or "", *sorted(asked))
                if (c := of.get((kind, bare(r.text)))) in judged.grades
            ),
            None,
        )
        for r in ranking[:10]
    ]
    gains = [judged.grades[c] if c and c not in found[:n] else 0 for n, c in enumerate(found)]
    ideal = sorted((g for c, g in judged.grades.items() if c in held), reverse=True)[:10]
    answering = {c for c, g in judged.grades.items() if g == 2 and c in held}
    if not answering:
        return {}
    return {
        "recall@5": len(answering & set(found[:5])) / min(5, len(answering)),
        "hit@5": float(bool(answering & set(found[:5]))),
        "ndcg@10": _dcg(gains) / _dcg(ideal),
        "mrr": next((1 / (n + 1) for n, c in enumerate(found) if c in answering), 0.0),
    }


def _dcg(gains: Sequence[int]) -> float:
    return sum((2**gain - 1) / log2(n + 2) for n, gain in enumerate(gains))


def interval(differences: Mapping[str, Sequence[float]], rounds: int = 2000) -> tuple[float, float]:
    """A 95% bootstrap interval of a mean, whole clusters (kinds of department) drawn at a time."""
    draw = np.random.default_rng(20261124)
    clusters = [np.array(v) for v in differences.values()]
    sums, sizes = np.array([c.sum() for c in clusters]), np.array([len(c) for c in clusters])
    picks = draw.integers(len(clusters), size=(rounds, len(clusters)))
    means = sums[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))
