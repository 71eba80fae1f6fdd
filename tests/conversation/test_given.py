"""What a draft in the chat is made from: tables of several years, self-evaluations, plans, money, wishes."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from assistant.conversation.conversation import Conversation, Given
from assistant.conversation.edition import Edition
from assistant.conversation.reply import plain
from assistant.conversation.rooms import Rooms
from assistant.table import Indicator, TargetTable
from tests.conversation.conftest import given
from tests.conversation.test_conversation import ask


def newest(chat: Conversation) -> Edition:
    version = chat.version()
    assert version is not None
    return version.edition


def test_a_self_evaluation_given_beside_last_years_table_moves_its_values(rooms: Rooms, table: TargetTable) -> None:
    told = Indicator.model_validate(
        {"section": "满意度", "name": "群众满意度", "full_year": "≥95%", "actual": "97%", "score": 10}
    )
    results = TargetTable(department="临江市公安局", year=2024, template="selfeval-whole", indicators=(told,))
    chat = Conversation(rooms)
    ask(chat, "起草2025年绩效目标", given(table), given(results, "自评.json"))
    edition = newest(chat)
    n = next(n for n, i in enumerate(edition.table.indicators) if i.name == "群众满意度")
    assert (edition.table.template, str(edition.row(n).full_year)) == ("whole-duty", "≥96%")
    assert "完成97%" in edition.grounds[n].derivation


def test_money_and_wishes_said_in_the_chat_go_into_the_draft(rooms: Rooms, table: TargetTable) -> None:
    chat = Conversation(rooms)
    ask(chat, "", given(table))
    told = plain(ask(chat, "2025年预算总额5200万元，其中项目支出3100万元"))
    assert "记下了来年预算：总额5200万元，项目支出3100万元" in told
    assert "基本支出" in told
    said = plain(ask(chat, "起草2025年绩效目标，满意度都定98%以上，写得活泼些"))
    edition = newest(chat)
    assert edition.table.funds.income.total == 5200
    assert {str(i.full_year) for i in edition.table.section("满意度")} == {"≥98%"}
    assert "写得活泼些" in said


def test_a_budget_sheet_is_kept_for_the_draft(rooms: Rooms, table: TargetTable) -> None:
    chat = Conversation(rooms)
    book = openpyxl.Workbook()
    for row in (("项目名称", "预算数（万元）"), ("抓拍设备维护", 120), ("宣传活动", 30)):
        book.active.append(row)
    book.save(stream := io.BytesIO())
    told = plain(ask(chat, "起草2025年绩效目标", given(table), Given(name="预算.xlsx", content=stream.getvalue())))
    assert "记下了来年预算：项目支出150万元" in told
    assert [p.name for p in newest(chat).table.funds.projects] == ["抓拍设备维护", "宣传活动"]
    assert any("预算.xlsx" in a for a in newest(chat).assumptions)


def test_a_table_is_checked_with_the_offices_own_rule_settings(
    rooms: Rooms, table: TargetTable, tmp_path: Path
) -> None:
    (rules := tmp_path / "规则.toml").write_text("[VAL002]\noff = true\n", "utf-8")
    settings = rooms.settings.model_copy(update={"state": tmp_path / "state", "rules": rules})
    own = Rooms(settings, rooms.index())
    for some, off in ((rooms, False), (own, True)):
        chat = Conversation(some)
        ask(chat, "", given(table))
        assert ("VAL002" not in {f.code for f in newest(chat).report.findings}) is off
    own.store.close()
