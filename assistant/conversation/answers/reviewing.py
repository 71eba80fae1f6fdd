"""Many tables at once (汇总): what a reviewer with a pile of them needs: who has how many findings, which rules, which grade."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from assistant.checking.review import review
from assistant.checking.summary import SEVERITIES, Checked, by_rule
from assistant.conversation.actions import Summarize
from assistant.conversation.reply import Grid, Link, Part, Parts, Progress, Text
from assistant.conversation.store import Version
from assistant.conversation.turn import Turn

_TABLES = 100
_RULES = 12


async def answer_summary(action: Summarize, turn: Turn) -> Parts:
    """All tables of the conversation by department and by rule, and the workbook of all findings."""
    yield Progress(text="正在汇总…")
    versions = await asyncio.to_thread(turn.rooms.store.tables, turn.conversation)
    if not versions:
        yield Text(text="还没有表。可以一次拖进来多个文件，或者一个压缩包（zip）。")
        return
    for part in summary(versions):
        yield part


def summary(versions: Sequence[Version]) -> list[Part]:
    """Tables with their findings and grades, those with the most errors first; then the rules."""
    lines = sorted(versions, key=lambda v: tuple(-v.edition.report.count(s) for s in SEVERITIES))
    tables = Grid(
        title=f"{len(versions)} 张表的检查结果",
        columns=("单位", "评级", "错误", "提醒", "提示", "指标", "版本"),
        rows=tuple(_line(v) for v in lines[:_TABLES]),
        note="评级按审核表的各项计算，门槛可以设置，不是官方标准。在右边的“版本”里打开某一张表。",
    )
    checked = [Checked(v.edition.file or "", v.edition.table, v.edition.report) for v in versions]
    rules = by_rule(checked)
    found = Grid(
        title="按规则",
        columns=("规则", "程度", "处数", "表数"),
        rows=tuple(
            (f"{r.code} {r.name}", SEVERITIES[r.severity], str(r.findings), str(r.tables)) for r in rules[:_RULES]
        ),
        note=f"共 {len(rules)} 条规则查出问题，这里列 {_RULES} 条。" if len(rules) > _RULES else "",
    )
    link = Link(version=versions[-1].number, format="xlsx", what="summary", text="下载汇总表（Excel）")
    return [tables, *([found] if rules else []), link]


def _line(version: Version) -> tuple[str | None, ...]:
    table, report = version.edition.table, version.edition.report
    whose = table.project or table.department or "未写明单位"
    counts = (str(report.count(severity)) for severity in SEVERITIES)
    named = f"{whose}{f' {table.year}' if table.year else ''}"
    return named, review(report).whole.grade, *counts, str(len(table.indicators)), f"第{version.number}版"
