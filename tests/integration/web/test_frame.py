"""Languages, headers, errors and health, as a browser meets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from crowdlearn.app import create_app
from crowdlearn.db.session import database as the_database
from crowdlearn.web.access import policies
from crowdlearn.web.gate import NoPolicy, rows_of_routes
from tests.support.web import Browser

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
WITHOUT_COOKIE = "Set-Cookie"


def test_the_first_page_follows_cookie_then_browser(browser: Browser) -> None:
    def goes(languages: str = "") -> str | None:
        return browser.get("/", follow=False, headers={"Accept-Language": languages}).response.location

    assert goes() == "/en/"
    assert goes("fr-CA, en;q=0.5") == "/fr/"
    browser.client.set_cookie("lang", "fr")
    assert goes("en") == "/fr/"
    browser.client.set_cookie("lang", "xx")
    assert goes() == "/en/"


def test_the_switch_keeps_page_and_query_and_is_remembered(browser: Browser) -> None:
    page = browser.get("/en/sign-in?next=/en/x")
    switch = next(a for a in page.tree.iter("a") if a.get("hreflang") == "fr")
    assert switch.get("href") == "/fr/sign-in?next=/en/x"
    answer = browser.get(switch.get("href") or "", headers={"Referer": "http://localhost/en/sign-in"})
    assert answer.tree.get("lang") == "fr"
    cookie = browser.client.get_cookie("lang")
    assert cookie is not None
    assert cookie.value == "fr"


def test_visitors_get_no_cookie_from_pages_without_a_form(browser: Browser) -> None:
    assert WITHOUT_COOKIE not in browser.get("/en/").response.headers


def test_an_unchanged_page_is_not_sent_again(browser: Browser) -> None:
    first = browser.get("/en/").response
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = browser.client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")


@pytest.mark.parametrize("path", ["/en/", "/en/nope", "/en/sign-in", "/health/live", "/en/logout"])
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_have_no_inline_script_or_style(browser: Browser) -> None:
    source = browser.get("/en/sign-in").response.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", source)


@pytest.mark.parametrize(("path", "words"), [("/en/nope", "could not find"), ("/fr/nope", "")])
def test_a_missing_page_answers_in_its_language(browser: Browser, path: str, words: str) -> None:
    page = browser.get(path)
    assert page.status == 404
    assert page.tree.get("lang") == path[1:3]
    assert words in page.text


def test_a_foreign_host_is_refused(browser: Browser) -> None:
    assert browser.get("/en/", headers={"Host": "evil.example"}).status == 400


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"])
def test_no_other_methods(browser: Browser, method: str) -> None:
    assert browser.client.open("/en/", method=method).status_code == 405


def test_a_broken_page_gives_an_id_to_quote(settings: dict[str, object], database: object) -> None:
    app = create_app({**settings, "TESTING": False})
    _explode.actions = app.view_functions["pages.home"].actions  # type: ignore[attr-defined]
    app.view_functions["pages.home"] = _explode
    page = Browser(app).get("/en/")
    assert page.status == 500
    assert re.search(r"this number: [0-9a-f]{12}", page.text)


def _explode(*_: object, **__: object) -> str:
    raise ZeroDivisionError


def test_a_busy_database_asks_to_try_again(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> None:
        raise sa.exc.OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setitem(app.view_functions, "health.live", busy)
    page = browser.get("/health/live")
    assert (page.status, page.response.headers["Retry-After"]) == (503, "5")


def test_readiness_asks_the_database(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert browser.get("/health/ready").response.text == "ok"
    monkeypatch.setattr(the_database, "borrowed", None)
    monkeypatch.setattr(the_database, "engine", sa.create_engine("sqlite:////nowhere/at/all.db"))
    assert browser.get("/health/ready").status == 503


def test_a_route_without_a_row_stops_the_start(settings: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    from crowdlearn import app as joined
    from crowdlearn.web import health

    stranger = type(health.blueprint)("stranger", __name__)
    stranger.add_url_rule("/stranger", "open", lambda: "open")
    monkeypatch.setattr(joined, "PLAIN", (*joined.PLAIN, stranger))
    with pytest.raises(NoPolicy, match="GET /stranger"):
        create_app(settings)


def test_rows_of_one_route_that_disagree_stop_the_start(app: Flask) -> None:
    table = dict(policies())
    table["pitch.delete_open"] = replace(table["pitch.delete_open"], csrf=False)
    with pytest.raises(NoPolicy, match="disagree about csrf"):
        rows_of_routes(app, table)


def test_a_row_without_a_route_stops_the_start(settings: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    from crowdlearn import app as joined

    monkeypatch.setattr(joined, "PLAIN", ())
    with pytest.raises(NoPolicy, match="rows without a route"):
        create_app(settings)


def test_a_members_only_host_asks_visitors_to_sign_in(settings: dict[str, object], database: object) -> None:
    closed = Browser(create_app({**settings, "HOST_READING": "members"}))
    assert closed.get("/en/", follow=False).response.location == "/en/sign-in?next=/en/"
    for path in ("sign-in", "register", "privacy", "rules", "accessibility", "how-it-works", "for-managers", "display"):
        assert closed.get(f"/en/{path}", follow=False).status == 200
    for path in ("pitches", "sharebacks", "commitments", "commitments.csv", "search?q=x"):
        assert "/sign-in" in closed.get(f"/en/{path}", follow=False).response.location
    assert closed.get("/static/0/img/logo.svg").status == 200


def test_pages_ask_only_for_views_that_exist(app: Flask) -> None:
    asked = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""(?:has_view|url_for)\(["']([\w.]+)["']""", file.read_text("utf-8"))
    }
    assert {name for name in asked - app.view_functions.keys() if not name.startswith("demo.")} == set()
