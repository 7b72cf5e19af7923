"""A small public service in real browser windows: each member signed in, and a worker that does what is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from crowdlearn import jobs
from crowdlearn.people.models import Person

from .windows import open_context


class Company:
    """Opens windows for people, keeps them apart, and lets the worker work in between."""

    def __init__(self, chromium: Browser, app: Flask, site: str, **settings: Any) -> None:
        self._chromium, self._app, self._site, self._settings = chromium, app, site, settings
        self._windows: dict[str, BrowserContext] = {}

    def window(self, who: Person, width: int = 1280) -> Page:
        """Return a page of this person's own browser; their session is fresh, so nobody is asked for a password."""
        if old := self._windows.pop(who.email, None):
            old.close()
        return self._open(who.email, who, width)

    def visitor(self, width: int = 1280) -> Page:
        """Return a page of somebody who is not signed in."""
        return self._open(f"visitor {len(self._windows)}", None, width)

    def _open(self, name: str, who: Person | None, width: int) -> Page:
        self._windows[name] = open_context(self._chromium, self._app, self._site, who, width, **self._settings)
        return self._windows[name].new_page()

    def work(self) -> None:
        """Let the worker do what is due."""
        with self._app.app_context():
            jobs.run_what_is_due()

    def close(self) -> None:
        """Close every window."""
        for context in self._windows.values():
            context.close()


@contextmanager
def company(chromium: Browser, app: Flask, served: Callable[..., Any], **settings: Any) -> Iterator[Company]:
    """Serve the app and open a company at it; `settings` are those of a browser context."""
    with served(app) as site:
        group = Company(chromium, app, site, **settings)
        try:
            yield group
        finally:
            group.close()
