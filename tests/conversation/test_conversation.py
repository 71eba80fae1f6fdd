"""What is answered, and that nothing said is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TypeVar, cast

import pytest

from assistant.checking import RULES, Report
from assistant.conversation import conversation as module
from assistant.conversation.actions import Compare
from assistant.conversation.answers.comparing import answer_compare
from assistant.conversation.answers.defining import glossary
from assistant.conversation.conversation import Conversation, Given
from assistant.conversation.edition import Edition
from assistant.conversation.reply import Explained, Grid, Growing, Link, Options, Part, Shown, Text, plain
from assistant.conversation.rooms import Rooms
from assistant.conversation.turn import Marked, Turn, kept_ids
from assistant.table import Indicator, TargetTable, value
from tests.conversation.conftest import SNAPSHOT, given

P = TypeVar("P", bound=Part)


def ask(chat: Conversation, text: str, *files: Given, marked: Marked | None = None) -> tuple[Part, ...]:
    async def all_parts() -> tuple[Part, ...]:
        return tuple([part async for part in chat.ask(text, files, marked)])

    return asyncio.run(all_parts())


def only(parts: tuple[Part, ...], kind: type[P]) -> list[P]:
    return [p for p in parts if isinstance(p, kind)]


@pytest.fixture
def chat(rooms: Rooms) -> Conversation:
    return Conversation(rooms)


def test_a_given_table_is_read_checked_and_kept(chat: Conversation, given_table: Given) -> None:
    parts = ask(chat, "", given_table)
    assert [(s.version, s.errors > 0) for s in only(parts, Shown)] == [(1, True)]
    assert "2 项指标" in plain(parts)
    assert only(parts, Options)[0].options[0].say == "起草2025年绩效目标"


@pytest.mark.parametrize(
    ("said", "select"),
    [("这条为什么不合格", True), (f"{SNAPSHOT} = 实现 这条为什么不合格", False), ("第1条为什么不合格", False)],
)
def test_why_a_row_fails_is_answered_with_rule_evidence_basis_and_fix(
    chat: Conversation, given_table: Given, said: str, select: bool
) -> None:
    ask(chat, "", given_table)
    version = chat.version()
    assert version is not None
    parts = ask(chat, said, marked=Marked(version=1, row=version.edition.ids[0]) if select else None)
    [told] = [t.explanation for p in only(parts, Explained) for t in p.findings if t.explanation.code == "VAL002"]
    assert "实现" in told.evidence
    assert all((told.rule, told.basis, told.mend))


def test_a_row_quoted_without_any_table_is_checked_by_itself(chat: Conversation) -> None:
    [explained] = only(ask(chat, f"“{SNAPSHOT} = 实现”为什么不合格"), Explained)
    assert [t.explanation.code for t in explained.findings] == ["VAL002"]


def test_this_row_without_a_marked_row_is_asked_back(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    [back] = only(ask(chat, "这条为什么不合格"), Options)
    assert back.options[0].say == "第1条为什么不合格"


def test_this_row_without_any_table_offers_planted_examples_that_are_all_explained(chat: Conversation) -> None:
    [offered] = only(ask(chat, "这条为什么不合格"), Options)
    assert "故意写错的" in offered.text
    assert len(offered.options) == 4
    assert all(only(ask(chat, option.say), Explained) for option in offered.options)


def test_a_sound_row_is_said_to_be_sound(chat: Conversation, table: TargetTable) -> None:
    ask(chat, "", given(table))
    assert "没有查出问题" in plain(ask(chat, "群众满意度为什么不合格"))


def test_a_draft_without_a_year_is_asked_back_and_the_year_alone_completes_it(
    chat: Conversation, given_table: Given
) -> None:
    ask(chat, "", given_table)
    [back] = only(ask(chat, "起草绩效目标"), Options)
    assert "起草临江市公安局2025年绩效目标" in [o.say for o in back.options]
    parts = ask(chat, "2025年")
    assert chat.decided["args"]["year"] == 2025
    assert only(parts, Growing)


def test_a_draft_grows_row_by_row_and_is_kept_whole_without_errors(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    parts = ask(chat, "起草2025年绩效目标")
    sizes = [len(g.edition.table.indicators) for g in only(parts, Growing)]
    assert sizes == list(range(1, len(sizes) + 1))
    version = chat.version()
    assert version is not None
    edition = version.edition
    assert (edition.table.year, edition.report.count("error")) == (2025, 0)
    assert set(edition.grounds) == set(range(len(edition.table.indicators)))
    assert len(set(edition.ids)) == len(edition.table.indicators)


def test_a_projects_table_is_drafted_on_as_that_project(chat: Conversation, table: TargetTable) -> None:
    rows = (
        Indicator(section="产出", category="数量指标", name="安装抓拍设备数", full_year=value("≥20套")),
        Indicator(section="满意度", category="服务对象满意度", name="群众满意度", full_year=value("≥95%")),
    )
    changes = {"project": "抓拍设备维护", "template": "project-output", "indicators": rows}
    ask(chat, "", given(table.model_copy(update=changes)))
    ask(chat, "起草2025年绩效目标")
    version = chat.version()
    assert version is not None
    assert (version.edition.table.project, version.edition.table.year) == ("抓拍设备维护", 2025)


def test_a_department_of_a_place_that_the_corpus_does_not_know_is_never_taken_for_another(chat: Conversation) -> None:
    ask(chat, "起草临海市公安局2027年绩效目标")
    version = chat.version()
    assert version is not None
    assert version.edition.table.department == "临海市公安局"
    assert "没有“临海市公安局”的表" in plain(ask(Conversation(chat.rooms), "比较临海市公安局"))


def test_a_draft_broken_off_is_kept_as_far_as_it_was_said(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)

    async def stop_after_three_rows() -> None:
        parts = cast("AsyncGenerator[Part, None]", chat.ask("起草2025年绩效目标"))
        rows = 0
        async for part in parts:
            rows += isinstance(part, Growing)
            if rows == 3:
                break
        await parts.aclose()

    asyncio.run(stop_after_three_rows())
    assert (chat.messages[-1].role, chat.messages[-1].whole) == ("assistant", False)
    assert len(chat.rooms.store.versions(chat.id)) == 1
    assert only(ask(chat, "检查这张表"), Text)


@pytest.mark.parametrize(
    "said", ["和同类部门比一比", "查找 群众满意度", "群众满意度同类部门定多少", "哪些公安局设了破案率指标"]
)
def test_where_rows_of_others_come_from_shows_wherever_they_show(
    chat: Conversation, given_table: Given, said: str
) -> None:
    ask(chat, "", given_table)
    grids = only(ask(chat, said), Grid)
    assert grids
    assert all("来源：" in g.note for g in grids if g.rows)


def test_comparison_puts_at_least_three_departments_side_by_side(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    grids = only(ask(chat, "和同类部门比一比"), Grid)
    beside = next(g for g in grids if g.title.startswith("共有"))
    assert len(beside.columns) >= 1 + 1 + 3
    assert all(len(row) == len(grid.columns) for grid in grids for row in grid.rows)


def test_a_place_named_means_the_department_of_the_same_kind_there(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)

    async def compared(*others: str) -> tuple[Part, ...]:
        turn = Turn(chat.rooms, chat.id, "和云浦比", chat.version(), None, 2026)
        return tuple([part async for part in answer_compare(Compare(others=others), turn)])

    beside = next(g for g in only(asyncio.run(compared("云浦")), Grid) if g.title.startswith("共有"))
    assert all(c.startswith("云浦市") for c in beside.columns[2:-1])
    assert "没有找到“月球”" in plain(asyncio.run(compared("月球")))


def test_a_fix_becomes_a_version_that_keeps_the_rows_ids_and_can_be_undone(
    chat: Conversation, table: TargetTable
) -> None:
    over = table.indicators[1].model_copy(update={"name": "事项办结率", "section": "履职", "duty": "管理道路交通秩序", "key_task": "整治乱停车", "full_year": value("≥100%"), "half_year": value("≥100%")})  # fmt: skip
    ask(chat, "", given(table.model_copy(update={"indicators": (table.indicators[0], over)})))
    before = chat.version()
    ask(chat, "按建议修改第2条")
    after = chat.version()
    assert before is not None
    assert after is not None
    assert after.edition.table.indicators[1] != over
    assert after.edition.ids == before.edition.ids
    ask(chat, "撤销")
    again = chat.version()
    assert again is not None
    assert (again.number, again.edition.table) == (3, before.edition.table)


def test_export_links_to_the_newest_version_and_says_what_is_still_wrong(
    chat: Conversation, given_table: Given
) -> None:
    ask(chat, "", given_table)
    parts = ask(chat, "导出Word")
    assert [(link.version, link.format) for link in only(parts, Link)] == [(1, "docx")]
    assert "错误没有改" in plain(parts)


def test_a_file_that_is_no_table_gets_a_sentence_and_does_not_stop_the_next(
    chat: Conversation, given_table: Given
) -> None:
    parts = ask(chat, "", Given(name="坏.xlsx", content=b"\x00\x01nothing"), given_table)
    [wrong] = [p for p in only(parts, Text) if p.tone == "error"]
    assert wrong.text.startswith("坏.xlsx：")
    assert only(parts, Shown)


def test_a_work_plan_is_kept_and_its_key_tasks_go_into_the_draft(chat: Conversation, given_table: Given) -> None:
    plan = "一、重点工作\n1.开展夜间酒驾专项整治，每月不少于四次。\n2.改造学校门前交通设施，消除事故隐患。\n"
    parts = ask(chat, "", Given(name="计划.txt", content=plan.encode()), given_table)
    assert "2 项重点工作" in plain(parts)
    ask(chat, "起草2025年绩效目标")
    version = chat.version()
    assert version is not None
    assert "学校门前交通设施" in (version.edition.table.annual_goal or "")


def test_what_goes_wrong_unforeseen_is_a_sentence_and_the_conversation_goes_on(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(module, "parse", broken)
    parts = ask(chat, "帮助")
    assert [p.tone for p in only(parts, Text)] == ["error"]
    assert "boom" not in plain(parts)
    monkeypatch.undo()
    assert only(ask(chat, "帮助"), Options)


def test_a_conversation_opens_again_with_all_that_was_said(rooms: Rooms, given_table: Given) -> None:
    first = Conversation(rooms)
    ask(first, "", given_table)
    ask(first, "检查这张表")
    again = Conversation(rooms, first.id)
    assert again.id == first.id
    assert [m.role for m in again.messages] == ["user", "assistant", "user", "assistant"]
    assert again.version() == first.version()


def test_an_unknown_id_begins_a_new_conversation(rooms: Rooms) -> None:
    assert Conversation(rooms, "nobody").id != "nobody"


def test_uploads_lie_in_the_state_folder(rooms: Rooms, given_table: Given) -> None:
    chat = Conversation(rooms)
    ask(chat, "", given_table)
    [upload] = rooms.store.uploads(chat.id)
    assert Path(upload.path).is_relative_to(rooms.settings.state)


def test_a_value_is_changed_by_a_sentence_and_checked_again(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    before = chat.version()
    assert before is not None
    name = before.edition.table.indicators[1].name
    ask(chat, f"把{name}调到96%")
    after = chat.version()
    assert after is not None
    row = after.edition.table.indicators[1]
    assert (row.half_year, row.full_year) == (value("≥96%"), value("≥96%")), "sign and unit stay, and so does the half"
    assert after.edition.ids == before.edition.ids
    ask(chat, "第2条半年改成≥90%")
    changed = chat.version()
    assert changed is not None
    assert (str(changed.edition.row(1).half_year), str(changed.edition.row(1).full_year)) == ("≥90%", "≥96%")
    assert "没有改动" in plain(ask(chat, "第2条半年改成≥90%"))


def test_a_changed_row_of_a_draft_says_that_the_person_asked_for_it(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    ask(chat, "起草2025年绩效目标")
    drafted = chat.version()
    assert drafted is not None
    at = next(n for n, i in enumerate(drafted.edition.table.indicators) if i.full_year and i.full_year.number == 95)
    ask(chat, f"第{at + 1}条改成≥97%")
    edition = chat.version().edition  # type: ignore[union-attr]
    grounds = edition.grounds[at]
    assert grounds.rule == "您改的值"
    assert edition.sources[grounds.sources[0]].text == f"第{at + 1}条改成≥97%"
    assert grounds.sources[1:] == drafted.edition.grounds[at].sources


def test_a_finding_is_answered_with_a_reason_and_counts_no_more(chat: Conversation, given_table: Given) -> None:
    ask(chat, "", given_table)
    before = chat.version()
    assert before is not None
    ask(chat, "第1条说明：系统只给出是否实现")
    after = chat.version()
    assert after is not None
    assert {f.answered for f in after.edition.findings_of(0)} == {"系统只给出是否实现"}
    assert after.edition.report.count("error") < before.edition.report.count("error")
    [told] = only(ask(chat, "第1条为什么不合格"), Explained)
    assert {f.answered for f in told.findings} == {"系统只给出是否实现"}
    assert "没有等待说明" in plain(ask(chat, "第1条说明：再说一次"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("什么是质量指标", "合格率"),
        ("满意度指标怎么写才合格", "REL003"),
        ("三公经费变动率怎么算", "公务接待"),
        ("命案破案率的计算公式", "÷"),
        ("公安部门的命案破案率数据来源是什么", "案件信息系统"),
    ],
)
def test_a_word_of_the_field_is_explained(chat: Conversation, said: str, told: str) -> None:
    assert told in plain(ask(chat, said))


def test_two_departments_that_are_named_stand_side_by_side(chat: Conversation) -> None:
    parts = ask(chat, "比较望澜市公安局和岚溪市公安局")
    [beside] = [g for g in only(parts, Grid) if g.title == "共有的指标并排看"]
    assert beside.columns[1:3] == ("望澜市公安局", "岚溪市公安局")


def test_every_term_of_the_glossary_is_found_by_all_its_names() -> None:
    names = [name for term in glossary() for name in (term.name, *term.also)]
    assert len(names) == len(set(names))
    assert {code for term in glossary() for code in term.rules} <= RULES.keys()


def test_many_tables_are_summed_up_with_a_grade_each(
    chat: Conversation, table: TargetTable, given_table: Given
) -> None:
    assert "还没有表" in plain(ask(chat, "汇总检查结果"))
    ask(
        chat,
        "",
        given_table,
        given(table.model_copy(update={"department": "临江市信访局", "indicators": table.indicators[1:]})),
    )
    parts = ask(chat, "汇总检查结果")
    tables, rules = only(parts, Grid)
    assert [row[0] for row in tables.rows] == ["临江市公安局 2024", "临江市信访局 2024"], "most errors first"
    assert all(row[1] in ("优", "良", "中", "差") for row in tables.rows)
    assert any((row[0] or "").startswith("VAL002") for row in rules.rows)
    assert [link.what for link in only(parts, Link)] == ["summary"]


def test_rows_keep_their_ids_when_they_are_moved_changed_or_taken_out() -> None:
    rows = tuple(Indicator(section="效益", name=name, full_year=value("≥95%")) for name in ("甲率", "乙率", "丙率"))
    edition = Edition(table=TargetTable(indicators=rows), report=Report(), origin="file", ids=("a", "b", "c"))

    def ids(*changed: Indicator) -> tuple[str, ...]:
        return kept_ids(edition, TargetTable(indicators=changed))

    first, second, third = rows
    moved = first.model_copy(update={"section": "满意度"})
    assert ids(second, third, moved) == ("b", "c", "a")
    assert ids(first, third) == ("a", "c")
    assert ids(first, second, third, moved)[:3] == ("a", "b", "c")


@pytest.mark.parametrize(
    ("said", "offered"),
    [("公安局", True), ("云浦市公按局", True), ("清河县公安局", False)],
    ids=["bare", "mistyped", "elsewhere"],
)
def test_a_department_nobody_knows_is_offered_back_unless_it_is_of_another_place(
    chat: Conversation, said: str, offered: bool
) -> None:
    parts = ask(chat, f"起草{said}2027年绩效目标")
    says = [o.say for part in only(parts, Options) for o in part.options]
    assert ("起草云浦市公安局2027年绩效目标" in says) is offered
    assert only(parts, Growing), "the draft asked for is made all the same"
