"""Errors against confidence, as a picture: how often the rows of each confidence are right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

#: How many rows of each confidence were wrong (False) and right (True).
Marks = dict[float, Counter[bool]]


def picture(by_format: dict[str, Marks], path: Path) -> None:
    """Draw the share of wrong rows by confidence, one line a format group, to ``path`` (its ending says the kind)."""
