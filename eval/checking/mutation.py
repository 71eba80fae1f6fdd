"""Mutation test: sound tables broken in one way each; every break must be found, and nothing else be said.

``python -m eval.checking.mutation [--each 40]`` prints recall and precision per rule and per family, and how the
untouched tables fare; exit code 1 where a family is under 99% or a rule has no mutants.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from assistant.checking import RULES, Context, Report, apply, check
from assistant.table import TargetTable
from eval.checking.mutant import Mutant
from eval.checking.operators import OPERATORS
from eval.checking.tables import sound_tables

SEED = 20260101


@dataclass(frozen=True, slots=True)
class Made:
    """A mutant with the code it is made for, the operator's name and the table it was."""

    code: str
    operator: str
    of: str
    sound: TargetTable
    mutant: Mutant


def mutants(each: int, seed: int = SEED) -> Iterator[Made]:
    """Up to ``each`` mutants per operator, over all sound tables by turns; the same seed gives the same mutants."""
    tables = sound_tables()
    for code, broken in sorted(OPERATORS.items()):
        for n, operator in enumerate(broken.operators):
            name = getattr(operator, "__qualname__", str(operator)).split(".")[0]
            random = Random(f"{seed}{code}{n}{name}")
            made = 0
            for _ in range(each * 12):
                where, table = tables[random.randrange(len(tables))]
                mutant = operator(table, random)
                if mutant is not None and mutant.table != table:
                    yield Made(code, name, where, table, mutant)
                    made += 1
                if made == each:
                    break


def new_findings(made: Made, before: Report) -> tuple[Counter[str], bool]:
    """The codes of findings that the sound table had not, and whether the fault itself is found at its place."""
    report = check(made.mutant.table, made.mutant.context)
    old = Counter((f.code, f.message) for f in before.findings)
    new: Counter[str] = Counter()
    found = False
    for finding in report.findings:
        key = (finding.code, finding.message)
        if old[key] > 0:
            old[key] -= 1
            continue
        new[finding.code] += 1
        found |= finding.code == made.code and made.mutant.row in (None, finding.row)
    return new, found


def badly_fixed(made: Made) -> Iterator[str]:
    """What is wrong with the fixes of a mutant's own findings, each applied alone: its finding stays, or a row or part
    that had no error gets one."""
    table, context = made.mutant.table, made.mutant.context
    findings = check(table, context).findings
    said = Counter((f.code, f.message) for f in findings)
    wrong = {(f.name, f.path) for f in findings if f.severity == "error"}
    for finding in findings:
        if finding.code != made.code or finding.fix is None or not finding.fix.edits:
            continue
        after = check(apply(table, finding.fix), context).findings
        if (
            Counter((f.code, f.message) for f in after)[finding.code, finding.message]
            >= said[finding.code, finding.message]
        ):
            yield f"{finding.code} stays after “{finding.fix.title}”"
        if new := [f for f in after if f.severity == "error" and (f.name, f.path) not in wrong]:
            yield f"{new[0].code} ({new[0].message}) comes of {finding.code} “{finding.fix.title}”"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=40, help="mutants per operator")
    parser.add_argument("--missed", action="store_true", help="list the mutants that were not found")
    options = parser.parse_args()
    total, found, stray = Counter[str](), Counter[str](), Counter[str]()
    badly = 0
    plain = {name: check(table) for name, table in sound_tables()}
    for made in mutants(options.each):
        known = made.mutant.sound_context or made.mutant.context
        before = plain[made.of] if known == Context() else check(made.sound, known)
        new, hit = new_findings(made, before)
        bad = list(badly_fixed(made))
        badly += len(bad)
        if options.missed:
            print(*(f"fix {made.of}: {what}" for what in bad), sep="\n", end="\n" if bad else "")
        total[made.code] += 1
        found[made.code] += hit
        if not hit and options.missed:
            row = made.mutant.row
            print(
                "missed",
                made.code,
                made.operator,
                made.of,
                made.mutant.table.indicators[row] if row is not None else "",
            )
        for code in new:
            if code != made.code and code not in OPERATORS[made.code].also:
                stray[code] += 1
                if options.missed:
                    print("stray", code, "of", made.code, made.operator, made.of)
    _print(total, found, stray)
    print(f"fixes that leave their finding or bring a new error: {badly}")
    _print_sound()
    families = {code[:3] for code in RULES}
    without = set(RULES) - set(total)
    if without:
        print(f"rules without mutants: {', '.join(sorted(without))}")
    low = [f for f in families if _share(_family(found, f), _family(total, f)) < 0.99]
    return 1 if without or low or badly else 0


def _print(total: Counter[str], found: Counter[str], stray: Counter[str]) -> None:
    print(f"{'rule':8}{'mutants':>8}{'found':>8}{'recall':>9}{'stray':>7}{'precision':>11}")
    for code in RULES:
        print(_line(code, total[code], found[code], stray[code]))
    for family in dict.fromkeys(code[:3] for code in RULES):
        print(_line(family, _family(total, family), _family(found, family), _family(stray, family)))
    print(_line("all", total.total(), found.total(), stray.total()))


def _line(name: str, total: int, found: int, stray: int) -> str:
    recall, precision = _share(found, total), _share(found, found + stray)
    return f"{name:8}{total:8}{found:8}{recall:9.1%}{stray:7}{precision:11.1%}"


def _family(counts: Counter[str], family: str) -> int:
    return sum(n for code, n in counts.items() if code.startswith(family))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _print_sound() -> None:
    tables = sound_tables()
    reports = [check(table) for _, table in tables]
    errors = sum(r.count("error") > 0 for r in reports)
    warned = sum(r.count("warning") > 1 for r in reports)
    print(f"{len(tables)} sound tables: {errors} with an error, {warned} with more than one warning")
    codes = Counter(f.code for r in reports for f in r.findings)
    if codes:
        print("said of sound tables:", ", ".join(f"{code} {n}" for code, n in codes.most_common()))


if __name__ == "__main__":
    raise SystemExit(main())
