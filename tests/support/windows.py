"""Browser windows: the program served to them from a database where commits are real, and people signed in."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from crowdlearn.db.session import Database, transaction
from crowdlearn.people.models import Person
from crowdlearn.people.service import open_session
from crowdlearn.web.viewer import cookie_name

from .chromium import served
from .databases import Maker, of_its_own

MOST_MILLISECONDS = 10_000
Window = Callable[..., Page]


def open_context(
    chromium: Browser, app: Flask, site: str, who: Person | UUID | None, width: int = 1280, **settings: object
) -> BrowserContext:
    """Return a browser of its own, in which a person's session is fresh; None for a visitor."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=site, **settings)  # type: ignore[arg-type]
    context.set_default_timeout(MOST_MILLISECONDS)
    if who is not None:
        sign_in(context, app, site, who)
    return context


def sign_in(context: BrowserContext, app: Flask, site: str, who: Person | UUID) -> None:
    """Let a browser hold a fresh session of a person."""
    with transaction() as session:
        token = open_session(session, who.id if isinstance(who, Person) else who, "test")
    context.add_cookies([{"name": cookie_name(app), "value": token, "url": site}])


@pytest.fixture
def live(sqlite: Maker) -> Iterator[Database]:
    """Bind a database of this test's own, where commits are real."""
    with of_its_own(sqlite) as one:
        yield one


@pytest.fixture
def site(app: Flask, live: Database) -> Iterator[str]:
    """Serve the program; return its address."""
    with served(app) as address:
        yield address


@pytest.fixture
def window(chromium: Browser, app: Flask, site: str) -> Iterator[Window]:
    """Return a function that opens a window, in which a person may be signed in: `window(noor, 390)`."""
    contexts: list[BrowserContext] = []

    def opened(who: Person | UUID | None = None, width: int = 1280, **settings: object) -> Page:
        contexts.append(open_context(chromium, app, site, who, width, **settings))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
