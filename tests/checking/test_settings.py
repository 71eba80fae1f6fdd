"""A person's own thresholds and words over those that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.checking import RULES, Context, Report, check
from assistant.checking.parameters import load_settings
from assistant.checking.words import load_words, words_with
from assistant.table import Indicator, TargetTable, value


def report(name: str, full_year: str, code: str, template: str | None = None, **context: Any) -> Report:
    row = Indicator(section="产出", category="数量", name=name, full_year=value(full_year))
    return check(TargetTable(template=template, indicators=(row,)), Context(**context), [RULES[code]])


def test_a_rule_is_turned_off_and_says_so() -> None:
    found = report("监管覆盖率", "≥100%", "VAL003", settings={"VAL003": {"off": True}})
    assert not found.findings
    assert [n.why for n in found.not_checked] == ["设置中已关闭"]


def test_a_severity_is_changed_for_one_template_only() -> None:
    settings = {"VAL003": {"templates": {"project-output": {"severity": "info"}}}}
    severities = [
        report("监管覆盖率", "≥100%", "VAL003", template, settings=settings).findings[0].severity
        for template in ("project-output", "whole-output")
    ]
    assert severities == ["info", "error"]


def test_own_words_are_added_to_the_shipped_ones() -> None:
    assert not report("散煤复燃率", "≥2%", "VAL005").findings
    words = {"names": {"direction": {"lower": ["复燃"]}}}
    assert report("散煤复燃率", "≥2%", "VAL005", words=words).findings
    assert report("服务投诉率", "≥2%", "VAL005", words=words).findings


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text("[VAL011]\nbenefit = 0.5\n[VAL011.templates.whole-duty]\nbenefit = 0.2\n", "utf-8")
    assert load_settings(path) == {"VAL011": {"benefit": 0.5, "templates": {"whole-duty": {"benefit": 0.2}}}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[VAL011]\nbenefits = 0.5\n", "没有“benefits”这个设置"),
        ('[VAL003]\nseverity = "bad"\n', "只能是 error、warning、info"),
        ("VAL011 = 3\n", "应写成一节"),
        ("[VAL011\n", "读不了规则设置文件"),
    ],
)
def test_a_wrong_settings_file_is_told_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=says):
        load_settings(path)


def test_words_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "scales.toml").write_text('placeholders = ["另行通知"]\n', "utf-8")
    words = load_words(tmp_path)
    assert report("培训人次", "另行通知", "STR005", words=words).findings
    assert not report("培训人次", "另行通知", "STR005").findings


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("colours.toml", "red = []\n", "没有叫“colours”的词表"),
        ("scales.toml", "colours = []\n", "里没有“colours”"),
        ("scales.toml", "placeholders = [\n", "读不了词表"),
        ("scales.toml", "placeholders = 3\n", "“placeholders”的写法不对"),
    ],
)
def test_a_wrong_word_list_is_told_in_a_sentence(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ValueError, match=says):
        load_words(tmp_path)


def test_own_words_are_read_into_lists_once() -> None:
    words = {"names": {"direction": {"lower": ["复燃"]}}}
    assert words_with(words) is words_with(dict(words))
    assert words_with({}) is words_with({})
