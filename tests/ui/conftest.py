"""The page in a real browser: a server in this process, Chromium beside it, and an eye on what leaves and what fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assistant.conversation.rooms import Rooms
from assistant.retrieval import Index, open_index
from assistant.settings import Settings
from assistant.table import TargetTable
from assistant.writing import to_xlsx
from tests.support.browser import Site, find_browser, launched, running
from tests.support.corpus import shipped_tables, small_corpus
from tests.support.openai_server import OpenAIServer, well_behaved

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "000_4d52cbf968e13506.txt"


@dataclass
class Watched:
    """A page in the browser, with the requests that went elsewhere and the errors that its console showed."""

    page: Page
    site: Site
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> Watched:
        self.page.goto(self.site.url + address)
        self.page.wait_for_selector("#zb-box textarea")
        return self

    def say(self, text: str) -> None:
        """Type a sentence, send it, and wait until its answer is whole."""
        answers = self.page.locator("#zb-chat .bot-row").count()
        self.page.fill("#zb-box textarea", text)
        self.page.press("#zb-box textarea", "Enter")
        self.answered(answers)

    def press(self, button: str) -> None:
        """Press a button that says something, and wait until its answer is whole."""
        answers = self.page.locator("#zb-chat .bot-row").count()
        self.page.click(button)
        self.answered(answers)

    def answered(self, before: int) -> None:
        self.page.wait_for_function(
            f"document.querySelectorAll('#zb-chat .bot-row').length > {before}"
            " && !document.querySelector('#zb-chat .zb-busy') && !document.querySelector('#zb-box .stop-button')",
            timeout=60_000,
        )

    def give(self, file: Path) -> None:
        """Attach a file to what is said next."""
        self.page.set_input_files("#zb-box input[type=file]", file)
        self.page.wait_for_selector("#zb-box .thumbnail-item", timeout=20_000)

    @property
    def answer(self) -> str:
        """The last answer, as one reads it."""
        return self.page.locator("#zb-chat .bot-row").last.inner_text()

    @property
    def table(self) -> str:
        return self.page.locator("#zb-table").inner_text()

    def rows(self) -> int:
        return self.page.locator("#zb-table .zb-row").count()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        missing = "no browser for the tests of the page: sudo apt install chromium fonts-noto-cjk"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with launched(found) as browser:
        yield browser


@pytest.fixture(scope="package")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    state = tmp_path_factory.mktemp("index")
    return open_index(Settings(state=state), corpus=small_corpus(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, index: Index) -> Iterator[Site]:
    """The page without a model."""
    settings = Settings(state=tmp_path_factory.mktemp("state"), model_base_url=None, model_name=None)
    with running(Rooms(settings, index)) as site:
        yield site


@pytest.fixture(scope="package")
def model() -> Iterator[OpenAIServer]:
    """A loopback server that speaks the OpenAI protocol; a test sets its ``script``."""
    with OpenAIServer(well_behaved) as server:
        yield server


@pytest.fixture(scope="package")
def model_site(tmp_path_factory: pytest.TempPathFactory, index: Index, model: OpenAIServer) -> Iterator[Site]:
    """The page with that server as its model."""
    settings = Settings(
        state=tmp_path_factory.mktemp("model"), model_base_url=model.url, model_name="loopback", model_timeout=10
    )
    with running(Rooms(settings, index)) as site:
        yield site


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Open a site in a window of its own; at the end nothing may have gone elsewhere or failed."""
    seen: list[Watched] = []

    def open_window(site: Site, width: int = 1440, height: int = 900, scheme: str = "light") -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        watched = Watched(context.new_page(), site)
        own = (site.url, "data:", "blob:")
        watched.page.on("request", lambda r: None if r.url.startswith(own) else watched.outside.append(r.url))
        watched.page.on("console", lambda m: watched.errors.append(m.text) if m.type == "error" else None)
        watched.page.on("pageerror", lambda e: watched.errors.append(str(e)))
        seen.append(watched)
        return watched

    yield open_window
    for watched in seen:
        watched.page.context.close()
        assert watched.outside == []
        assert watched.errors == []


@pytest.fixture(scope="package")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Last year's table of a department, as its workbook."""
    table = next(t for t in shipped_tables() if t.year == 2025)
    return as_workbook(table.model_copy(update={"department": "临江市公安局"}), tmp_path_factory.mktemp("files"))


def as_workbook(table: TargetTable, folder: Path) -> Path:
    path = folder / f"{table.department}{table.year}.xlsx"
    path.write_bytes(to_xlsx(table))
    return path
