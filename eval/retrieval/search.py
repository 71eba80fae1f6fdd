"""Measure the search: ``python -m eval.retrieval.search [--apart]`` (the questions set apart only when a version is done).

Our hybrid beside plain vectors, BM25 over words and TF-IDF over characters, all over the same rows; with bootstrap
intervals of the differences, whole kinds of department drawn at a time.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import rjieba

from assistant.retrieval import Index, Record, open_index
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.text import bare, fold
from assistant.settings import Settings
from eval.retrieval.judged import Judged, concepts, interval, read_questions, scores

Search = Callable[[str], Sequence[Record]]
QUESTIONS = Path(__file__).with_name("questions.tsv")


def baselines(index: Index) -> dict[str, Search]:
    """The plain searches over the same rows (one for each wording and kind); like ours they name an indicator once."""
    shelf: Shelf = index.held.shipped("row")
    answer_of = np.repeat(np.arange(len(shelf.starts)), np.diff([*shelf.starts, len(shelf.records)]))
    different = {(int(answer_of[n]), int(shelf.text_of[n])): n for n in reversed(range(len(shelf.records)))}
    places = np.array(sorted(different.values()))
    records = [shelf.records[n] for n in places]
    texts = [fold(" ".join(t for t in (r.text, r.entry.kind, r.duty, r.key_task) if t)) for r in records]
    words = _bm25([rjieba.cut(t) for t in texts])
    characters = _tfidf([_grams(t) for t in texts])

    def best(values: np.ndarray) -> list[Record]:
        firsts: dict[int, Record] = {}
        for n in np.argsort(-values, kind="stable")[:200]:
            firsts.setdefault(int(answer_of[places[n]]), records[n])
        return list(firsts.values())[:10]

    def vectors(question: str) -> list[Record]:
        return best((shelf.matrix @ index._vectors.encoder.query(question))[shelf.text_of[places]])

    return {
        "plain vectors": vectors,
        "BM25 (words)": lambda q: best(words(rjieba.cut(fold(q)))),
        "TF-IDF (characters 1-3)": lambda q: best(characters(_grams(fold(q)))),
    }


def _grams(text: str) -> list[str]:
    return [text[a : a + n] for n in (1, 2, 3) for a in range(len(text) - n + 1)]


def _bm25(documents: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], np.ndarray]:
    counts = [Counter(d) for d in documents]
    held = Counter(w for c in counts for w in c)
    length = np.array([len(d) for d in documents])
    norm = 1.5 * (0.25 + 0.75 * length / length.mean())

    def score(words: Sequence[str]) -> np.ndarray:
        total = np.zeros(len(documents))
        for word in words:
            if word in held:
                tf = np.array([c[word] for c in counts])
                total += np.log(1 + (len(documents) - held[word] + 0.5) / (held[word] + 0.5)) * tf * 2.5 / (tf + norm)
        return total

    return score


def _tfidf(documents: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], np.ndarray]:
    counts = [Counter(d) for d in documents]
    held = Counter(w for c in counts for w in c)
    number = {w: n for n, w in enumerate(held)}
    idf = np.array([np.log((1 + len(documents)) / (1 + held[w])) + 1 for w in number])
    rows = []
    for c in counts:
        at, tf = np.array([number[w] for w in c]), np.array([1 + np.log(v) for v in c.values()])
        weights = tf * idf[at]
        rows.append((at, weights / np.linalg.norm(weights)))

    def score(words: Sequence[str]) -> np.ndarray:
        query = np.zeros(len(number))
        for w, n in Counter(words).items():
            if w in number:
                query[number[w]] = (1 + np.log(n)) * idf[number[w]]
        return np.array([float(query[at] @ weights) for at, weights in rows])

    return score


def measure(index: Index, questions: Sequence[Judged], show: bool = False) -> None:
    """Print one line for each search, and with ``show`` the questions whose answer did not come into the first five."""
    of = concepts(index.libraries)
    shelf = index.held.shipped("row")
    written = {(r.entry.kind or "", bare(r.text)) for r in shelf.records}
    held = {of[w] for w in written if w in of}
    searches: dict[str, Search] = {
        "hybrid (ours)": lambda q: [h.record for h in index.search(q, top=10, viewer="eval")], **baselines(index)
    }  # fmt: skip
    results: dict[str, dict[str, list[dict[str, float]]]] = {}
    for name, search in searches.items():
        for judged in questions:
            ranking = search(judged.question)
            values = scores(judged, ranking, of, held)
            if values:
                results.setdefault(name, {}).setdefault(judged.kind, []).append(values)
            if show and name.startswith("hybrid") and values and values["recall@5"] < 1:
                got = [f"{r.entry.kind}/{r.text}" for r in ranking[:5]]
                print(f"  {judged.kind} {judged.question} → {[n for _, n in judged.grades]} : {got}")
    ours = results["hybrid (ours)"]
    print(f"{sum(map(len, ours.values()))} questions of {len(ours)} kinds; {index.status}")
    for name, by_kind in results.items():
        line = [f"{name:26}"]
        for metric in ("recall@5", "hit@5", "ndcg@10", "mrr"):
            mean = np.mean([v[metric] for values in by_kind.values() for v in values])
            line.append(f"{metric} {mean:.3f}")
            if by_kind is not ours and metric in ("recall@5", "ndcg@10"):
                pairs = {k: [a[metric] - b[metric] for a, b in zip(ours[k], by_kind[k], strict=True)] for k in ours}
                low, high = interval(pairs)
                line.append(f"(ours better by {low:+.3f} to {high:+.3f})")
        print("  ".join(line))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state, open_index(Settings(state=Path(state))) as opened:
        apart = "--apart" in sys.argv
        measure(opened, [q for q in read_questions(QUESTIONS) if q.apart == apart], show="--show" in sys.argv)
