"""Questions of how many, how much, which, what changed, who has none: computed over the rows, never guessed."""

from assistant.retrieval.computed.compute import Data, compute
from assistant.retrieval.computed.parse import CannotAnswer, Known, parse
from assistant.retrieval.computed.query import Answer, Condition, Figure, Query

__all__ = ["Answer", "CannotAnswer", "Condition", "Data", "Figure", "Known", "Query", "compute", "parse"]
