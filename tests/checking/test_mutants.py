"""A small part of the mutation test (``eval/checking/mutation.py``) at every build."""

from __future__ import annotations

from collections import Counter
from random import Random

from assistant.checking import RULES, check, fix_all_safe
from assistant.checking.fixes import safe_fixes
from eval.checking.mutation import Made, badly_fixed, mutants, new_findings
from eval.checking.operators import OPERATORS
from eval.checking.orders import faulty, tried

EACH = 2
MADE = tuple(mutants(EACH, seed=7))


def test_every_rule_has_mutants() -> None:
    assert set(OPERATORS) == set(RULES)
    assert set(RULES) <= {made.code for made in MADE}


def test_mutants_are_found() -> None:
    found = Counter(made.code[:3] for made in MADE if _found(made))
    made = Counter(made.code[:3] for made in MADE)
    assert all(found[family] >= 0.9 * made[family] for family in made), (found, made)


def test_each_fix_mends_its_finding_and_breaks_nothing() -> None:
    assert [bad for made in MADE for bad in badly_fixed(made)] == []


def test_safe_fixes_mend_mutants_without_new_errors() -> None:
    for made in MADE:
        table, context = made.mutant.table, made.mutant.context
        if not safe_fixes(table, context):
            continue
        mended = fix_all_safe(table, context)
        assert not safe_fixes(mended, context)
        before = Counter(f.code for f in check(table, context).errors)
        assert Counter(f.code for f in check(mended, context).errors) <= before


def test_safe_fixes_in_any_order_give_the_same_table() -> None:
    random = Random(7)
    tables = [table for table, _ in (faulty(random) for _ in range(40)) if safe_fixes(table)]
    outcomes = [tried(table, 0, 8, random) for table in tables]
    assert len(outcomes) > 25
    assert all(o.results == 1 and o.passes <= 2 and not o.left and not o.new_errors for o in outcomes)


def _found(made: Made) -> bool:
    before = check(made.sound, made.mutant.sound_context or made.mutant.context)
    return new_findings(made, before)[1]
