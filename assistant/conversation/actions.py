"""What one can ask for: actions (动作), each a small typed record, and the question back where a request is unclear."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assistant.conversation.reply import Option
from assistant.table.model import Model


class Draft(Model):
    """起草: a draft of a department's table for a year, following the person's wishes (in their own words)."""

    kind: Literal["draft"] = "draft"
    year: int | None = Field(default=None, ge=2000, le=2100, description="要起草的年度；没有说就留空")
    department: str | None = Field(default=None, description="单位名称；没有说就留空")
    wishes: str = Field(default="", description="对草稿的要求，原话；没有就留空")


class Explain(Model):
    """解释: why a row fails, or what a rule says.

    ``row`` is the indicator's name, or 第N条; None is the selected row. ``value`` is its value where that was quoted.
    """

    kind: Literal["explain"] = "explain"
    row: str | None = Field(default=None, description="指标名称；说“这条”时留空")
    value: str | None = Field(default=None, description="一并引用的指标值；没有就留空")
    code: str | None = Field(default=None, description="规则编号，如 VAL002；没有说就留空")


class Mend(Model):
    """修改: apply the fix of a finding to the row (None: the selected one) as a new version."""

    kind: Literal["mend"] = "mend"
    row: str | None = Field(default=None, description="指标名称；说“这条”时留空")
    code: str | None = Field(default=None, description="规则编号，如 VAL002；没有说就留空")


class SetValue(Model):
    """改值: the values of a row (None: the selected one) as the person gives them, as a new version."""

    kind: Literal["set_value"] = "set_value"
    row: str | None = Field(default=None, description="指标名称；说“这条”时留空")
    full: str | None = Field(default=None, description="全年指标值，带符号和单位，如 ≥95%；没有说就留空")
    half: str | None = Field(default=None, description="半年指标值；没有说就留空")


class Justify(Model):
    """说明理由: a finding answered with a reason: it stays with the table and is shown as answered."""

    kind: Literal["justify"] = "justify"
    row: str | None = Field(default=None, description="指标名称；说“这条”时留空")
    code: str | None = Field(default=None, description="规则编号，如 VAL002；没有说就留空")
    reason: str = Field(description="理由，原话")


class Check(Model):
    """检查: all findings on the current table."""

    kind: Literal["check"] = "check"


class Summarize(Model):
    """汇总: the findings of all tables of the conversation, by department and by rule."""

    kind: Literal["summarize"] = "summarize"


class Compare(Model):
    """比较: the current table, or a department, beside similar departments, or beside those that are named."""

    kind: Literal["compare"] = "compare"
    department: str | None = Field(default=None, description="要比较的单位；比较当前的表就留空")
    others: tuple[str, ...] = Field(default=(), description="和哪些单位比；没有点名就留空")


class Peers(Model):
    """同类指标值: what similar departments set for one indicator."""

    kind: Literal["peers"] = "peers"
    row: str | None = Field(default=None, description="指标名称；说“这条”时留空")


class Search(Model):
    """查找: indicators of the corpus, in everyday words."""

    kind: Literal["search"] = "search"
    question: str = Field(description="要找什么，原话")


class Compute(Model):
    """计算: how many, which, the highest, what changed, who has none: computed over the corpus, never guessed."""

    kind: Literal["compute"] = "compute"
    question: str = Field(description="问题，原话")


class Define(Model):
    """释义: what a word of the field means, how an indicator is worked out and where its data come from."""

    kind: Literal["define"] = "define"
    term: str = Field(description="要解释的术语或指标名称")


class Export(Model):
    """导出: the current table as a file; ``review``: its findings marked in it, with the review sheet (审核表)."""

    kind: Literal["export"] = "export"
    format: Literal["xlsx", "docx", "review"] = Field(
        default="xlsx", description="xlsx、docx，或 review（带批注和审核表）"
    )


class SetHead(Model):
    """改表头: the table's year or department, as a new version."""

    kind: Literal["set_head"] = "set_head"
    year: int | None = Field(default=None, ge=2000, le=2100)
    department: str | None = None


class Restore(Model):
    """恢复: an earlier version (None: the one before) becomes the newest. Nothing is lost by it."""

    kind: Literal["restore"] = "restore"
    version: int | None = Field(default=None, ge=1)


class Accept(Model):
    """接受: what the reader repaired or guessed in an imported table."""

    kind: Literal["accept"] = "accept"


class Help(Model):
    """帮助: what one can ask for."""

    kind: Literal["help"] = "help"


class AskBack(Model):
    """The request could mean several things, or lacks something: a question with what one might have meant."""

    kind: Literal["ask_back"] = "ask_back"
    question: str
    options: tuple[Option, ...] = ()


Action = Annotated[
    Draft
    | Explain
    | Mend
    | SetValue
    | Justify
    | Check
    | Summarize
    | Compare
    | Peers
    | Search
    | Compute
    | Define
    | Export
    | SetHead
    | Restore
    | Accept
    | Help
    | AskBack,
    Field(discriminator="kind"),
]
