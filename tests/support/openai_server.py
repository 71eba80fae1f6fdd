"""A loopback server that speaks the OpenAI chat protocol (real HTTP, server-sent events), scripted per test.

A script is a function from what was asked to a reply. ``well_behaved`` is one that answers any drafting prompt with
good rows made of what the prompt offers; the ``Reply`` fields hold every fault an endpoint shows in the field.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request as it came: ``n`` counts from 0 over the server's life; header names are in lower case."""

    n: int
    body: Json
    headers: dict[str, str]

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(m.get("content") or "") for m in self.body["messages"])

    @property
    def last(self) -> str:
        """The last message."""
        return str(self.body["messages"][-1].get("content") or "")

    @property
    def mode(self) -> str:
        """Which way of structured output was asked for: json_schema, tools, json_object or plain."""
        if self.body.get("tools"):
            return "tools"
        return str((self.body.get("response_format") or {}).get("type", "plain"))


@dataclass(frozen=True)
class Reply:
    """What the server does: an error (``status``, ``message``), or ``text`` streamed in pieces of ``size`` characters.

    ``tool``: the name of the tool that is called, the first one's where None. ``delay``: seconds before each piece. ``cut_after`` and ``hang_after``: pieces after which the connection is dropped
    or goes silent. ``reasoning`` is streamed first, in DeepSeek's field. ``finish`` None: no finish reason is sent.
    """

    text: str = ""
    status: int = 200
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    reasoning: str = ""
    refusal: str = ""
    size: int = 12
    delay: float = 0
    cut_after: int | None = None
    hang_after: int | None = None
    finish: str | None = "stop"
    as_content: bool = False
    tool: str | None = None


Script = Callable[[Asked], Reply]


class OpenAIServer:
    """``with OpenAIServer(script) as server:`` then point a client at ``server.url``; ``server.asked`` keeps all."""

    def __init__(self, script: Script) -> None:
        self.script, self.asked, self.broken = script, list[Asked](), 0
        self._lock, self._stopping = threading.Lock(), threading.Event()
        self._http = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def take(self, body: Json, headers: dict[str, str]) -> Asked:
        with self._lock:
            self.asked.append(asked := Asked(len(self.asked), body, headers))
        return asked

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the server's end."""
        self._stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None: ...

        def do_GET(self) -> None:
            self._json(200, {"object": "list", "data": [{"id": "loopback", "object": "model"}]}, {})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            reply = server.script(server.take(body, {k.lower(): v for k, v in self.headers.items()}))
            if reply.status != 200:
                error = {"message": reply.message or "refused", "type": "error", "code": None}
                return self._json(reply.status, {"error": error}, reply.headers)
            try:
                return self._stream(body, reply) if body.get("stream") else self._whole(body, reply)
            except (BrokenPipeError, ConnectionResetError):
                server.broken += 1
                self.close_connection = True

        def _json(self, status: int, body: Json, headers: dict[str, str]) -> None:
            data = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            for key, text in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
                self.send_header(key, text)
            self.end_headers()
            self.wfile.write(data)

        def _whole(self, body: Json, reply: Reply) -> None:
            server.wait(reply.delay)
            message: Json = {"role": "assistant", "content": reply.text}
            if _as_call(body, reply):
                message = {"role": "assistant", "content": None, "tool_calls": [_call(body, reply.text, reply.tool)]}
            if reply.reasoning:
                message["reasoning_content"] = reply.reasoning
            choice = {"index": 0, "message": message, "finish_reason": reply.finish}
            self._json(
                200, {**_head(body), "object": "chat.completion", "choices": [choice], "usage": _usage(reply)}, {}
            )

        def _stream(self, body: Json, reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            for n, delta in enumerate(_deltas(body, reply)):
                if n == reply.cut_after:
                    return
                if n == reply.hang_after:
                    server.wait(600)
                    return
                server.wait(reply.delay if n else 0)
                self._event(body, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            if reply.finish:
                self._event(body, {"choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish}]})
            self._event(body, {"choices": [], "usage": _usage(reply)})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, body: Json, event: Json) -> None:
            data = {**_head(body), "object": "chat.completion.chunk", **event}
            self.wfile.write(f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
            self.wfile.flush()

    return Handler


def _head(body: Json) -> Json:
    return {"id": "chatcmpl-loopback", "created": int(time.time()), "model": body.get("model", "loopback")}


def _usage(reply: Reply) -> Json:
    return {"prompt_tokens": 1000, "completion_tokens": len(reply.text), "total_tokens": 1000 + len(reply.text)}


def _as_call(body: Json, reply: Reply) -> bool:
    return bool(body.get("tools")) and not reply.as_content


def _call(body: Json, arguments: str, tool: str | None) -> Json:
    name = tool or body["tools"][0]["function"]["name"]
    return {"index": 0, "id": "call_0", "type": "function", "function": {"name": name, "arguments": arguments}}


def _deltas(body: Json, reply: Reply) -> Iterable[Json]:
    yield {"role": "assistant", "content": ""}
    pieces = [reply.text[i : i + reply.size] for i in range(0, len(reply.text), reply.size)]
    for i in range(0, len(reply.reasoning), reply.size):
        yield {"reasoning_content": reply.reasoning[i : i + reply.size]}
    if reply.refusal:
        yield {"refusal": reply.refusal}
    if not _as_call(body, reply):
        yield from ({"content": piece} for piece in pieces)
        return
    yield {"tool_calls": [_call(body, "", reply.tool)]}
    yield from ({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} for piece in pieces)


_OFFER = re.compile(
    r"^C\d+｜(?P<name>[^｜]*)｜半年 ?(?P<half>[^｜]*)｜全年 ?(?P<full>[^｜]*)｜依据 ?(?P<sources>[^｜]*)", re.MULTILINE
)


def offered(prompt: str) -> list[Json]:
    """The rows that a drafting prompt offers, in the shape it asks for."""
    task = "K1" if re.search(r"^K1｜", prompt, re.MULTILINE) else ""
    return [
        {
            "name": m["name"].strip(), "key_task": task, "half_year": _absent(m["half"]),
            "full_year": _absent(m["full"]), "sources": m["sources"].strip(),
        }
        for m in _OFFER.finditer(prompt)
    ]  # fmt: skip


def _absent(text: str) -> str:
    return "" if text.strip() == "无" else text.strip()


def rows(*written: Json) -> str:
    """An answer of these rows."""
    return json.dumps({"rows": list(written)}, ensure_ascii=False)


def well_behaved(asked: Asked) -> Reply:
    """A model that takes what it is offered."""
    return Reply(rows(*offered(asked.prompt)))
