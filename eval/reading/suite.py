"""The damage suite: tables of the corpus in every style and format with every damage, read and compared row by row.

    python -m eval.reading.suite [--tables N] [--seed N] [--only FORMAT…] [--damage DAMAGE…] [--show N] [--kept FOLDER] [--picture FILE]

A row is exact if section, category, duty, name, operator, number, unit, half- and full-year value are what was written.
A wrong row is silent if no doubt was raised on it (or on its whole table) and its confidence is not below 0.7; so is a
row that is missing from a table without any doubt. ``--picture`` draws errors against confidence (``confidence.svg`` beside
this file: seed 11, 9 tables, 5 ways, 9 formats).
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from assistant.reading import Reading, ReadingError, read
from assistant.reading.doubts import SURE
from assistant.table import Indicator, TargetTable, TargetValue
from eval.reading.confidence import Marks, picture, steps
from eval.reading.damages import DAMAGES, none
from eval.reading.files import DIRECT, OFFICE, UNDAMAGED, File, office
from eval.reading.forms import RESULTS, Sheet, Style, lay, stacked, styles_of
from eval.reading.tables import sample

#: What cannot be said in a format, so is not asked of it.
_NO_COLUMNS = {"shifted", "blank_columns", "two_line_heading"}
_SENSELESS = {
    "lines": {*_NO_COLUMNS, "page_feet"}, "ragged": {*_NO_COLUMNS, "broken", "spaced"},
    "run_on": {*_NO_COLUMNS, "broken", "markup", "marked_up", "unmerged", "spaced", "page_feet", "two_tables"},
}  # fmt: skip
#: Cells that nothing parts can only be told where each is of another kind than its neighbours.
_PLAIN_STYLES = {
    "lines": ("explained", "last year"),
    "ragged": ("explained", "last year"),
    "run_on": ("explained", "last year", "numbered", "half numbered", "paired", "filled", "words"),
}
#: The damages, and two things that are done when a table is laid.
_WAYS = (*DAMAGES, "in_yuan", "two_tables")

Key = tuple[object, ...]


@dataclass(frozen=True)
class Case:
    """Tables on one sheet, and how they were laid."""

    tables: tuple[TargetTable, ...]
    style_name: str
    style: Style
    damage: str
    sheet: Sheet


@dataclass
class Tally:
    """Rows wanted, exact, read but wrong, wrong without a doubt, right but doubted; tables, and those whose head is right."""

    wanted: int = 0
    exact: int = 0
    extra: int = 0
    silent: int = 0
    troubled: int = 0
    tables: int = 0
    heads: int = 0
    marks: Marks = field(default_factory=lambda: defaultdict(Counter))
    shown: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for part in ("wanted", "exact", "extra", "silent", "troubled", "tables", "heads"):
            setattr(self, part, getattr(self, part) + getattr(other, part))
        for sure, counts in other.marks.items():
            self.marks[sure] += counts
        self.shown += other.shown

    def __str__(self) -> str:
        rows, tables = max(self.wanted, 1), max(self.tables, 1)
        return (
            f"{self.tables:>7}{self.wanted:>8}{self.exact / rows:>9.2%}{self.extra:>7}{self.silent / rows:>8.2%}"
            f"{self.troubled / rows:>9.2%}{self.heads / tables:>8.1%}"
        )


_TITLES = f"{'':<20}{'tables':>7}{'rows':>8}{'exact':>9}{'wrong':>7}{'silent':>8}{'doubted':>9}{'heads':>8}"


def _parts(v: TargetValue | None, signless: bool = False) -> Key:
    if v is None:
        return (None,)
    number = v.number.normalize() + 0 if v.number is not None else v.when or "".join(v.text.split())
    return None if signless else v.operator, number, v.upper, v.unit


def _key(i: Indicator, halves: bool, signless: bool) -> Key:
    half = _parts(i.half_year) if halves else None
    name, duty = "".join(i.name.split()), i.duty and "".join(i.duty.split())
    return i.section, i.category, duty, name, _parts(i.full_year, signless), half


def judge(case: Case, file: File, label: str) -> Tally:
    """Read a file and count what came of it."""
    tally = Tally(tables=len(case.tables))
    halves = case.style.holds("half")
    signless = case.damage == "signless" and (case.style.holds("sign") or case.style.holds("signword"))
    left = Counter(_key(i, halves, signless) for table in case.tables for i in table.indicators)
    tally.wanted = left.total()
    try:
        reading = read(*file)
    except ReadingError as error:
        tally.shown.append(f"{label}: {error}")
        return tally
    doubted = {(d.table, d.row) for d in reading.doubts}
    for t, one in enumerate(reading.tables):
        for n, (indicator, sure) in enumerate(zip(one.table.indicators, one.rows, strict=True)):
            key = _key(indicator, halves, signless)
            right = left[key] > 0
            left[key] -= right
            told = sure < SURE or bool({(t, one.addresses[n].row), (t, None)} & doubted)
            tally.marks[round(sure, 2)][right] += 1
            tally.exact += right
            tally.troubled += right and told
            if not right:
                tally.extra += 1
                tally.silent += not told
                tally.shown.append(f"{label}: {'told' if told else 'SILENT'} {key} ({sure})")
    missing = tally.wanted - tally.exact
    if missing > tally.extra and not doubted:
        tally.silent += missing - tally.extra
    tally.shown += [f"{label}: missing {k}" for k, c in left.items() if c > 0][:3]
    _judge_heads(case, reading, tally, label)
    return tally


def _judge_heads(case: Case, reading: Reading, tally: Tally, label: str) -> None:
    for n, table in enumerate(case.tables):
        got = reading.tables[n].table if n < len(reading.tables) else TargetTable()
        wanted = (table.year, table.template, table.funds.income.total)
        found = (got.year, got.template, got.funds.income.total)
        same = wanted == found and (got.funds.unit in ("万元", "元") or wanted[2] is None)
        tally.heads += same
        if not same:
            tally.shown.append(f"{label}: head {found} for {wanted}")


def cases(tables: list[TargetTable], damage: str, turn: int) -> list[Case]:
    """Each table in one of its styles (another for each ``turn``), damaged."""
    made = []
    for n, table in enumerate(tables):
        styles = styles_of(table)
        if damage == "signless":
            styles = {name: s for name, s in styles.items() if s.holds("sign") or s.holds("signword")} or styles
        name, style = list(styles.items())[(n // 9 + n + turn) % len(styles)]
        dice = random.Random(zlib.crc32(f"{n}{damage}".encode()))
        together = [table]
        if damage == "two_tables":
            following = [*tables[n + 1 :], *tables[:n]]
            like = (t for t in following if styles_of(t).keys() == styles_of(table).keys())
            together.append(next(like, table))
        sheets = [lay(t, style, yuan=damage == "in_yuan" or n % 5 == 0) for t in together]
        sheet = DAMAGES.get(damage, none)(stacked(sheets), dice)
        made.append(Case(tuple(together), name, style, damage, sheet))
    return made


def _fits(case: Case, format: str) -> bool:
    if case.damage in _SENSELESS.get(format, ()) or case.style_name in _PLAIN_STYLES.get(format, ()):
        return False
    # Duty, key task and name without any mark between them: no person could part them.
    return format != "run_on" or not any(i.duty for t in case.tables for i in t.indicators)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, default=27)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", nargs="*", default=[*UNDAMAGED, *DIRECT, *OFFICE])
    parser.add_argument("--damage", nargs="*", default=list(_WAYS))
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--kept", type=Path, help="a folder in which what LibreOffice made is kept for the next time")
    parser.add_argument("--picture", type=Path)
    args = parser.parse_args()
    tables = sample(args.tables, args.seed)
    by_format: dict[str, Tally] = defaultdict(Tally)
    by_damage: dict[str, Tally] = defaultdict(Tally)
    by_style: dict[str, Tally] = defaultdict(Tally)
    for name, bare in UNDAMAGED.items():
        listed = [t for t in tables if name != "brackets" or (styles_of(t) is not RESULTS and not t.blocks)]
        for n, table in enumerate(listed if name in args.only else []):
            case = Case((table,), "", Style((), ()), "none", Sheet())
            by_format[name].add(judge(case, bare(table), f"{name}/{n}"))
    for turn, damage in enumerate(_WAYS):
        made = cases(tables, damage, turn) if damage in args.damage else []
        for name in [*DIRECT, *OFFICE] if made else []:
            fitting = {str(n): case for n, case in enumerate(made) if name in args.only and _fits(case, name)}
            for n, file in _files(name, fitting, args.kept).items():
                case = fitting[n]
                tally = judge(case, file, f"{name}/{damage}/{case.style_name}/{n}")
                for into in (by_format[name], by_damage[damage], by_style[case.style_name]):
                    into.add(tally)
    _report(by_format, by_damage, by_style, args.show)
    if args.picture:
        picture(_whole(by_format).marks, SURE, args.picture)


def _files(name: str, fitting: dict[str, Case], kept: Path | None) -> dict[str, File]:
    if name in DIRECT:
        return {n: DIRECT[name](case.sheet) for n, case in fitting.items()}
    return office({n: case.sheet for n, case in fitting.items()}, name, kept)


def _whole(tallies: dict[str, Tally]) -> Tally:
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    return whole


def _report(by_format: dict[str, Tally], by_damage: dict[str, Tally], by_style: dict[str, Tally], show: int) -> None:
    whole = _whole(by_format)
    for title, tallies in (("format", by_format), ("damage", by_damage), ("style", by_style)):
        print(title + _TITLES[len(title) :])
        for name, tally in tallies.items():
            print(f"{name:<20}{tally}")
            for line in tally.shown[:show] if tallies is by_format else ():
                print("    ", line[:300])
    print(f"{'all':<20}{whole}")
    print("wrong by confidence: " + "  ".join(f"{step}: {wrong}/{rows}" for step, wrong, rows in steps(whole.marks)))


if __name__ == "__main__":
    main()
