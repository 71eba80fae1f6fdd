"""Zhibiao 指标助手: draft, check and compare performance target tables (绩效目标表).

``from assistant import read, check, draft`` is all a program needs; each is loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.checking import check as check
    from assistant.drafting import draft as draft
    from assistant.reading import read as read

__all__ = ["check", "draft", "read"]
_HOMES = {"check": "assistant.checking", "draft": "assistant.drafting", "read": "assistant.reading"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
