"""Reports in every format, the summary of many tables, and the review sheet."""

from __future__ import annotations

import json
import re
from io import BytesIO

from openpyxl import load_workbook

from assistant.checking import Context, check
from assistant.checking.cases import base
from assistant.checking.rendering import RENDERERS, Checked, review_page, to_html, to_json, to_sarif, to_text, to_xlsx
from assistant.checking.review import ReviewItems, review
from assistant.checking.rules import RULES
from assistant.checking.summary import by_department, by_rule, coverage
from assistant.checking.words import shipped_words
from assistant.reading.reading import Address
from assistant.table import Answered, Indicator, TargetTable, value


def faulty() -> TargetTable:
    table = base("whole-duty")
    texts = {"供水水质合格率": "≥100%", "供水管网漏损率": "≥9%", "用水户满意度": "满意"}
    rows = tuple(
        i.model_copy(update={"full_year": value(texts[i.name])}) if i.name in texts else i for i in table.indicators
    )
    at = next(n for n, i in enumerate(rows) if i.name == "供水管网漏损率")
    answered = (
        Answered(code="VAL005", row=at, reason="统计口径下年调整"),
        Answered(code="VAL006", row=at, reason="同上"),
    )
    return table.model_copy(update={"indicators": rows, "answered": answered})


def checked() -> list[Checked]:
    one, other = faulty(), base("project-output")
    addresses = tuple(Address(file="a.xlsx", row=n + 10, column=3) for n in range(len(one.indicators)))
    return [Checked("a.xlsx", one, check(one), addresses), Checked("b.docx", other, check(other, Context(cut=True)))]


def test_text_names_place_basis_fix_and_coverage() -> None:
    text = to_text(checked())
    assert "VAL003 错误  第36条“供水水质合格率”" in text
    assert "改法：改为“=100%”" in text
    assert "已说明：统计口径下年调整" in text
    assert "查全的：结构与完整性（STR）" in text
    assert "（表格被截断或读取存疑，不判断缺了什么）" in text
    assert "共 2 张表" in text


def test_json_has_the_published_keys() -> None:
    tables = json.loads(to_json(checked()))["tables"]
    assert [t["file"] for t in tables] == ["a.xlsx", "b.docx"]
    keys = {"code", "severity", "section", "row", "name", "message", "evidence", "basis", "fix"}
    assert all(keys <= set(f) for f in tables[0]["findings"])
    assert {"code", "why"} == set(tables[1]["not_checked"][0])


def test_sarif_points_into_the_file_and_suppresses_what_was_answered() -> None:
    run = json.loads(to_sarif(checked()))["runs"][0]
    by_code = {r["ruleId"]: r for r in run["results"]}
    place = by_code["VAL003"]["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "a.xlsx"},
        "region": {"startLine": 45, "startColumn": 3},
    }
    assert by_code["VAL003"]["level"] == "error"
    assert by_code["VAL005"]["suppressions"][0]["justification"] == "统计口径下年调整"
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_html_holds_nothing_that_runs() -> None:
    table = faulty()
    rows = (table.indicators[0].model_copy(update={"name": "<script>率", "full_year": value("提升")}),)
    attack = table.model_copy(update={"indicators": rows, "department": "<b>局"})
    page = to_html([Checked("<a>.xlsx", attack, check(attack))])
    assert "<script>" not in page
    assert "&lt;script&gt;率" in page


def test_the_annotated_form_has_a_comment_on_the_faulty_cell() -> None:
    book = load_workbook(BytesIO(to_xlsx(checked()[:1])))
    comments = [c.comment.text for sheet in book for line in sheet.iter_rows() for c in line if c.comment]
    assert sum("VAL003" in text for text in comments) == 1
    assert any("已说明：统计口径下年调整" in text for text in comments)
    assert {"问题清单", "审核表"} <= set(book.sheetnames)


