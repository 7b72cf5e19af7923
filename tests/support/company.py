"""A small public service in real browser windows: each member signed in, and a worker that does what is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from crowdlearn import jobs
from crowdlearn.db.session import transaction
from crowdlearn.people.models import Person
from crowdlearn.people.service import open_session
from crowdlearn.web.viewer import cookie_name


class Company:
    """Opens windows for people, keeps them apart, and lets the worker work in between."""

    def __init__(self, chromium: Browser, app: Flask, site: str, **settings: Any) -> None:
        self._chromium, self._app, self._site, self._settings = chromium, app, site, settings
        self._windows: dict[str, BrowserContext] = {}

    def window(self, who: Person, width: int = 1280) -> Page:
        """Return a page of this person's own browser; their session is fresh, so nobody is asked for a password."""
        if old := self._windows.pop(who.email, None):
            old.close()
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=self._site, **self._settings
        )
        with transaction() as session:
            token = open_session(session, who.id, "test")
        context.add_cookies([{"name": cookie_name(self._app), "value": token, "url": self._site}])
        context.set_default_timeout(10_000)
        self._windows[who.email] = context
        return context.new_page()

    def visitor(self, width: int = 1280) -> Page:
        """Return a page of somebody who is not signed in."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=self._site, **self._settings
        )
        self._windows[f"visitor {len(self._windows)}"] = context
        return context.new_page()

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
        yield group
        group.close()
