"""What a draft is and how one is made, vetted and repaired."""

from __future__ import annotations


def draft() -> None:
    """A vetted draft."""


__all__ = ["draft"]
