"""The tokens of one question, by role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.retrieval.computed.lex import Token


class Said:
    """See the module."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found
        self.roles = {t.value for t in found if t.role == "role"}
        if self.has("what", "project_money") or (self.has("aggregate", "mean_each") and self.has("field", "projects")):
            self.roles |= {"amount", "each_project"}

    def all(self, role: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(t.value for t in self.found if t.role == role))

    def first(self, role: str) -> Any:
        return next((t.value for t in self.found if t.role == role), None)

    def has(self, role: str, *values: Any) -> bool:
        return any(t.role == role and t.value in values for t in self.found)

    def asked(self) -> Token | None:
        """The thing asked for: right after the asking word (哪些教育局), or else right before it (教育局有哪些)."""
        things = ("kind", "of", "what", "column", "section", "category", "name", "department")
        for n, token in enumerate(self.found):
            after = self.found[n + 1] if n + 1 < len(self.found) else None
            before = self.found[n - 1] if n and token.value != "value" else None
            if token.role == "ask" and (thing := next((t for t in (after, before) if t and t.role in things), None)):
                return thing
        return None

    @property
    def counts(self) -> bool:
        """Whether a number of things is asked: 多少个, 几家, or 多少 right before what is counted (多少部门)."""
        if self.has("ask", "count", "count_departments", "count_tables"):
            return True
        pairs = zip(self.found, self.found[1:], strict=False)
        return any(
            a.role == "ask" and a.value == "value" and b.role in ("of", "what", "kind", "section", "category")
            for a, b in pairs
        )
