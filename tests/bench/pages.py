"""Which pages are measured, and what each may cost. A feature adds its line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask

from crowdlearn.web.kept import new_key
from crowdlearn.web.viewer import cookie_name
from tests.support.web import Browser, with_signer

from .filling import Filled
from .measuring import Request

LIST, DETAIL, MEMBER = 0.70, 0.80, 1.15  # of a plain page
UNCHANGED, WRITE, LIBERAPAY = 1.5, 4.0, 7.45  # of "hello"; of an empty POST; ms of its durable write
BYTES, HTML, REQUESTS = 60_000, 14_000, 12  # of the first view, compressed
START, MEMORY, GROWTH = 1.0, 120, 1.05
NAMED = "CROWDLEARN_BENCH_PAGES"  # in the environment of the plain program, as JSON: [[path, session token or ""], …]


@dataclass(frozen=True)
class Page:
    """A page: its name, its address in a filled database, how many plain pages it may cost, and who reads it."""

    name: str
    path: Callable[[Filled], str]
    most: float
    signed_in: bool = False

    def request(self, filled: Filled, app: Flask) -> Request:
        """Return what a reader's browser asks."""
        cookie = {"Cookie": f"{cookie_name(app)}={filled.token}"} if self.signed_in else {}
        return Request(self.path(filled), headers=cookie)


PAGES: tuple[Page, ...] = (
    Page("home, visitor", lambda _: "/en/", LIST),
    Page("Discover", lambda _: "/en/pitches", LIST),
    Page("Discover, next page", lambda _: "/en/pitches?sort=newest&kind=attend", LIST),
    Page("search", lambda _: "/en/search?q=spatial+statistics", LIST),
    Page("follow-up page", lambda _: "/en/commitments", LIST),
    Page("share-backs", lambda _: "/en/sharebacks", LIST),
    Page("pitch page", lambda filled: f"/en/pitches/{filled.pitch_id}", DETAIL),
    Page("share-back", lambda filled: f"/en/sharebacks/{filled.shareback_id}", DETAIL),
    Page("home, signed in", lambda _: "/en/", MEMBER, signed_in=True),
    Page("Discover, signed in", lambda _: "/en/pitches", MEMBER, signed_in=True),
    Page("pitch page, signed in", lambda filled: f"/en/pitches/{filled.pitch_id}", MEMBER, signed_in=True),
    Page("pledge page", lambda filled: f"/en/pitches/{filled.open_pitches[0]}/pledge", MEMBER, signed_in=True),
    Page("my pledges", lambda _: "/en/me/pledges", MEMBER, signed_in=True),
)


class Writing:
    """Durable writes, each by the next person on the next pitch, as their browser sends it."""

    def __init__(self, app: Flask, filled: Filled) -> None:
        self._filled = filled
        self._people = [_sender(app, token) for token in filled.writers]

    def pledges(self) -> Callable[[], Request]:
        """Return the confirmation of one pledge after the other."""
        return self._each("pledge/review", "ReviewForm", _PLEDGE)

    def encouragements(self) -> Callable[[], Request]:
        """Return one good word after the other."""
        return self._each("encourage", "EncourageForm", {"line": "Go for it"})

    def _each(self, path: str, form: str, values: dict[str, Any]) -> Callable[[], Request]:
        numbers: Iterator[int] = count(1)

        def following() -> Request:
            number = next(numbers)
            pitch: UUID = self._filled.open_pitches[number % len(self._filled.open_pitches)]
            headers, token = self._people[number % len(self._people)]
            body = urlencode({**values, "csrf_token": token, "key": new_key(form)})
            return Request(f"/en/pitches/{pitch}/{path}", "POST", body, headers)

        return following


_PLEDGE = {"cents": 2500, "terms_version": 1, "fit": "up_to", "wish": "", "name_shown": "yes", "agreed": "y"}


def _sender(app: Flask, token: str) -> tuple[dict[str, str], str]:
    """Return the headers with which a person's browser posts, and the token of its forms."""
    browser = Browser(with_signer(app))
    browser.use_token(token)
    form_token = browser.csrf_token()
    visit = browser.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    cookies = f"{cookie_name(app)}={token}; {app.config['SESSION_COOKIE_NAME']}={visit.value if visit else ''}"
    return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}, form_token
