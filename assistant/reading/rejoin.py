"""Rows of a web page's table that its text broke over lines, put together again.

A page's table comes as text with a pipe after each cell; a cell that began with a line break broke the row there. Two
things tell where a row ends: each row of one table has the same number of pipes (cells that span others leave theirs
at the end), or a line with nothing but a pipe stands between the rows.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.reading.look import look

_HEADED = 3
_MOST_LINES = 60


def rejoin(lines: list[str]) -> tuple[list[str], bool]:
    """The lines with each broken row on its first line; a line keeps its place, so addresses stay true.

    True where the text ends in the middle of such a row.
    """
    out = list(lines)
    cut = False
    for start, end in _regions(lines):
        region = lines[start:end]
        parts = _by_width(region) or _by_rule(region)
        tail = [n for n in range(end, len(lines)) if lines[n].strip()]
        if parts and len(tail) <= 1:
            done, last = parts[-1][1], max(n for n, line in enumerate(region) if line.strip()) + 1
            if done < last <= done + _MOST_LINES:
                region += lines[end:]
                parts.append((done, len(region), _together(region[done:])))
                cut = True
        for first, after, text in parts:
            out[start + first : start + after] = [text, *[""] * (after - first - 1)]
    return out, cut


def _regions(lines: list[str]) -> list[tuple[int, int]]:
    """Runs of lines of one table: with pipes, or text whose pipe stands on the next line."""
    regions: list[tuple[int, int]] = []
    start: int | None = None
    for n, line in enumerate([*lines, "."]):
        held = "|" in line or not line.strip() or (n < len(lines) and _pipe_follows(lines, n))
        if held and start is None and line.strip():
            start = n
        elif not held and start is not None:
            regions.append((start, n))
            start = None
    return regions


def _pipe_follows(lines: list[str], n: int) -> bool:
    after = next((line for line in lines[n + 1 : n + 4] if line.strip()), "")
    return after.lstrip().startswith("|")


Part = tuple[int, int, str]


def _by_width(lines: list[str]) -> list[Part]:
    """Rows that all have as many pipes as the widest ones; empty where the lines do not come out so."""
    piped = sum("|" in line for line in lines)
    most = max(line.count("|") for line in lines)
    if most < 2:
        return []
    best: list[Part] = []
    covered, found = 0, 0.0
    for width in range(max(most, 4), most + 9):
        for led in (True, False):
            parts = _cut(lines, width, led)
            held = sum("|" in line for first, last, text in parts if _texts(text) for line in lines[first:last])
            closed = sum(_padded(lines[last - 1]) for _, last, _ in parts) / max(1, len(parts))
            if held + 0.3 * closed * piped > found:
                best, covered, found = parts, held, held + 0.3 * closed * piped
    broken = sum(last - first > 1 for first, last, _ in best)
    told = any(_heads(_texts(text)) for _, _, text in best) or _ended(lines, best)
    whole = told and covered >= 0.9 * piped and not _goes_on(lines, best)
    return best if broken >= 2 and len(best) >= 4 and whole else []


def _padded(line: str) -> bool:
    """Whether a line ends in pipes without text between them."""
    return line.replace(" ", "").endswith("||")


def _ended(lines: list[str], parts: list[Part]) -> bool:
    """Whether such pipes stand only where rows end, and often."""
    ends = {last - 1 for _, last, _ in parts}
    padded = [n for n, line in enumerate(lines) if _padded(line)]
    return len(padded) >= 3 and sum(n in ends for n in padded) >= 0.9 * len(padded)


def _goes_on(lines: list[str], parts: list[Part]) -> bool:
    """Whether a row is followed by the pipes that end it: the rows are not all of one width."""
    return any(last < len(lines) and re.fullmatch(r"\|[\s|]*\|\s*", lines[last]) for _, last, _ in parts)


def _cut(lines: list[str], width: int, led: bool) -> list[Part]:
    """Rows of ``width`` pipes. ``led``: a row begins on a line with a pipe, so a line of text before it is none of it."""
    parts: list[Part] = []
    n = 0
    while n < len(lines):
        end, pipes = n, 0
        while end < len(lines) and pipes < width and end - n < _MOST_LINES and not (led and "|" not in lines[n]):
            pipes += lines[end].count("|")
            end += 1
        if pipes == width:
            parts.append((n, end, _together(lines[n:end])))
            n = end
        else:
            n += 1
    return parts


def _by_rule(lines: list[str]) -> list[Part]:
    """Rows between lines that hold only a pipe; empty unless one of them is a heading and none is much longer."""
    parts: list[Part] = []
    held: list[int] = []
    for n, line in enumerate([*lines, "|"]):
        if line.strip() == "|":
            if held:
                parts.append((held[0], held[-1] + 1, _together(lines[held[0] : held[-1] + 1])))
            held = []
        elif line.strip():
            held.append(n)
    rows = [_texts(text) for _, _, text in parts]
    widest = max((len(row) for row in rows if _heads(row)), default=0)
    fitting = sum(len(row) <= widest for row in rows)
    sizes = Counter(len(row) for row in rows)
    return parts if widest and fitting >= 0.9 * len(rows) and sizes[1] < 0.5 * len(rows) else []


def _texts(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|") if cell.strip()]


def _heads(row: list[str]) -> bool:
    seen = [look(cell) for cell in row]
    return sum(one.column is not None for one in seen) >= _HEADED and all(one.column or one.banner for one in seen)


def _together(lines: list[str]) -> str:
    return "".join(line.strip() + (" " if "|" in line else "") for line in lines).strip()
