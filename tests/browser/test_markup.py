"""Whatever people type stays words, on every page that shows it, in Chromium, with the content policy and without.

The pages are those of the gallery; tests/support/sinks.py knows where texts are kept, and a published collection of
what attackers type.
"""

from collections.abc import Iterable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from crowdlearn.db.session import transaction
from crowdlearn.pages.views import discover
from tests.browser.gallery import ROOMS
from tests.support.chromium import served
from tests.support.pictures import Picture
from tests.support.sinks import FEW, PAYLOADS, Filling
from tests.support.windows import open_context

pytestmark = pytest.mark.browser
COLLECTIONS = [pytest.param(FEW, id="50"), pytest.param(PAYLOADS, id="600", marks=pytest.mark.long)]
TELL_TALES = """
window.hits = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (...words) => { window.top.hits.push(name + words) };
"""
WRONG = """() => {
  const STRANGE = ["iframe", "object", "embed", "base", "frame", "marquee", "applet", "math"];
  const ADDRESSES = ["href", "src", "action", "data", "xlink:href"];
  const found = [...window.hits], odd = /^\\s*(javascript|vbscript|data):/i;
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (STRANGE.includes(tag)) found.push(`<${tag}>`);
    if (tag === "script" && !element.src.startsWith(location.origin)) found.push("a script");
    if (tag === "style" && !element.closest("svg")) found.push("a style");
    if (tag === "meta" && element.httpEquiv) found.push("a meta refresh");
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on") || ["srcdoc", "formaction"].includes(name)) found.push(`${tag} ${name}`);
      if (ADDRESSES.includes(name) && odd.test(value)) found.push(`${tag} ${name}=${value}`);
    }
  }
  return found;
}"""


class Visitors:
    """One window for each person and policy; notes what reaches beyond the site."""

    def __init__(self, chromium: Browser, app: Flask, site: str) -> None:
        self._chromium, self._app, self._site = chromium, app, site
        self._windows: dict[tuple[str, bool], Page] = {}
        self._contexts: list[BrowserContext] = []
        self._beyond: list[str] = []

    def faults(self, picture: Picture) -> Iterator[str]:
        """Return what acts on a page, with the content policy and without."""
        for policy in (True, False):
            page = self._window(picture, policy)
            self._beyond.clear()
            answer = page.goto(picture.address("en"), wait_until="load")
            status = answer.status if answer else 0
            wrong = [*page.evaluate(WRONG), *self._beyond, *([f"status {status}"] if status >= 400 else [])]
            yield from (f"{picture}{'' if policy else ', without policy'}: {one}" for one in wrong)

    def html(self, picture: Picture) -> str:
        """Return a page as it is sent."""
        return self._window(picture, False).request.get(picture.address("en")).text()

    def close(self) -> None:
        """Close all windows."""
        for context in self._contexts:
            context.close()

    def _window(self, picture: Picture, policy: bool) -> Page:
        key = (picture.who.email if picture.who else "", policy)
        if key not in self._windows:
            context = open_context(self._chromium, self._app, self._site, picture.who, bypass_csp=not policy)
            context.add_init_script(TELL_TALES)
            context.on("request", lambda sent: self._note(sent.url))
            self._contexts.append(context)
            self._windows[key] = context.new_page()
        return self._windows[key]

    def _note(self, url: str) -> None:
        if not url.startswith((self._site, "data:image/", "blob:", "about:")):
            self._beyond.append(f"asks {url}")


def looked_at(pictures: Iterable[Picture]) -> list[Picture]:
    """Return the pictures of pages that answer, each address once for each person."""
    found = {(picture.path, picture.who and picture.who.id): picture for picture in pictures if picture.status == 200}
    return [picture for picture in found.values() if picture.sent is None]


def covering(shown: list[set[str]]) -> list[int]:
    """Return the numbers of few pages that together show all that any shows."""
    chosen, missing = list[int](), set[str]().union(*shown)
    while missing:
        best = max(range(len(shown)), key=lambda number: len(shown[number] & missing))
        chosen.append(best)
        missing -= shown[best]
    return chosen


def forget_drawn() -> None:
    """Have pages drawn anew: what stands on them was written past the program."""
    discover.cards.clear()
    discover.forms.clear()
    discover.front.clear()


def let_rows_change() -> None:
    """Take away what keeps written rows as they are: the texts in them are looked at too."""
    with transaction() as session:
        kept = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%only ever grows%'"
        for name in session.execute(sa.text(kept)).scalars().all():
            session.execute(sa.text(f"DROP TRIGGER {name}"))


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("payloads", COLLECTIONS)
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_that_is_typed_acts(chromium: Browser, app: Flask, room: str, payloads: list[str]) -> None:
    pictures, filling = looked_at(ROOMS[room]()), Filling(payloads)
    let_rows_change()
    with served(app) as site:
        visitors, faults = Visitors(chromium, app, site), list[str]()
        filling.turn()
        forget_drawn()
        shown = [filling.shown_in(visitors.html(picture)) for picture in pictures]
        few = covering(shown)
        due = few if payloads is FEW else list(range(len(pictures)))  # every page of the gallery, the first time
        while due and not faults:
            faults = [fault for number in due for fault in visitors.faults(pictures[number])]
            due = [number for number in few if shown[number] & filling.unfinished]
            filling.turn()
            forget_drawn()
        visitors.close()
    assert not faults, "\n".join(faults[:20])
    assert few, "no page showed anything, so nothing was proven"


@pytest.mark.parametrize(
    "bad",
    [
        "<img src=x: onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<p onclick=alert(1)>x</p>",
        "<script>alert(1)</script>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<style>p { color: red }</style>",
        "<form action='data:text/html,x'></form>",
    ],
)
def test_what_acts_would_be_seen(chromium: Browser, bad: str) -> None:
    with chromium.new_context() as context:
        context.add_init_script(TELL_TALES)
        page = context.new_page()
        page.set_content(f"<!doctype html><title>x</title><p>fine</p>{bad}")
        assert page.evaluate(WRONG)
        page = context.new_page()
        page.set_content("<!doctype html><title>x</title><p>&lt;script>alert(1)&lt;/script></p><a href='/x'>x</a>")
        assert page.evaluate(WRONG) == []
