"""The deterministic checker (检查): rules, findings, fixes, explanations, review."""

from __future__ import annotations

from assistant.checking.engine import FAMILIES, check
from assistant.checking.explanation import explain
from assistant.checking.findings import Context, Explanation, Finding, Fix, NotChecked, PeerFigures, Report
from assistant.checking.fixes import apply, fix_all_safe
from assistant.checking.rule import Rule
from assistant.checking.rules import RULES

__all__ = [
    "FAMILIES",
    "RULES",
    "Context",
    "Explanation",
    "Finding",
    "Fix",
    "NotChecked",
    "PeerFigures",
    "Report",
    "Rule",
    "apply",
    "check",
    "explain",
    "fix_all_safe",
]
