"""One OpenAI-compatible endpoint: streamed answers, the way of structured output it takes, its errors in Chinese.

The ways are tried in one order (json_schema, tools, json_object, plain); the one that an endpoint takes is remembered
in the state folder. Only a refusal of the way itself leads to the next; a setting that an endpoint does not take (a
length or temperature of ours, the count of tokens) is left out and the same way tried again; retries are the client's alone.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

_log = logging.getLogger(__name__)
Mode = Literal["json_schema", "tools", "json_object", "plain"]
MODES: tuple[Mode, ...] = get_args(Mode)
#: Room for an answer, and for what a model thinks before it, which counts too.
MOST_TOKENS = 8000
#: What a request may do without, and how endpoints name it where they refuse it.
_OPTIONAL = {
    "max_tokens": ("max_tokens", "max_completion_tokens", "in the completion"),
    "temperature": ("temperature",),
    "stream_options": ("stream_options", "include_usage"),
}
RETRIES = 2


class ModelTrouble(Exception):
    """The model gave no (whole) answer; the message is a Chinese sentence. ``lasting``: asking again is no use."""

    def __init__(self, sentence: str, lasting: bool = False) -> None:
        super().__init__(sentence)
        self.lasting = lasting


class Endpoint:
    """A model behind ``settings``. ``tokens`` and ``calls`` count what was used, in and out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._book = settings.state / "model-modes.json"
        self._key = f"{settings.model_base_url} {settings.model_name}"
        known = _remembered(self._book).get(self._key)
        self._mode: Mode = known or MODES[0]
        # Until the way is known only the first call asks; the others wait for its first word.
        self._asked, self._way_known = False, asyncio.Event()
        if known:
            self._way_known.set()
        self._settles = set(_OPTIONAL)
        self.tokens, self.calls = (0, 0), 0

    @property
    def model(self) -> str:
        return self._settings.model_name or ""

    async def ready(self) -> None:
        """Load the client, which takes a second or two, off the event loop."""
        await asyncio.to_thread(lambda: self._client)

    async def stream(self, system: str, user: str, schema: dict[str, Any]) -> AsyncIterator[str]:
        """The answer's text as it comes. Raises ``ModelTrouble``, also where the answer breaks off or is cut."""
        first, self._asked = not self._asked, True
        if not first:
            await self._way_known.wait()
        try:
            while True:
                mode, settles, started = self._mode, set(self._settles), False
                try:
                    async for piece in self._answer(mode, system, user, schema):
                        started = True
                        self._way_known.set()
                        yield piece
                except _WayRefused as refusal:
                    if not started and (named := _named(refusal, settles)):
                        self._settles.discard(named)
                        _log.info("the endpoint does not take our %s, asking without", named)
                        continue
                    if started or mode == MODES[-1]:
                        raise ModelTrouble("模型服务不接受这个请求。", lasting=True) from refusal
                    if self._mode == mode:
                        self._mode = MODES[MODES.index(mode) + 1]
                        _log.info("the endpoint does not take %s, trying %s", mode, self._mode)
                    continue
                _remember(self._book, self._key, mode)
                return
        finally:
            self._way_known.set()

    async def _answer(self, mode: Mode, system: str, user: str, schema: dict[str, Any]) -> AsyncIterator[str]:
        from langchain_core.messages import HumanMessage, SystemMessage

        finish, refused = None, False
        self.calls += 1
        messages = [SystemMessage(system), HumanMessage(user)]
        try:
            async for chunk in self._asking(mode, schema).astream(messages):
                self._count(chunk)
                finish = chunk.response_metadata.get("finish_reason") or finish
                refused = refused or bool(chunk.additional_kwargs.get("refusal"))
                if piece := _text(chunk):
                    yield piece
        except Exception as error:
            raise _told(error, mode) from error
        if refused or finish == "content_filter":
            raise ModelTrouble("模型拒绝回答这一部分。")
        if finish == "length":
            raise ModelTrouble("模型的回答超过长度上限，被截断了。")
        if finish is None:
            raise ModelTrouble("模型的回答中途断开了。")

    def _asking(self, mode: Mode, schema: dict[str, Any]) -> Runnable[Any, Any]:
        """The client, asking for the answer's form in one of the ways."""
        extra: dict[str, Any] = {"max_tokens": MOST_TOKENS} if "max_tokens" in self._settles else {}
        more: dict[str, Any] = {"stream_usage": "stream_options" in self._settles}
        if "temperature" in self._settles:
            more["temperature"] = self._settings.model_temperature
        if mode == "json_schema":
            extra["response_format"] = {"type": mode, "json_schema": {"name": "rows", "schema": schema, "strict": True}}
        if mode == "json_object":
            extra["response_format"] = {"type": mode}
        if mode == "tools":
            tool = {"type": "function", "function": {"name": "write_rows", "parameters": schema}}
            return self._client.bind_tools([tool], tool_choice="any", extra_body=extra, **more)
        return self._client.bind(extra_body=extra, **more)

    @cached_property
    def _client(self) -> ChatOpenAI:
        from langchain_openai import ChatOpenAI

        s = self._settings
        return ChatOpenAI(
            model=self.model, base_url=s.model_base_url, api_key=s.model_key, use_responses_api=False,
            streaming=True, timeout=s.model_timeout, max_retries=RETRIES, stream_chunk_timeout=s.model_timeout,
        )  # fmt: skip

    def _count(self, chunk: Any) -> None:
        if usage := getattr(chunk, "usage_metadata", None):
            self.tokens = (self.tokens[0] + usage["input_tokens"], self.tokens[1] + usage["output_tokens"])


