"""Similar departments, peers' figures, comparison: over the little corpus."""

from decimal import Decimal

import pytest

from assistant.retrieval import Index
from assistant.retrieval.concepts import Concepts
from assistant.retrieval.encoders import CharactersOnly
from assistant.retrieval.holdings import load_tables
from assistant.retrieval.library import load_library
from assistant.retrieval.likeness import SAME_DUTY, SAME_NAME, Likeness, measured
from assistant.retrieval.peers import figures, outliers, wild_tables
from assistant.retrieval.records import Entry, place_of, records_of
from assistant.shipped import shipped
from assistant.table import TargetTable, value

from .conftest import table


def _of(kind: str, place: str = "海川市", year: int = 2026, **changes) -> TargetTable:  # type: ignore[no-untyped-def]
    return TargetTable.model_validate(table(kind, place, year, **changes))


def test_the_same_kind_elsewhere_comes_first_and_says_why(ready: Index) -> None:
    found = ready.similar(_of("水务"), top=4, viewer="a")
    assert [s.entry.kind for s in found[:3]] == ["水务"] * 3
    assert "3项职责中3项对应" in found[0].why
    assert found[0].to_json()["aligned"][0]["ours"] == found[0].aligned[0].theirs


def test_beside_a_department_stand_its_kind_and_where_too_few_those_that_share_duties(ready: Index) -> None:
    three_others = ready.beside(_of("水务"), viewer="a")
    assert [s.entry.kind for s in three_others] == ["水务"] * 3
    two_others = ready.beside(_of("水务", "望澜市"), viewer="a")
    assert [s.entry.kind for s in two_others[:2]] == ["水务"] * 2
    assert all(s.aligned for s in two_others[2:]), "who shares no duty with us is nobody to compare with"


def test_a_department_is_not_similar_to_itself(ready: Index) -> None:
    assert all(s.entry.department != "望澜市水务局" for s in ready.similar("望澜市水务局", viewer="a"))


def test_an_unknown_department_still_finds_its_kind(ready: Index) -> None:
    assert ready.similar("江口市公安局", viewer="a")[0].entry.kind == "公安"


def test_duties_lead_where_the_name_says_nothing(ready: Index) -> None:
    nameless = _of("水务", department="第三局")
    assert ready.similar(nameless, viewer="a")[0].entry.kind == "水务"


def test_peers_are_matched_by_meaning_and_unit(ready: Index) -> None:
    figures = ready.peers("义务教育巩固率", "%", viewer="a", kind="教育")
    assert (figures.n, figures.median, figures.years) == (9, Decimal(98), (2024, 2025, 2026))
    assert ready.peers("义务教育巩固率", "人", viewer="a", kind="教育").n == 0
    assert ready.peers("义务教育巩固率", "%", viewer="a", kind="水务").n == 0


def _peer(department: str, full_year: str) -> dict[str, object]:
    row = {"section": "产出", "category": "质量", "name": "某率", "full_year": full_year}
    return {"department": department, "year": 2026, "template": "whole-output", "indicators": [row]}


@pytest.mark.parametrize(
    ("signs", "direction"),
    [(("≥", "≥", "="), "higher"), (("≤", "≤", "<", "≥"), "lower"), (("≥", "="), None), (("=", None), None), ((), None)],
)
def test_the_direction_of_peers_is_that_of_most_signs(signs: tuple[str | None, ...], direction: str | None) -> None:
    rows = [
        (r, 1.0)
        for n, sign in enumerate(signs)
        for r in records_of(Entry(_peer(f"{n}市某局", f"{sign or ''}{90 + n}%"), "教育", None, "测试"))
        if r.what == "row"
    ]
    assert figures("某率", "%", rows).direction == direction


def test_peers_leave_out_the_department_itself(ready: Index) -> None:
    own = _of("教育", "望澜市")
    figures = ready.peers_of(own, viewer="a")["九年义务教育巩固率"]
    assert {v.department for v in figures.values} == {"云浦市教育局", "岚溪市教育局"}


def test_few_values_give_no_quartiles(ready: Index) -> None:
    odd = _of("教育")
    odd = odd.model_copy(update={"indicators": (odd.indicators[0].model_copy(update={"name": "全新指标"}),)})
    ready.add([odd], origin="上传", visibility="a")
    figures = ready.peers("全新指标", "%", viewer="a", kind="教育")
    assert (figures.n, figures.median) == (1, None)


def test_wild_values_are_marked_and_do_not_count(ready: Index) -> None:
    before = ready.peers("教师培训人次", "人次", viewer="a", kind="教育")
    wild = [_of("教育", f"怪{n}市", 2026) for n in "甲乙"]
    rows = [tuple(i.model_copy(update={"full_year": value("≥99999999人次")}) for i in t.indicators) for t in wild]
    tables = [t.model_copy(update={"indicators": r}) for t, r in zip(wild, rows, strict=True)]
    ready.add(tables, origin="上传", visibility="a")
    after = ready.peers("教师培训人次", "人次", viewer="a", kind="教育")
    assert (after.n, after.median) == (before.n, before.median)
    assert sum(v.outlier for v in after.values) == 2


