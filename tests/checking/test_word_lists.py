"""The word lists hold together: every list loads, every pattern compiles, every entry says where it comes from."""

from __future__ import annotations

import re

import pytest

from assistant.checking import Context, check
from assistant.checking.effects import Effects
from assistant.checking.foreign import Attacks, is_identity_number, not_content
from assistant.checking.lapsed import Abolished, Entry, other_years
from assistant.checking.strands import Topics
from assistant.checking.wording import Wording
from assistant.checking.words import shipped_words
from assistant.table.model import TargetTable

ENTRIES = shipped_words().of(Abolished).entry


@pytest.mark.parametrize("entry", ENTRIES, ids=[e.words[0] for e in ENTRIES])
def test_what_no_longer_holds_is_found_in_the_year_after_and_not_in_the_last(entry: Entry) -> None:
    assert entry.last >= entry.since.year - 1
    assert re.search(r"\d{4}", entry.source), "a source has a year"
    abolished = shipped_words().of(Abolished)
    for word in entry.words:
        text = f"完成{word}有关事宜"
        assert [m.entry for m in abolished.mentions(text, entry.last + 1)] == [entry]
        assert not list(abolished.mentions(text, entry.last))


def test_no_word_is_in_two_entries() -> None:
    words = [word for entry in ENTRIES for word in entry.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年完成道路养护", (2024,)),
        ("落实2023年度、2024年度计划任务", (2023, 2024)),
        ("较2024年提高", ()),
        ("实施2021—2025年规划", ()),
        ("续建2024年老旧小区改造项目", ()),
        ("2025年完成道路养护", ()),
        ("编号20240315", ()),
    ],
)
def test_years_that_a_text_gives_as_its_own(text: str, years: tuple[int, ...]) -> None:
    assert other_years(text, 2025) == years


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("社会公众满意率", "群众满意度"),
        ("政务公开工作及时率", "政务公开及时率"),
        ("突发性事件处理率", "突发事件处置率"),
        ("电动车头盔佩戴率", "电动自行车头盔佩戴率"),
    ],
)
def test_names_that_mean_the_same_have_one_form(name: str, form: str) -> None:
    wording = shipped_words().of(Wording)
    assert wording.meant(name) == wording.meant(form)


def test_a_strand_is_shown_by_the_longest_word_at_each_place() -> None:
    topics = shipped_words().of(Topics)
    assert topics.of("市政府") == {}
    assert topics.of("大中客货车检验率")["道路交通安全管理"] == ("大中客货车", "检验率")


@pytest.mark.parametrize(("number", "right"), [("11010519491231002X", True), ("110105194912310021", False)])
def test_check_digit_of_an_identity_number(number: str, right: bool) -> None:
    assert is_identity_number(number) is right


@pytest.mark.parametrize(
    "text",
    [
        "出租房屋（群租房）登记率",
        "≥97%",
        "=100%",
        "<=10%",
        "PM2.5年均浓度",
        "5G基站数",
        "80%-90%",
        "A级景区数量",
        "12345热线办结率",
    ],
)
def test_table_content_is_not_foreign(text: str) -> None:
    assert not_content(text, shipped_words().of(Attacks)) is None


@pytest.mark.parametrize(
    ("name", "is_one"), [("群众满意度", True), ("满意度问卷回收率", False), ("文明交通指数", False)]
)
def test_what_measures_satisfaction(name: str, is_one: bool) -> None:
    assert shipped_words().of(Effects).satisfies(name) is is_one


def test_a_person_can_add_words() -> None:
    table = TargetTable.model_validate(
        {"year": 2025, "indicators": [{"section": "产出", "name": "狠抓队伍管理", "full_year": "加强"}]}
    )
    own = Context(words={"wording": {"slogans": ["狠抓"]}})
    assert "WRD004" not in {f.code for f in check(table).findings}
    assert "WRD004" in {f.code for f in check(table, own).findings}