class _WayRefused(Exception):
    """The endpoint refuses the request as it is put, not its content."""


def _named(refusal: _WayRefused, settles: set[str]) -> str | None:
    """The setting of ours that a refusal is about, if it names one."""
    said = str(refusal).lower()
    return next((s for s, names in _OPTIONAL.items() if s in settles and any(n in said for n in names)), None)


def _text(chunk: Any) -> str:
    """What a chunk adds to the answer: its text, or the arguments of a tool call."""
    return str(chunk.text) + "".join(call.get("args") or "" for call in getattr(chunk, "tool_call_chunks", ()))


def _told(error: Exception, mode: Mode) -> Exception:
    """An error of the client as a Chinese sentence, or as the refusal of the way that was tried."""
    from langchain_core import exceptions as e
    from openai import APIStatusError

    if isinstance(error, ModelTrouble):
        return error
    status = error.status_code if isinstance(error, APIStatusError) else None
    said = str(error).lower()
    if status == 400 and any(n in said for n in _OPTIONAL["max_tokens"]):
        return _WayRefused(said)
    if isinstance(error, e.ContextOverflowError) or "context_length" in said or "maximum context" in said:
        return ModelTrouble("给模型的资料超过了它的长度上限。")
    if isinstance(error, e.ModelAuthenticationError | e.ModelPermissionDeniedError) or status in (401, 403):
        return ModelTrouble("模型服务拒绝了访问密钥，请检查 ZHIBIAO_MODEL_KEY。", lasting=True)
    if isinstance(error, e.ModelNotFoundError) or status == 404:
        return ModelTrouble(
            "模型服务上没有设置的模型或地址，请检查 ZHIBIAO_MODEL_NAME 和 ZHIBIAO_MODEL_BASE_URL。", lasting=True
        )
    if isinstance(error, e.ModelRateLimitError) or status == 429:
        return ModelTrouble("模型服务太忙（请求过多），请稍后再试。")
    if isinstance(error, e.ModelRefusalError):
        return ModelTrouble("模型拒绝回答这一部分。")
    if isinstance(error, e.ModelInvalidRequestError) or status in (400, 415, 422, 501):
        return _WayRefused(str(error))
    if isinstance(error, e.ModelTimeoutError | TimeoutError) or "timeout" in type(error).__name__.lower():
        return ModelTrouble("模型服务长时间没有回应。")
    if isinstance(error, e.ModelConnectionError):
        return ModelTrouble("连不上模型服务，请检查 ZHIBIAO_MODEL_BASE_URL 和网络。")
    if isinstance(error, e.ModelAPIError) or (status or 0) >= 500:
        return ModelTrouble("模型服务内部出错。")
    return ModelTrouble("模型的回答中途断开了。")


def _remembered(book: Path) -> dict[str, Mode]:
    try:
        kept = json.loads(book.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in kept.items() if v in MODES} if isinstance(kept, dict) else {}


def _remember(book: Path, key: str, mode: Mode) -> None:
    known = _remembered(book)
    if known.get(key) != mode:
        book.parent.mkdir(parents=True, exist_ok=True)
        part = book.with_suffix(".part")
        part.write_text(json.dumps({**known, key: mode}, ensure_ascii=False, indent=1), "utf-8")
        part.replace(book)
