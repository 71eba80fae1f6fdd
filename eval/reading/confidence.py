"""Errors against confidence, as a picture: how often rows of each confidence are wrong, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

#: How many rows of each confidence were wrong (False) and right (True).
Marks = dict[float, Counter[bool]]

_STEPS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def steps(marks: Mapping[float, Counter[bool]]) -> list[tuple[str, int, int]]:
    """Rows of each step of confidence: what it is called, how many were wrong, how many there are."""
    out = []
    for low, high in pairwise(_STEPS):
        counts = sum((c for sure, c in marks.items() if low <= sure < high), Counter[bool]())
        out.append((f"{low:.2f}" if high > 1 else f"{low:.2f}–{high:.2f}", counts[False], counts.total()))
    return out


def picture(marks: Mapping[float, Counter[bool]], doubted_from: float, path: Path) -> None:
    """Draw it to ``path`` (its ending says the kind): the share of wrong rows by confidence, the rows as bars below."""
    from matplotlib.figure import Figure

    rows = steps(marks)
    names = [name for name, _, _ in rows]
    figure = Figure(figsize=(7, 5), layout="tight")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    above.plot(
        names, [100 * wrong / total if total else float("nan") for _, wrong, total in rows], "o-", color="#b3261e"
    )
    above.set_ylabel("wrong rows, %")
    above.set_ylim(0, 105)
    above.axvline(sum(step < doubted_from for step in _STEPS) - 0.5, color="#777", linestyle=":")
    below.bar(names, [total for _, _, total in rows], color="#5b7db1")
    below.set_yscale("log")
    below.set_ylabel("rows")
    below.set_xlabel("confidence (left of the dotted line a row is doubted)")
    figure.savefig(path)
