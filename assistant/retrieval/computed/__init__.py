"""Questions of how many, how much, which, what changed, who has none: computed over the rows, never guessed."""

from assistant.retrieval.computed.compute import compute
from assistant.retrieval.computed.parse import Known, parse
from assistant.retrieval.computed.query import Answer, CannotAnswer, Condition, Figure, Query
from assistant.retrieval.computed.selection import Data

__all__ = ["Answer", "CannotAnswer", "Condition", "Data", "Figure", "Known", "Query", "compute", "parse"]
