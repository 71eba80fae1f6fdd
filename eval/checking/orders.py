"""Safe fixes in any order: the same table in at most two passes, with no safe fix left and nothing new.

``python -m eval.checking.orders [--tables 500] [--orders 100]``; exit code 1 where one table fails.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from random import Random

from assistant.checking import RULES, Finding, Rule, apply, check, fix_all_safe
from assistant.checking.cases import cases
from assistant.checking.fixes import safe_fixes
from assistant.table import TargetTable
from eval.checking.mutation import SEED
from eval.checking.operators import OPERATORS
from eval.checking.tables import sound_tables


@dataclass(frozen=True, slots=True)
class Outcome:
    """What mending one faulty table showed. ``new_errors``: rows and parts with an error that had none before (a fault
    behind another on the same row is not new)."""

    faults: int
    results: int
    passes: int
    left: int
    new_errors: int


def faulty(random: Random) -> tuple[TargetTable, int]:
    """A sound table with 1 to 20 faults, of which those with a safe fix are likelier."""
    table = random.choice(sound_tables())[1]
    wanted, made = random.randint(1, 20), 0
    for _ in range(wanted * 20):
        broken = OPERATORS[random.choice(_MENDABLE if random.random() < 0.7 else tuple(OPERATORS))]
        mutant = random.choice(broken.operators)(table, random)
        if mutant is not None and mutant.table != table and not mutant.context.draft:
            table, made = mutant.table, made + 1
        if made == wanted:
            break
    return table, made


def _mending() -> tuple[Rule, ...]:
    """The rules whose fixes need no judgement, as their cases show."""
    return tuple(
        rule
        for code, rule in RULES.items()
        if any(f.fix and f.fix.safe for case in cases(code) for f in check(case.table, case.context, [rule]).findings)
    )


_MENDING = _mending()
_MENDABLE = tuple(rule.code for rule in _MENDING if rule.code in OPERATORS and not rule.code.startswith("DRF"))


def mended(table: TargetTable, random: Random) -> tuple[TargetTable, int]:
    """Safe fixes one by one in random order; a pass makes what was found at its start, the table checked after each."""
    passes = 0
    while found := safe_findings(table):
        passes += 1
        wanted = Counter(map(_named, found))
        while open_now := [f for f in safe_findings(table) if wanted[_named(f)]]:
            chosen = random.choice(open_now)
            wanted[_named(chosen)] -= 1
            assert chosen.fix is not None
            table = apply(table, chosen.fix)
        if passes > 5:
            break
    return table, passes


def safe_findings(table: TargetTable) -> list[Finding]:
    """The findings that can be mended without judgement."""
    return [f for f in check(table, rules=_MENDING).findings if f.fix is not None and f.fix.safe and f.fix.edits]


def _named(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def tried(table: TargetTable, faults: int, orders: int, random: Random) -> Outcome:
    """Mend one table in that many random orders and all at once."""
    before = {(f.name, f.path) for f in check(table).errors}
    ends = [mended(table, random) for _ in range(orders)]
    results = {end.model_dump_json() for end, _ in ends} | {fix_all_safe(table).model_dump_json()}
    after = {(f.name, f.path) for f in check(ends[0][0]).errors}
    return Outcome(
        faults=faults,
        results=len(results),
        passes=max(passes for _, passes in ends),
        left=len(safe_fixes(ends[0][0])),
        new_errors=len(after - before),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--orders", type=int, default=100)
    options = parser.parse_args()
    random = Random(SEED)
    outcomes = []
    while len(outcomes) < options.tables:
        table, faults = faulty(random)
        if safe_fixes(table):
            outcomes.append(tried(table, faults, options.orders, random))
    several = sum(o.results > 1 for o in outcomes)
    passes = max(o.passes for o in outcomes)
    left, new = sum(o.left for o in outcomes), sum(o.new_errors for o in outcomes)
    print(
        f"{len(outcomes)} tables with {min(o.faults for o in outcomes)} to {max(o.faults for o in outcomes)} faults, "
        f"{options.orders} orders each: {several} ended differently, at most {passes} passes, "
        f"{left} safe fixes left, {new} new errors"
    )
    return 1 if several or passes > 2 or left or new else 0


if __name__ == "__main__":
    raise SystemExit(main())
