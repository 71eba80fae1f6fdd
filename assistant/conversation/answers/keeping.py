"""What changes or hands out the table itself: export, head, earlier versions, accepting what the reader repaired."""

from __future__ import annotations

from assistant.conversation.actions import Accept, Export, Help, Restore, SetHead
from assistant.conversation.reply import Link, Option, Options, Parts, Text
from assistant.conversation.turn import Turn, changed

_FORMAT = {"xlsx": "Excel", "docx": "Word"}


async def answer_export(action: Export, turn: Turn) -> Parts:
    """A link to the newest version in the official form."""
    if turn.current is None:
        yield Text(text="还没有可以导出的表。请先上传或起草一张。")
        return
    edition, number = turn.current.edition, turn.current.number
    if action.format == "review":
        yield Link(version=number, format="xlsx", what="review", text=f"下载批注版（第{number}版）")
        yield Text(text="问题批注在格子上，后面附问题清单和审核表，可以直接退回给单位。", tone="note")
        return
    yield Link(version=number, format=action.format, text=f"下载 {_FORMAT[action.format]}（第{number}版）")
    if errors := edition.report.count("error"):
        yield Text(text=f"注意：这一版还有 {errors} 处错误没有改。", tone="note")


async def answer_head(action: SetHead, turn: Turn) -> Parts:
    """Year or department written anew, and the table checked again."""
    if turn.current is None:
        yield Text(text="还没有表。请先上传一张，或者直接说“起草某市教育局2027年绩效目标”。")
        return
    edition = turn.current.edition
    given = {"year": action.year, "department": action.department}
    table = edition.table.model_copy(update={k: v for k, v in given.items() if v is not None})
    said = "，".join(f"{label}改为{v}" for label, v in (("年度", action.year), ("单位名称", action.department)) if v)
    yield turn.keep(changed(edition, table, said, turn))


async def answer_restore(action: Restore, turn: Turn) -> Parts:
    """An earlier version becomes the newest; undoing again goes further back."""
    current = turn.current
    wanted = action.version or ((current.edition.restored or current.number) - 1 if current else 0)
    earlier = turn.rooms.store.version(turn.conversation, wanted) if wanted >= 1 else None
    if current is None or earlier is None:
        yield Text(text="没有更早的版本可以恢复。" if action.version is None else f"没有第{action.version}版。")
        return
    yield turn.keep(earlier.edition.model_copy(update={"title": f"恢复到第{wanted}版", "restored": wanted}))


async def answer_accept(action: Accept, turn: Turn) -> Parts:
    """The reader's repairs and guesses are accepted as they stand."""
    edition = turn.current.edition if turn.current else None
    if edition is None or edition.accepted or not (edition.repairs or edition.doubts):
        yield Text(text="没有等待确认的读取修补。")
        return
    count = len(edition.repairs) + len(edition.doubts)
    yield turn.keep(edition.model_copy(update={"accepted": True, "title": f"接受 {count} 处读取修补"}))


async def answer_help(action: Help, turn: Turn) -> Parts:
    """What one can ask for, as things to press."""
    table = turn.current.edition.table if turn.current else None
    year = (table.year if table and table.year else turn.today) + 1
    yield Text(
        text="我可以起草下一年的绩效目标表，说明一条指标为什么不合格，和同类部门并排比较，也可以检查、查找和导出。\n"
        "先把去年的表（Excel、Word、PDF 或文本）拖进来，或者直接说单位和年度。"
    )
    says = [
        f"起草{year}年绩效目标",
        *(["检查这张表", "和同类部门比一比", "导出Excel"] if table else ["水质用什么指标"]),
    ]
    yield Options(options=tuple(Option(label=s, say=s) for s in says))
