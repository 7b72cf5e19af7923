"""A browser without a screen: it keeps cookies, checks every page's HTML, finds forms and sends them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from config import Config
from crowdlearn.app import create_app
from crowdlearn.db.session import transaction
from crowdlearn.people.service import open_session
from crowdlearn.web.locale import LANGUAGES
from crowdlearn.web.viewer import cookie_name

SECRET = "a secret only for the tests, long enough"
_PLAIN = re.compile(r"""(?<==")[^"<>&]+(?=")|(?<=>)[^"<>&]+(?=<)""")  # words that no parser stumbles over


@dataclass
class Page:
    """An answer: its text, its HTML tree, its forms."""

    browser: "Browser"
    response: TestResponse
    url: str

    @property
    def status(self) -> int:
        """Return the status code."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """Return the words a reader sees, with single spaces."""
        return " ".join("".join(self.tree.itertext()).split())

    @cached_property
    def tree(self) -> Element:
        """Return the parsed page. Raises ParseError when the HTML is not well made."""
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.response.text)

    @property
    def title(self) -> str:
        """Return the words of the title."""
        return self.tree.findtext(".//title") or ""

    def form(self, number: int = 0, action: str = "") -> "FilledForm":
        """Return one of the page's forms that post, by its number or by the end of its action."""
        found = [form for form in self.tree.iter("form") if form.get("method") == "post"]
        if action:
            found = [form for form in found if urlsplit(form.get("action") or "").path.endswith(action)]
        return FilledForm(self, found[number])

    def submit(self, **values: Any) -> "Page":
        """Fill the first form and send it; follows to the page it leads to."""
        return self.form().submit(**values)


@dataclass
class FilledForm:
    """A form as the browser would send it."""

    page: Page
    element: Element
    values: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {}
        for element in self.element.iter():
            for value in _sent(element):
                self.values.setdefault(element.get("name") or "", []).append(value)

    def submit(self, *, follow: bool = True, **values: Any) -> Page:
        """Send the form with `values` in place of what its fields hold; None leaves a field out."""
        data = {**self.values, **{name.replace("__", "-"): value for name, value in values.items()}}
        target = urljoin(self.page.url, self.element.get("action") or self.page.url)
        sent = {name: value for name, value in data.items() if value is not None}
        said = self.page.response
        secret = said.headers.get("Referrer-Policy") == "no-referrer"
        return self.page.browser.post(
            target, sent, follow=follow, headers={} if secret else {"Referer": said.request.url}
        )


def _sent(element: Element) -> Iterator[str]:
    kind = element.get("type", "text")
    if element.get("name") is None:
        return
    if element.tag == "input" and kind not in ("submit", "button", "file"):
        if kind not in ("checkbox", "radio") or "checked" in element.attrib:
            yield element.get("value", "on" if kind == "checkbox" else "")
    elif element.tag == "textarea":
        yield (element.text or "").removeprefix("\n")
    elif element.tag == "select":
        chosen = [option for option in element.iter("option") if "selected" in option.attrib]
        for option in chosen or list(element.iter("option"))[:1]:
            yield option.get("value", option.text or "")


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, person_id: UUID) -> None:
        """Sign a person in without asking for a password."""
        with transaction() as session:
            token = open_session(session, person_id, "test")
        self.use_token(token)

    def use_token(self, token: str) -> None:
        """Hold a session token."""
        self.client.set_cookie(cookie_name(self.app), token)

    @property
    def token(self) -> str | None:
        """Return the session token that the browser holds."""
        cookie = self.client.get_cookie(cookie_name(self.app))
        return cookie.value if cookie else None

    def get(self, url: str, *, follow: bool = True, **options: Any) -> Page:
        """Open a page."""
        return self._page(self.client.get(url, **options), url, follow)

    def post(self, url: str, data: Mapping[str, Any] | bytes, *, follow: bool = False, **options: Any) -> Page:
        """Send data as it is; a form's token and key must be among it."""
        return self._page(self.client.post(url, data=data, **options), url, follow)

    def send(self, url: str, **values: Any) -> Page:
        """Send values with a valid token and without a one-time key, as a program would."""
        return self.post(url, {"csrf_token": self.csrf_token(), **values})

    def csrf_token(self) -> str:
        """Return a token that this browser's forms would carry."""
        with self.client.session_transaction() as session:
            session.setdefault("csrf_token", "0" * 40)
            raw = session["csrf_token"]
        signer: Any = self.app.extensions["tests_signer"]
        return str(signer.dumps(raw))

    def _page(self, response: TestResponse, url: str, follow: bool) -> Page:
        for _ in range(5):
            if not follow or response.status_code not in (302, 303):
                break
            url = urljoin(url, response.headers["Location"])
            response = self.client.get(url)
        response.get_data()  # all of it, so that a file that is handed out is closed
        response.close()
        page = Page(self, response, url)
        if response.mimetype == "text/html" and response.text:
            _check(page)
        return page


_well_made = set[int]()


def _check(page: Page) -> None:
    """Parse the page, unless one of the same elements and attributes was parsed before: parsing is slow."""
    shape = hash(_PLAIN.sub("", page.response.text))
    if shape not in _well_made:
        assert page.tree is not None
        _well_made.add(shape)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the configuration of tests: no rate limits, everything else as it comes."""
    home: Path = tmp_path_factory.mktemp("home")
    config = Config.from_env({"CROWDLEARN_HOME": str(home), "SECRET_KEY": SECRET, "PORT": "80"})
    return {**config.mapping(), "PUBLIC_URL": "http://localhost", "RATE_LIMITS_ENABLED": False, "TESTING": True}


@pytest.fixture(scope="session")
def app(settings: dict[str, Any]) -> Flask:
    """Return the application."""
    return with_signer(create_app(settings))


def with_signer(app: Flask) -> Flask:
    """Let browsers sign form tokens of their own. Templates compiled for another application serve again."""
    from itsdangerous import URLSafeTimedSerializer

    app.extensions["tests_signer"] = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
    for language, compiled in _compiled.items():
        app.environment(language).bytecode_cache = compiled  # type: ignore[attr-defined]
    return app


class Compiled(BytecodeCache):
    """What templates of one language were compiled to in this process, by their names and texts."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is new."""
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


_compiled = {language: Compiled() for language in LANGUAGES}


@pytest.fixture
def browser(app: Flask, database: object) -> Browser:
    """Return a visitor's browser, on a database that is rolled back."""
    return Browser(app)
