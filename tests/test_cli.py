"""The command line as a person at a shell sees it: results, exit codes, sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant import retrieval
from assistant.cli import run
from assistant.table import Indicator, TargetTable, value
from tests.support.corpus import small_corpus

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_corpus(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def zhibiao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, state: Path, corpus: Path) -> Run:
    monkeypatch.setenv("ZHIBIAO_STATE", str(state))
    monkeypatch.setattr(retrieval, "open_index", partial(retrieval.open_index, corpus=corpus))

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(a) for a in arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    row = Indicator(
        section="履职", duty="管理道路交通秩序", key_task="整治乱停车", name="违法停车抓拍功能准确率",
        half_year=value("实现"), full_year=value("实现"),
    )  # fmt: skip
    table = TargetTable(department="临江市公安局", year=2024, template="whole-duty", indicators=(row,))
    path = tmp_path / "表.json"
    path.write_text(table.model_dump_json(by_alias=True), "utf-8")
    return path


def one(zhibiao: Run, *arguments: object) -> Any:
    code, out, _ = zhibiao(*arguments)
    assert code == 0
    return json.loads(out)


def test_read_prints_tables_and_repairs(zhibiao: Run, faulty: Path) -> None:
    shown = one(zhibiao, "read", faulty)
    assert {"tables", "repairs"} <= shown.keys()
    assert shown["tables"][0]["indicators"][0]["full_year"]["text"] == "实现"


def test_read_writes_what_it_can_read_again(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    assert zhibiao("read", faulty, "--to", "xlsx", "-o", tmp_path / "a.xlsx")[0] == 0
    again = one(zhibiao, "read", tmp_path / "a.xlsx")["tables"][0]
    assert again["indicators"][0]["name"] == "违法停车抓拍功能准确率"


@pytest.mark.parametrize(
    ("more", "code"),
    [([], 1), (["--fail-on", "never"], 0), (["--select", "VAL002"], 1), (["--select", "STR007"], 0), (["--ignore", "VAL,STR"], 0)],
)  # fmt: skip
def test_check_exits_as_linters_do(zhibiao: Run, faulty: Path, more: list[str], code: int) -> None:
    assert zhibiao("check", faulty, *more)[0] == code


def test_check_takes_the_persons_own_settings_and_words(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    (own := tmp_path / "规则.toml").write_text("[VAL002]\noff = true\n", "utf-8")
    assert "VAL002 错误" in zhibiao("check", faulty)[1]
    assert "VAL002（设置中已关闭）" in zhibiao("check", faulty, "--settings", own)[1]
    (words := tmp_path / "词表").mkdir()
    (words / "scales.toml").write_text('placeholders = ["实现"]\n', "utf-8")
    assert "没有填半年指标值（写的是“实现”）" in zhibiao("check", faulty, "--words", words)[1]


def test_check_takes_the_installations_rules_where_none_are_named(
    zhibiao: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own := tmp_path / "规则.toml").write_text("[VAL002]\noff = true\n", "utf-8")
    monkeypatch.setenv("ZHIBIAO_RULES", str(own))
    assert "VAL002（设置中已关闭）" in zhibiao("check", faulty)[1]


@pytest.mark.parametrize("command", [["app"], ["ask", "帮助"], ["draft", "--year", "2027", "--department", "某局"]])
def test_rules_that_cannot_be_used_are_told_before_anything_starts(
    zhibiao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("ZHIBIAO_WORDS", str(tmp_path / "没有"))
    code, _, err = zhibiao(*command)
    assert (code, "没有词表文件夹" in err) == (2, True), err


def test_check_as_json_has_the_published_keys(zhibiao: Run, faulty: Path) -> None:
    code, out, _ = zhibiao("check", faulty, "--format", "json", "--select", "VAL002")
    [table] = json.loads(out)["tables"]
    [finding] = table["findings"]
    assert code == 1
    assert {"department", "year", "findings", "not_checked"} <= table.keys()
    assert {"code", "severity", "section", "row", "name", "message", "evidence", "basis", "fix"} <= finding.keys()
    assert (finding["code"], finding["row"]) == ("VAL002", 0)


def test_one_bad_file_does_not_stop_the_others(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"\x00nothing")
    code, out, err = zhibiao("check", bad, faulty)
    assert code == 2
    assert "VAL002" in out
    assert "坏.xlsx" in err


def test_diff_says_whether_tables_differ(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    other = tmp_path / "新.json"
    other.write_text(faulty.read_text("utf-8").replace("实现", "≥95%"), "utf-8")
    assert zhibiao("diff", faulty, faulty)[0] == 0
    code, out, _ = zhibiao("diff", faulty, other)
    assert (code, "≥95%" in out) == (1, True)


def test_draft_as_json_names_a_source_for_every_row(zhibiao: Run, faulty: Path) -> None:
    drafted = one(zhibiao, "draft", "--year", 2025, "--last", faulty, "--format", "json")
    assert {"table", "rows", "not_accepted", "assumptions", "rounds", "model"} <= drafted.keys()
    assert drafted["table"]["year"] == 2025
    assert [r["row"] for r in drafted["rows"]] == list(range(len(drafted["table"]["indicators"])))
    assert all({"id", "department", "year", "row", "text"} <= s.keys() for r in drafted["rows"] for s in r["sources"])


def test_draft_takes_a_work_plan(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    plan = tmp_path / "计划.txt"
    plan.write_text(
        "一、重点工作\n1.开展夜间酒驾专项整治，每月不少于四次。\n2.改造学校门前交通设施，消除隐患。\n", "utf-8"
    )
    drafted = one(zhibiao, "draft", "--year", 2025, "--last", faulty, "--plan", plan, "--format", "json")
    assert "学校门前" in drafted["table"]["annual_goal"]


def test_draft_writes_the_form(zhibiao: Run, faulty: Path, tmp_path: Path) -> None:
    code, _, err = zhibiao("draft", "--year", 2025, "--last", faulty, "-o", tmp_path / "草稿.xlsx")
    assert (code, "已写入" in err) == (0, True)
    assert one(zhibiao, "read", tmp_path / "草稿.xlsx")["tables"][0]["year"] == 2025


def test_search_prints_one_line_of_json_per_question(zhibiao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", iter(["破案率\n", "\n", "群众满意度\n"]))
    code, out, _ = zhibiao("search", "-", "--top", 3, "--format", "json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [a["question"] for a in answers] == ["破案率", "群众满意度"]
    assert all(1 <= len(a["rows"]) <= 3 for a in answers)
    assert {"name", "full_year", "section", "duty", "department", "kind", "place", "year", "score", "why"} <= answers[
        0
    ]["rows"][0].keys()


def test_similar_and_compare_have_the_published_keys(zhibiao: Run, faulty: Path) -> None:
    similar = one(zhibiao, "similar", faulty, "--top", 3, "--format", "json")
    assert len(similar["similar"]) == 3
    assert {"department", "kind", "place", "year", "score", "why"} <= similar["similar"][0].keys()
    compared = one(zhibiao, "compare", faulty, "--format", "json")
    assert {"department", "with", "missing", "only_ours", "shared"} <= compared.keys()


def test_ask_answers_one_line_per_turn_and_goes_on_by_its_id(zhibiao: Run, faulty: Path) -> None:
    first = one(zhibiao, "ask", "检查这张表", "--table", faulty, "--format", "json")
    assert (first["action"], first["table_version"]) == ("check", 1)
    again = one(zhibiao, "ask", "第1条为什么不合格", "--conversation", first["conversation"], "--format", "json")
    assert again["conversation"] == first["conversation"]
    assert "VAL002" in again["reply"]


def test_rules_are_listed_and_each_is_explained(zhibiao: Run) -> None:
    listed = one(zhibiao, "rules", "--format", "json")
    code, out, _ = zhibiao("rule", listed[0]["code"].lower())
    assert (code, listed[0]["zh"] in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "缺少参数"),
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["read", "x", "--frob"], "没有 --frob 这个选项"),
        (["read", "x", "--to"], "--to 后面要跟一个值"),
        (["read", "没有.xlsx"], "没有.xlsx"),
        (["read", "x", "--to", "pptx"], "不认识格式“pptx”"),
        (["check", "x", "--fail-on", "sometimes"], "--fail-on 不认识"),
        (["check", "x", "--select", "ZZZ"], "没有规则或规则族“ZZZ”"),
        (["check", "x", "--settings", "没有.toml"], "读不了规则设置文件"),
        (["check", "x", "--words", "没有这个文件夹"], "没有词表文件夹"),
        (["draft", "--year", "abc"], "--year"),
        (["draft", "--year", "2025"], "不知道给哪个单位起草"),
        (["draft", "--year", "2025", "--department", "某局", "-o", "x.pptx"], "不会写“.pptx”"),
        (["compare", "没有这个局"], "语料里没有“没有这个局”"),
        (["rule", "XXX999"], "没有编号为 XXX999 的规则"),
        (["ask", "帮助", "--conversation", "nobody"], "没有编号为 nobody 的对话"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_chinese_sentence_and_exit_code_2(zhibiao: Run, arguments: list[str], said: str) -> None:
    code, _, err = zhibiao(*arguments)
    assert (code, said in err) == (2, True), err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command",
    ["--help", "read", "check", "draft", "compare", "diff", "search", "similar", "ask", "rules", "rule", "app"],
)
def test_help_is_in_chinese(zhibiao: Run, command: str) -> None:
    code, out, _ = zhibiao(*([command] if command == "--help" else [command, "--help"]))
    assert code == 0
    assert "用法：zhibiao" in out
    assert not {"Usage", "Options", "Commands", "Show", "required"} & set(out.replace(":", " ").split())
