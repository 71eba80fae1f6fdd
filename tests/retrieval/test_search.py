"""Searching the little corpus: who may see, filters, groups, reasons."""

import json
from pathlib import Path

import pytest
import yaml

from assistant.retrieval import PUBLIC, Index, Where, bundle
from assistant.retrieval.library import load_library
from assistant.shipped import shipped
from assistant.table import TargetTable

from .conftest import Opened, line, table


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("九年义务教育巩固率", "九年义务教育巩固率"),
        ("巩固率", "九年义务教育巩固率"),
        ("控辍保学", "九年义务教育巩固率"),
        ("自来水水质", "城市供水水质合格率"),
        ("公安局破案", "刑事案件破案率"),
        ("管理城乡供水，保障饮用水水质", "城市供水水质合格率"),
        ("巩固\u200b率", "九年义务教育巩固率"),
    ],
)
def test_the_right_row_comes_first(ready: Index, question: str, first: str) -> None:
    assert ready.search(question, viewer="a")[0].record.text == first


def test_rows_of_one_name_and_kind_are_one_answer_newest_first(ready: Index) -> None:
    hit = ready.search("巩固率", viewer="a")[0]
    assert (hit.record.entry.year, hit.also) == (2026, 8)
    names = [h.record.text for h in ready.search("群众满意度", viewer="a")]
    assert names.count("群众满意度") == 3  # one for each kind


def test_place_and_year_named_in_the_question_choose_the_record(ready: Index) -> None:
    record = ready.search("云浦市2025年的巩固率", viewer="a")[0].record
    assert (record.entry.place, record.entry.year) == ("云浦市", 2025)


@pytest.mark.parametrize(
    ("where", "places", "years"),
    [
        (Where(place="岚溪市"), {"岚溪市"}, {2026}),
        (Where(year=2024), {"望澜市", "云浦市", "岚溪市"}, {2024}),
        (Where(place="望澜市", year=2025), {"望澜市"}, {2025}),
    ],
)
def test_filters_leave_only_what_fits(ready: Index, where: Where, places: set[str], years: set[int]) -> None:
    records = [h.record for h in ready.search("群众满意度", where, viewer="a")]
    assert records
    assert {r.entry.place for r in records} <= places
    assert {r.entry.year for r in records} == years


def test_a_filter_that_nothing_fits_finds_nothing(ready: Index) -> None:
    assert ready.search("满意度", Where(kind="没有这类"), viewer="a") == ()
    assert ready.search("\u200b ", viewer="a") == ()


def test_key_tasks_and_duties_are_searched_apart(ready: Index) -> None:
    duty = ready.search("河长制", Where(what="duty"), viewer="a")[0].record
    task = ready.search("河道巡查", Where(what="key_task"), viewer="a")[0].record
    assert (duty.text, task.text) == ("监督河湖管护，落实河长制", "做好河道巡查次数相关工作")


def test_the_answer_says_why_and_whence(ready: Index) -> None:
    row = ready.search("水务局水质合格", viewer="a")[0].to_json()
    assert "水质" in row["why"]
    assert "属于水务部门" in row["why"]
    assert row["origin"] == "测试用（虚构）"
    assert {"name", "full_year", "section", "duty", "department", "kind", "place", "year", "score", "why"} <= set(row)


def test_the_disk_index_and_the_exact_pass_agree(ready: Index) -> None:
    questions = ["巩固率", "供水", "破案", "培训", "群众"]
    exact = [[h.record.id for h in ready.search(q, viewer="a")] for q in questions]
    assert ready.wait(30)
    assert [[h.record.id for h in ready.search(q, viewer="a")] for q in questions] == exact


def test_an_upload_is_found_by_its_owner_alone(ready: Index) -> None:
    secret = table("教育", "望澜市", 2026, department="望澜市教育局")
    secret["indicators"][0]["name"] = "校园直饮水覆盖率"
    ready.add([TargetTable.model_validate(secret)], origin="上传：望澜.xlsx", visibility="owner-1")

    def found(viewer: str) -> list[str]:
        return [h.record.text for h in ready.search("校园直饮水覆盖率", viewer=viewer)]

    assert found("owner-1")[0] == "校园直饮水覆盖率"
    assert "校园直饮水覆盖率" not in found("owner-2") + found(PUBLIC)
    record = ready.search("校园直饮水覆盖率", viewer="owner-1")[0].record
    assert ready.record(record.id, viewer="owner-1") == record
    assert ready.record(record.id, viewer="owner-2") is None


def test_a_private_upload_leaves_no_trace_in_other_scores(ready: Index) -> None:
    before = [(h.record.id, h.score, h.similarity) for h in ready.search("巩固率", viewer="b")]
    many = [TargetTable.model_validate(table("教育", f"城{n}市", 2026)) for n in range(20)]
    ready.add(many, origin="上传", visibility="a")
    assert [(h.record.id, h.score, h.similarity) for h in ready.search("巩固率", viewer="b")] == before


def test_planted_tables_are_not_searched(corpus, opened) -> None:  # type: ignore[no-untyped-def]
    wild = line("教育", "望澜市", 2026, planted=True, department="望澜市怪物局")
    (corpus / "tables" / "planted.jsonl").write_text(json.dumps(wild), "utf-8")
    with opened() as index:
        assert index.tables(viewer="a", department="望澜市怪物局") == ()


def test_wordings_of_one_indicator_are_one_answer(corpus: Path, opened: Opened) -> None:
    known = next(lib for lib in load_library(shipped("corpus") / "library") if lib.kind == "水务")
    indicator = next(i for d in known.duties for i in d.indicators if len(i.also) > 0 and i.asked)
    (corpus / "library").mkdir()
    (corpus / "library" / "水务.yaml").write_text(yaml.safe_dump(known.model_dump(mode="json"), allow_unicode=True))
    lines = [line("水务", place, 2026) for place in ("望澜市", "云浦市")]
    for written, name in zip(lines, (indicator.name, indicator.also[0]), strict=True):
        written["table"]["indicators"][0]["name"] = name
    (corpus / "tables" / "水务.jsonl").write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), "utf-8")
    with opened() as index:
        for words in (indicator.name, indicator.also[0], indicator.asked[0]):
            first, *others = index.search(words, viewer="a")
            assert first.record.text in (indicator.name, indicator.also[0])
            assert first.also == 1
            assert not {h.record.text for h in others} & {indicator.name, indicator.also[0]}


def test_a_large_shelf_gives_what_an_exact_look_gives(ready: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = ["巩固率", "自来水", "破案", "群众", "负责道路交通安全管理工作的指标有哪些"]
    exact = [[h.record.id for h in ready.search(q, viewer="a")] for q in questions]
    monkeypatch.setattr(bundle, "_LARGE", 2)
    assert [[h.record.id for h in ready.search(q, viewer="a")] for q in questions] == exact
    assert ready.wait(30)
    monkeypatch.setattr(bundle, "_HUGE", 2)
    assert [[h.record.id for h in ready.search(q, viewer="a")] for q in questions] == exact, "by the disk index"
