"""Every rule against its cases (``assistant/checking/cases``), and the laws that hold for all rules."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.checking import RULES, Context, Finding, apply, check, explain
from assistant.checking.bases import bases
from assistant.checking.cases import Case, case_codes, cases
from assistant.checking.engine import FAMILIES
from assistant.checking.findings import PeerFigures, PeerValue
from assistant.checking.parameters import shipped_settings
from assistant.table import Indicator, TargetTable, value

ALL = [pytest.param(code, case, id=f"{code}: {case.name}") for code in case_codes() for case in cases(code)]
FAILING = [param for param in ALL if param.values[1].finds]


@pytest.mark.parametrize(("code", "case"), ALL)
def test_case(code: str, case: Case) -> None:
    report = check(case.table, case.context, [RULES[code]])
    assert [(f.row, f.message) for f in report.findings] == [(e.row, e.message) for e in case.finds]
    for finding, expected in zip(report.findings, case.finds, strict=True):
        assert expected.severity in (None, finding.severity)
        assert expected.path in (None, finding.path)
        assert expected.fix is None or (finding.fix is not None and expected.fix == finding.fix.title)
    if case.not_checked:
        assert case.not_checked in [n.why for n in report.not_checked]


@pytest.mark.parametrize(("code", "case"), FAILING)
def test_a_fix_mends_its_finding_and_adds_no_error(code: str, case: Case) -> None:
    for finding in check(case.table, case.context, [RULES[code]]).findings:
        if finding.fix is None or not finding.fix.edits:
            continue
        before = check(case.table, case.context)
        mended = apply(case.table, finding.fix)
        assert mended != case.table
        after = check(mended, case.context)
        assert _named(after.findings)[_name(finding)] < _named(before.findings)[_name(finding)]
        assert _errors(mended, case.context) <= _errors(case.table, case.context)


@pytest.mark.parametrize(("code", "case"), FAILING)
def test_a_finding_is_explained_and_its_fix_is_honest(code: str, case: Case) -> None:
    for finding in check(case.table, case.context, [RULES[code]]).findings:
        told = explain(finding, case.table)
        assert finding.message in told.text()
        assert RULES[code].why in told.text()
        assert finding.basis in {b.cite for b in bases().values()}
        if finding.fix is not None:
            assert bool(finding.fix.edits) != bool(finding.fix.asks), "a fix either edits or asks"
            assert finding.fix.edits or not finding.fix.safe


def test_a_finding_shows_how_a_similar_department_writes_it() -> None:
    row = Indicator(section="效益", category="社会效益", name="破案率", full_year=value("提高"))
    theirs = [
        PeerValue(record=str(year), name="命案破案率", department="云浦市公安局", year=year, text=text, number=98, outlier=odd)
        for year, text, odd in ((2024, "≥97%", False), (2025, "≥98%", False), (2026, "≥9800%", True))
    ]  # fmt: skip
    peers = {"破案率": PeerFigures(name="破案率", unit="%", n=2, values=tuple(theirs))}
    table = TargetTable(indicators=(row,))
    [told] = [explain(f, table) for f in check(table, Context(peers=peers, cut=True), [RULES["VAL002"]]).findings]
    assert told.example == "云浦市公安局2025年：命案破案率 ≥98%"
    [alone] = [explain(f, table) for f in check(table, Context(cut=True), [RULES["VAL002"]]).findings]
    assert alone.example, "a sound row of the rule's own cases"


def test_rules_and_case_files_are_the_same_set() -> None:
    assert set(case_codes()) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_cases_enough(code: str) -> None:
    of_rule = cases(code)
    sound = [c for c in of_rule if not c.finds and not c.not_checked]
    assert len(of_rule) >= 12
    assert len(sound) >= 4, "near misses"
    assert len(of_rule) - len(sound) >= 3, "failing cases"
    assert len({c.name for c in of_rule}) == len(of_rule)


@pytest.mark.parametrize("code", RULES)
def test_no_two_cases_are_the_same(code: str) -> None:
    seen = Counter((c.table.model_dump_json(), c.context.model_dump_json()) for c in cases(code))
    assert max(seen.values(), default=0) <= 1


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_everything_a_person_may_ask(code: str) -> None:
    rule = RULES[code]
    assert rule.family in {f.code for f in FAMILIES}
    assert rule.basis in bases()
    for text in (rule.zh, rule.what, rule.why, rule.mend):
        assert any("\u4e00" <= c <= "\u9fff" for c in text)
    assert rule.en.isascii()
    assert set(rule.parameters) == set(shipped_settings().get(code, {})) - {"templates", "off", "severity"}


def test_settings_are_only_for_rules_that_exist() -> None:
    assert set(shipped_settings()) <= {*RULES, "review"}


def test_order_of_a_report_is_stable() -> None:
    for code in case_codes():
        for case in cases(code):
            found = check(case.table, case.context)
            assert found == check(case.table, case.context)
            places = [(-1 if f.row is None else f.row, f.code) for f in found.findings]
            assert places == sorted(places)


def _name(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _named(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter(_name(f) for f in findings)


def _errors(table: TargetTable, context: Context) -> Counter[str]:
    return Counter(f.code for f in check(table, context).errors)
