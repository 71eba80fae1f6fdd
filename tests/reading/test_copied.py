"""Target tables as they are copied from web pages, each a small invented table, read as a person reads it."""

from __future__ import annotations

import textwrap

import pytest

from assistant.reading import read
from tests.reading.written import Row, read_text, rows

CELLS_ENDED_BY_PIPES = """
    项目支出绩效目标申报表 |
    ||||||
    (2031年度) |
    ||||||
    项目名称 |
    河道清淤 |
    |||
    一级指标 |
    二级指标 |
    三级指标 |
    指标值 |
    绩效标准 |
    |
    产出指标 |
    数量指标 |
    清淤长度 |
    ≥12公里 |
    计划标准 |
    ||
    |
    清运淤泥量 |
    ≥3万吨 |
    计划标准 |
    ||||
    质量指标 |
    工程验收合格率 |
    100% |
    行业标准 |
    |||
    效益指标 |
    经济效益指标 |
    |
    |
    |
    ||
    满意度指标 |
    服务对象满意度指标 |
    满意度 |
    ≥90% |
    历史标准 |
    ||
    财政部门审核意见 |
    |
    |||
    """

PIPES_BETWEEN_CELLS = """
    项目支出绩效目标申报表
    (2031 年度)
    项目名称
    |
    儿童视力筛查
    |
    一级 指标
    |
    二级指标
    |
    三级指标
    |
    指标值
    |
    产出 指标
    |
    数量指标
    |
    3-12 岁儿童视力筛查覆盖率
    |
    ≧80%
    |
    5 岁以下儿童建档率
    |
    ≧85%
    |
    质量指标
    |
    筛查复核率
    |
    ≧
    """

HEADING_WITH_BLANKS = """
    项目名称
    文化馆开放经费
    一级指标
    二级指标
    三级指标
    半年(程) 指标值
    全年(程) 指标值
    决策
    项目立项
    立项程序规范性
    规范
    规范
    绩效目标
    绩效目标合理性
    合理
    合理
    资金投入
    预算编制科学性
    科学
    科学
    """

LABELS_OVER_LINES = """
    项目支出绩效目标申报表
    (2031年度)
    项目名称 家庭医生签约补助
    绩效指标 一级指标 二级指标 三级指标 指标值(包含数字及文字描述)
    绩效指标 项目完成
    指标
    数量指标 对签约家庭进行随访 420户
    时效指标 补助拨付 12月底到位
    项目效益
    指标
    社会效益
    指标
    提高居民健康意识 长期
    满意度指标 满意度指标 居民满意度 ≥90%
    社会满意度 95%
    """

UNIT_BEFORE_VALUE = """
    附件
    奶业奖励资金区域绩效目标表 | |||||
    资金名称 |
    奶业奖励资金 | ||||
    年度目标 |
    稳定奶业生产。 | ||||
    一级指标 |
    二级指标 |
    三级指标 |
    单位 |
    指标值 | |
    绩效指标 |
    产出指标 |
    数量指标 |
    奶产量稳定率 |
    % |
    ≥95% |
    存栏稳定率 |
    % |
    90% | |||
    时
    """

BELOW_THE_INDICATORS = """
    一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 |
    产出指标 | 数量指标 | 培训场次 | ≥ | 6 | 场 | 7 | 60 | 60 |
    合计 | 100 | ||||||
    评价结论 | 已按要求完成培训。 | ||||||
    存在问题 | 无 | ||||||
    改进措施 | 无 | ||||||
    单位负责人审核意见 | 同意 | ||||||
    """

