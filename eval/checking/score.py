"""One number for the checker that punishes false alarms: found × precision⁵.

Over the cases of all rules, and over rows and tables judged by hand (``judged/``): ``python -m eval.checking.score``
prints each part, what was missed and what was said wrongly, and the number. Infos count neither way.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.checking import RULES, Context, Finding, check
from assistant.checking.cases import cases
from assistant.reading import ReadingError, read
from assistant.table import Indicator, TargetTable, value
from eval.checking.tables import real_files

JUDGED = Path(__file__).parent / "judged"


@dataclass(slots=True)
class Tally:
    """What was to be found and was, and what was said wrongly; ``notes`` name each miss and each false alarm."""

    wanted: int = 0
    found: int = 0
    false: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def score(self) -> float:
        return self.recall * self.precision**5

    def add(self, other: Tally) -> None:
        self.wanted += other.wanted
        self.found += other.found
        self.false += other.false


def of_cases() -> Tally:
    """Each case under its own rule: what it expects, and anything beside that."""
    tally = Tally()
    for code in RULES:
        for case in cases(code):
            said = Counter((f.row, f.message) for f in check(case.table, case.context, [RULES[code]]).findings)
            wanted = Counter((e.row, e.message) for e in case.finds)
            _count(tally, wanted, said, f"{code} {case.name}")
    return tally


def _count(tally: Tally, wanted: Counter[Any], said: Counter[Any], where: str) -> None:
    tally.wanted += wanted.total()
    tally.found += (wanted & said).total()
    tally.false += (said - wanted).total()
    tally.notes += [f"missed {where}: {w}" for w in wanted - said]
    tally.notes += [f"false {where}: {s}" for s in said - wanted]


def of_rows() -> Tally:
    """Single rows judged by hand, each checked alone by all rules: ``rows.yaml`` by themselves, ``requirements.yaml``
    as excerpts of their department's table."""
    tally = Tally()
    for raw in (*_judged("rows"), *_judged("requirements")):
        row = Indicator(
            section=raw["s"],
            category=raw.get("c"),
            duty=raw.get("duty"),
            key_task=raw.get("key_task"),
            name=raw["n"],
            half_year=value(raw["h"]) if raw.get("h") else None,
            full_year=value(raw["f"]) if raw.get("f") else None,
        )
        table, context = TargetTable(indicators=(row,)), Context()
        if "d" in raw:
            duties = tuple(raw.get("duties", [raw["duty"]] if "duty" in raw else []))
            template = "whole-duty" if row.half_year or row.section in ("履职", "决策", "过程") else "whole-output"
            parts = {"year": 2026, "department": raw["d"], "duties": duties, "template": template}
            table, context = table.model_copy(update=parts), Context(cut=True)
        said = [f for f in check(table, context).findings if f.severity != "info" and f.row == 0]
        wanted = raw.get("fault", [])
        shown = f"{row.name} {row.half_year or ''} {row.full_year}"
        tally.wanted += bool(wanted)
        if wanted and any(f.code in wanted for f in said):
            tally.found += 1
        elif wanted:
            tally.notes.append(f"missed {wanted} in {shown}")
        wrong = [] if wanted else said
        tally.false += len(wrong)
        tally.notes += [f"false {f.code} in {shown}: {f.message}" for f in wrong]
    return tally


def _judged(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((JUDGED / f"{name}.yaml").read_text("utf-8"))
    return found


def of_real() -> Tally:
    """Real tables: ``judged/real.yaml`` says of each file what must be found, and of what is found beside that whether
    it is right (``right``) or wrong (``wrong``); what nobody judged yet counts as wrong."""
    tally = Tally()
    judged = yaml.safe_load((JUDGED / "real.yaml").read_text("utf-8"))
    for path in real_files():
        known = judged.get(path.stem, {})
        said = list(_said_of(path))
        wanted, right = known.get("must", []), known.get("right", [])
        for one in wanted:
            tally.wanted += 1
            hit = any(_is(finding, one) for finding in said)
            tally.found += hit
            if not hit:
                tally.notes.append(f"missed {path.stem}: {one}")
        for finding in said:
            if finding.severity == "info" or any(_is(finding, one) for one in wanted):
                continue
            good = any(_is(finding, one) for one in right)
            tally.wanted += good
            tally.found += good
            tally.false += not good
            if not good:
                tally.notes.append(
                    f"false {path.stem}: {finding.code} {finding.name or finding.path}: {finding.message}"
                )
    return tally


def _said_of(path: Path) -> Iterator[Finding]:
    try:
        reading = read(path)
    except ReadingError:
        return
    for table in reading.tables:
        yield from check(table.table, Context(cut=table.cut, doubted=table.doubted)).findings


def _is(finding: Finding, one: str) -> bool:
    """``CODE`` or ``CODE word``: the word stands in the finding's name, path or message."""
    code, _, word = one.partition(" ")
    return finding.code == code and word in f"{finding.name or ''} {finding.path or ''} {finding.message}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", action="store_true", help="name each miss and false alarm")
    options = parser.parse_args()
    whole = Tally()
    for name, tally in (("cases", of_cases()), ("rows", of_rows()), ("real tables", of_real())):
        whole.add(tally)
        _print(name, tally)
        if options.notes:
            print(*(f"  {note}" for note in tally.notes), sep="\n")
    _print("all", whole)


def _print(name: str, tally: Tally) -> None:
    print(
        f"{name:12} {tally.found}/{tally.wanted} found, {tally.false} false: "
        f"recall {tally.recall:.1%}, precision {tally.precision:.1%}, score {tally.score:.3f}"
    )


if __name__ == "__main__":
    main()
