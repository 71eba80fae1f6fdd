"""Commands over tables in files: read, check, diff, and the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.checking import RULES, Context, Rule
from assistant.checking import check as check_table
from assistant.checking.documentation import rule_page
from assistant.checking.rendering import RENDERERS
from assistant.checking.summary import SEVERITIES, Checked
from assistant.cli.common import Trouble, as_json, each, own_rules, put, read_file, say
from assistant.reading import Reading, ReadTable
from assistant.settings import Settings
from assistant.table.model import TargetTable
from assistant.writing import WRITERS, describe
from assistant.writing import diff as difference

Files = Annotated[list[Path], typer.Argument(metavar="文件…", help="Excel、Word、PDF、文本或本产品的 JSON")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="文件", help="写到文件；不写则显示在屏幕上")]
_TO = ("json", "md", "csv", "xlsx", "docx")


def read(
    files: Files,
    to: Annotated[str, typer.Option(metavar="格式", help="json、md、csv、xlsx 或 docx")] = "json",
    output: Output = None,
) -> int:
    """读取目标表，写成别的格式，并说明修补了什么。"""
    if to not in _TO:
        raise Trouble(f"不认识格式“{to}”；可用：{'、'.join(_TO)}。")
    failed, readings = _read_all(files)
    if to == "json":
        put(as_json(_readings_json(readings)), output)
    elif readings:
        _write_as(to, [t.table for _, r in readings for t in r.tables], output)
    for path, found in readings:
        if found.repairs or found.doubts:
            say(f"{path}：修补 {len(found.repairs)} 处，拿不准 {len(found.doubts)} 处。")
    return 2 if failed else 0


def check(
    files: Files,
    format: Annotated[str, typer.Option(metavar="格式", help="text、json、sarif、html 或 xlsx（批注版）")] = "text",
    select: Annotated[list[str] | None, typer.Option(metavar="规则", help="只查这些规则或规则族，可写多次")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="规则", help="不查这些规则或规则族，可写多次")] = None,
    fail_on: Annotated[
        str, typer.Option(metavar="程度", help="有这个程度以上的问题时退出码为 1：error、warning、info 或 never")
    ] = "error",
    settings: Annotated[
        Path | None, typer.Option(metavar="文件", help="自己的规则设置（TOML）：关掉规则、改程度和界限")
    ] = None,
    words: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="自己补充的词表（TOML，与自带的词表同名）")
    ] = None,
    output: Output = None,
) -> int:
    """检查目标表，逐条列出问题、依据和改法。"""
    if fail_on not in (*SEVERITIES, "never"):
        raise Trouble(f"--fail-on 不认识“{fail_on}”；可用：error、warning、info、never。")
    if format not in RENDERERS:
        raise Trouble(f"不认识格式“{format}”；可用：{'、'.join(RENDERERS)}。")
    rules = _chosen(select or [], ignore or [])
    named = {key: value for key, value in (("rules", settings), ("words", words)) if value is not None}
    own = own_rules(Settings().model_copy(update=named))
    failed, readings = _read_all(files)
    checked = [
        Checked(str(path), t.table, check_table(t.table, _known(own, t), rules), t.addresses)
        for path, r in readings
        for t in r.tables
    ]
    put(RENDERERS[format](checked), output)
    if failed:
        return 2
    graver = tuple(SEVERITIES)[: tuple[str, ...](SEVERITIES).index(fail_on) + 1] if fail_on != "never" else ()
    standing = [f for c in checked for f in c.report.findings if f.answered is None]
    return int(any(f.severity in graver for f in standing))


def diff(
    old: Annotated[Path, typer.Argument(metavar="旧表")],
    new: Annotated[Path, typer.Argument(metavar="新表")],
    format: Annotated[str, typer.Option(metavar="格式", help="text 或 json")] = "text",
    output: Output = None,
) -> int:
    """比较两张表：新增、去掉、改名、移动、调整了什么。没有差别退出码为 0，有差别为 1。"""
    before, after = read_file(old).table, read_file(new).table
    found = difference(before, after)
    put(found.model_dump_json(indent=1) if format == "json" else describe(before, after, found), output)
    return int(bool(found))


def rules(
    format: Annotated[str, typer.Option(metavar="格式", help="text 或 json")] = "text",
) -> int:
    """列出全部规则。"""
    if format == "json":
        put(as_json([_rule_json(rule) for rule in RULES.values()]))
    else:
        put("\n".join(f"{r.code}  {SEVERITIES[r.severity]}  {r.zh}" for r in RULES.values()))
    return 0


def rule(
    code: Annotated[str, typer.Argument(metavar="编号", help="如 VAL002")],
    format: Annotated[str, typer.Option(metavar="格式", help="text 或 json")] = "text",
) -> int:
    """说明一条规则：查什么、为什么、怎么改、依据。"""
    found = RULES.get(code.upper())
    if found is None:
        raise Trouble(f"没有编号为 {code} 的规则；用 zhibiao rules 查看全部。")
    put(as_json(_rule_json(found)) if format == "json" else rule_page(found))
    return 0


def _read_all(files: list[Path]) -> tuple[bool, list[tuple[Path, Reading]]]:
    """The files that could be read; whether one could not (that is said at once)."""
    failed, readings = False, []
    for path, found in each(files):
        if isinstance(found, Trouble):
            failed = True
            say(str(found))
        else:
            readings.append((path, found))
    return failed, readings


def _readings_json(readings: list[tuple[Path, Reading]]) -> dict[str, Any]:
    tables: list[dict[str, Any]] = []
    repairs: list[dict[str, Any]] = []
    doubts: list[dict[str, Any]] = []
    for _, reading in readings:
        for told, into in ((reading.repairs, repairs), (reading.doubts, doubts)):
            into.extend(r.model_copy(update={"table": r.table + len(tables)}).model_dump(mode="json") for r in told)
        tables.extend(t.table.to_json() for t in reading.tables)
    return {"tables": tables, "repairs": repairs, "doubts": doubts}


def _write_as(to: str, tables: list[TargetTable], output: Path | None) -> None:
    if to in ("xlsx", "docx") and len(tables) != 1:
        raise Trouble(f"一个 {to} 文件只写一张表，现在有 {len(tables)} 张；请一个一个来。")
    contents = [WRITERS[f".{to}"](table) for table in tables]
    put(b"\n".join(contents), output)


def _known(own: Context, read: ReadTable) -> Context:
    """A person's own settings, and what the reader saw of the table."""
    return own.model_copy(update={"cut": read.cut, "doubted": read.doubted})


def _chosen(select: list[str], ignore: list[str]) -> list[Rule]:
    """The rules to run. Codes or families; several may stand in one value, separated by commas."""

    def codes(given: list[str]) -> tuple[str, ...]:
        named = tuple(code.strip().upper() for text in given for code in text.split(",") if code.strip())
        if unknown := [n for n in named if not any(c.startswith(n) for c in RULES)]:
            raise Trouble(f"没有规则或规则族“{'、'.join(unknown)}”；用 zhibiao rules 查看全部。")
        return named

    wanted, dropped = codes(select), codes(ignore)
    return [
        r
        for r in RULES.values()
        if (not wanted or r.code.startswith(wanted)) and not (dropped and r.code.startswith(dropped))
    ]


def _rule_json(rule: Rule) -> dict[str, Any]:
    keys = ("code", "zh", "en", "severity", "what", "why", "mend", "basis")
    return {key: getattr(rule, key) for key in keys}
