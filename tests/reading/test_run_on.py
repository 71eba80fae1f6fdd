"""Text run together, each a small invented table in the shape that pages and documents give it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading import read
from tests.reading.written import Row, read_text, rows

GLUED_LINES = """
    绩效目标表
    (2031年度)
    项目名称薄弱学校改造补助
    项目主管部门云溪镇教办项目执行单位云溪镇小学
    绩效指标一级指标二级指标指标内容指标值
    产出指标数量指标学校改造覆盖率100%
    质量指标校舍维修合格率98%以上
    设备购置合格率大于95%
    效益指标可持续影响指标教育均衡发展情况稳步提高
    社会公众或服务对象满意度指标家长满意度≥90%
    """

RUN_ON_WITH_BLANKS = (
    "2031年度专项资金绩效目标自评表专项资金名称镇级储备粮主管部门云溪镇政府绩 效 指 标一级 指标二级 指标三级指标年度指标 值全年 完成值"
    "产 出 指 标数量 指标500吨稻谷储 备到位率100%100%库存数量真实率100%100%质量 指标储备粮管理制 度执行率100%100%"
    "满意度 指标服务对象满意度指标市民满意度90%95%"
)

RUN_ON_WITHOUT_HEADING = (
    "产出指标数量指标足额保障率=100% 22.5 科目调整次数≤10次 22.5 时效指标按时发放率=100% 22.5 合计100 评价结论及时。"
)

TWO_GOALS = (
    "2031年度监测项目绩效自评表单位名称:云溪镇水利站项目名称水土监测年度绩效目标1(40分)一级指标二级指标三级指标年初目标值(A)实际完成值(B)得分"
    "产出指标质量指标监测数据合格率100%100%10进度指标取得2018-2022年资料100%100%10年度绩效目标2(40分)"
    "一级指标二级指标三级指标年初目标值(A)实际完成值(B)得分产出指标质量指标资料整编率98%98%20"
)

TWO_LEVELS_ONLY = (
    "云溪镇2031年项目支出绩效目标表项目名称办公楼运行绩效目标保障运行。绩效指标一级指标二级指标绩效标准当年预期实现值"
    "数量指标日常维修次数反映全年维修情况228次巡检次数反映大楼巡检情况20次质量指标维修验收合格率反映全年维修质量>92%"
)

DECISION_RUN_ON = (
    "云溪镇财政所2031年度部门整体绩效目标表一级指标二级指标三级指标半年指标值全年指标值"
    "决策项目立项立项依据充分性充分充分资金投入预算编制科学性科学科学过程资金管理预算执行率≥45%≥95%"
)

KINDS: list[tuple[str, str, list[Row]]] = [
    (
        "cells of a line stuck together",
        GLUED_LINES,
        [("产出", "数量", "学校改造覆盖率", "100%"), ("产出", "质量", "校舍维修合格率", "98%以上"), ("产出", "质量", "设备购置合格率", "大于95%"), ("效益", "可持续影响", "教育均衡发展情况", "稳步提高"), ("满意度", "服务对象满意度", "家长满意度", "≥90%")],
    ),
    (
        "run on, with blanks within words",
        RUN_ON_WITH_BLANKS,
        [("产出", "数量", "500吨稻谷储备到位率", "100%"), ("产出", "数量", "库存数量真实率", "100%"), ("产出", "质量", "储备粮管理制度执行率", "100%"), ("满意度", "服务对象满意度", "市民满意度", "90%")],
    ),
    (
        "run on, without a heading",
        RUN_ON_WITHOUT_HEADING,
        [("产出", "数量", "足额保障率", "=100%"), ("产出", "数量", "科目调整次数", "≤10次"), ("产出", "时效", "按时发放率", "=100%")],
    ),
    (
        "run on, indicators under several goals",
        TWO_GOALS,
        [("产出", "质量", "监测数据合格率", "100%"), ("产出", "时效", "取得2018-2022年资料", "100%"), ("产出", "质量", "资料整编率", "98%")],
    ),
    (
        "two levels only, run on",
        TWO_LEVELS_ONLY,
        [("产出", "数量", "日常维修次数", "228次"), ("产出", "数量", "巡检次数", "20次"), ("产出", "质量", "维修验收合格率", ">92%")],
    ),
    (
        "run on, labels without 指标, halves of the year",
        DECISION_RUN_ON,
        [("决策", "项目立项", "立项依据充分性", "充分"), ("决策", "资金投入", "预算编制科学性", "科学"), ("过程", "资金管理", "预算执行率", "≥95%")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_rows(text: str, wanted: list[Row]) -> None:
    got = [(s, c, n.lstrip("★"), v) for s, c, n, v in rows(read_text(text))]
    assert got == wanted


def test_rows_cut_out_of_run_on_text_are_less_sure() -> None:
    reading = read_text(RUN_ON_WITH_BLANKS)
    assert all(sure < 0.9 for sure in reading.tables[0].rows)
    assert min(reading.tables[0].rows) == reading.tables[0].rows[0], (
        "a name that begins with a number is the least sure"
    )
    assert any("没有分隔" in doubt.what for doubt in reading.doubts)


def test_names_apart_from_their_values_are_no_rows() -> None:
    text = "区域绩效目标表 专项名称 康复补助 主管部门 云溪镇政府 一级 指标 二级指标 三级指标 康复服务人数 发放药品人数 受助学生数 产出指标 数量指标 托养人数 改造户数 质量指标 服药率 康复率 满意度指标 服务对象满意度指标 家属满意度 指标值"  # fmt: skip
    reading = read(text.encode(), "表.txt")
    assert rows(reading) == []
    assert any("对不上指标值" in doubt.what for doubt in reading.doubts)


@pytest.mark.parametrize(
    ("figures", "total"),
    [("202010100.00%10", "20"), ("194.9194.9100%", "194.9"), ("300259.586.50%", "300"), ("400200100.00%", None)],
    ids=["with the points", "without", "spent less", "no split gives the rate"],
)
def test_planned_and_spent_sums_run_together(figures: str, total: str | None) -> None:
    text = (
        "2031年度专项资金绩效目标自评表项目名称水渠整修主管部门云溪镇政府资金情况(万元)全年预算数(A)全年执行数(B)执行率(B/A)得分"
        f"年度资金总额{figures}其中:本年财政拨款2020其他资金年度总体目标整修水渠。一级指标二级指标三级指标年度指标值全年实际值得分"
        "产出指标数量指标整修水渠长度≥2公里2公里10质量指标验收合格率100%100%10"
    )
    income = read_text(text).table.funds.income
    assert income.total == (None if total is None else Decimal(total))
    if total:
        assert income.fiscal == 20, "planned and spent alike"
