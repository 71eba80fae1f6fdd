"""The web server: the page, the downloads, and a policy under which the browser talks to nobody else."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response

from assistant.checking.rendering import RENDERERS, Checked, summary_xlsx
from assistant.conversation.edition import Edition
from assistant.conversation.rooms import Rooms
from assistant.retrieval import StateInUse
from assistant.settings import Settings
from assistant.table import TargetTable
from assistant.writing import WRITERS, WritingError, drafted_xlsx

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'self'; object-src 'none'"
)
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def build_app(rooms: Rooms) -> FastAPI:
    """The whole application: the page at ``/``, files at ``/export/CONVERSATION/VERSION.FORMAT``,
    a version with its findings at ``/review/…``, the findings of all tables of a conversation at ``/summary/…``."""
    temporary = rooms.settings.state / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    # Read by Gradio when it is imported: nothing is told or fetched outside, what is uploaded stays in the state folder.
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", GRADIO_TEMP_DIR=str(temporary))
    import gradio as gr

    from assistant.ui.page import asset, build_page

    app = FastAPI(title="指标助手", docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def policy(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @app.get("/export/{conversation}/{number}.{format}")
    def export(conversation: str, number: int, format: str) -> Response:
        version = rooms.store.version(conversation, number)
        if version is None or f".{format}" not in WRITERS:
            raise HTTPException(404, "没有这个文件")
        table = version.edition.table
        try:
            content = _file(version.edition, format)
        except WritingError as error:
            raise HTTPException(422, str(error)) from error
        return _download(content, f"{_whose(table)}绩效目标表_第{number}版.{format}")

    @app.get("/review/{conversation}/{number}.xlsx")
    def reviewed(conversation: str, number: int) -> Response:
        version = rooms.store.version(conversation, number)
        if version is None:
            raise HTTPException(404, "没有这个文件")
        edition = version.edition
        content = RENDERERS["xlsx"]([Checked(edition.file or "", edition.table, edition.report)])
        return _download(content, f"{_whose(edition.table)}绩效目标表_批注版.xlsx")

    @app.get("/summary/{conversation}/{number}.xlsx")
    def summed(conversation: str, number: int) -> Response:
        tables = [v.edition for v in rooms.store.tables(conversation) if v.number <= number]
        if not tables:
            raise HTTPException(404, "没有这个文件")
        checked = [Checked(e.file or "", e.table, e.report) for e in tables]
        return _download(summary_xlsx(checked), f"绩效目标表检查汇总_{len(tables)}张.xlsx")

    fonts = ["system-ui", "-apple-system", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    gr.mount_gradio_app(
        app,
        build_page(rooms),
        path="/",
        theme=gr.themes.Base(
            primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
        ),
        css=asset("page.css"),
        head=f"<script>{asset('page.js')}</script>",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size="64mb",
        show_error=False,
    )
    return app


def _whose(table: TargetTable) -> str:
    return f"{table.project or table.department or ''}{table.year or ''}"


def _download(content: str | bytes, name: str) -> Response:
    return Response(
        content,
        media_type=_TYPES.get(name.rpartition(".")[2], "text/plain"),
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


def _file(edition: Edition, format: str) -> bytes:
    """A version as a file; a draft's workbook carries its sources behind the form."""
    if format == "xlsx":
        return drafted_xlsx(edition.table, edition.grounds, edition.sources)
    return WRITERS[f".{format}"](edition.table)


def serve(settings: Settings, opened: Callable[[str], None]) -> None:
    """Serve the page until interrupted; ``opened`` is called with its address once it can be opened.

    Raises ``OSError`` where the address is taken, ``StateInUse`` where another process owns the state folder.
    """
    import uvicorn

    listening = socket.create_server((settings.host, settings.port))
    rooms = Rooms(settings)
    server = uvicorn.Server(uvicorn.Config(build_app(rooms), log_level="warning"))
    refused: list[StateInUse] = []

    def open_index() -> None:
        """Once the page stands, so that neither waits for the other."""
        while not server.started:
            time.sleep(0.05)
        opened(f"http://{settings.host}:{settings.port}")
        try:
            rooms.index()
        except StateInUse as error:
            refused.append(error)
            server.should_exit = True

    threading.Thread(target=open_index, name="open-index", daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        rooms.close()
    if refused:
        raise refused[0]
