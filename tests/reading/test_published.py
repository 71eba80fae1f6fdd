"""Tables as offices publish them: copied from pages and scans, blank forms and reports that only look like tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading import ReadingError
from tests.reading.written import Row, read_text, rows

POINTS_WITHOUT_A_HEADING = """
    公园管护项目绩效自评表
    一级指标
    二级指标
    三级指标
    年度指标值
    实际完成指标值
    50
    产出指标
    数量指标
    指标1:管护公园
    12个
    12个
    5
    质量指标
    指标1:设施检修
    已完成
    已完成
    4
    指标2:绿地保存率
    95%
    96%
    3
    时效指标
    指标1:年度检修完成时间
    2025年11月30日
    2025年11月28日
    5
    效益指标
    社会效益指标
    指标1:市民游园环境
    持续改善
    持续改善
    3
    """

BROKEN_WITHIN_CELLS = """
    项目支出绩效目标表 |
    (2025年度) |
    项目名称 |
    全民健身步道 |
    一级
    指标 |
    二级指标 |
    三级指标 |
    指标值 |
    产出指标 |
    数量指标 |
    新建步道里程 |
    8公里 |
    质量指标 |
    验收合格率 |
    100% |
    效益指标 |
    可持续影响指标 |
    步道与周边
    公园的衔接程度 |
    长期有效 |
    满意度指标 |
    满意度指标 |
    居民满意度 |
    ≥90% |
    """

TWO_FORMS_RUN_TOGETHER = (
    "市级部门预算项目支出绩效目标表(2024年度)项目名称图书采购一级指标二级指标三级指标指标目标值"
    "产出指标数量指标采购图书册数=5000册质量指标图书验收合格率=100%满意度指标服务对象满意度读者满意度≥92%"
    "市级部门预算项目支出绩效目标表(2024年度)项目名称阅览室改造一级指标二级指标三级指标指标目标值"
    "产出指标数量指标改造阅览室间数=6间质量指标改造验收合格率=100%满意度指标服务对象满意度读者满意度≥90%"
)

NO_FIRST_LEVEL = (
    "清源市2025年市直部门预算项目支出绩效目标表项目名称办公楼运行保障2023年实际执行数120万元一级指标二级指标绩效标准当年预期实现值"
    "数量指标维修巡查次数反映全年维修巡查情况240次质量指标维修验收合格率反映维修质量情况>95%"
    "成本指标成本控制率不超预算"
)

BLANK_FORM = """
    清源市项目支出绩效目标申报表
    绩效指标\t一级指标\t二级指标\t指标内容\t指标值\t备注
    产出指标\t数量指标\t……\t……
    时效指标\t成本指标……
    满意度指标\t服务对象满意度指标\t具体指标\t……
    其他需要说明的问题
    清源市项目支出绩效目标申报表填报说明\t一、适用范围：本表适用于预算部门在申请项目支出预算时填报，由财政部门组织审核。
    """

REPORT = """
    清源市人民法院
    2023年度部门整体支出绩效评价报告
    评价单位:清源市人民法院
    绩效等级 | |||
    15.00 | 优 | ||
    产出 | 20.00 | 20.00 | 优 |
    100.00 | 94.04 | 优 |
    评价小组
    组长:某某
    2023年度部门整体支出绩效评价报告
    1.引言
    1.1部门职责概述
    清源市人民法院是国家审判机关,依法行使审判权,对市人民代表大会及其常务委员会负责并报告工作,核定编制一百余名,内设十余个部门。
    1.2部门支出描述
    2023年度支出5000万元,其中基本支出3000万元,项目支出2000万元。基本支出用于人员经费和公用经费,项目支出用于审判业务、设备购置和信息化运行维护。
    """

FIGURES_RUN_TOGETHER = (
    "部门整体绩效自评表指标名称计量单位指标性质年初指标值调整指标值全年完成值得分系数(%)指标权重(分)指标得分(分)是否核心指标"
    "经费控制率%100%22否变动率%100%22否完成率%70%76%100%22是调整率%3%0100%22否结余率%2%0100%22是控制率%100%97%100%22是"
    "执行率%100%72.74%100%22是健全性性标定指高高100%33否合规性好好100%55否公开性高高100%11否安全好好100%22否"
)


TWO_TERMS_SIDE_BY_SIDE = """
    | 项目支出绩效目标表 |
    | （2024年度） |
    | 项目名称 | 耕地地力保护 |
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
    | 绩效指标 | 产出指标 | 数量指标 | 指标1：补贴耕地面积 | ≥30万亩 | 数量指标 | 指标1：补贴耕地面积 | ≥10万亩 |
    | | | | 指标2：宣传次数 | ≥9次 | | 指标2：宣传次数 | ≥3次 |
    | | | | | | 时效指标 | 指标1：补贴发放时间 | 6月底前 |
    | | 效益指标 | 社会效益指标 | 指标1：农户政策知晓率 | ≥95% | 社会效益指标 | 指标1：农户政策知晓率 | ≥90% |
    """

FRAGMENT = """
    | 参保登记人数 | ≥1200人 | 1260人 | 10 | 10 |
    | 质量指标 | 资金发放准确率 | 100% | 100% | 10 | 10 |
    | 时效指标 | 补助发放及时率 | ≥95% | 96% | 10 | 10 |
    | 效益指标 | 社会效益指标 | 参保居民受益程度 | 显著提高 | 显著提高 | 15 | 14 |
    | 满意度指标 | 服务对象满意度指标 | 参保居民满意度 | ≥90% | 93% | 10 | 10 |
    | 说明 | 无 |
    """

PROJECTS_BY_CODE = """
    项目支出绩效目标表
    预算年度：2025
    部门：776001-清源市人民检察院 单位：万元
    项目名称 年度本级预算金额 上级资金 年度绩效目标 一级指标 二级指标 三级指标 指标方向 指标值 度量单位
    15220023R000000012345-办公楼物业管理 85.6 0 保障办公楼正常运行 产出指标 数量指标 保洁面积 ≥ 5000 平方米
    质量指标 保洁合格率 ≥ 95 %
    效益指标 社会效益指标 办公环境 定性 改善
    15220023R000000012346-档案整理 15 0 完成档案整理 产出指标 数量指标 整理档案数量 ≥ 800 卷
    质量指标 档案合格率 ≥ 98 %
    """

RUN_TOGETHER_WITH_DATES = (
    "2022年度项目支出绩效自评表项目名称良种补贴主管部门清源市农业农村局"
    "年初预算数全年预算数全年执行数分值执行率得分年度资金总额854854854100.00%10"
    "绩效指标一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析及改进措施"
    "产出指标数量指标发放补贴户数≥3000户3120户1010质量指标补贴发放准确率100%100%1010"
    "时效指标补贴发放时间2022年12月底前2022年11月1010成本指标每亩补贴标准100元100元1010"
    "满意度指标服务对象满意度指标农户满意度≥90%95%109.5总分10099.5"
)

NAMES_WITH_THEIR_OWN_TARGET = (
    "2023年度财政项目绩效自评表项目名称分院建设补助主管部门清源市卫生健康委"
    "一级指标二级指标三级指标年初目标值(A)实际完成值(B)得分"
    "产出指标数量指标2023年新增床位数200张200张9.5成本指标每年财政补助2000万元2000万元2000万元10时效指标2年2年2年10"
    "效益 指标经济效益指标医疗收入达到3亿元3亿元3.2亿元20可持续影响指标为周边群众提供医疗服务服务范围扩大服务范围扩大20"
)

SIGNS_AS_SCANNED = (
    "省级项目支出绩效目标表（2023年度）项目名称展厅开放一级指标二级指标三级指标指标目标值"
    "产出指标数量指标开放天数=300天质量指标展品完好率二98百分比时效指标开放及时率%=99百分比"
    "满意度指标服务对象满意度指标观众满意度≥95百分比"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            POINTS_WITHOUT_A_HEADING,
            [
                ("产出", "数量", "管护公园", "12个"),
                ("产出", "质量", "设施检修", "已完成"),
                ("产出", "质量", "绿地保存率", "95%"),
                ("产出", "时效", "年度检修完成时间", "2025年11月30日"),
                ("效益", "社会效益", "市民游园环境", "持续改善"),
            ],
            id="points that no heading announces",
        ),
        pytest.param(
            BROKEN_WITHIN_CELLS,
            [
                ("产出", "数量", "新建步道里程", "8公里"),
                ("产出", "质量", "验收合格率", "100%"),
                ("效益", "可持续影响", "步道与周边公园的衔接程度", "长期有效"),
                ("满意度", "服务对象满意度", "居民满意度", "≥90%"),
            ],
            id="a cell broken over two lines",
        ),
        pytest.param(
            NO_FIRST_LEVEL,
            [
                ("产出", "数量", "维修巡查次数", "240次"),
                ("产出", "质量", "维修验收合格率", ">95%"),
                ("产出", "成本", "成本控制率", "不超预算"),
            ],
            id="cost after quantity and quality, no first level over them",
        ),
        pytest.param(
            TWO_TERMS_SIDE_BY_SIDE,
            [
                ("产出", "数量", "补贴耕地面积", "≥10万亩"),
                ("产出", "数量", "宣传次数", "≥3次"),
                ("产出", "时效", "补贴发放时间", "6月底前"),
                ("效益", "社会效益", "农户政策知晓率", "≥90%"),
            ],
            id="the term beside the year, 绩效指标 before both and said again in a row",
        ),
        pytest.param(
            NAMES_WITH_THEIR_OWN_TARGET,
            [
                ("产出", "数量", "2023年新增床位数", "200张"),
                ("产出", "成本", "每年财政补助2000万元", "2000万元"),
                ("产出", "时效", "2年", "2年"),
                ("效益", "经济效益", "医疗收入达到3亿元", "3亿元"),
                ("效益", "可持续影响", "为周边群众提供医疗服务", "服务范围扩大"),
            ],
            id="names that end in their own target, run together",
        ),
        pytest.param(
            SIGNS_AS_SCANNED,
            [
                ("产出", "数量", "开放天数", "=300天"),
                ("产出", "质量", "展品完好率", "=98百分比"),
                ("产出", "时效", "开放及时率%", "=99百分比"),
                ("满意度", "服务对象满意度", "观众满意度", "≥95百分比"),
            ],
            id="an equals sign scanned as 二, percent in words",
        ),
        pytest.param(
            FRAGMENT,
            [
                ("产出", None, "参保登记人数", "≥1200人"),
                ("产出", "质量", "资金发放准确率", "100%"),
                ("产出", "时效", "补助发放及时率", "≥95%"),
                ("效益", "社会效益", "参保居民受益程度", "显著提高"),
                ("满意度", "服务对象满意度", "参保居民满意度", "≥90%"),
            ],
            id="a fragment that begins behind its first label",
        ),
    ],
)
def test_rows(text: str, wanted: list[Row]) -> None:
    assert rows(read_text(text)) == wanted


def test_a_fragment_doubts_the_row_without_label_and_knows_results_and_points() -> None:
    reading = read_text(FRAGMENT)
    first, *others = reading.tables[0].table.indicators
    assert [d.text for d in reading.doubts] == ["参保登记人数"]
    assert [(i.actual.text if i.actual else None, i.weight, i.score) for i in others][-1] == ("93%", 10, 10)
    assert first.actual is not None
    assert first.actual.text == "1260人"


def test_projects_listed_by_their_code_are_tables_with_their_sums() -> None:
    reading = read_text(PROJECTS_BY_CODE)
    assert [(t.table.project, t.table.funds.income.total) for t in reading.tables] == [
        ("15220023R000000012345-办公楼物业管理", Decimal("85.6")),
        ("15220023R000000012346-档案整理", Decimal(15)),
    ]
    assert [name for _, _, name, _ in rows(reading)] == [
        "保洁面积",
        "保洁合格率",
        "办公环境",
        "整理档案数量",
        "档案合格率",
    ]


def test_dates_and_points_run_together_are_told_apart() -> None:
    indicators = read_text(RUN_TOGETHER_WITH_DATES).tables[0].table.indicators
    told = [
        (i.name, i.full_year and i.full_year.text, i.actual and i.actual.text, i.weight, i.score) for i in indicators
    ]
    assert told == [
        ("发放补贴户数", "≥3000户", "3120户", 10, 10),
        ("补贴发放准确率", "100%", "100%", 10, 10),
        ("补贴发放时间", "2022年12月底前", "2022年11月", 10, 10),
        ("每亩补贴标准", "100元", "100元", 10, 10),
        ("农户满意度", "≥90%", "95%", 10, Decimal("9.5")),
    ]


def test_sums_run_together_with_their_rate_are_told_apart() -> None:
    assert read_text(RUN_TOGETHER_WITH_DATES).tables[0].table.funds.income.total == 854


def test_two_forms_run_together_are_two_tables() -> None:
    reading = read_text(TWO_FORMS_RUN_TOGETHER)
    assert [t.table.project for t in reading.tables] == ["图书采购", "阅览室改造"]
    assert [len(t.table.indicators) for t in reading.tables] == [3, 3]
    assert {t.table.year for t in reading.tables} == {2024}


def test_the_year_of_the_title_comes_before_years_of_spending() -> None:
    assert read_text(NO_FIRST_LEVEL).tables[0].table.year == 2025


@pytest.mark.parametrize("text", [BLANK_FORM, REPORT, FIGURES_RUN_TOGETHER], ids=["blank form", "report", "figures"])
def test_what_holds_no_indicator_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="没有认出指标"):
        read_text(text)


@pytest.mark.parametrize(
    ("written", "total"),
    [
        ("854万（农田建设400万元，示范建设295万元）", "854"),
        ("854万元", "854"),
        ("1.2亿元", "12000"),
        ("1.2亿", "12000"),
        ("30（其中中央20）", "30"),
    ],
)
def test_a_sum_with_its_parts_in_a_bracket(written: str, total: str) -> None:
    text = (
        f"项目支出绩效目标表\n项目名称\t农田建设\n年度资金总额\t{written}\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t建成高标准农田面积\t≥100亩\n"
    )
    assert read_text(text).tables[0].table.funds.income.total == Decimal(total)


def test_what_only_looks_like_a_row_is_none() -> None:
    text = """
        项目支出绩效目标表
        项目名称 | 干部培训 | |||||
        项目金额 | 164万元 | |||||
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标标准或依据 | |
        2024年实际实现值 | 预期2025年实现值 | |||||
        产出指标 | 数量指标 | 培训期数 | 24期 | ||||
        0指标2 | …… | |||||
        质量指标 | 工作质量方面的指标1.2. | 3.4 | ||||
        满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥92% | ||||
        财政资金管理科室（盖章） | 年月日 | 财政绩效管理科室（盖章） | 年月日
        审核意见 | 同意
        """
    reading = read_text(text)
    assert rows(reading) == [
        ("产出", "数量", "培训期数", "24期"),
        ("满意度", "服务对象满意度", "学员满意度", "≥92%"),
    ]
    assert reading.tables[0].table.funds.income.total == Decimal(164)
