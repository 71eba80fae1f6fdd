"""The head of a form: its goals and its money, whose labels stand close to others."""

from __future__ import annotations

from tests.reading.written import read_text


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
