"""Text of any shape to grids: separated by tabs, pipes, commas or semicolons; else lines of cells to be laid out."""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import replace

from assistant.reading.brackets import has_brackets, text_rows
from assistant.reading.fields import markup_free
from assistant.reading.grid import Cell, Grid, Row, clean, grid
from assistant.reading.layout import lay_out
from assistant.reading.look import look
from assistant.reading.rejoin import rejoin

_COMMENT = re.compile(r"^#\s?[a-z]+:\s")
# What Markdown escapes, and the apostrophe that keeps ``=100%`` text in a CSV file.
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|~])")
_APOSTROPHE = re.compile(r"^'(?='*[=+\-@＝＋－＠])")
_HEADED = 3  # so many known headings in one row show that its separator parts the columns of a table
_BULLET = re.compile(r"^\s*[-*•●◆■▪]\s+")
# A placeholder (≥**人) is no bold text.
_BOLD = re.compile(r"^\s*\*\*(.*)\*\*\s*$", re.DOTALL)
_RULE = re.compile(r"^[\s|:+\-=─━┼│]+$")


def text_grid(text: str) -> Grid:
    """The grid of a text: its separator is told by a row of headings that it parts, else by counting lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, ends_within = rejoin(["" if _COMMENT.match(line) else line for line in lines])
    filled = [line for line in lines if line.strip()]
    parted = [(sign, rows(lines, sign)) for sign, rows in (("\t", _separated), ("|", _piped), (",", _separated))]
    broken = _one_a_line(filled)
    cut = ends_within or _breaks_off(filled, broken)
    for sign, rows in (*parted, (";", _separated(lines, ";"))):
        if broken and sign == "|":
            continue
        if any(sum(len(text) <= 40 and look(text).column is not None for text in row) >= _HEADED for row in rows):
            return replace(grid(rows), cut=cut and sign == "|")
    for sign, rows in parted:
        if _parts(filled, sign) and not (broken and sign == "|"):
            return grid(rows)
    if broken:
        closed = _ended_cells(lines)
        cells: list[Row] = [
            (Cell(c, n, 1),) for n, line in enumerate(closed, 1) if (c := clean(line.replace("|", " ")))
        ]
        return replace(lay_out(cells), cut=cut)
    if has_brackets(text):
        return Grid(tuple(text_rows([(n, clean(line)) for n, line in enumerate(lines, 1)])))
    return lay_out([row for n, line in enumerate(lines, 1) if (row := _blanks(markup_free(line), n))])


def _one_a_line(lines: list[str]) -> bool:
    """Whether pipes only end the cells of a web page's table, each on a line of its own: its rows are lost."""
    piped = [line for line in lines if "|" in line]
    single = sum(len([cell for cell in line.split("|") if cell.strip()]) <= 1 for line in piped)
    return len(piped) >= 8 and len(piped) >= 0.4 * len(lines) and single >= 0.9 * len(piped)


def _ended_cells(lines: list[str]) -> list[str]:
    """The lines with the parts of each cell together, where a pipe ends every cell but a line break within some: a cell
    stands on its first line."""
    piped = [n for n, line in enumerate(lines) if line.rstrip().endswith("|")]
    within = [line for line in lines[piped[0] : piped[-1] + 1] if line.strip()] if piped else []
    if len(piped) < 0.8 * len(within) or any(re.match(r"\s*\|\s*\S", line) for line in within):
        return lines
    out = list(lines)
    for before, end in itertools.pairwise(piped):
        parts = [line for line in lines[before + 1 : end + 1] if line.strip()]
        if len(parts) > 1 and parts[-1].strip() != "|":
            out[before + 1 : end + 1] = ["".join(part.strip() for part in parts), *[""] * (end - before - 1)]
    return out


def _breaks_off(lines: list[str], one_a_line: bool) -> bool:
    """Whether a text ends in a row of pipes that is not whole, or in a cell that no pipe ends as all others do."""
    if not lines:
        return False
    *before, last = lines
    if one_a_line:
        ended = sum("|" in line for line in before) > 0.9 * len(before)
        return ended and "|" in before[-1] and "|" not in last
    widths = sorted(line.count("|") for line in before if line.count("|") > 2)
    return len(widths) > 3 and 0 < last.count("|") < 0.75 * widths[len(widths) // 2]


def _parts(lines: list[str], sign: str) -> bool:
    least = 2 if sign == "," else 1
    parted = sum(line.count(sign) >= least for line in lines)
    return parted >= 2 and parted >= (0.7 if sign == "," else 0.3) * len(lines)


def _separated(lines: list[str], sign: str) -> list[list[str]]:
    """Rows as a spreadsheet exports them."""
    if sign == ",":
        return [[_APOSTROPHE.sub("", text) for text in row] for row in _quoted(lines, sign)]
    return _quoted(lines, sign)


def _quoted(lines: list[str], sign: str) -> list[list[str]]:
    """Rows whose quoted cells may hold line breaks (a row stays at its last line)."""
    if not any('"' in line for line in lines):
        return [line.split(sign) for line in lines]
    rows: list[list[str]] = []
    reader = csv.reader((line + "\n" for line in lines), delimiter=sign)
    try:
        for row in reader:
            while len(rows) < reader.line_num - 1:
                rows.append([])
            rows.append(row)
    except csv.Error:
        return [line.split(sign) for line in lines]
    return rows


def _piped(lines: list[str], sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    piped = [line.strip() for line in lines if "|" in line]
    # Pipes that only part the cells leave an empty first cell before one at a line's start.
    framed = sum(line.startswith("|") for line in piped) > 0.9 * len(piped)
    for line in lines:
        bare = line.strip()
        if _RULE.match(bare):
            rows.append([])
        elif "|" not in bare:
            rows.append([_ESCAPED.sub(r"\1", bare.lstrip("# "))])
        else:
            cells = re.split(r"(?<!\\)\|", bare.removeprefix("|").removesuffix("|") if framed else bare)
            rows.append([_ESCAPED.sub(r"\1", re.sub(r"<br\s*/?>", "\n", _BOLD.sub(r"\1", c))) for c in cells])
    return rows


def _blanks(line: str, n: int) -> Row:
    """The cells of a line parted by blanks; a sentence keeps its blanks."""
    bare = re.sub(r"((?:19|20)\d{2})\s+(?=年)", r"\1", _BULLET.sub("", clean(line.strip().lstrip("#"))))
    parts = [bare] if _is_one(bare) else re.split(r"\s+", bare) if bare else []
    return tuple(Cell(part, n, m) for m, part in enumerate(parts, 1) if part)


def _is_one(text: str) -> bool:
    """Whether a line with a blank in it is one known heading or label: ``全年（程） 指标值``, ``项目资金 (万元)``."""
    seen = look(text)
    if len(text) > 24 or " " not in text:
        return False
    closed = look(text.replace(" ", ""))
    spaced = look(text[0]).is_sign and closed.is_value  # ≥ 95 %
    return bool(seen.column or seen.is_label or seen.field or seen.money) or spaced
