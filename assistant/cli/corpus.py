"""Commands over the corpus: search, similar departments, comparison."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.common import Trouble, as_json, opened_index, put, read_file
from assistant.conversation.rooms import VIEWER, department_meant
from assistant.retrieval import Comparison, Hit, Index, Similar, Where
from assistant.settings import Settings
from assistant.table.model import TargetTable

Format = Annotated[str, typer.Option(metavar="格式", help="text 或 json")]
Target = Annotated[str, typer.Argument(metavar="单位或文件", help="语料里的单位名称，或一张表的文件")]


def search(
    questions: Annotated[list[str], typer.Argument(metavar="问题…", help="用日常的话说；写 - 则从标准输入逐行读")],
    kind: Annotated[str | None, typer.Option(metavar="类别", help="只查这一类部门，如 教育")] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="每个问题最多几条")] = 10,
    format: Format = "text",
) -> int:
    """在语料和指标库里查找指标。"""
    with opened_index(Settings()) as index:
        if kind and kind not in index.kinds:
            raise Trouble(f"没有“{kind}”这一类；可用：{'、'.join(index.kinds)}。")
        where = Where(kind=kind) if kind else None
        for question in _lines(questions):
            hits = index.search(question, where, top, viewer=VIEWER)
            if format == "json":
                put(as_json({"question": question, "rows": [hit.to_json() for hit in hits]}, indent=None))
            else:
                put(_hits_text(question, hits))
    return 0


def similar(
    target: Target,
    top: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="最多几家")] = 5,
    format: Format = "text",
) -> int:
    """找同类部门，并说明为什么相似。"""
    with opened_index(Settings()) as index:
        whose = _target(target, index)
        found = index.similar(whose, top, viewer=VIEWER)
        name = whose.department if isinstance(whose, TargetTable) else whose
        if format == "json":
            put(as_json({"department": name, "similar": [s.to_json() for s in found]}))
        else:
            put("\n".join(_similar_text(s) for s in found) or "没有找到同类部门。")
    return 0


def compare(
    targets: Annotated[
        list[str], typer.Argument(metavar="单位或文件…", help="第一个和其余的比；只写一个则和同类部门比")
    ],
    format: Format = "text",
) -> int:
    """和同类部门比较：谁有我们没有的，共有的指标值在什么位置。"""
    with opened_index(Settings()) as index:
        others = [_known(name, index) for name in targets[1:]]
        found = index.compare(_target(targets[0], index), others, viewer=VIEWER)
        put(as_json(found.to_json()) if format == "json" else _comparison_text(found))
    return 0


def _target(named: str, index: Index) -> TargetTable | str:
    """A file where there is one of that name, else a department of the corpus."""
    path = Path(named)
    if path.exists():
        return read_file(path).table
    if path.suffix and len(path.suffix) <= 5 and path.suffix.isascii():
        raise Trouble(f"没有文件 {named}。")
    return _known(named, index)


def _known(name: str, index: Index) -> str:
    department = department_meant(index, name)
    if department is None:
        near = index.nearest(name, viewer=VIEWER)
        meant = f"您是不是要找：{'、'.join(near)}？" if near else "请写全称（如“某市教育局”），或给出表的文件。"
        raise Trouble(f"语料里没有“{name}”，也没有这个名字的文件。{meant}")
    return department


def _lines(questions: list[str]) -> Iterator[str]:
    for question in questions:
        yield from (line.strip() for line in sys.stdin if line.strip()) if question == "-" else (question,)


def _hits_text(question: str, hits: tuple[Hit, ...]) -> str:
    lines = [f"“{question}”"]
    for hit in hits:
        row: dict[str, Any] = hit.to_json()
        lines.append(
            f"  {row['name']}  {row['full_year'] or ''}  {row['department'] or ''} {row['year'] or ''}  {hit.why}"
        )
    return "\n".join([*lines, _came_from(h.record.entry.origin for h in hits)] if hits else [*lines, "  没有找到。"])


def _similar_text(found: Similar) -> str:
    return (
        f"{found.entry.department} {found.entry.year or ''}  {found.score:.2f}  {found.why}  来源：{found.entry.origin}"
    )


def _comparison_text(found: Comparison) -> str:
    lines = [f"{found.department or '这张表'} 和 {'、'.join(found.with_departments) or '（没有同类部门）'}"]
    lines += ["", "同类部门有、我们没有："]
    lines += [f"  {m.name}（{m.held_by}/{m.of} 家）{m.duty or ''}" for m in found.missing]
    lines += ["", "共有："]
    for s in found.shared:
        f = s.figures
        spread = f"  {f.n} 个值，{f.low}–{f.median}–{f.high}{f.unit or ''}" if f.median is not None else ""
        lines.append(f"  {s.name}  我们 {s.ours or '–'}{spread}")
    lines += ["", f"只有我们有：{'、'.join(name for _, name in found.only_ours) or '无'}"]
    lines.append(_came_from(v.origin or "" for s in found.shared for v in s.figures.values))
    return "\n".join(lines)


def _came_from(origins: Iterable[str]) -> str:
    """Where the rows shown come from, each origin once."""
    return f"  来源：{'；'.join(dict.fromkeys(o for o in origins if o)) or '没有写明'}"
