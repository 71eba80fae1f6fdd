"""What a target table (绩效目标表) is: frozen data, the same shape in memory and as JSON (``docs/schema.json``).

Money is in 万元 (10,000 yuan) throughout. An absent thing is None; nothing is guessed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from assistant.table.values import Kind, Operator, print_value, understand

SCHEMA = "zhibiao-table/1"
Section = Literal["决策", "过程", "履职", "产出", "成本", "效益", "满意度"]


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


Number = Annotated[Decimal, PlainSerializer(_plain, return_type=int | float, when_used="json")]


class Model(BaseModel):
    """Base of all table data: frozen, unknown keys ignored (a newer file is still read)."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class TargetValue(Model):
    """A value (指标值): the text as written, and what the grammar of ``values`` understood of it.

    Everything but ``text`` follows from ``text``: a bare string, or an object with only some keys, is completed.
    """

    text: str
    kind: Kind = "word"
    operator: Operator | None = None
    number: Number | None = None
    upper: Number | None = None
    unit: str | None = None
    when: str | None = None
    problem: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if isinstance(data, str):
            text = data
        elif isinstance(data, dict):
            text = data.get("text") or _compose(data)
        else:
            return data
        u = understand(text)
        return {
            "text": text, "kind": u.kind, "operator": u.operator, "number": u.number, "upper": u.upper,
            "unit": u.unit, "when": u.when, "problem": u.problem,
        }  # fmt: skip

    def __str__(self) -> str:
        return self.text


def _compose(parts: dict[str, Any]) -> str:
    number = parts.get("number")
    if number is None:
        return str(parts.get("operator") or "")
    upper = parts.get("upper")
    return print_value(
        parts.get("operator"), Decimal(str(number)), parts.get("unit"), None if upper is None else Decimal(str(upper))
    )


def value(text: str) -> TargetValue:
    """``value("≥97%")``: a value from its text."""
    return TargetValue.model_validate(text)


class Indicator(Model):
    """A third-level indicator (三级指标) and where it stands.

    ``section`` is the first level (一级) in its short form (产出, not 产出指标), ``category`` the second level (二级).
    ``name`` is empty only where a key task (重点工作) stands without an indicator.
    """

    section: Section
    category: str | None = None
    duty: str | None = None
    key_task: str | None = None
    name: str = ""
    half_year: TargetValue | None = None
    full_year: TargetValue | None = None
    weight: Number | None = None
    note: str | None = None
    last_year: TargetValue | None = None
    actual: TargetValue | None = None
    score: Number | None = None
    standard: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _nulls(cls, data: Any) -> Any:
        return {**data, "name": ""} if isinstance(data, dict) and data.get("name", "") is None else data


class Amount(Model):
    """Money in 万元: planned for the half-year (半年计划执行数) and budgeted for the full year (全年预算数)."""

    half_year: Number | None = None
    full_year: Number | None = None


class Project(Amount):
    """One line of project spending (项目支出)."""

    name: str


class Income(Model):
    """The income side (收入) of 部门整体资金, full year, in 万元."""

    annual_budget: Number | None = None  # 全年预算数
    total: Number | None = None  # 资金总额
    fiscal: Number | None = None  # 财政拨款小计 = the next three
    general_budget: Number | None = None  # 一般公共预算资金
    government_fund: Number | None = None  # 政府性基金
    special_account: Number | None = None  # 财政专户管理资金
    state_capital: Number | None = None  # 国有资本金
    social_insurance: Number | None = None  # 社保基金
    carry_over: Number | None = None  # 上年结转资金
    other: Number | None = None  # 其他资金


class Spending(Model):
    """The spending side (支出): basic (基本支出) and projects (项目支出), each with half- and full-year.

    ``executed`` (执行数) is what was spent in the end, as a self-evaluation tells it; a target table has none.
    """

    total: Amount | None = None
    basic: Amount | None = None
    projects: Amount | None = None
    executed: Amount | None = None


#: What a written form says beside 万元 where the file the money came from named no unit.
UNSAID = "原表未注明单位"


class Funds(Model):
    """部门整体资金 or 项目资金, in 万元; ``unit`` is the unit as written (万元 or 元), None where a file said none."""

    income: Income = Income()
    spending: Spending = Spending()
    projects: tuple[Project, ...] = ()
    unit: str | None = "万元"


class Answered(Model):
    """A finding (问题) answered with a reason: shown with the table, never hidden. ``row`` None: the whole table."""

    code: str
    row: int | None = None
    reason: str


class TargetTable(Model):
    """A department's or a project's target table. ``indicators`` stand in the order of the form."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    year: int | None = None
    department: str | None = None
    project: str | None = None
    template: str | None = None
    duties: tuple[str, ...] = ()
    organisation: str | None = None
    funds: Funds = Funds()
    long_term_goal: str | None = None
    annual_goal: str | None = None
    indicators: tuple[Indicator, ...] = ()
    answered: tuple[Answered, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {k: v for k, v in data.items() if v is not None}

    @cached_property
    def blocks(self) -> tuple[DutyBlock, ...]:
        """The duty performance part (履职) by duty and key task, in the order of the table."""
        return tuple(_blocks(self.indicators))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced; ``blocks`` is worked out anew (pydantic would copy the old ones along)."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("blocks", None)
        return copied

    def section(self, name: Section) -> tuple[Indicator, ...]:
        """The indicators of one section, in order."""
        return tuple(i for i in self.indicators if i.section == name)

    def to_json(self) -> dict[str, Any]:
        """The published shape (docs/schema.json); numbers are JSON numbers."""
        return self.model_dump(mode="json", by_alias=True)


class DutyBlock(Model):
    """A duty (职能), one key task (重点工作) under it, and the rows of both: indexes into ``indicators``."""

    duty: str | None
    key_task: str | None
    rows: tuple[int, ...]


def _blocks(indicators: tuple[Indicator, ...]) -> Iterator[DutyBlock]:
    led = [(n, i) for n, i in enumerate(indicators) if i.section == "履职" or i.duty or i.key_task]
    for (duty, key_task), rows in groupby(led, key=lambda pair: (pair[1].duty, pair[1].key_task)):
        yield DutyBlock(duty=duty, key_task=key_task, rows=tuple(n for n, _ in rows))
