"""What was spent in the end (执行数): the money part of a self-evaluation has budget and spending side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading import read

ROWS = "一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\n产出指标\t数量指标\t检查次数\t20\t≥9次\t10次\t20\n"
FORMS = {
    "three columns of money": "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\t年度资金总额\t120\t100\t95.5\t10\t95.5%\t9.5\n\t其中：当年财政拨款\t90\t80\t76\t—\t95%\t—\n",
    "in yuan": "项目资金（元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\t年度资金总额\t1200000\t1000000\t955000\t10\t95.5%\t9.5\n\t其中：财政拨款\t900000\t800000\t760000\n",
    "the first budget empty": "资金情况（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\t资金总额\t\t100\t95.5\t10\t95.5%\t9.5\n\t财政拨款\t\t80\t76\n",
    "columns lost": "资金情况（万元）\t全年预算数(A)\t全年执行数(B)\t分值\t执行率(B/A)\t得分\n年度资金总额\t100\t95.5\t10\t95.50%\t9.5\n其中：财政拨款\t80\t76\n",
    "lines of their own": "资金情况（万元）\t\t资金总额\t100\n\t\t财政拨款\t80\n\t\t全年执行数\t95.5\n",
}  # fmt: skip


@pytest.mark.parametrize("money", FORMS.values(), ids=FORMS)
def test_budget_and_spending_are_told_apart(money: str) -> None:
    table = read(f"项目支出绩效自评表\n（2024年度）\n项目名称\t巡查经费\n{money}{ROWS}".encode(), "a.txt").table
    assert (table.funds.income.total, table.funds.income.fiscal) == (Decimal(100), Decimal(80))
    assert table.funds.spending.executed is not None
    assert table.funds.spending.executed.full_year == Decimal("95.5")
    assert [i.name for i in table.indicators] == ["检查次数"]


def test_a_target_table_has_no_spending() -> None:
    table = read(f"项目支出绩效目标表\n资金情况（万元）\t资金总额\t100\n{ROWS}".encode(), "a.txt").table
    assert table.funds.spending.executed is None
