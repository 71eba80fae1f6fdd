"""Views as HTML: what comes from a table, a file or a model is text there, whatever it looks like."""

from __future__ import annotations

import re

import pytest

from assistant.checking import Context, check
from assistant.conversation.edition import Edition, new_ids
from assistant.conversation.reply import Grid, Option, Options, Text
from assistant.table import Grounds, Indicator, Source, TargetTable, value
from assistant.ui.page import Look
from assistant.ui.render import chip_html, header_html, message_html, table_html

NASTY = "<script>alert(1)</script><b onclick='x'>&amp;{{7*7}}"


def edition(name: str = "破案率") -> Edition:
    rows = (
        Indicator(section="决策", category="预算编制", name="预算编制科学性", full_year=value("科学")),
        Indicator(section="履职", duty="打击犯罪", key_task="破小案", name=name, half_year=value("≥60%"), full_year=value("≥60%")),
    )  # fmt: skip
    table = TargetTable(department=NASTY, year=2026, template="whole-duty", annual_goal=NASTY, indicators=rows)
    source = Source(id="S1", kind="peer", text=NASTY, department="云浦市公安局", year=2025, row=3)
    return Edition(
        table=table, report=check(table, Context()), origin="draft", ids=new_ids(2), questions=(NASTY,),
        grounds={1: Grounds(sources=("S1",), rule="同类中位数", derivation=NASTY)}, sources={"S1": source},
    )  # fmt: skip


def tags(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


@pytest.mark.parametrize(
    "html",
    [
        table_html(edition(NASTY), 1, ((1, NASTY),), "chat"),
        message_html((Text(text=NASTY), Grid(title=NASTY, columns=(NASTY,), rows=((NASTY,),), note=NASTY)), "chat"),
        chip_html(edition(NASTY), None),
        header_html("chat", (), (("good", NASTY),)),
    ],
    ids=["table", "message", "chip", "header"],
)
def test_nothing_from_outside_becomes_markup(html: str) -> None:
    assert "script" not in tags(html)
    assert "<b onclick" not in html
    assert "<script>" not in html


def test_a_message_is_one_block_that_markdown_leaves_alone() -> None:
    html = message_html(
        (Text(text="一\n\n二 *三* ![](http://x)"), Options(text="选哪个？", options=(Option(label="甲", say="甲"),))),
        "chat",
    )
    assert "\n" not in html
    assert html.startswith("<div")
    assert "一<br><br>二 *三* ![](http://x)" in html


def test_rows_stand_under_their_headings_with_findings_source_and_buttons() -> None:
    html = table_html(edition(), 3, ((1, "读入"), (3, "起草")), "chat")
    assert html.index("决策") < html.index("预算编制科学性") < html.index("破小案") < html.index("破案率")
    assert "同类中位数 · 同类1家" in html
    assert "云浦市公安局 · 2025 年 · 第 4 条" in html
    assert 'href="export/chat/3.xlsx"' in html
    assert html.count('data-act="row"') == 2


def test_an_older_version_says_so_and_offers_to_go_back() -> None:
    old, new = (table_html(edition(), n, ((1, "读入"), (2, "起草")), "chat") for n in (1, 2))
    assert "恢复第1版" in old
    assert "恢复第" not in new


def test_the_marked_row_is_open_and_named_above_the_box() -> None:
    shown = edition()
    html = table_html(shown, 1, ((1, "读入"),), "chat", shown.ids[1])
    assert html.count('aria-expanded="true"') == 1
    assert "第2条 破案率" in chip_html(shown, shown.ids[1])
    assert chip_html(shown, "gone") == ""


@pytest.mark.parametrize(("text", "view"), [("3/r1", Look(3, "r1")), ("", Look()), ("x/y", Look()), ("0/", Look())])
def test_a_view_is_read_back_from_what_the_browser_holds(text: str, view: Look) -> None:
    assert Look.of(text) == view
    assert Look.of(str(view)) == view
