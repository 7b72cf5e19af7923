"""Debian's Chromium, once per test process, and a place to serve an app to it."""

import shutil
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, sync_playwright
from werkzeug.serving import make_server

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser, None, None]:
    """Start the browser that the machine has."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def served(app: Callable[..., Any]) -> Generator[str, None, None]:
    """Serve a WSGI app on a free port of this machine; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:  # else a walk that fails would never end
        server.shutdown()
        thread.join()
        server.server_close()


def go(target: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: a click alone does not wait."""
    with target.page.expect_navigation():
        target.click()
