"""The documentation of the rules, written from the rules themselves: ``python -m assistant.checking.documentation``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.checking.bases import bases
from assistant.checking.cases import Case, cases
from assistant.checking.engine import FAMILIES
from assistant.checking.parameters import shipped_settings
from assistant.checking.rule import Rule
from assistant.checking.rules import RULES
from assistant.checking.summary import SEVERITIES
from assistant.table.model import Indicator


def pages() -> Mapping[str, str]:
    """Every page by its file name: one per rule, and ``README.md`` that lists them."""
    return {"README.md": _index(), **{f"{code}.md": rule_page(rule) for code, rule in RULES.items()}}


def rule_page(rule: Rule) -> str:
    """All there is to say of a rule, with its first failing and its first passing case as examples."""
    return "\n".join(_lines(rule)).rstrip() + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    basis = bases()[rule.basis]
    yield f"# {rule.code} {rule.zh}\n"
    yield f"{rule.en} · {SEVERITIES[rule.severity]}\n"
    yield f"**查什么** {rule.what}\n"
    yield f"**为什么** {rule.why}\n"
    yield f"**怎么改** {rule.mend}\n"
    yield f"**依据** {basis.cite}。{basis.text}\n"
    settings = {k: v for k, v in shipped_settings().get(rule.code, {}).items() if k in rule.parameters}
    if settings:
        yield "**设置**\n"
        yield from (f"- `{name} = {value}` {rule.parameters[name]}" for name, value in settings.items())
        yield ""
    known = cases(rule.code)
    failing = next((c for c in known if c.finds), None)
    passing = next((c for c in known if not c.finds and not c.not_checked), None)
    if failing:
        yield f"**不合格的例子** {failing.name}\n"
        yield from _example(failing)
    if passing:
        yield f"**合格的例子** {passing.name}\n"
        yield from _example(passing)


def _example(case: Case) -> Iterator[str]:
    """The rows that a case is about (all of a small one), and what is said of them."""
    at = {e.row for e in case.finds if e.row is not None}
    rows = [i for n, i in enumerate(case.table.indicators) if n in at or (not at and len(case.table.indicators) <= 6)]
    for row in rows:
        yield f"- {_row(row)}"
    for expected in case.finds:
        yield f"- 说：{expected.message}"
    if rows or case.finds:
        yield ""


def _row(row: Indicator) -> str:
    values = "，".join(
        f"{label} {cell}" for label, cell in (("半年", row.half_year), ("全年", row.full_year)) if cell is not None
    )
    where = " › ".join(part for part in (row.section, row.category, row.duty, row.key_task) if part)
    return f"{where} › {row.name or '（没有指标）'}" + (f"：{values}" if values else "")


def _index() -> str:
    lines = ["# 检查规则\n", "由规则本身生成；`zhibiao rule 编号` 显示同样的内容。\n"]
    for family in FAMILIES:
        kind = "这一类问题查全" if family.complete else "供参考"
        lines += [f"## {family.code} {family.zh}（{kind}）\n", "| 规则 | 程度 | 名称 |", "| --- | --- | --- |"]
        lines += [
            f"| [{r.code}]({r.code}.md) | {SEVERITIES[r.severity]} | {r.zh} |"
            for r in RULES.values()
            if r.family == family.code
        ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def write_pages(folder: Path) -> None:
    """Write all pages; a page of a rule that is gone is deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for old in folder.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write_pages(Path("docs") / "rules")
