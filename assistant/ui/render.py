"""Views to HTML, by Jinja2 with autoescape: whatever comes from a table, a file or a model is text here, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.checking import RULES
from assistant.conversation.edition import Edition
from assistant.conversation.reply import Part
from assistant.conversation.store import Listed
from assistant.drafting import Record
from assistant.table import UNKNOWN_BASELINE, print_number, template
from assistant.ui.rows import SEVERITY, SOURCE, columns, sections, whole

FORMATS = (("xlsx", "Excel"), ("docx", "Word"))


def table_html(
    edition: Edition | None,
    number: int = 0,
    versions: Sequence[tuple[int, str]] = (),
    conversation: str = "",
    selected: str | None = None,
    growing: bool = False,
) -> str:
    """An edition (or the invitation to give one). ``number`` is its version; ``growing``: rows are still arriving."""
    if edition is None:
        return _render("table.html", edition=None)
    form = template(edition.table.template)
    report = edition.report
    return _render(
        "table.html",
        edition=edition,
        number=number,
        versions=versions,
        newest=not versions or number == versions[-1][0],
        conversation=conversation,
        selected=selected,
        growing=growing,
        form=form.name if form else None,
        formats=FORMATS,
        errors=report.count("error"),
        warnings=report.count("warning"),
        infos=report.count("info"),
        whole=whole(edition),
        rules=RULES,
        unknown=UNKNOWN_BASELINE,
        kinds=SOURCE,
        columns=columns(edition.table),
        sections=sections(edition),
        money=_money(edition),
        record=_record(edition.record) if edition.record else (),
    )


def message_html(parts: Sequence[Part], conversation: str, complete: bool = True) -> str:
    """A message's parts as one block without line breaks, which the chat's Markdown then leaves alone."""
    html = _render("message.html", parts=parts, conversation=conversation, severity=SEVERITY, whole=complete)
    return f'<div class="zb-message">{" ".join(html.split())}</div>'


def header_html(current: str | None, conversations: Sequence[Listed], status: Sequence[tuple[str, str]]) -> str:
    """Name, status lines (tone ``good`` or ``plain``, text) and the list of conversations."""
    lines = [{"tone": tone, "text": text} for tone, text in status]
    return _render("header.html", current=current, conversations=conversations, status=lines)


def chip_html(edition: Edition | None, selected: str | None) -> str:
    """The row that is marked, above the box where one types; empty where none is."""
    row = edition.row_of(selected) if edition and selected else None
    named = {"number": row + 1, "name": edition.row(row).name} if edition and row is not None else None
    return _render("chip.html", row=named)


def _money(edition: Edition) -> list[tuple[str, Decimal | None, Decimal | None]]:
    funds = edition.table.funds
    income = [("收入：资金总额", None, funds.income.total), ("其中：财政拨款", None, funds.income.fiscal)]
    spending = [
        (label, amount.half_year, amount.full_year)
        for label, amount in (
            ("支出合计", funds.spending.total),
            ("全年执行数", funds.spending.executed),
            ("基本支出", funds.spending.basic),
            ("项目支出", funds.spending.projects),
        )
        if amount
    ]
    lines = [*income, *spending, *((f"· {p.name}", p.half_year, p.full_year) for p in funds.projects)]
    return [line for line in lines if line[1] is not None or line[2] is not None]


def _record(record: Record) -> list[tuple[str, str]]:
    rounds = "；".join("、".join(f"{code} {n}" for code, n in found.items()) or "无" for found in record.findings)
    lines = [
        ("执笔", f"{record.writer}{f'（{record.model}）' if record.model else ''}"),
        ("提示词", "、".join(record.prompts)),
        ("核验", f"{record.rounds} 轮" if record.rounds else ""),
        ("每轮查出", rounds),
        (
            "模型调用",
            f"{record.calls} 次，输入 {record.tokens[0]}、输出 {record.tokens[1]} 个词元" if record.calls else "",
        ),
        ("用时", f"{record.seconds:.1f} 秒"),
        ("说明", "；".join(record.notes)),
    ]
    return [(label, text) for label, text in lines if text]


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assistant.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": print_number, "lines": _lines, "shorten": _shorten, "when": _when}
    return environment


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def _when(utc: str) -> str:
    return datetime.fromisoformat(utc).astimezone().strftime("%m-%d %H:%M")
