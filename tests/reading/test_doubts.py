"""Rows that speak against themselves or stand alone in their table are doubted, the others are not."""

from __future__ import annotations

import pytest

from assistant.reading import read
from assistant.reading.doubts import SURE

HEADING = "一级指标\t二级指标\t三级指标\t半年指标值\t全年指标值"
SOUND = [
    "产出指标\t数量指标\t培训人次\t≥100人次\t≥200人次",
    "产出指标\t数量指标\t检查次数\t≥4次\t≥9次",
    "产出指标\t质量指标\t培训合格率\t≥95%\t≥95%",
    "产出指标\t时效指标\t办结及时率\t≥98%\t≥98%",
    "效益指标\t社会效益指标\t政策知晓率\t≥80%\t≥85%",
    "满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t≥90%",
]
ODD = {
    "the name holds a value": ("产出指标\t数量指标\t“宣传场次≥12场”等两项巡查次数\t≥20次\t≥40次", "不能完全确定"),
    "the name holds its own value": ("产出指标\t数量指标\t投资完成额74500万元以上\t≥74500万元\t≥74500万元", "它自己的指标值"),
    "a sentence": ("产出指标\t数量指标\t全年共开展各类宣传活动若干场次。\t≥20次\t≥40次", "一句话"),
    "the value is a name": ("产出指标\t数量指标\t宣传场次\t≥20次\t巡查覆盖率", "像名称"),
    "a bare number": ("产出指标\t数量指标\t宣传场次\t20\t40", "没有单位"),
    "half and full year of two kinds": ("产出指标\t数量指标\t宣传场次\t7\t≥40场", "单位不同"),
    "a duty for a category": ("效益指标\t加强社区治理，推进公共服务均等\t宣传场次\t≥20场\t≥40场", "像是一项职能"),
    "no value of the half-year": ("产出指标\t数量指标\t宣传场次\t\t≥40场", "半年"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "what"), ODD.values(), ids=ODD)
def test_the_odd_row_is_doubted_and_no_other(row: str, what: str) -> None:
    reading = read("\n".join([HEADING, *SOUND[:3], row, *SOUND[3:]]).encode(), "a.txt")
    low = [n for n, sure in enumerate(reading.tables[0].rows) if sure < SURE]
    assert low == [3]
    assert [(d.row, what in d.what) for d in reading.doubts] == [(5, True)]


def test_a_sound_table_has_no_doubt() -> None:
    reading = read("\n".join([HEADING, *SOUND]).encode(), "a.txt")
    assert set(reading.tables[0].rows) == {1.0}
    assert reading.doubts == ()


def test_what_the_whole_table_does_is_no_sign() -> None:
    bare = [f"产出指标\t数量指标\t工作项数{n}\t\t{n + 3}" for n in range(8)]
    assert set(read("\n".join([HEADING, *bare]).encode(), "a.txt").tables[0].rows) == {1.0}
