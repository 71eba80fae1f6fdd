"""What was typed, and the action it asks for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.actions import AskBack, Draft
from assistant.conversation.examples import sentences
from assistant.conversation.parse import View, parse

SNAPSHOT = "违法停车、实线变道违法行为抓拍功能准确率"
VIEW = View(today=2026, names=(SNAPSHOT, "预算编制科学性", "群众安全感"), department="临江市公安局", year=2024)


@pytest.mark.parametrize(
    ("said", "kind", "fields"),
    [
        ("起草2025年绩效目标", "draft", {"year": 2025, "department": None}),
        (
            "帮我编制教育局2027年部门整体绩效目标，多写些量化指标",
            "draft",
            {"year": 2027, "department": "教育局", "wishes": "多写些量化指标"},
        ),
        ("给市水务局起草明年的绩效目标", "draft", {"year": 2027, "department": "市水务局"}),
        ("根据2024年的表起草2025年绩效目标", "draft", {"year": 2025}),
        ("拟一份二〇二六年的目标表", "draft", {"year": 2026}),
        ("先不要导出，起草2026年的", "draft", {"year": 2026}),
        ("这条为什么不合格", "explain", {"row": None, "value": None}),
        (f"{SNAPSHOT} = 实现 这条为什么不合格", "explain", {"row": SNAPSHOT, "value": "实现"}),
        (f"“{SNAPSHOT} = 实现”为什么不行？", "explain", {"row": SNAPSHOT, "value": "实现"}),
        ("为什么 群众安全感 ≥ 95% 不合格", "explain", {"row": "群众安全感", "value": "≥95%"}),
        ("办结率=100%为什么不合格", "explain", {"row": "办结率", "value": "=100%"}),
        ("预算编制科学性为什么不合格", "explain", {"row": "预算编制科学性"}),
        ("第12条哪里不对", "explain", {"row": "第12条"}),
        ("VAL002是什么意思", "explain", {"row": None, "code": "VAL002"}),
        ("第十二条哪里不对", "explain", {"row": "第12条"}),
        ("12条为什么标黄", "explain", {"row": "第12条"}),
        ("what is wrong with row 12", "explain", {"row": "第12条"}),
        ("安全感哪儿填错了", "explain", {"row": "群众安全感"}),
        ("帮我写一份年终总结", "ask_back", {}),
        ("质量指标和时效指标有什么区别", "define", {}),
        ("重新来一版", "draft", {}),
        ("这个定得高不高", "peers", {}),
        ("库里有多少个教育局", "compute", {}),
        ("几家单位得了优", "summarize", {}),
        ("这张表有什么问题", "check", {}),
        ("检查这张表", "check", {}),
        ("和同类部门比一比", "compare", {"department": None}),
        ("对比一下教育局", "compare", {"department": "教育局"}),
        ("同类部门群众安全感定多少", "peers", {"row": "群众安全感"}),
        ("水质达标率别的市一般定多少", "peers", {"row": "水质达标率"}),
        ("有多少家公安局设了破案率指标", "compute", {"question": "有多少家公安局设了破案率指标"}),
        ("水质怎么考核", "search", {"question": "水质"}),
        ("导出excel", "export", {"format": "xlsx"}),
        ("给我Word", "export", {"format": "docx"}),
        ("年度改为2027", "set_head", {"year": 2027}),
        ("单位名称改为临江市教育局", "set_head", {"department": "临江市教育局"}),
        ("按建议修改", "mend", {"row": None}),
        ("刚传的这个表能过审吗", "check", {}),
        ("编制科学性那条咋不合格", "explain", {"row": "预算编制科学性"}),
        ("安全感半年改成≥90%", "set_value", {"row": "群众安全感", "half": "≥90%"}),
        ("按你说的改吧", "mend", {}),
        ("和云浦比", "compare", {"others": ("云浦",)}),
        ("导成Word给我", "export", {"format": "docx"}),
        ("还是第3版好，用那个", "restore", {"version": 3}),
        ("年度写错了，是2027年", "set_head", {"year": 2027}),
        ("汇总检查结果", "summarize", {}),
        ("哪些单位错误最多", "summarize", {}),
        ("这些表都有什么问题", "summarize", {}),
        ("各单位的问题情况", "summarize", {}),
        ("导出批注版", "export", {"format": "review"}),
        ("新增停车位数量写≥100个可以吗", "explain", {"row": "新增停车位数量", "value": "≥100个"}),
        ("什么是质量指标", "define", {"term": "质量"}),
        ("命案破案率怎么算？", "define", {"term": "命案破案率"}),
        ("“群众安全感”是什么意思", "define", {"term": "群众安全感"}),
        ("成本指标怎么写", "define", {"term": "成本"}),
        ("我们明年的绩效目标怎么写", "draft", {"year": 2027}),
        ("破案率比去年提高了吗", "compute", {"question": "破案率比去年提高了吗"}),
        ("谢谢！", "help", {}),
        ("第12条改成≥95%", "set_value", {"row": "第12条", "full": "≥95%", "half": None}),
        ("把群众安全感提高到97%", "set_value", {"row": "群众安全感", "full": "97%", "half": None}),
        ("第3条半年改为≥40%，全年改为≥90%", "set_value", {"row": "第3条", "half": "≥40%", "full": "≥90%"}),
        ("群众安全感半年指标值调到不低于90%", "set_value", {"row": "群众安全感", "half": "不低于90%", "full": None}),
        ("全年指标值改成“良好”", "set_value", {"row": None, "full": "良好", "half": None}),
        ("帮我改成100%", "set_value", {"row": None, "full": "100%"}),
        ("第3条改成≥95%为什么不行", "explain", {"row": "第3条"}),
        ("年度改成2027", "set_head", {"year": 2027}),
        ("起草2027年的，破案率定为≥95%", "draft", {"year": 2027, "wishes": "破案率定为≥95%"}),
        (
            "第3条说明：按省厅口径统计，为什么这样定见附件",
            "justify",
            {"row": "第3条", "reason": "按省厅口径统计，为什么这样定见附件"},
        ),
        ("群众安全感 HIS001 理由：口径变了", "justify", {"row": "群众安全感", "code": "HIS001", "reason": "口径变了"}),
        ("这条不用改，因为上级就是这么定的", "justify", {"row": None, "reason": "上级就是这么定的"}),
        ("撤销", "restore", {"version": None}),
        ("恢复第2版", "restore", {"version": 2}),
        ("接受读取修补", "accept", {}),
        ("你好", "help", {}),
        ("能做什么", "help", {}),
        ("第十二条有啥问题", "explain", {"row": "第12条"}),
        ("3条为啥不行", "explain", {"row": "第3条"}),
        ("why is row 3 wrong?", "explain", {"row": "第3条"}),
        ("第3条半年改50%", "set_value", {"row": "第3条", "half": "50%"}),
        ("一共多少个问题", "check", {}),
        ("写个明年的", "draft", {}),
        ("别人有哪些指标是我们没有的", "compare", {}),
        ("质量指标和数量指标有啥区别", "define", {}),
        ("刚才的修改取消", "restore", {}),
        ("写一份年终总结", "ask_back", {}),
    ],
)
def test_a_sentence_asks_for(said: str, kind: str, fields: dict[str, Any]) -> None:
    action = parse(said, VIEW)
    assert (action.kind, {f: getattr(action, f) for f in fields}) == (kind, fields)


@pytest.mark.parametrize("said", ["", "天气不错", "别起草", "教育局", "2025"])
def test_what_is_unclear_is_asked_back_with_options(said: str) -> None:
    action = parse(said, VIEW)
    assert isinstance(action, AskBack)
    assert action.options


def test_a_bare_year_completes_a_draft_that_was_asked_back() -> None:
    action = parse("2027年", VIEW.model_copy(update={"awaiting": "draft"}))
    assert (action.kind, getattr(action, "year", None)) == ("draft", 2027)


def test_another_question_is_no_answer_to_what_was_asked_back() -> None:
    action = parse("云浦市公安局破案率比去年提高了吗", VIEW.model_copy(update={"awaiting": "draft"}))
    assert action.kind == "compute"


@pytest.mark.parametrize(
    ("before", "said", "kind", "fields"),
    [
        ("起草2026年绩效目标", "那2027年的呢", "draft", {"year": 2027}),
        ("和云浦比", "那岚溪的呢", "compare", {"others": ("岚溪",)}),
        ("第1条为什么不合格", "第2条呢？", "explain", {"row": "第2条"}),
        ("什么是质量指标", "那时效指标呢", "define", {"term": "时效指标"}),
    ],
)
def test_a_follow_up_is_understood_from_what_was_said_before(
    before: str, said: str, kind: str, fields: dict[str, Any]
) -> None:
    action = parse(said, VIEW.model_copy(update={"before": before}))
    assert (action.kind, {f: getattr(action, f) for f in fields}) == (kind, fields)


def test_every_option_offered_is_itself_understood() -> None:
    for said in ("", "天气不错", "教育局", "2025", "群众安全感"):
        asked = parse(said, VIEW)
        assert isinstance(asked, AskBack)
        for option in asked.options:
            assert parse(option.say, VIEW).kind != "ask_back", option


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(said: str) -> None:
    assert parse(said, VIEW).kind


@pytest.mark.parametrize(("kind", "sentence"), sentences())
def test_every_example_asks_for_its_action(kind: str, sentence: str) -> None:
    filled = sentence
    for mask, word in (("某项", "群众安全感"), ("某局", "望澜市公安局"), ("某年", "2027年"), ("某值", "≥95%")):
        filled = filled.replace(mask, word)
    assert parse(filled, VIEW).kind == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("交上去财政会退回来吗", "check"),
        ("帮忙审一审这份表", "check"),
        ("群众安全感的数是怎么来的", "explain"),
        ("按去年的给我编一份明年的", "draft"),
        ("群众安全感用≥96%吧", "set_value"),
        ("刚才改的不要了", "restore"),
        ("绿化方面有什么指标可以写", "search"),
        ("我们跟兄弟单位差距在哪", "compare"),
        ("word版本发我一份", "export"),
    ],
)
def test_what_no_rule_decides_is_understood_by_what_it_is_like(said: str, kind: str) -> None:
    assert parse(said, VIEW).kind == kind


@pytest.mark.parametrize("said", ["今天下雨吗", "会议几点开", "老张在不在", "把空调打开"])
def test_what_is_like_nothing_is_asked_back(said: str) -> None:
    assert parse(said, VIEW).kind == "ask_back"


@pytest.mark.parametrize(
    ("said", "department", "wishes"),
    [
        ("我是镇政府的，要写明年绩效目标", "镇政府", ""),
        ("给我们县教育局写一份", "县教育局", ""),
        ("我们是城关街道办事处，想编2027年的绩效目标，多用数量指标", "城关街道办事处", "多用数量指标"),
        ("明年预算减10%，起草2027年绩效目标", None, "明年预算减10%"),
    ],
)
def test_who_asks_and_what_is_wished_of_a_draft(said: str, department: str | None, wishes: str) -> None:
    action = parse(said, VIEW)
    assert isinstance(action, Draft)
    assert (action.department, action.wishes) == (department, wishes)
