"""The damage suite: tables of the corpus in every format with every damage, read and compared row by row.

    python -m eval.reading.suite [--tables N] [--only FORMAT] [--damage DAMAGE] [--show N] [--no-office]

A row is exact if section, category, duty, name, operator, number, unit, half- and full-year value are what was written.
A wrong row is silent if no doubt was raised on it (or on its whole table) and its confidence is not below 0.7.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from assistant.reading import Reading, ReadingError, read
from assistant.table import Indicator, TargetTable, TargetValue, templates
from eval.reading.damages import DAMAGES
from eval.reading.files import DIRECT, OFFICE, File, office
from eval.reading.forms import Sheet, lay, style_of

ROOT = Path(__file__).parents[2]
#: What cannot be said in a format, so is not asked of it.
_SENSELESS = {
    "lines": {"shifted", "blank_columns", "two_line_heading"}, "ragged": {"shifted", "blank_columns", "two_line_heading", "broken"},
    "run_on": {"shifted", "blank_columns", "two_line_heading", "broken", "markup", "unmerged"},
}  # fmt: skip

Key = tuple[object, ...]


@dataclass
class Tally:
    """Rows wanted, exact, wrong without a doubt; tables and their heads that are right; errors by confidence."""

    wanted: int = 0
    exact: int = 0
    extra: int = 0
    silent: int = 0
    tables: int = 0
    heads: int = 0
    by_confidence: dict[float, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    shown: list[str] = field(default_factory=list)


def sample(count: int) -> list[TargetTable]:
    """``count`` tables of the corpus, all templates in turn, always the same."""
    by_form: dict[str, list[TargetTable]] = defaultdict(list)
    for path in sorted((ROOT / "corpus" / "tables").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            table = TargetTable.model_validate(json.loads(line)["table"])
            if table.indicators and all(i.name for i in table.indicators):
                by_form[table.template or ""].append(table)
    dice = random.Random(7)
    pools = [dice.sample(by_form[f.id], len(by_form[f.id])) for f in templates() if by_form[f.id]]
    return [pools[n % len(pools)][n // len(pools)] for n in range(count)]


def _parts(v: TargetValue | None, signless: bool = False) -> Key:
    if v is None:
        return (None,)
    number = v.number.normalize() + 0 if v.number is not None else v.when or "".join(v.text.split())
    return None if signless else v.operator, number, v.upper, v.unit


def _key(i: Indicator, halves: bool, signless: bool) -> Key:
    name = "".join(i.name.split())
    full = _parts(i.full_year, signless)
    return (
        i.section,
        i.category,
        i.duty and "".join(i.duty.split()),
        name,
        full,
        _parts(i.half_year) if halves else None,
    )


def judge(table: TargetTable, file: File, style: str, damage: str, tally: Tally, label: str) -> None:
    """Read a file and count what came of it."""
    halves, signless = style == "half", damage == "signless" and style == "parted"
    wanted = [_key(i, halves, signless) for i in table.indicators]
    tally.wanted += len(wanted)
    tally.tables += 1
    try:
        reading = read(*file)
    except ReadingError as error:
        tally.shown.append(f"{label}: {error}")
        return
    left = Counter(wanted)
    doubted = _doubted(reading)
    for t, one in enumerate(reading.tables):
        for n, (indicator, sure) in enumerate(zip(one.table.indicators, one.rows, strict=True)):
            key = _key(indicator, halves, signless)
            right = left[key] > 0
            left[key] -= right
            tally.exact += right
            tally.by_confidence[round(sure, 1)][right] += 1
            if not right:
                tally.extra += 1
                tally.silent += sure >= 0.7 and not {(t, one.addresses[n].row), (t, None)} & doubted
                tally.shown.append(f"{label}: {key} ({sure})")
    tally.shown += [f"{label}: missing {k}" for k, c in left.items() if c > 0][:3]
    first = reading.tables[0].table
    unit = first.funds.unit in ("万元", "元") or table.funds.income.total is None
    same = (first.year, first.template, unit, first.funds.income.total) == (
        table.year,
        table.template,
        True,
        table.funds.income.total,
    )
    tally.heads += same
    if not same:
        tally.shown.append(
            f"{label}: head {first.year, first.template, first.funds.unit, first.funds.income.total} for {table.year, table.template, table.funds.income.total}"
        )


def _doubted(reading: Reading) -> set[tuple[int, int | None]]:
    return {(d.table, d.row) for d in reading.doubts}


def cases(tables: list[TargetTable], damage: str) -> list[tuple[TargetTable, str, Sheet]]:
    """Each table in its style (a third with sign, number and unit apart), damaged."""
    made = []
    for n, table in enumerate(tables):
        style = style_of(table)
        if style == "value" and (n % 3 == 0 or damage == "signless"):
            style = "parted"
        sheet = lay(table, style, yuan=n % 5 == 0)
        dice = random.Random(zlib.crc32(f"{n}{damage}".encode()))
        made.append((table, style, DAMAGES[damage](sheet, dice)))
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, default=21)
    parser.add_argument("--only", default="")
    parser.add_argument("--damage", default="")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--no-office", action="store_true")
    args = parser.parse_args()
    tables = sample(args.tables)
    total: dict[str, Tally] = {}
    for damage in [args.damage] if args.damage else DAMAGES:
        made = cases(tables, damage)
        for name, writer in DIRECT.items():
            if (args.only and name != args.only) or damage in _SENSELESS.get(name, ()):
                continue
            tally = total.setdefault(f"{name}", Tally())
            for n, (table, style, sheet) in enumerate(made):
                if name == "run_on" and any(i.duty for i in table.indicators):
                    continue  # duty, key task and name without any mark between them: no person could part them
                judge(table, writer(sheet), style, damage, tally, f"{name}/{damage}/{n}")
        for name, source in {} if args.no_office else OFFICE.items():
            if args.only and name != args.only:
                continue
            tally = total.setdefault(f"{name}", Tally())
            files = office({str(n): source(sheet) for n, (_, _, sheet) in enumerate(made)}, name.removeprefix("word_"))
            for n, (table, style, _) in enumerate(made):
                if str(n) in files:
                    judge(table, files[str(n)], style, damage, tally, f"{name}/{damage}/{n}")
    _report(total, args.show)


def _report(total: dict[str, Tally], show: int) -> None:
    print(f"{'format':<14}{'tables':>7}{'rows':>8}{'exact':>9}{'extra':>7}{'silent':>8}{'heads':>8}")
    whole = Tally()
    for name, t in total.items():
        print(
            f"{name:<14}{t.tables:>7}{t.wanted:>8}{t.exact / t.wanted:>9.2%}{t.extra:>7}{t.silent / t.wanted:>8.2%}{t.heads / t.tables:>8.1%}"
        )
        for part in ("wanted", "exact", "extra", "silent", "tables", "heads"):
            setattr(whole, part, getattr(whole, part) + getattr(t, part))
        for sure, counts in t.by_confidence.items():
            whole.by_confidence[sure] += counts
        for line in t.shown[:show]:
            print("    ", line[:260])
    print(
        f"{'all':<14}{whole.tables:>7}{whole.wanted:>8}{whole.exact / whole.wanted:>9.2%}{whole.extra:>7}{whole.silent / whole.wanted:>8.2%}{whole.heads / whole.tables:>8.1%}"
    )
    print(
        "wrong by confidence: "
        + "  ".join(f"{s}: {c[False]}/{sum(c.values())}" for s, c in sorted(whole.by_confidence.items()))
    )


if __name__ == "__main__":
    main()
