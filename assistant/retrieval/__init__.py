"""The corpus, its index and what is asked of it."""

from assistant.retrieval.comparison import Comparison, Missing, Shared
from assistant.retrieval.index import Index, open_index
from assistant.retrieval.records import PUBLIC, Entry, Record
from assistant.retrieval.search import Hit
from assistant.retrieval.shelf import Where
from assistant.retrieval.similar import Aligned, Similar
from assistant.retrieval.state import StateInUse

__all__ = [
    "PUBLIC", "Aligned", "Comparison", "Entry", "Hit", "Index", "Missing", "Record", "Shared", "Similar",
    "StateInUse", "Where", "open_index",
]  # fmt: skip