TABLES: list[tuple[str, str, list[Row]]] = [
    (
        "cells of a web page, each ended by a pipe",
        CELLS_ENDED_BY_PIPES,
        [
            ("产出", "数量", "清淤长度", "≥12公里"),
            ("产出", "数量", "清运淤泥量", "≥3万吨"),
            ("产出", "质量", "工程验收合格率", "100%"),
            ("满意度", "服务对象满意度", "满意度", "≥90%"),
        ],
    ),
    (
        "pipes on lines of their own, cut at a sign; names that begin with an age",
        PIPES_BETWEEN_CELLS,
        [
            ("产出", "数量", "3-12岁儿童视力筛查覆盖率", "≧80%"),
            ("产出", "数量", "5岁以下儿童建档率", "≧85%"),
            ("产出", "质量", "筛查复核率", None),
        ],
    ),
    (
        "decision and process of a project, headings with a blank in them",
        HEADING_WITH_BLANKS,
        [
            ("决策", "项目立项", "立项程序规范性", "规范"),
            ("决策", "绩效目标", "绩效目标合理性", "合理"),
            ("决策", "资金投入", "预算编制科学性", "科学"),
        ],
    ),
    (
        "labels broken over lines, the block's name before them, a satisfaction named like a label",
        LABELS_OVER_LINES,
        [
            ("产出", "数量", "对签约家庭进行随访", "420户"),
            ("产出", "时效", "补助拨付", "12月底到位"),
            ("效益", "社会效益", "提高居民健康意识", "长期"),
            ("满意度", "服务对象满意度", "居民满意度", "≥90%"),
            ("满意度", "服务对象满意度", "社会满意度", "95%"),
        ],
    ),
    (
        "the unit's column before the value's, the block's name after the headings, cut in a label",
        UNIT_BEFORE_VALUE,
        [("产出", "数量", "奶产量稳定率", "≥95%"), ("产出", "数量", "存栏稳定率", "90%")],
    ),
    (
        "what stands below the indicators is no indicator",
        BELOW_THE_INDICATORS,
        [("产出", "数量", "培训场次", "≥6场")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_rows(text: str, wanted: list[Row]) -> None:
    assert rows(read_text(text)) == wanted


@pytest.mark.parametrize("text", [PIPES_BETWEEN_CELLS, UNIT_BEFORE_VALUE], ids=["at a sign", "in a label"])
def test_a_table_that_breaks_off_is_told(text: str) -> None:
    assert read_text(text).tables[0].cut


TWO_PROJECTS = """
    清平县人民法院
    项目支出绩效目标表
    (2031年)
    301001清平县人民法院 | 单位:万元 | ||||
    项目名称 | 审判楼维修 | ||||
    绩效目标 | 消除渗漏。 | ||||
    一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
    产出指标 | 数量指标 | 维修面积 | ≥300平方米 | |
    质量指标 | 验收合格率 | 100百分比 | | |
    301001清平县人民法院 | 单位:万元 | ||||
    项目名称 | 陪审员补助 | ||||
    绩效目标 | 按时发放。 | ||||
    一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
    产出指标 | 数量指标 | 参审案件数 | ≥500件 | |
    效益指标 |
    """


def test_a_table_takes_year_and_department_of_the_one_above() -> None:
    tables = read_text(TWO_PROJECTS).tables
    heads = [(t.table.year, t.table.department, t.table.project, t.table.annual_goal) for t in tables]
    assert heads == [
        (2031, "清平县人民法院", "审判楼维修", "消除渗漏。"),
        (2031, "清平县人民法院", "陪审员补助", "按时发放。"),
    ]
    assert [t.cut for t in tables] == [False, True]


BEGINS_IN_THE_MIDDLE = (
    BELOW_THE_INDICATORS
    + """
    部门预算项目支出绩效自评表（2031年度） | |||||||||
    项目名称 | 档案数字化 | ||||||||
    主管部门 | 清平县档案局 | ||||||||
    一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 |
    产出指标 | 数量指标 | 扫描页数 | ≥ | 9000 | 页 | 9100 | 60 | 60 |
    满意度指标 | 满意度指标 | 查档人满意度 | ≥ | 90 | % | 95 | 30 | 30 |
    合计 | 100 | ||||||||
    """
)


ASSESSED_FIRST = BEGINS_IN_THE_MIDDLE.replace("评价结论 | 已按要求完成培训。", "实际完成情况 | 已按要求完成培训。")


@pytest.mark.parametrize("text", [BEGINS_IN_THE_MIDDLE, ASSESSED_FIRST], ids=["conclusion", "results"])
def test_a_table_whose_beginning_is_missing_is_cut(text: str) -> None:
    assert [t.cut for t in read_text(text).tables] == [True, False]


HEADS = {
    "the year in the project's name, goals and results side by side": """
        绩效目标申报表
        项目名称 2031年村道硬化项目 项目负责人及电话
        主管部门 云溪镇政府
        总体目标 年度目标 年度总体目标完成情况
        硬化村道3公里,方便群众出行。
        绩效指标 一级指标 二级指标 三级指标 指标值 备注
        产出指标 数量指标 硬化里程 >=3公里
        质量指标 验收合格率 >=98%
        """,
    "the money's unit beside the department's label": """
        2031年项目支出绩效目标申报表
        |
        填报单位:(盖章) 单位:万元 |
        |||||
        |
        项目支出名称 |
        2031年村道硬化项目 |
        预算部门 |
        云溪镇政府 |
        ||
        本年度绩效目标 |
        硬化村道3公里,方便群众出行。 |
        ||||
        一级指标 |
        二级指标 |
        三级指标 |
        指标值及单位 |
        |
        产出指标 |
        数量指标 |
        硬化里程 |
        3公里 |
        """,
    "run on, an annex's number before the title": """
        附件1: 项目支出绩效目标表 (2031年度) 项目名称 2031年村道硬化项目 主管部门 云溪镇政府 年度目标 硬化村道3公里,方便群众出行。 一级指标 二级指标 三级指标 指标值 产出指标 数量指标 硬化里程 3公里
        """,
}


@pytest.mark.parametrize("text", HEADS.values(), ids=HEADS)
def test_heads(text: str) -> None:
    table = read_text(text).table
    assert (table.year, table.department, table.project) == (2031, "云溪镇政府", "2031年村道硬化项目")
    assert table.annual_goal == "硬化村道3公里,方便群众出行。"


def test_a_list_with_a_column_of_years() -> None:
    text = """
        年度,单位名称,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,权重
        2031,云溪镇政府,产出指标,数量指标,硬化里程,≥,3,公里,50
        2031,云溪镇政府,满意度指标,服务对象满意度指标,村民满意度,≥,90,%,50
        """
    reading = read(textwrap.dedent(text).strip().encode("gbk"), "表.csv")
    assert (reading.table.year, reading.table.department) == (2031, "云溪镇政府")
    assert [i.name for i in reading.table.indicators] == ["硬化里程", "村民满意度"]


ONE_LINE = (
    "附件: 项目支出绩效自评表 (2031年度) 项目名称 委托审计 主管部门 云溪镇政府 绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 "
    "产出指标(50分) 数量指标 委托审计项目数量 ≥20个 21 10 10 质量指标 审计资料合规性 符合有关规定 达成预期指标 20 20 "
    "时效指标 报告提交及时性 在计划时间内完成 达成预期指标 20 20 满意度指标(10分) 满意度指标 镇村干部满意度 ≥90% 95% 10 10"
)


def test_cells_in_one_line_parted_by_blanks() -> None:
    assert rows(read(ONE_LINE.encode(), "表.txt")) == [
        ("产出", "数量", "委托审计项目数量", "≥20个"),
        ("产出", "质量", "审计资料合规性", "符合有关规定"),
        ("产出", "时效", "报告提交及时性", "在计划时间内完成"),
        ("满意度", "服务对象满意度", "镇村干部满意度", "≥90%"),
    ]


LIST = """
    ## 云溪镇政府2031年部门整体绩效目标

    ### 产出指标

    - 数量指标：举办讲座场次≥24场
    - 质量指标：讲座考核合格率≥95%

    ### 满意度指标

    - 服务对象满意度指标：村民满意度≥92%
    """


def test_a_list_of_names_with_their_values() -> None:
    assert rows(read_text(LIST)) == [
        ("产出", "数量", "举办讲座场次", "≥24场"),
        ("产出", "质量", "讲座考核合格率", "≥95%"),
        ("满意度", "服务对象满意度", "村民满意度", "≥92%"),
    ]


SIGNS_WITHOUT_HEADING = """
    社会效益指标 | 讲座知晓率 | = | 100 | % | 100 | 5 | 5 |
    可持续影响指标 | 管理机制健全性 | 定性 | 好坏 | | 好 | 5 | 5 |
    满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥ | 95 | % | 96 | 5 | 5 |
    """


def test_signs_in_a_column_of_their_own_without_a_heading() -> None:
    assert rows(read_text(SIGNS_WITHOUT_HEADING)) == [
        ("效益", "社会效益", "讲座知晓率", "=100%"),
        ("效益", "可持续影响", "管理机制健全性", "好坏"),
        ("满意度", "服务对象满意度", "读者满意度", "≥95%"),
    ]


def test_the_sum_beside_the_department() -> None:
    text = """
        项目名称 | 路灯养护 | | |
        主管预算部门 | 云溪镇政府 | 项目预算金额 (万元) | 35 |
        一级指标 | 二级指标 | 三级指标 | 指标值 |
        产出指标 | 数量指标 | 养护路灯数 | 900盏 |
        """
    table = read_text(text).table
    assert (table.department, table.project, table.funds.income.total) == ("云溪镇政府", "路灯养护", 35)
