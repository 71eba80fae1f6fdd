"""Key tasks out of documents."""

from __future__ import annotations

import io

import docx
import pytest

from assistant.drafting.plan import _unbroken, read_plan
from assistant.reading import ReadingError

PLAN = """临川市公安局2025年工作计划
一、2024年工作回顾
（一）全年刑事警情下降8%，群众安全感提高。
（二）完成了智慧警务中心建设。
二、2025年重点工作
（一）推进道路交通安全治理。整治农村交通秩序，改造事故多发路段。
（二）推进出入境窗口提速。推行一窗受理。
（三）打击电信网络诈骗犯罪，守护群众钱袋子。
三、保障措施
（一）加强组织领导，落实责任分工。
"""
TASKS = [
    "推进道路交通安全治理。整治农村交通秩序，改造事故多发路段。",
    "推进出入境窗口提速。推行一窗受理。",
    "打击电信网络诈骗犯罪，守护群众钱袋子。",
]


def word(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [(PLAN.encode(), "计划.txt"), (PLAN.encode("gb18030"), "计划.txt"), (word(PLAN), "计划.docx")],
    ids=["utf-8", "gb18030", "word"],
)
def test_the_tasks_of_the_year_are_found_and_nothing_else(data: bytes, name: str) -> None:
    tasks = read_plan(data, name)
    assert [t.text for t in tasks] == TASKS
    assert all(t.origin and t.origin.startswith(name) for t in tasks)


SHAPES = [
    ("headings that are tasks", "一、推进城乡教育优质均衡发展\n新建学校三所。\n二、深化教师队伍建设改革\n三、保障校园安全稳定\n",
     ["推进城乡教育优质均衡发展", "深化教师队伍建设改革", "保障校园安全稳定"]),
    ("numbers under a heading", "主要任务\n1. 新建改扩建公办幼儿园12所\n2. 开展义务教育质量监测两次\n",
     ["新建改扩建公办幼儿园12所", "开展义务教育质量监测两次"]),
    ("plain lines", "今年要做的事：\n推进老旧管网改造，控制漏损率。\n建设农村规模化供水工程。\n",
     ["推进老旧管网改造，控制漏损率。", "建设农村规模化供水工程。"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tasks"), [s[1:] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_plans_come_in_many_shapes(text: str, tasks: list[str]) -> None:
    assert [t.text for t in read_plan(text.encode(), "计划.txt")] == tasks


def test_lines_that_a_page_broke_are_joined() -> None:
    lines = ["（一）推进道路交通安全治理，整治农村交通秩序，", "改造事故多发路段。", "（二）推进出入境窗口提速。"]
    assert _unbroken(lines) == ["（一）推进道路交通安全治理，整治农村交通秩序，改造事故多发路段。", lines[2]]


def test_a_document_without_tasks_says_so() -> None:
    with pytest.raises(ReadingError, match="没有找到重点工作"):
        read_plan("各位同志，上午好。感谢大家。".encode(), "讲话.txt")


def test_a_long_task_ends_with_a_sentence() -> None:
    text = "1. 推进治理工作。" + "这是很长的说明文字。" * 60 + "\n2. 开展专项整治行动，落实责任。"
    first = read_plan(text.encode(), "计划.txt")[0]
    assert len(first.text) <= 160
    assert first.text.endswith("。")
