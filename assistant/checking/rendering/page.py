"""Reports and review sheets as one HTML page that needs nothing else, to open, print or send."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, Template

from assistant.checking.rendering.text import mend, place
from assistant.checking.review import review
from assistant.checking.summary import SEVERITIES, Checked, by_coverage, by_department, by_rule, coverage

_ANSWERS = {"yes": "是", "no": "否", "open": "待定"}


def to_html(checked: Sequence[Checked]) -> str:
    """The findings of each table on a printed page of its own; for several tables a page that sums up before them."""
    tables = [
        {
            "whose": one.whose,
            "file": one.file,
            "findings": [
                {**f.model_dump(mode="json"), "place": place(f) or "整张表", "mend": mend(f)}
                for f in one.report.findings
            ],
            "coverage": list(coverage(one.report)),
        }
        for one in checked
    ]
    return _page("绩效目标表检查结果", checked, tables)


def review_page(checked: Sequence[Checked]) -> str:
    """The review sheet (审核表) of each table, one to a printed page."""
    tables: list[dict[str, Any]] = []
    for one in checked:
        sheet = review(one.report)
        tables.append(
            {
                "whose": one.whose,
                "file": one.file,
                "ticks": [{**i.model_dump(), "answer": _ANSWERS[i.answer]} for i in sheet.items],
                "parts": [
                    {"part": p.part, "points": f"{p.points:g} / {p.of}", "grade": p.grade or "待定"}
                    for p in (*sheet.parts, sheet.whole)
                ],
                "coverage": list(coverage(one.report)),
            }
        )
    return _page("绩效目标审核表", checked, tables)


def _page(title: str, checked: Sequence[Checked], tables: list[dict[str, Any]]) -> str:
    several = len(checked) > 1
    return _template().render(
        title=title,
        tables=tables,
        departments=by_department(checked) if several else (),
        rules=by_rule(checked) if several else (),
        covered=by_coverage(checked) if several else (),
        severities=SEVERITIES,
    )


@cache
def _template() -> Template:
    text = (files("assistant.checking.rendering") / "page.html.j2").read_text("utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
