"""Questions that are computed, over the little corpus: exact figures, or an honest "cannot"."""

from decimal import Decimal

import pytest

from assistant.retrieval import Index
from assistant.retrieval.computed import Answer, Condition, Query


def _ask(index: Index, question: str) -> Answer:
    return index.compute(question, viewer="a")


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("望澜市2026年满意度指标有多少个", 3),
        ("2026年一共有多少条指标", 36),
        ("一共有多少张表", 27),
        ("有多少个部门", 9),
        ("教育局有几个", 3),
        ("望澜市有多少个部门", 3),
        ("2026年巩固率高于98%的教育局有几家", 2),
        ("2026年教育局巩固率平均是多少", 99),
        ("2026年教育局巩固率的中位数", 99),
        ("近三年教育局巩固率的中位数是多少", 98),
        ("2026年教师培训人次合计多少", 9009),
        ("望澜市教育局2026年巩固率是多少", 100),
        ("望澜教育局2025年巩固率", 99),
        ("2026年预算合计多少", 3 * (50000 + 40000 + 30000)),
        ("望澜市公安局2026年预算是多少", 50000),
        ("望澜市公安局预算2026年比2025年增加了多少", 10000),
        ("教师培训人次最高的是多少", 3004),
        ("2026年定量指标占多少", 100),
        ("2026年定量指标有多少", 36),
        ("2026年有多少部门设了巩固率", 3),
        ("2026年教师培训人次一共是多少人次，望澜市的", 3004),
        ("平均每个部门有多少个指标", 4),
        ("望澜市水务局的供水水质合格率比去年提高了多少", 1),
        ("岚溪市26年有几条指标", 12),
        ("三年加起来一共多少条指标", 108),
        ("望澜市教育局写了几条职责", 3),
        ("平均一个部门几条职责", 3),
        ("2026年重点工作一共几项", 27),
        ("望澜市2026年比2025年多了几条指标", 0),
        ("有满意度指标的单位占比多少", 100),
        ("公安的预算占全市预算的几成（望澜）", Decimal(100) / 3),
    ],
)
def test_one_number(ready: Index, question: str, number: Decimal | int) -> None:
    answer = _ask(ready, question)
    assert answer.cannot is None
    assert [round(f.number, 9) for f in answer.figures] == [round(Decimal(number), 9)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("哪些教育局的巩固率高于98%", ["云浦市教育局", "望澜市教育局"]),
        ("2025年哪些教育局的巩固率不低于百分之九十九", ["望澜市教育局"]),
        ("2025年谁的巩固率达到99%以上", ["望澜市教育局"]),
        ("2026年哪些部门没有成本指标", sorted(f"{p}{k}局" for p in ("望澜市", "云浦市", "岚溪市") for k in ("教育", "水务", "公安"))),
        ("哪些水务局没有设河道巡查次数", []),
        ("2026年巩固率最高的教育局是哪个", ["望澜市教育局"]),
        ("哪个城市的巩固率最低", ["岚溪市"]),
        ("预算最大的前三个部门", ["望澜市公安局", "望澜市教育局", "望澜市水务局"]),
        ("望澜市教育局的巩固率超过99%的有哪些", ["望澜市教育局"]),
        ("预算超过4.5亿元的部门有哪些", ["望澜市公安局", "望澜市教育局", "望澜市水务局"]),
    ],
)  # fmt: skip
def test_who(ready: Index, question: str, names: list[str]) -> None:
    answer = _ask(ready, question)
    assert answer.cannot is None
    assert sorted(answer.names) == sorted(names)


def test_groups(ready: Index) -> None:
    answer = _ask(ready, "2026年各城市有多少指标")
    assert {(f.label, int(f.number)) for f in answer.figures} == {("望澜市", 12), ("云浦市", 12), ("岚溪市", 12)}


def test_the_rows_stand_behind_the_answer(ready: Index) -> None:
    answer = _ask(ready, "2026年教育局巩固率平均是多少")
    assert sorted(r.full_year or "" for r in answer.rows) == ["≥100%", "≥98%", "≥99%"]
    assert len(answer.to_json()["rows"]) == 3


def test_what_changed_most(ready: Index) -> None:
    answer = _ask(ready, "2025到2026年变化最大的指标是哪个")
    assert {(r.entry.department, r.text) for r in answer.rows} == {("岚溪市水务局", "水库除险加固座数")}


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("为什么望澜市的巩固率这么高", "不作计算"),
        ("明年巩固率会到多少", "不作计算"),
        ("海底捞针工程覆盖率是多少", "没有哪张表里有"),
        ("2031年有多少指标", "没有2031年的表"),
        ("2024年比上年增加了哪些指标", "没有2023年的表"),
        ("指标值的平均值是多少", "单位不同"),
        ("云浦市2026年群众满意度的分布", "少于4个"),
        ("哪些部门没有", "没有说明缺的是什么"),
        ("2026年哪个部门最重要", "没有听懂"),
        ("基本支出和项目支出哪个多", "一次只能统计一个数"),
        ("三年指标值一直没变的部门有哪些", "不能直接列出"),
        ("哪个项目教师培训人次最多", "没有听懂是要数项目"),
        ("望澜市教育局的金额是多少", "没有说明是哪一种金额"),
        ("巩固率没有写100%的部门", "听不准"),
        ("2026年完成了几条指标", "没有完成值"),
        ("望澜市公安局的巩固率是多少", "没有名称含“巩固率”的指标"),
        ("巩固率超过90人的有哪些", "不能比较"),
        ("教育局有多少个老师", "没有听懂"),
        ("\u200b", "问题是空的"),
    ],
)
def test_an_honest_cannot(ready: Index, question: str, says: str) -> None:
    answer = _ask(ready, question)
    assert says in (answer.cannot or "")
    assert answer.figures == ()


def test_the_assumed_year_is_said(ready: Index) -> None:
    assert "按最新的2026年计" in _ask(ready, "哪些教育局的巩固率高于98%").text
    assert _ask(ready, "2026年哪些教育局的巩固率高于98%").assumed == ()


def test_an_upload_counts_for_its_owner_alone(ready: Index) -> None:
    from assistant.table import TargetTable

    from .conftest import table

    ready.add([TargetTable.model_validate(table("教育", "海川市", 2026))], origin="上传", visibility="owner")
    assert _ask(ready, "2026年一共有多少条指标").figures[0].number == 36
    assert ready.compute("2026年一共有多少条指标", viewer="owner").figures[0].number == 40


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("2026年巩固率不到99.5%的", Query(years=(2026,), names=("巩固率",), condition=Condition(operator="<", number=Decimal("99.5"), unit="%"))),
        ("2025年指标超过三个的部门", Query(years=(2025,), having=Condition(operator=">", number=Decimal(3), unit="个"), counted=True, group="department")),
        ("2026年满意度在百分之九十五以上的", Query(years=(2026,), names=("满意度",), condition=Condition(operator="≥", number=Decimal(95), unit="%"))),
        ("2026年预算在2亿元以内的单位", Query(of="tables", years=(2026,), field="budget", condition=Condition(operator="≤", number=Decimal(20000), unit="万元"))),
    ],
)  # fmt: skip
def test_what_was_understood(ready: Index, question: str, query: Query) -> None:
    assert _ask(ready, question).query == query
