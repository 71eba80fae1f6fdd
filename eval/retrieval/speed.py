"""Measure speed: ``python -m eval.retrieval.speed [rows]``: start, search with and without filter, adding.

Rows beyond the corpus are made of its own names with a number of a place, so that every text is another text; their
vectors are random (the search does not know), only the question's vector is really embedded.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from assistant.retrieval import Index, Where, open_index
from assistant.retrieval.encoders import Encoder, Matrix, unit
from assistant.retrieval.holdings import load_tables
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table import TargetTable
from eval.retrieval.judged import read_questions
from eval.retrieval.search import QUESTIONS


class Drawn:
    """An encoder whose passages are drawn at random and whose queries cost what the real one's cost."""

    def __init__(self, real: Encoder) -> None:
        self._real, self._draw = real, np.random.default_rng(0)
        self.id, self.status = real.id, real.status

    def passages(self, texts: list[str]) -> Matrix:
        return unit(self._draw.normal(size=(len(texts), 384)))

    def query(self, text: str) -> Matrix:
        return self._real.query(text)


def many_tables(rows: int, prefix: str = "第") -> list[TargetTable]:
    """Tables of other cities with ``rows`` rows in all, every name once."""
    found: list[TargetTable] = []
    entries = [e for e in load_tables(shipped("corpus")) if not e.data.get("project")]
    number = 0
    while rows > 0:
        table = entries[number % len(entries)].table
        number += 1
        renamed = tuple(i.model_copy(update={"name": f"{prefix}{number}组{i.name}"}) for i in table.indicators[:rows])
        found.append(table.model_copy(update={"department": f"第{number}市{table.department}", "indicators": renamed}))
        rows -= len(renamed)
    return found


def timed(index: Index, where: Where | None, questions: list[str]) -> str:
    """Median and 95th percentile of a search in milliseconds, each question new to the index; and the processor's."""
    index._vectors.question.cache_clear()
    times, work = [], []
    for question in questions:
        started, busy = time.perf_counter(), time.process_time()
        index.search(question, where, viewer="eval")
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - busy) * 1000)
    shown = (f"median {np.median(t):.0f} ms, p95 {np.quantile(t, 0.95):.0f} ms" for t in (times, work))
    return "{} (processor: {})".format(*shown)


def main(rows: int) -> None:
    """Print every measure."""
    questions = [q.question for q in read_questions(QUESTIONS)][::4]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(state=Path(folder))
        for label in ("first start", "later start"):
            started = time.perf_counter()
            with open_index(settings) as index:
                opened = time.perf_counter() - started
                index.wait()
                print(
                    f"{label}: {opened:.2f} s to the first answer, {time.perf_counter() - started:.1f} s until the disk index is whole; {index.status}"
                )
        with open_index(settings) as index:
            index.wait()
            print("search over the shipped corpus:", timed(index, None, questions))
            computed = []
            for question in (
                "2026年满意度指标有多少个",
                "哪些教育局的巩固率高于95%",
                "谁没有成本指标",
                "2025到2026年变化最大的指标",
            ):
                started = time.perf_counter()
                index.compute(question, viewer="eval")
                computed.append((time.perf_counter() - started) * 1000)
            print("computed questions:", ", ".join(f"{t:.0f} ms" for t in computed))
            started = time.perf_counter()
            index.add(many_tables(10_000, "新增"), origin="测速", visibility="eval")
            print(f"10000 new rows added with embedding in {time.perf_counter() - started:.0f} s, ", end="")
            index.wait()
            print(f"on disk after {time.perf_counter() - started:.0f} s")
            index._vectors.encoder = Drawn(index._vectors.encoder)
            started = time.perf_counter()
            index.add(many_tables(rows), origin="测速", visibility="public")
            print(f"{rows} rows added (without embedding) in {time.perf_counter() - started:.0f} s, ", end="")
            index.wait()
            print(f"on disk after {time.perf_counter() - started:.0f} s")
            index.search("预热", viewer="eval")
            print(f"search over {rows} rows more:", timed(index, None, questions))
            print(
                "with a filter:",
                timed(index, Where(kind="教育"), questions),
                "|",
                timed(index, Where(year=2026), questions),
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