def test_several_tables_become_sheets_that_sum_up() -> None:
    book = load_workbook(BytesIO(to_xlsx(checked())))
    assert book.sheetnames == ["按单位", "按规则", "问题清单", "检查范围"]
    headings, first, *_ = book["检查范围"].iter_rows(values_only=True)
    assert headings == ("查了什么、没有查什么", "表数", "单位")
    assert first == ("供参考的：文字表述（WRD）、相关性（REL）", "2", "全部")


def test_summary_counts_by_rule_and_by_department() -> None:
    lines = {line.code: (line.findings, line.tables) for line in by_rule(checked())}
    assert lines["VAL003"] == (1, 1)
    first = by_department(checked())[0]
    assert first.whose == "云州市水务局 2025年度"
    assert first.answered == 2
    assert first.grade == review(checked()[0].report).whole.grade


def test_every_format_renders_and_again_the_same() -> None:
    for render in RENDERERS.values():
        first, second = render(checked()), render(checked())
        assert first == second or isinstance(first, bytes)


def test_a_review_answers_each_item_and_leaves_open_what_only_a_person_knows() -> None:
    sheet = review(check(faulty()))
    answers = {i.text: i.answer for i in sheet.items}
    assert answers["指标清晰、可衡量，单位正确"] == "no"
    assert answers["单位、年度、职能和绩效目标填写完整"] == "yes"
    assert answers["与往年和同类部门相比，目标值适当"] == "open"
    assert answers["有完成目标所需的组织、人员和措施"] == "open"
    assert sheet.whole.grade in ("优", "良")
    assert {f.code for i in sheet.items for f in i.findings} == {"VAL002", "VAL003"}


def test_a_sound_table_is_graded_excellent_and_an_empty_one_poor() -> None:
    assert review(check(base("whole-output"))).whole.grade == "优"
    empty = review(check(TargetTable(template="whole-output")))
    assert empty.parts[0].grade == "差"


def test_grades_follow_the_settings() -> None:
    report = check(faulty())
    assert review(report, {"review": {"excellent": 1.0, "good": 0.99, "fair": 0.98}}).whole.grade == "差"


def test_each_rule_answers_exactly_one_item() -> None:
    named = [code for item in shipped_words().of(ReviewItems).items for code in item.rules]
    assert len(set(named)) == len(named)
    assert {code for code in RULES if not code.startswith("DRF")} <= set(named)


def test_the_review_page_has_one_sheet_for_each_table() -> None:
    page = review_page(checked())
    assert page.count("审核内容") == 2
    assert "云州市水务局 2025年度" in page


def test_a_cut_table_says_what_was_not_checked() -> None:
    table = base("project-output")
    text = to_text([Checked("a.txt", table, check(table, Context(cut=True)))])
    line = next(line for line in text.splitlines() if "表格被截断" in line)
    assert "STR002" in line


def test_coverage_says_of_each_family_whether_it_is_whole() -> None:
    rows = (Indicator(section="产出", category="数量", name="检修管网长度", full_year=value("≥12公里")),)
    lines = list(coverage(check(TargetTable(indicators=rows))))
    complete = next(line for line in lines if line.startswith("查全的"))
    assert "指标值（VAL" in complete
    assert "资金（FND" not in complete, "nothing of it was checked"
    assert re.search(r"结构与完整性（STR，\d+ 条规则里 5 条没有查全）", complete)
    assert any("FND001" in line and line.endswith("（表中没有读到资金数）") for line in lines)
    assert any("STR002" in line and "认不出表格样式" in line for line in lines)


def test_a_table_with_an_error_is_never_graded_excellent() -> None:
    sound = base("whole-duty")
    at = next(n for n, i in enumerate(sound.indicators) if i.name == "供水水质合格率")
    rows = list(sound.indicators)
    rows[at] = rows[at].model_copy(update={"half_year": value("≥100%"), "full_year": value("≥100%")})
    wrong = check(sound.model_copy(update={"indicators": tuple(rows)}))
    assert len(wrong.errors) == 1
    assert review(check(sound)).whole.grade == "优"
    assert review(wrong).whole.grade == "良"
