"""Take the picture of the page that the README shows: ``python -m docs.screenshot`` writes ``docs/page-1440.png``.

An invented department's table of last year is uploaded, next year's is drafted without a model, and a row is opened.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from assistant.conversation.rooms import Rooms
from assistant.settings import Settings
from assistant.writing import to_xlsx
from tests.support.browser import Site, find_browser, launched, running
from tests.support.corpus import shipped_tables

TO = Path(__file__).parent / "page-1440.png"


def main() -> None:
    """Take the picture, or say which browser is missing."""
    path = find_browser()
    if path is None:
        sys.exit("没有找到浏览器：sudo apt install chromium fonts-noto-cjk")
    with TemporaryDirectory() as folder:
        rooms = Rooms(Settings(state=Path(folder) / "state", model_base_url=None, model_name=None))
        rooms.index()
        try:
            with running(rooms) as site, launched(path) as browser:
                take(browser, site, Path(folder))
        finally:
            rooms.close()


def take(browser: Browser, site: Site, folder: Path) -> None:
    """Upload, draft, open a row, and take the picture at 1440 by 900."""
    last = max((t for t in shipped_tables("水务") if t.template == "whole-duty"), key=lambda t: t.year or 0)
    given = folder / f"{last.department}{last.year}.xlsx"
    given.write_bytes(to_xlsx(last))
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.goto(site.url)
    page.set_input_files("#zb-box input[type=file]", given)
    page.wait_for_selector("#zb-box .thumbnail-item")
    page.fill("#zb-box textarea", f"起草{(last.year or 0) + 1}年绩效目标")
    page.press("#zb-box textarea", "Enter")
    page.wait_for_selector(f"#zb-table h2 + p:has-text('{(last.year or 0) + 1} 年度')", timeout=60_000)
    page.wait_for_selector("#zb-table .zb-tools", timeout=60_000)
    told = page.locator("#zb-table .zb-row", has=page.locator(".zb-badge:not(:has-text('沿用'))")).first
    told.locator("button").click()
    page.wait_for_selector("#zb-chip .zb-selected")
    told.evaluate("(row) => row.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(800)
    page.screenshot(path=TO)


if __name__ == "__main__":
    main()
