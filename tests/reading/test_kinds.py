"""Kinds of real tables, each a small invented table in the shape that pages and documents give it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading import read
from assistant.reading.look import look
from tests.reading.written import Row, read_text, rows

ROWS_BROKEN_BY_WIDTH = """
    项目支出绩效目标表 | |||||
    项目 名称 |
    路灯养护 | 主管部门 | 云溪镇政府 | ||
    绩效指标 | 一级 指标 |
    二级 指标 |
    三级 指标 |
    指标值(或计划水平) | |
    产出指标 | 数量指标(或建设规模指标) | 养护路灯数 | 900盏 | ||
    质量指标 | 亮灯率 |
    ≥98% | |||
    满意度指标 | 满意度指标等 | 村民满意度 | ≥90% | ||
    """

ROWS_BROKEN_BY_RULES = """
    项目名称 |
    医疗救助 |
    |
    绩效指标 |
    一级 指标 |
    二级指标 |
    三级指标 |
    指标值(包含数字及文字描述) |
    |
    项目完成 |
    数量指标 |
    救助人数 |
    430人 |
    |
    参保率 |
    ≥95% |
    |
    质量指标 |
    救助资金按时到账 |
    救助资金及时到账100% |
    |
    """

NO_LEVELS = """
    (三)绩效目标。
    指标名称 |
    计量单位 |
    指标性质 |
    指标值 |
    巡查人员 |
    人 |
    = |
    51 |
    巡查机制 |
    定性 |
    基本建立 | |
    巡查成本 |
    万元 |
    ≤ |
    35 |
    (四)职能职责。
    云溪镇政府负责全镇的行政管理工作,内设机构六个,村民委员会九个。
    """

HEADING_UNDER_GROUPS = """
    | 2031年度项目支出绩效自评表 | |||||||||
    | 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | ||||
    | 一级 指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | ||||
    | 产出指标 | 数量指标 | 巡查次数 | ﹦ | 72 | 次 | 70 | 10 | 9 | |
    | 时效指标 | 处置及时率 | ≥ | 95 | % | 96 | 20 | 20 | ||
    """

HEADING_WITHIN_A_ROW = """
    2031年度项目支出绩效自评表 | 部门:云溪镇中学 |
    |
    | 年度 总体 目标 | 预期目标 | 实际完成情况 | 改善体质 | 改善体质 | 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 产出指标 | 数量指标 | 受助学生人数 | ≧ | 73 | 人 | 73 | 10 | 10 |
    | 质量指标 | 营养餐覆盖率 | ≧ | 100 | % | 100% | 10 | 10 |
    | 效益指标 | 经济效益 指标 | 减轻家庭负担 |
    | 有效 |
    | 有效 | 10 | 10 |
    | 满意度指标 | 服务对象满意度指标等 | 家长满意度 | ≧ | 95 | % | 97% | 10 | 10 |
    | 其他需要说明事项 | 无 |
    """

TREE = """
    云溪镇卫生院2031年项目绩效目标批复表

    项目

    指标值

      流感疫苗

    30000

       产出指标

        时效指标(必填)

         疫苗提供及时率

    100%

         对患者及时给予治疗

    90%

       满意度指标

        服务对象满意度指标(必填)

         患者满意度

    ≥95%

    附件下载:
    """

TRIPLES = """
    项目完成指标
    |
    质量指标
    |
    做好河道保洁。
    |
    做好河道保洁。
    |
    做好河道保洁。
    |
    项目完成指标
    |
    成本指标
    |
    15万元。
    |
    15万元。
    |
    按合同14万元。
    |
    满意度指标
    |
    满意度指标
    |
    村民满意率
    |
    95%以上
    |
    97%
    |
    2.部门评价结果。
    本部门对2031年部门整体支出开展自评,评价报告见附件。
    """

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

PROSE = """
    关于设施农业种植项目绩效目标设定的公示
    项目总体绩效目标是增加产值80万元。现将绩效目标设定如下:
    一、 产出指标
    数量指标:★补助种植数量,葡萄种植数量(≥**株)>=1760株;作物成活率(≥**%)>=85%;时效指标:完成及时率(≥**%)>=100%。
    二、 效益指标
    效益指标:经济效益指标:特色产业产值(≥**万元)≥80万元,农户增收(≥**万元)≥8万元;社会效益目标:★★★受益户数(≥**户)≥10户。
    三、 满意度指标
    服务对象满意度指标,受益户满意度(≥**%)≥95%。
    附件:绩效目标设定表.xlsx
    云溪镇政府
    2031年3月27日
    """

POINTS_WITHOUT_TARGETS = """
    绩效指标 一级
    指标
    二级指标 三级指标 分值 年度指标值 全年实际值 得分 未完成原因及拟采取的改进措施
    产出指标
    数量指标 ★补助作物种植面积 10 10
    红薯种植面积 5.5亩 5.5亩
    苹果种植面积 4.7亩 4.7亩
    质量指标 ★作物成活率 10 9
    """

WORDS_FOR_INDICATOR = """
    一级

    二级

    三级

    年度数值

    备注

    产出值

    数量值

    就读人数

    <=692人

    质量值

    办学条件改善

    =100%

    效益值

    社会效益值

    安全情况

    有效

    内容保障 | 公务邮箱

    云溪镇政府主办  云溪镇政府办公室承办
    """

EXPLAINED_VALUES = """
    一级指标 | 二级指标 | 三级指标 | 指标值类型 | 目标值 | 度量单位 | 指标值内容 | 备注 |
    成本指标 | 经济成本指标 | 防疫经费 | ≤ | 70 | 万元 | 反映防疫经费。 | |
    社会成本指标 | 对社会的不利影响 | 定性 | 减少 | 反映不利影响。 | | ||
    效益指标 | 社会效益指标 | 未达指标值酌情扣分 | | | | | |
    """

SERIAL_NUMBERS = """
    序号
    一级指标
    二级指标
    指标名称
    权重（分）
    年度指标值
    指标说明
    1
    产出指标
    数量指标
    低保标准增幅
    9
    ≥4.7%
    反映低保标准增幅的情况，按年末统计数据计算。
    2
    质量指标
    低保对象认定准确率
    9
    ≥99.2%
    反映低保对象认定准确的情况，按年末统计数据计算。
    3
    低保对象复核率
    8
    100%
    反映低保对象复核的情况，按年末统计数据计算。
    """

TWO_LEVELS_IN_ONE_LABEL = """
    指标类型 指标名称 指标值
    产出指标-数量指标 主体班次培训期数 ≥9期
    干部培训人次 ≥2550人次
    效益指标-社会效益 理论宣讲受众人次 ≥6100人次
    满意度指标-服务对象满意度 学员满意度 ≥95.5%
    """

SENTENCES_OVER_LINES = """
    1条数量指标:开通业务月份≥1个月;设 1条质量指标:
    系统保障率≥80%;设 1条时效指标:资金支付及
    时率=100%;设 1条经济效益指标:维护单位运转定性有效;设 1条满意
    度指标:职工满意度≥90%。
    第三部分:专业名词解释
    1.一般公共预算拨款:是指本级财政当年拨付的预算资
    金。
    """

DECISION_RUN_ON = (
    "云溪镇财政所2031年度部门整体绩效目标表一级指标二级指标三级指标半年指标值全年指标值"
    "决策项目立项立项依据充分性充分充分资金投入预算编制科学性科学科学过程资金管理预算执行率≥45%≥95%"
)

KINDS: list[tuple[str, str, list[Row]]] = [
    (
        "rows of a page broken over lines: as many pipes in each",
        ROWS_BROKEN_BY_WIDTH,
        [("产出", "数量", "养护路灯数", "900盏"), ("产出", "质量", "亮灯率", "≥98%"), ("满意度", "服务对象满意度", "村民满意度", "≥90%")],
    ),
    (
        "rows of a page broken over lines: a pipe alone between them",
        ROWS_BROKEN_BY_RULES,
        [("产出", "数量", "救助人数", "430人"), ("产出", "数量", "参保率", "≥95%"), ("产出", "质量", "救助资金按时到账", "救助资金及时到账100%")],
    ),
    (
        "no levels, running text below",
        NO_LEVELS,
        [("产出", None, "巡查人员", "=51人"), ("产出", None, "巡查机制", "基本建立"), ("产出", None, "巡查成本", "≤35万元")],
    ),
    (
        "groups of columns over the heading",
        HEADING_UNDER_GROUPS,
        [("产出", "数量", "巡查次数", "﹦72次"), ("产出", "时效", "处置及时率", "≥95%")],
    ),
    (
        "head, heading and first row in one line; values on lines of their own",
        HEADING_WITHIN_A_ROW,
        [("产出", "数量", "受助学生人数", "≧73人"), ("产出", "质量", "营养餐覆盖率", "≧100%"), ("效益", "经济效益", "减轻家庭负担", "有效"), ("满意度", "服务对象满意度", "家长满意度", "≧95%")],
    ),
    (
        "a tree of labels, names and values on lines of their own",
        TREE,
        [("产出", "时效", "疫苗提供及时率", "100%"), ("产出", "时效", "对患者及时给予治疗", "90%"), ("满意度", "服务对象满意度", "患者满意度", "≥95%")],
    ),
    (
        "labels, name, target and result in turn, without a heading",
        TRIPLES,
        [("产出", "质量", "做好河道保洁。", "做好河道保洁。"), ("产出", "成本", "15万元。", "15万元。"), ("满意度", "服务对象满意度", "村民满意率", "95%以上")],
    ),
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
        "targets told in sentences",
        PROSE,
        [("产出", "数量", "葡萄种植数量", ">=1760株"), ("产出", "数量", "作物成活率", ">=85%"), ("产出", "时效", "完成及时率", ">=100%"), ("效益", "经济效益", "特色产业产值", "≥80万元"), ("效益", "经济效益", "农户增收", "≥8万元"), ("效益", "社会效益", "受益户数", "≥10户"), ("满意度", "服务对象满意度", "受益户满意度", "≥95%")],
    ),
    (
        "points without a target in a text that lost its empty cells",
        POINTS_WITHOUT_TARGETS,
        [("产出", "数量", "补助作物种植面积", None), ("产出", "数量", "红薯种植面积", "5.5亩"), ("产出", "数量", "苹果种植面积", "4.7亩"), ("产出", "质量", "作物成活率", None)],
    ),
    (
        "another word for 指标, the page's foot",
        WORDS_FOR_INDICATOR,
        [("产出", "数量", "就读人数", "<=692人"), ("产出", "质量", "办学条件改善", "=100%"), ("效益", "社会效益", "安全情况", "有效")],
    ),
    (
        "the sign in the column of the value's kind, the value's wording beside it, a standard without an indicator",
        EXPLAINED_VALUES,
        [("成本", "经济成本", "防疫经费", "≤70万元"), ("成本", "社会成本", "对社会的不利影响", "减少")],
    ),
    (
        "serial numbers before the rows, one cell a line",
        SERIAL_NUMBERS,
        [("产出", "数量", "低保标准增幅", "≥4.7%"), ("产出", "质量", "低保对象认定准确率", "≥99.2%"), ("产出", "质量", "低保对象复核率", "100%")],
    ),
    (
        "two levels in one label, empty cells lost",
        TWO_LEVELS_IN_ONE_LABEL,
        [("产出", "数量", "主体班次培训期数", "≥9期"), ("产出", "数量", "干部培训人次", "≥2550人次"), ("效益", "社会效益", "理论宣讲受众人次", "≥6100人次"), ("满意度", "服务对象满意度", "学员满意度", "≥95.5%")],
    ),
    (
        "sentences broken over lines, the next chapter below",
        SENTENCES_OVER_LINES,
        [("产出", "数量", "开通业务月份", "≥1个月"), ("产出", "质量", "系统保障率", "≥80%"), ("产出", "时效", "资金支付及时率", "=100%"), ("效益", "经济效益", "维护单位运转", "有效"), ("满意度", "服务对象满意度", "职工满意度", "≥90%")],
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


def test_the_results_of_a_self_evaluation_stay_beside_their_targets() -> None:
    table = read_text(HEADING_UNDER_GROUPS).table
    assert [(str(i.actual), i.weight, i.score) for i in table.indicators] == [("70次", 10, 9), ("96%", 20, 20)]
    assert [(i.weight, i.score) for i in read_text(POINTS_WITHOUT_TARGETS).table.indicators[:1]] == [(10, 10)]


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


def test_a_stub_at_the_end_of_a_cut_file_is_told_and_not_read() -> None:
    text = """
        一级指标 | 二级指标 | 三级指标 | 指标值 | ||
        产出指标 | 数量指标 | 消防器材 | 10套 | ||
        质量指标 | 验收合格率 | 100% | |||
        时效指标 | 完工时间 | 2031年12月底 | |||
        成本指标 | 气
        """
    reading = read_text(text)
    assert [name for _, _, name, _ in rows(reading)] == ["消防器材", "验收合格率", "完工时间"]
    assert reading.tables[0].cut
    assert any("断开" in doubt.what for doubt in reading.doubts)


def test_the_year_goal_is_not_the_goal_as_a_whole() -> None:
    text = """
        项目总体目标 | 绿化公路3500米。 | ||
        项目年度目标 | 清表、栽植1500米。 | ||
        一级指标 | 二级指标 | 三级指标 | 指标值 |
        产出指标 | 数量指标 | 绿化里程 | 1500米 |
        """
    table = read_text(text).table
    assert (table.annual_goal, table.long_term_goal) == ("清表、栽植1500米。", "绿化公路3500米。")


def test_two_goals_under_a_label_that_spans_both_rows() -> None:
    text = """
        项目绩效目标 | 项目总目标 | 年度总体目标 | |
        建成保鲜库1座。 | 完成主体工程。 | | |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 |
        产出指标 | 数量指标 | 保鲜库数量 | 1座 |
        """
    table = read_text(text).table
    assert (table.annual_goal, table.long_term_goal) == ("完成主体工程。", "建成保鲜库1座。")


def test_a_rate_in_another_table_is_no_unit_of_money() -> None:
    text = """
        中央 | 省 | 县 |
        416元 | 73元 | 80元 |
        项目名称 | 医疗救助 | |
        项目资金 (万元) | 年度资金总额:203 | |
        一级指标 | 二级指标 | 三级指标 | 指标值 |
        产出指标 | 数量指标 | 救助人数 | 430人 |
        """
    assert read_text(text).table.funds.income.total == 203


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


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("推进云溪片区水系连通，提升镇区排涝能力", True),
        ("优化涉外公共服务，改善国际语言环境", True),
        ("完善，", False),
        ("提升居民用水满意度", False),
        ("新建泵站数量", False),
    ],
)
def test_a_task_of_two_clauses_may_end_like_a_name(text: str, task: bool) -> None:
    assert look(text).is_task is task
