"""A real browser on a live server. Debian's Chromium is used; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOW = "Chromium not found: browser tests skipped. Get it with 'apt-get install chromium'."

# Chromium as root needs no-sandbox; the rest keeps it from calling home on a closed network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# No problem: a refused form, and a question that a newer one has replaced.
MEANT = (
    "Failed to load resource: the server responded with a status of 422",
    "htmx:afterRequest",
    "htmx:sendAbort",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, unless it is required."""
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=HOW))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not CHROMIUM:
        pytest.fail(HOW)
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept() -> Iterator[None]:
    """Let the browser keep static files for a test, as in production, where their names are hashed.

    Each page has some thirty, and the browser asks about each again when the files are new.
    """
    serve = StaticFilesHandler.serve

    def kept(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


@pytest.fixture(scope="session")
def _one_context(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def context(_one_context: BrowserContext, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser's profile without anybody signed in, whose pages go with the test.

    All tests share the one: making another takes as long as three pages, and what is kept of
    static files would go with it.
    """
    yield _one_context
    pages = _one_context.pages
    if pages:
        what = {"origin": live_server.url, "storageTypes": "local_storage,indexeddb,cache_storage"}
        _one_context.new_cdp_session(pages[0]).send("Storage.clearDataForOrigin", what)
    for page in pages:
        page.close()
    _one_context.clear_cookies()


@pytest.fixture
def problems(context: BrowserContext) -> Iterator[list[str]]:
    """What the browser complained about (script errors, blocked content): asserted empty."""
    found: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                found.append(f"{page.url}: {message.text}")
                if message.type == "error" and not message.text.startswith(MEANT)
                else None
            ),
        )

    for page in context.pages:  # one that a test asked for before it asked for its problems
        watch(page)
    context.on("page", watch)
    yield found
    context.remove_listener("page", watch)


def keep(page: Page, name: str) -> None:
    """Keep a screenshot of the whole page under var/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
