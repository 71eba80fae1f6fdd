"""Commands that draft and converse, and the one that starts the page."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.common import Trouble, as_json, opened_index, own_rules, put, read_file, reason, say
from assistant.conversation.rooms import VIEWER, department_meant, meant_instead
from assistant.reading import ReadingError
from assistant.settings import Settings
from assistant.table import Funds

_DRAFTS = (".json", ".xlsx", ".docx", ".md", ".csv")


def app(
    host: Annotated[str | None, typer.Option(metavar="地址", help="监听地址；默认只有本机能打开")] = None,
    port: Annotated[int | None, typer.Option(metavar="端口", min=1, max=65535, help="监听端口")] = None,
) -> int:
    """打开网页。"""
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings().model_copy(update=given)
    from assistant.retrieval import StateInUse
    from assistant.ui.server import serve

    own_rules(settings)
    try:
        serve(settings, lambda address: say(f"指标助手已启动，请在浏览器打开 {address} （按 Ctrl+C 停止）"))
    except StateInUse as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(
            f"在 {settings.host}:{settings.port} 打不开网页：{reason(error)}。可用 --port 换一个端口。"
        ) from error
    return 0


def draft(
    year: Annotated[int, typer.Option(metavar="年度", min=2000, max=2100, help="要起草的年度")],
    department: Annotated[str | None, typer.Option(metavar="单位", help="单位名称；给了 --last 可以不写")] = None,
    last: Annotated[
        list[Path] | None, typer.Option(metavar="文件", help="上年的表，可写多次（往年表、自评表）")
    ] = None,
    results: Annotated[
        list[Path] | None, typer.Option(metavar="文件", help="写有上年完成情况的自评表，可写多次")
    ] = None,
    plan: Annotated[Path | None, typer.Option(metavar="文件", help="今年的工作计划（Word、PDF、文本）")] = None,
    budget: Annotated[Path | None, typer.Option(metavar="文件", help="写有今年预算数的表")] = None,
    wish: Annotated[list[str] | None, typer.Option(metavar="要求", help="对草稿的要求，可写多次")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="写成 xlsx、docx、md、csv 或 json")
    ] = None,
    format: Annotated[str, typer.Option(metavar="格式", help="不写 -o 时：text 或 json")] = "text",
) -> int:
    """起草一年的绩效目标表；每一行都写明来源，全部经检查器核验。"""
    from assistant.cli.drafts import draft_json, draft_text, write_draft
    from assistant.drafting import draft as make_draft

    if output and output.suffix.lower() not in _DRAFTS:
        raise Trouble(f"不会写“{output.suffix or output.name}”；可用的结尾：{'、'.join(_DRAFTS)}。")
    tables = [t.table for path in (*(last or ()), *(results or ())) for t in read_file(path).tables]
    name = department or next((t.department for t in tables if t.department), None)
    if not name:
        raise Trouble("不知道给哪个单位起草：请用 --department 写明，或用 --last 给出它上年的表。")
    settings = Settings()
    own_rules(settings)
    money = _money(budget) if budget else None
    with opened_index(settings) as index:
        meant = None if tables else department_meant(index, name)
        known = meant or name
        if not tables and not meant and (near := meant_instead(index, name)):
            say(f"没有“{name}”往年的表。相近的单位有{'、'.join(near)}；是其中一家的，请写全称再起草一次。")
        try:
            vetted = make_draft(
                year=year, department=known, last=tables, plan=plan, budget=money, budget_origin=budget.name if budget else None, wishes=wish or (), index=index,
                viewer=VIEWER, settings=settings,
            )  # fmt: skip
        except ReadingError as error:
            raise Trouble(f"{plan}：{error}") from error
        except OSError as error:
            raise Trouble(f"{plan}：{reason(error)}。") from error
    if output:
        write_draft(vetted, output)
        say(
            f"已写入 {output}：{len(vetted.table.indicators)} 项指标，{len(vetted.not_accepted)} 行没有通过检查、没有写入。"
        )
    else:
        put(as_json(draft_json(vetted)) if format == "json" else draft_text(vetted))
    return 0


def _money(path: Path) -> Funds:
    from assistant.drafting.money import read_budget

    try:
        return read_budget(path.read_bytes(), path.name)
    except ReadingError as error:
        raise Trouble(f"{path}：{error}") from error
    except OSError as error:
        raise Trouble(f"{path}：{reason(error)}。") from error


def ask(
    texts: Annotated[list[str], typer.Argument(metavar="话…", help="要说的话；写 - 则从标准输入逐行读，一行一轮")],
    table: Annotated[Path | None, typer.Option(metavar="文件", help="先读入这张表")] = None,
    conversation: Annotated[str | None, typer.Option(metavar="编号", help="接着这次对话")] = None,
    format: Annotated[str, typer.Option(metavar="格式", help="text 或 json")] = "text",
) -> int:
    """在命令行里说一句话，和网页上的对话相同。"""
    from assistant.conversation.rooms import Rooms

    if table is not None and not table.is_file():
        raise Trouble(f"没有文件 {table}。")
    settings = Settings()
    own_rules(settings)
    rooms = Rooms(settings)
    try:
        asyncio.run(_ask(rooms, list(_turns(texts)), table, conversation, format))
    finally:
        rooms.close()
    return 0


async def _ask(rooms: Any, says: list[str], table: Path | None, id: str | None, format: str) -> None:
    from assistant.conversation.conversation import Conversation, Given
    from assistant.conversation.reply import Options, plain

    if id and not rooms.store.knows(id):
        raise Trouble(f"没有编号为 {id} 的对话。")
    chat = Conversation(rooms, id)
    files = [Given(name=table.name, content=table.read_bytes())] if table else []
    for said in says:
        parts = [part async for part in chat.ask(said, files)]
        files = []
        if format == "json":
            version = chat.version()
            offered = [o.say for p in parts if isinstance(p, Options) for o in p.options]
            put(
                as_json(
                    {
                        "conversation": chat.id,
                        **chat.decided,
                        "reply": plain(tuple(parts)),
                        "table_version": version.number if version else None,
                        "candidates": offered,
                    },
                    indent=None,
                )
            )
        else:
            put(plain(tuple(parts)))


def _turns(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from (line.strip() for line in sys.stdin if line.strip()) if text == "-" else (text,)
