"""A running page and a browser to look at it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from assistant.conversation.rooms import Rooms
from assistant.ui.server import build_app

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Site:
    """A running page: where it is, and its rooms."""

    url: str
    rooms: Rooms


def find_browser() -> str | None:
    """The path of a Chromium of this machine."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """That browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def running(rooms: Rooms) -> Iterator[Site]:
    """The page over these rooms, at a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_app(rooms), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}/", rooms)
    server.should_exit = True
    thread.join(10)
