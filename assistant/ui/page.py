"""The page (Gradio): a conversation on the left, its table on the right. It only shows what the conversation hands it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.conversation.conversation import Conversation, Given
from assistant.conversation.edition import Edition
from assistant.conversation.reply import Growing, Message, Options, Part
from assistant.conversation.rooms import Rooms
from assistant.conversation.turn import Marked
from assistant.retrieval import StateInUse
from assistant.ui.answering import Answering
from assistant.ui.render import chip_html, header_html, message_html, table_html
from assistant.ui.status import status

TITLE = "指标助手 Zhibiao"
_EXAMPLES = ("起草明年的绩效目标", "哪些公安局设了破案率指标", "垃圾分类用什么指标", "这条为什么不合格")
_SHOWN = 30
_PACE = 0.2
_BREATH = 0.03  # lets the event loop send what was yielded before the next row is worked on


@dataclass(frozen=True, slots=True)
class Widgets:
    """The parts of the page that answers write to, and the two ids that the browser holds."""

    header: gr.HTML
    chat: gr.Chatbot
    chip: gr.HTML
    box: gr.MultimodalTextbox
    table: gr.HTML
    conversation: gr.Textbox
    view: gr.Textbox

    @property
    def all(self) -> list[Any]:
        """As outputs, in the order of :func:`_screen`."""
        return [self.header, self.chat, self.chip, self.table, self.conversation, self.view, self.box]


@dataclass(frozen=True, slots=True)
class Look:
    """What one looks at: a version of the table (0: the newest) and the id of the marked row; kept by the browser."""

    version: int = 0
    row: str = ""

    def __str__(self) -> str:
        return f"{self.version}/{self.row}"

    @classmethod
    def of(cls, text: str) -> Look:
        """Read back; anything else is the newest version with no row marked."""
        number, _, row = text.partition("/")
        return cls(int(number), row) if number.isdecimal() else cls()


def build_page(rooms: Rooms) -> gr.Blocks:
    """The page over a process's rooms; mount it with :func:`assistant.ui.server.build_app`."""
    page = gr.Blocks(title=TITLE, fill_width=True, fill_height=True, analytics_enabled=False, delete_cache=(60, 600))
    with page:
        widgets = _lay_out()
        _connect(page, widgets, rooms)
    page.max_threads = 128
    page.queue(max_size=200, default_concurrency_limit=50)
    return page


def asset(name: str) -> str:
    """A file of ``assets/`` as text."""
    return (files("assistant.ui") / "assets" / name).read_text("utf-8")


def _lay_out() -> Widgets:
    header = gr.HTML(header_html(None, (), ()), elem_id="zb-header", js_on_load=asset("header.js"))
    with gr.Row(elem_id="zb-main", equal_height=True):
        with gr.Column(elem_id="zb-left", scale=4, min_width=320):
            chat = gr.Chatbot(
                elem_id="zb-chat",
                label="对话",
                show_label=False,
                container=False,
                height=None,
                layout="bubble",
                buttons=[],
                feedback_options=None,
                latex_delimiters=[],
                allow_tags=False,
                group_consecutive_messages=False,
                placeholder="## 说一句话就能开始\n把去年的表拖进下面的框里，或者试试：",
                examples=[{"text": text} for text in _EXAMPLES],
            )
            chip = gr.HTML("", elem_id="zb-chip", js_on_load=asset("asks.js"))
            box = gr.MultimodalTextbox(
                elem_id="zb-box",
                label="说一句话，或拖入文件",
                show_label=False,
                container=False,
                placeholder="说要做什么，或把去年的表拖进来…",
                file_count="multiple",
                submit_btn=True,
                stop_btn=False,
                autofocus=True,
                max_lines=6,
            )
        with gr.Column(elem_id="zb-right", scale=7, min_width=320):
            table = gr.HTML(table_html(None), elem_id="zb-table", js_on_load=asset("asks.js") + asset("table.js"))
    conversation = gr.Textbox(visible=False)
    view = gr.Textbox(visible=False)
    return Widgets(header, chat, chip, box, table, conversation, view)


