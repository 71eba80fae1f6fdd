"""Reports as a workbook: one table as its form with comments on the cells, several as sheets that sum up."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.findings import Finding, Report
from assistant.checking.rendering.text import mend, place
from assistant.checking.review import ReviewSheet, review
from assistant.checking.summary import SEVERITIES, Checked, by_coverage, by_department, by_rule, coverage
from assistant.writing import Sheet, annotated_xlsx
from assistant.writing.xlsx import lay_sheet, new_book, saved

_ANSWERS = {"yes": "是", "no": "否", "open": "待定"}


def to_xlsx(checked: Sequence[Checked]) -> bytes:
    """For one table the form that can be sent back: each finding a comment on its cell, then the findings and the
    review sheet. For several the summary by department and by rule, all findings, and what was not checked."""
    if len(checked) == 1:
        one = checked[0]
        summary = findings_sheet(checked)
        return annotated_xlsx(one.table, _notes(one.report), summary, (review_sheet(review(one.report)),))
    return summary_xlsx(checked)


def summary_xlsx(checked: Sequence[Checked]) -> bytes:
    """The summary by department and by rule, and all findings."""
    book = new_book()
    for sheet in (_departments(checked), _rules(checked), findings_sheet(checked), _coverage(checked)):
        lay_sheet(book, sheet)
    return saved(book)


def findings_sheet(checked: Sequence[Checked]) -> Sheet:
    """问题清单: every finding, and what the reports cover."""
    rows = [
        (
            one.whose,
            finding.code,
            "已说明" if finding.answered else SEVERITIES[finding.severity],
            place(finding) or "整张表",
            finding.message,
            finding.basis,
            finding.answered or mend(finding),
        )
        for one in checked
        for finding in one.report.findings
    ]
    if len(checked) == 1:
        rows += [("", "", "", "", line, "", "") for line in coverage(checked[0].report)]
    headings = ("单位", "规则", "程度", "位置", "问题", "依据", "改法（或已作的说明）")
    return Sheet("问题清单", headings, tuple(rows), (12, 6, 4, 14, 30, 16, 24))


def review_sheet(sheet: ReviewSheet) -> Sheet:
    """审核表: the items a reviewer ticks, with the grade of each part."""
    rows = [
        (i.part, i.text, _ANSWERS[i.answer], i.why, " ".join(dict.fromkeys(f.code for f in i.findings)))
        for i in sheet.items
    ]
    rows += [(p.part, f"{p.points:g} / {p.of}", p.grade or "待定", "", "") for p in (*sheet.parts, sheet.whole)]
    return Sheet("审核表", ("方面", "审核内容", "是否符合", "说明", "规则"), tuple(rows), (6, 22, 6, 16, 12))


def _departments(checked: Sequence[Checked]) -> Sheet:
    rows = tuple(
        (d.whose, d.grade, str(d.errors), str(d.warnings), str(d.infos), str(d.answered), d.file)
        for d in by_department(checked)
    )
    return Sheet("按单位", ("单位", "总评", "错误", "提醒", "提示", "已说明", "文件"), rows, (20, 4, 4, 4, 4, 5, 20))


def _rules(checked: Sequence[Checked]) -> Sheet:
    rows = tuple(
        (line.code, line.name, SEVERITIES[line.severity], str(line.findings), str(line.tables))
        for line in by_rule(checked)
    )
    return Sheet("按规则", ("规则", "名称", "程度", "处数", "表数"), rows, (6, 22, 4, 5, 5))


def _coverage(checked: Sequence[Checked]) -> Sheet:
    rows = tuple(
        (line.text, str(len(line.tables)), "全部" if len(line.tables) == len(checked) else "、".join(line.tables))
        for line in by_coverage(checked)
    )
    return Sheet("检查范围", ("查了什么、没有查什么", "表数", "单位"), rows, (40, 4, 40))


def _notes(report: Report) -> dict[tuple[int, str], str]:
    notes: dict[tuple[int, str], str] = {}
    for finding in report.findings:
        if finding.row is not None:
            key = (finding.row, finding.cell or "name")
            notes[key] = f"{notes[key]}\n{_note(finding)}" if key in notes else _note(finding)
    return notes


def _note(finding: Finding) -> str:
    how = (finding.answered and f"已说明：{finding.answered}") or mend(finding)
    return f"【{finding.code} {SEVERITIES[finding.severity]}】{finding.message}" + (f"\n改法：{how}" if how else "")
