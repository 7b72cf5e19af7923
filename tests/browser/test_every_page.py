"""Every page in every state: accessible in light and dark, whole on a small phone and on paper, in both languages."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from crowdlearn.people.models import Person
from tests.browser.gallery import NOT_PAGES, ROOMS
from tests.support.chromium import go, served
from tests.support.looking import faults_of
from tests.support.pictures import Picture
from tests.support.windows import open_context, sign_in

pytestmark = pytest.mark.browser
DESK, PHONE = 1280, 390
LOOKS = [
    pytest.param("en", DESK, id="en-desk"),
    pytest.param("fr", PHONE, id="fr-phone"),
    pytest.param("en", PHONE, id="en-phone", marks=pytest.mark.long),
    pytest.param("fr", DESK, id="fr-desk", marks=pytest.mark.long),
]


class Visit:
    """Walks through the rooms of the gallery, in one window in which one person signs in after the other."""

    def __init__(self, context: BrowserContext, app: Flask, site: str, language: str) -> None:
        self._context, self._app, self._site, self._language = context, app, site, language
        self._page, self._who = context.new_page(), ""
        self._said: list[str] = []
        self._page.on("console", lambda message: self._said.append(message.text) if message.type == "error" else None)
        self._page.on("pageerror", lambda error: self._said.append(str(error)))

    def faults(self, picture: Picture) -> list[str]:
        """Return what is wrong with one picture."""
        page, wrong = self._page, list[str]()
        self._become(picture.who)
        self._said.clear()
        answer = page.goto(picture.address(self._language))
        assert answer is not None
        if answer.status != picture.status:
            return [f"{picture}: status {answer.status}"]
        if picture.sent is not None:
            wrong += self._send(page, picture)
        wrong += faults_of(page, self._language if picture.prefixed else "en")
        wrong += [said for said in self._said if not (picture.status >= 400 and "Failed to load" in said)]
        return [f"{picture}: {fault}" for fault in wrong]

    def _become(self, who: Person | None) -> None:
        if self._who == (who.email if who else ""):
            return
        self._who = who.email if who else ""
        self._context.clear_cookies()
        if who is not None:
            sign_in(self._context, self._app, self._site, who)

    def _send(self, page: Page, picture: Picture) -> list[str]:
        for name, value in (picture.sent or {}).items():
            page.locator(f"main [name={name}]").fill(value)
        go(page.locator("main form.form").last.get_by_role("button").last)
        if picture.leads_to:
            return [] if urlsplit(page.url).path.endswith(picture.leads_to) else [f"led to {page.url}"]
        refused = page.get_by_role("alert").count() and page.title().startswith(("Error:", "Erreur"))
        return [] if refused else ["the form was not refused with a summary and a title that says so"]


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_wrong(chromium: Browser, app: Flask, live: None, room: str, language: str, width: int) -> None:
    with served(app) as site, open_context(chromium, app, site, None, width) as context:
        visit = Visit(context, app, site, language)
        faults = [fault for picture in ROOMS[room]() for fault in visit.faults(picture)]
    assert not faults, "\n".join(faults)


def test_no_page_is_forgotten(app: Flask, live: None) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    match = app.url_map.bind("localhost").match
    shown = {
        match(picture.shown if not picture.prefixed else f"/en{picture.shown}")[0]
        for room in ROOMS.values()
        for picture in room()
        if picture.status == 200
    }
    assert {rule.endpoint for rule in rules} - shown == set(NOT_PAGES)
    assert all(NOT_PAGES.values())