def _connect(page: gr.Blocks, w: Widgets, rooms: Rooms) -> None:
    answering = Answering()
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

    def opened(request: gr.Request) -> Sequence[Any]:
        return _screen(rooms, str(request.query_params.get("c") or ""))

    def chosen(event: gr.EventData) -> Sequence[Any]:
        return _screen(rooms, str(_data(event).get("id") or ""))

    def row(event: gr.EventData, conversation: str, view: str) -> Sequence[Any]:
        data = _data(event)
        marked = Look.of(f"{data.get('version') or Look.of(view).version}/{data.get('id') or ''}")
        return chip_html(_edition(rooms, conversation, marked.version), marked.row), str(marked)

    def version(event: gr.EventData, conversation: str) -> Sequence[Any]:
        view = Look.of(f"{_data(event).get('number') or 0}/")
        return _table(rooms, conversation, view), chip_html(None, None), str(view)

    async def typed(message: Mapping[str, Any], conversation: str, view: str) -> AsyncIterator[Any]:
        given = [_given(Path(path)) for path in message.get("files") or ()]
        async for update in _answered(rooms, answering, conversation, str(message.get("text") or ""), given, view):
            yield update

    async def said(event: gr.EventData, conversation: str, view: str) -> AsyncIterator[Any]:
        async for update in _answered(rooms, answering, conversation, str(_data(event).get("say") or ""), (), view):
            yield update

    async def picked(event: gr.SelectData, conversation: str, view: str) -> AsyncIterator[Any]:
        value = event.value.get("text") if isinstance(event.value, dict) else event.value
        async for update in _answered(rooms, answering, conversation, str(value), (), view):
            yield update

    async def settled(conversation: str) -> str:
        with contextlib.suppress(StateInUse):
            await asyncio.to_thread(rooms.index)
        return header_html(conversation or None, rooms.store.conversations(), status(rooms))

    ids = [w.conversation, w.view]
    page.load(opened, None, w.all, **quiet).then(settled, [w.conversation], [w.header], **quiet)
    w.header.open(chosen, None, w.all, queue=False, **quiet)
    for place in (w.table, w.chip):
        place.row(row, ids, [w.chip, w.view], queue=False, **quiet)
    w.table.version(version, [w.conversation], [w.table, w.chip, w.view], queue=False, **quiet)
    w.box.submit(typed, [w.box, *ids], w.all, **quiet)
    for choose in (w.chat.option_select, w.chat.example_select):
        choose(picked, ids, w.all, **quiet)
    for place in (w.table, w.chip):
        place.say(said, ids, w.all, **quiet)
    w.box.stop(answering.stop, [w.conversation], None, **quiet)


async def _answered(
    rooms: Rooms, answering: Answering, conversation: str, text: str, given: Sequence[Given], view: str
) -> AsyncIterator[Sequence[Any]]:
    """The screen after each part of the answer; rows that grow are shown at most five times a second."""
    chat = Conversation(rooms, conversation or None)
    seen, newest = Look.of(view), chat.version()
    parts: list[Part] = []
    kept = _turns(chat.messages, chat.id)
    asked: list[dict[str, Any]] | None = None
    last = 0.0
    marked = Marked(version=seen.version, row=seen.row) if seen.row else None
    async for part in answering.answer(chat, text, given, marked):
        begins = asked is None
        if asked is None:
            asked = _turns(chat.messages, chat.id)[len(kept) :]
        if not isinstance(part, Growing):
            parts.append(part)
        elif time.monotonic() - last < _PACE:
            continue
        else:
            last = time.monotonic()
        table = table_html(part.edition, growing=True) if isinstance(part, Growing) else gr.skip()
        turns = [*kept, *asked, _turn("assistant", parts, chat.id)]
        yield gr.skip(), turns, gr.skip(), table, chat.id, gr.skip(), _box(busy=True) if begins else gr.skip()
        await asyncio.sleep(_BREATH)
    after = chat.version()
    stays = newest and after and after.number == newest.number
    yield _screen(rooms, chat.id, seen if stays else Look())


def _screen(rooms: Rooms, conversation: str, view: Look | None = None) -> Sequence[Any]:
    """Everything the page shows of a conversation, from what is kept."""
    view = view or Look()
    known = conversation if conversation and rooms.store.knows(conversation) else ""
    messages = rooms.store.messages(known, _SHOWN) if known else ()
    return (
        header_html(known or None, rooms.store.conversations(), status(rooms)),
        _turns(messages, known),
        chip_html(_edition(rooms, known, view.version), view.row),
        _table(rooms, known, view),
        known,
        str(view),
        _box(busy=False),
    )


def _box(busy: bool) -> Any:
    """The box where one types: emptied and with a stop button while an answer is on its way, else ready to send."""
    if busy:
        return gr.MultimodalTextbox(value={"text": "", "files": []}, submit_btn=False, stop_btn=True)
    return gr.MultimodalTextbox(submit_btn=True, stop_btn=False)


def _table(rooms: Rooms, conversation: str, view: Look) -> str:
    version = rooms.store.version(conversation, view.version or None) if conversation else None
    if version is None:
        return table_html(None)
    return table_html(version.edition, version.number, rooms.store.versions(conversation), conversation, view.row)


def _edition(rooms: Rooms, conversation: str, number: int) -> Edition | None:
    version = rooms.store.version(conversation, number or None) if conversation else None
    return version.edition if version else None


def _turns(messages: Sequence[Message], conversation: str = "") -> list[dict[str, Any]]:
    shown = [_turn(m.role, m.parts, conversation, m.whole) for m in messages]
    for turn in shown[:-1]:
        turn.pop("options", None)
    return shown


def _turn(role: str, parts: Sequence[Part], conversation: str, whole: bool = True) -> dict[str, Any]:
    turn: dict[str, Any] = {"role": role, "content": message_html(parts, conversation, whole)}
    if offered := [o for p in parts if isinstance(p, Options) for o in p.options]:
        turn["options"] = [{"value": o.say, "label": o.label} for o in offered]
    return turn


def _given(path: Path) -> Given:
    """A file out of Gradio's temporary folder, which any session could read: taken into the state folder at once."""
    content = path.read_bytes()
    path.unlink(missing_ok=True)
    return Given(name=path.name, content=content)


def _data(event: gr.EventData) -> Mapping[str, Any]:
    return event._data if isinstance(event._data, dict) else {}
