"""Texts are folded before they are compared, and widened by the field's synonyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.text import bare, digest, fold, shared_terms, synonyms, widen, without_asking


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("巩固\u200b率", "巩固率"),  # zero width
        ("巩固\u202e率\u202c", "巩固率"),  # bidirectional
        ("ＰＭ２．５浓度", "pm2.5浓度"),  # full width
        ("РМ2.5浓度", "pm2.5浓度"),  # Cyrillic look-alikes
        ("⾦额", "金额"),  # a radical that looks like the character
        ("  培训\t人次\n", "培训 人次"),
        ("坏\x00字", "坏字"),  # NUL would cut a C string
        ("坏\ud800字", "坏字"),  # a lone surrogate would raise in an encoder
    ],
)
def test_look_alikes_fold_to_one_spelling(written: str, same: str) -> None:
    assert fold(written) == same


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert digest(fold(text)) == digest(fold(fold(text)))


def test_names_that_differ_in_punctuation_only_are_one_name() -> None:
    assert bare("“三公经费”变动率") == bare("三公经费 变动率")
    assert bare("覆盖率%") != bare("覆盖率")


@pytest.mark.parametrize(
    ("question", "adds"),
    [
        ("三公花了多少", "三公经费"),
        ("控辍保学情况", "巩固率"),
        ("打疫苗", "预防接种"),
        ("人社局欠薪", "拖欠农民工工资"),
    ],
)
def test_a_question_is_widened_by_synonyms(question: str, adds: str) -> None:
    assert adds in widen(question)


def test_a_longer_synonym_hides_the_shorter_inside_it() -> None:
    assert "社会保险" not in widen("人力资源和社会保障局")


def test_synonyms_stand_in_one_group_only() -> None:
    words = [word for group in synonyms() for word in group]
    assert sorted({w for w in words if words.count(w) > 1}) == []


def test_shared_terms_are_the_longest_pieces() -> None:
    assert shared_terms("义务教育的巩固率", "九年义务教育巩固率") == ("义务教育", "巩固率")


@pytest.mark.parametrize(
    ("asked", "matter"),
    [
        ("负责义务教育均衡发展工作的指标有哪些", "义务教育均衡发展"),
        ("承担殡葬管理职责", "殡葬管理"),
        ("巩固率", "巩固率"),
        ("有哪些指标", "有哪些指标"),  # nothing would be left
    ],
)
def test_words_that_only_ask_are_not_searched(asked: str, matter: str) -> None:
    assert without_asking(asked) == matter
