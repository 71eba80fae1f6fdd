"""Key tasks out of documents."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

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
    ("paragraphs counted in words, under a title that nobody numbered",
     "东园街道2027年重点工作安排\n为做好全年工作，安排如下。\n一是改善人居环境。改造老旧小区6个。\n二是守牢安全底线。排查隐患。\n",
     ["改善人居环境。改造老旧小区6个。", "守牢安全底线。排查隐患。"]),
    ("points under headings tell of them", "一、加强疾病预防控制\n• 开展结核病筛查1.2万人\n• 组织演练4次\n二、推进中医药传承发展\n建成中医馆2个\n",
     ["加强疾病预防控制", "推进中医药传承发展"]),
    ("points by themselves", "学校要点\n• 完成招生1200人\n• 引进教师18名\n", ["完成招生1200人", "引进教师18名"]),
    ("plain lines", "今年要做的事：\n推进老旧管网改造，控制漏损率。\n建设农村规模化供水工程。\n",
     ["推进老旧管网改造，控制漏损率。", "建设农村规模化供水工程。"]),
    ("themes over tasks", "一、2026年工作总结\n（一）拆除违建三万平方米，成效明显。\n二、2027年重点工作\n（一）聚焦民生破解停车难题\n"
     "1.新建停车位2000个，年底投用。\n2.接入停车场120家到智慧平台。\n三、保障措施\n（一）加强组织领导和责任落实。\n",
     ["新建停车位2000个，年底投用。", "接入停车场120家到智慧平台。"]),
    ("counted within a line", "2027年将做好以下工作：\n一是完善社会救助体系。低保管理率达到100%；二是加快养老服务体系建设。新增床位300张。\n",
     ["完善社会救助体系。低保管理率达到100%", "加快养老服务体系建设。新增床位300张。"]),
    ("measures within a task", "（一）加强河道治理。一是清理“四乱”60处；二是整治排口12个。\n（二）创建节水型单位15家。\n",
     ["加强河道治理。", "创建节水型单位15家。"]),
    ("slogans between", "1. 坚持以人民为中心的思想为指导，奋力开创新局面。\n2. 推进书香城市建设，新建书房6个。\n3. 修缮市级文物三处并开放。\n",
     ["推进书香城市建设，新建书房6个。", "修缮市级文物三处并开放。"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tasks"), [s[1:] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_plans_come_in_many_shapes(text: str, tasks: list[str]) -> None:
    assert [t.text for t in read_plan(text.encode(), "计划.txt")] == tasks


def test_what_stands_below_a_task_is_its_detail() -> None:
    first, _ = read_plan(
        "一、扩大优质教育资源供给\n新增学位9600个。\n二、加强教师队伍建设\n招聘教师350名。\n".encode(), "计划.txt"
    )
    assert (first.text, first.detail) == ("扩大优质教育资源供给", "扩大优质教育资源供给\n新增学位9600个。")


LIST = (
    ("序号", "重点工作", "工作内容及目标", "责任科室", "完成时限"),
    ("1", "农村供水保障", "新建农村供水管网180公里", "供水科", "11月底"),
    ("2", "河湖长制", "整治河道“四乱”60处", "河湖科", "12月底"),
)


def test_a_list_of_work_gives_its_column_of_tasks_with_their_goals() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=5)
    for row in LIST:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(word := io.BytesIO())
    book = openpyxl.Workbook()
    for row in (("2027年重点工作清单",), *LIST):
        book.active.append(row)
    book.save(excel := io.BytesIO())
    for data, name in ((word.getvalue(), "清单.docx"), (excel.getvalue(), "清单.xlsx")):
        tasks = read_plan(data, name)
        assert [t.text for t in tasks] == ["农村供水保障", "河湖长制"]
        assert "新建农村供水管网180公里" in tasks[0].detail


def test_the_numbers_that_word_counts_are_numbers() -> None:
    document = docx.Document()
    document.add_heading("2027年重点任务安排", 1)
    document.add_heading("聚焦民生破解停车难题", 2)
    for text in ("新建停车位2000个", "接入停车场120家"):
        document.add_paragraph(text, style="List Number")
    document.save(stream := io.BytesIO())
    assert [t.text for t in read_plan(stream.getvalue(), "计划.docx")] == ["新建停车位2000个", "接入停车场120家"]


def test_a_plan_in_a_zip_is_found_there() -> None:
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as package:
        package.writestr("计划.txt", PLAN)
    assert [t.text for t in read_plan(stream.getvalue(), "附件.zip")] == TASKS


def test_a_scanned_plan_is_named_as_one() -> None:
    Image.new("RGB", (300, 400), "white").save(stream := io.BytesIO(), "pdf")
    with pytest.raises(ReadingError, match="像是扫描件"):
        read_plan(stream.getvalue(), "计划.pdf")


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
