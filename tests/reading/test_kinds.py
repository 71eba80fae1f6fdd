"""Kinds of real tables, each a small invented table in the shape that pages and documents give it."""

from __future__ import annotations

import pytest

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
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_rows(text: str, wanted: list[Row]) -> None:
    got = [(s, c, n.lstrip("★"), v) for s, c, n, v in rows(read_text(text))]
    assert got == wanted


def test_the_results_of_a_self_evaluation_stay_beside_their_targets() -> None:
    table = read_text(HEADING_UNDER_GROUPS).table
    assert [(str(i.actual), i.weight, i.score) for i in table.indicators] == [("70次", 10, 9), ("96%", 20, 20)]
    assert [(i.weight, i.score) for i in read_text(POINTS_WITHOUT_TARGETS).table.indicators[:1]] == [(10, 10)]


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