@pytest.mark.parametrize(
    ("numbers", "unit", "usual", "wild"),
    [
        ([95, 96, 97, 20], "%", None, [False, False, False, True]),
        ([300, 4000, 2500, 9], "人次", None, [False, False, False, True]),
        ([0, 0, 0, 50], "起", None, [False, False, False, True]),
        ([5, 90000, 90000, 90000], "个", (3, 10), [False, True, True, True]),
        ([], "%", None, []),
    ],
)
def test_outliers(numbers, unit, usual, wild) -> None:  # type: ignore[no-untyped-def]
    limits = None if usual is None else (Decimal(usual[0]), Decimal(usual[1]))
    assert outliers([Decimal(n) for n in numbers], unit, limits) == wild


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("≥1.5亿元", 15000, "万元"), ("≤800元", Decimal("0.08"), "万元"), ("≥30名", 30, "人"), ("=100%", 100, "%")],
)
def test_measures_are_comparable(text: str, number: Decimal, unit: str) -> None:
    assert measured(value(text)) == (number, unit)
    assert measured(value("健全")) is None


def test_a_table_of_wild_values_counts_nowhere_even_where_one_of_them_looks_usual() -> None:
    libraries = load_library(shipped("corpus") / "library")
    sound = next(e for e in load_tables(shipped("corpus")) if e.kind == "教育")
    rows = [{**i, "full_year": "=1%"} if "%" in i["full_year"] else i for i in sound.data["indicators"]]
    wild = Entry({**sound.data, "department": "乱写市教育局", "indicators": rows}, "教育", None, "上传")
    assert wild_tables([sound, wild], libraries) == {wild.id}
    peers = [
        (r, 1.0) for e in (sound, wild) for r in records_of(e) if r.what == "row" and r.value and r.value.unit == "%"
    ]
    assert {
        v.outlier
        for v in figures("某率", "%", peers, doubted=frozenset([wild.id])).values
        if v.department == "乱写市教育局"
    } == {True}


def test_comparison_says_what_each_side_lacks(ready: Index) -> None:
    mine = _of("水务")
    own = mine.indicators[0].model_copy(update={"name": "节水型企业创建数", "full_year": value("≥5家")})
    compared = ready.compare(mine.model_copy(update={"indicators": (own, *mine.indicators[1:])}), viewer="a", top=3)
    shape = compared.to_json()
    assert set(shape["with"]) == {"望澜市水务局", "云浦市水务局", "岚溪市水务局"}
    assert shape["only_ours"] == ["节水型企业创建数"]
    lacking = shape["missing"][0]
    assert (lacking["name"], lacking["held_by"], lacking["of"]) == ("水库除险加固座数", 3, 3)
    assert lacking["duty"] == "负责全市防汛抗旱和水库安全管理"
    quality = next(s for s in shape["shared"] if s["name"] == "城市供水水质合格率")
    assert (quality["n"], quality["median"], quality["unit"], quality["ours"]) == (9, 101, "%", "≥101%")


def test_comparison_with_named_departments(ready: Index) -> None:
    assert ready.compare("望澜市教育局", ["云浦市教育局"], viewer="a").with_departments == ("云浦市教育局",)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("望澜市教育局", "望澜市教育局"), ("望澜教育局", "望澜市教育局"), ("教育局", None), ("完全无关的词", None)],
)
def test_departments_are_found_by_what_people_say(ready: Index, said: str, meant: str | None) -> None:
    assert ready.department(said, viewer="a") == meant


@pytest.mark.parametrize(
    ("name", "kind"),
    [("江口市水务局", "水务"), ("市公安局", "公安"), ("公安局某某分局", "公安"), ("第三办公室", None), (None, None)],
)
def test_kind_by_name(ready: Index, name: str | None, kind: str | None) -> None:
    assert ready.kind_of(name) == kind


@pytest.mark.parametrize(
    ("department", "place"),
    [
        ("苏州市公安局", "苏州市"),
        ("望澜市市场监督管理局", "望澜市"),
        ("市场监督管理局", None),
        ("城市管理局", None),
        ("普陀区建设和管理委员会", "普陀区"),
        ("共青团望澜市委员会", "望澜市"),
        ("唐县财政局", "唐县"),
        ("江苏省苏州市财政局", "江苏省苏州市"),
        ("区域发展局", None),
        ("甘孜藏族自治州教育局", "甘孜藏族自治州"),
        ("", None),
    ],
)
def test_place_of_a_department(department: str, place: str | None) -> None:
    assert place_of(department) == place


@pytest.mark.parametrize(
    ("theirs", "likeness"),
    [("甲乙丙丁戊己庚一二三", SAME_NAME), ("甲乙丙丁一二三四五六", SAME_DUTY), ("甲乙丙丁戊己庚辛壬癸", 1)],
)
def test_the_bars_lie_where_the_encoder_puts_them(theirs: str, likeness: float) -> None:
    without_vectors = Likeness(CharactersOnly().passages, 0.0, Concepts([]), "none")
    assert without_vectors.texts(["甲乙丙丁戊己庚辛壬癸"], [theirs])[0, 0] == pytest.approx(likeness)


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("教育局", "教育"),
        ("市教育局", "教育"),
        ("望澜市教肓局", "教育"),
        ("公安交警", "公安"),
        ("望澜水务", "水务"),
    ],
)
def test_a_name_nobody_knows_is_offered_back_with_the_nearest(ready: Index, said: str, offered: str) -> None:
    near = ready.nearest(said, viewer="a")
    assert near
    assert {ready.kind_of(d) for d in near} == {offered}
    assert not ready.elsewhere(said, viewer="a")
    if "望澜" in said:
        assert near[0].startswith("望澜市")


@pytest.mark.parametrize("name", ["宁海市教育局", "清河县水务局", "江北公安局"])
def test_a_department_of_a_place_unknown_here_is_nobodys_slip(ready: Index, name: str) -> None:
    assert ready.elsewhere(name, viewer="a")
