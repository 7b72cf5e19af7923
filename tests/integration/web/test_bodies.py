"""Pages that visitors share: drawn once, compressed once, and never with anything of one reader's own."""

import gzip

import brotli
import pytest
from flask import Response
from flask_wtf.csrf import generate_csrf

from crowdlearn.conversations.models import Hidden
from crowdlearn.db.session import transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.web.bodies import Bodies, bodies, coding_of
from crowdlearn.web.headers import page_unchanged
from tests import make
from tests.support.web import Browser

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def test_the_body_not_asked_for_longest_goes_first() -> None:
    kept = Bodies(most=10)
    kept.keep("a", "", b"12345")
    kept.keep("b", "", b"12345")
    assert kept.find("a", "") == b"12345"
    kept.keep("c", "", b"12345")
    assert kept.find("b", "") is None
    assert kept.find("a", "") == kept.find("c", "") == b"12345"


@pytest.mark.parametrize(
    ("accepted", "coding"), [("", ""), ("br", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0", ""), ("zstd", "")]
)
def test_the_reader_says_which_coding(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_kept_page_is_the_page(browser: Browser, coding: str) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()))
    bodies.clear()
    headers = {"Accept-Encoding": coding}
    first, second = (browser.client.get(f"/en/pitches/{pitch.id}", headers=headers) for _ in range(2))
    assert first.headers.get("Content-Encoding", "") == coding
    assert UNPACK[coding](second.data) == UNPACK[coding](first.data)
    assert pitch.title.encode() in UNPACK[coding](second.data)
    assert first.headers == second.headers
    assert {"Cookie", "Accept-Encoding"} <= set(second.vary)
    again = browser.client.get(f"/en/pitches/{pitch.id}", headers=headers | {"If-None-Match": second.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_a_changed_page_is_drawn_anew(browser: Browser) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()))
    assert "Another title" not in browser.get(f"/en/pitches/{pitch.id}").text
    with transaction() as session:
        session.get_one(Pitch, pitch.id).title = "Another title"
    assert "Another title" in browser.get(f"/en/pitches/{pitch.id}").text


def test_members_never_get_a_visitors_page_nor_leave_one(browser: Browser) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()))
    bodies.clear()
    visitor = Browser(browser.app)
    browser.sign_in(make.person("Noor", of=make.organisation()).id)
    for _ in range(2):
        assert "Noor" in browser.get(f"/en/pitches/{pitch.id}").text
        assert "Noor" not in visitor.get(f"/en/pitches/{pitch.id}").text
    assert "Set-Cookie" not in visitor.client.get(f"/en/pitches/{pitch.id}").headers


def test_a_pitch_that_visitors_may_no_longer_see_is_not_shown_from_memory(browser: Browser) -> None:
    pitcher, steward = make.person(of=make.organisation()), make.person()
    gone, hidden = make.pitch(pitcher), make.pitch(pitcher)
    shown = [browser.client.get(f"/en/pitches/{one.id}") for one in (gone, hidden)]
    assert [answer.status_code for answer in shown] == [200, 200]
    with transaction() as session:
        session.get_one(Pitch, gone.id).state = PitchState.DRAFT
        about = {"about_kind": "pitch", "about_id": hidden.id}
        session.add(Hidden(**about, owner_id=pitcher.id, hidden_by=steward.id, reason="An advert", title="", path=""))
    for one, before in zip((gone, hidden), shown, strict=True):
        for headers in ({}, {"If-None-Match": before.headers["ETag"]}):
            answer = browser.client.get(f"/en/pitches/{one.id}", headers=headers)
            assert one.title not in answer.text
            assert answer.status_code == 404


def test_each_language_and_look_has_its_own_page(browser: Browser) -> None:
    pitch = make.pitch(make.person(of=make.organisation()))
    bodies.clear()
    for _ in range(2):
        assert 'lang="en"' in browser.client.get(f"/en/pitches/{pitch.id}").text
        assert 'lang="fr"' in browser.client.get(f"/fr/pitches/{pitch.id}").text
    browser.client.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in browser.client.get(f"/en/pitches/{pitch.id}").text
    browser.client.delete_cookie("theme")
    assert "data-theme" not in browser.client.get(f"/en/pitches/{pitch.id}").text


def test_a_message_for_one_visitor_is_neither_lost_nor_left_for_the_next(browser: Browser) -> None:
    path = f"/en/pitches/{make.pitch(make.person(of=make.organisation())).id}"
    for kept_before in (False, True):
        bodies.clear()
        if kept_before:
            browser.client.get(path)
        with browser.client.session_transaction() as session:
            session["_flashes"] = [("success", "You are signed out, Noor.")]
        assert "signed out, Noor" in browser.client.get(path).text
        assert "signed out, Noor" not in Browser(browser.app).client.get(path).text
        assert "signed out, Noor" not in browser.client.get(path).text


@pytest.mark.parametrize("with_form", [False, True])
def test_a_page_with_a_form_is_never_kept(browser: Browser, with_form: bool) -> None:
    bodies.clear()
    with browser.app.test_request_context("/en/how-it-works"):
        browser.app.preprocess_request()
        assert page_unchanged("a mark of its own") is None
        if with_form:
            generate_csrf()
        browser.app.process_response(Response("<p>drawn</p>", mimetype="text/html"))
    with browser.app.test_request_context("/en/how-it-works"):
        browser.app.preprocess_request()
        assert (page_unchanged("a mark of its own") is None) is with_form


def test_what_is_promised_and_said_shows_at_once(browser: Browser) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()))
    address = f"/en/pitches/{pitch.id}"
    before = browser.client.get(address)
    make.pledge(pitch, make.person(), 5000)
    after = browser.client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, before.text == after.text) == (200, False)


def test_a_member_sees_at_once_what_changed_in_the_parts_that_are_kept_and_nothing_of_another(browser: Browser) -> None:
    pitcher, noor, nell = (make.person(name, of=make.organisation()) for name in ("Amira", "Noor", "Nell"))
    pitch = make.money_pitch(pitcher)
    seen = {}
    for one in (pitcher, noor, nell):
        browser.sign_in(one.id)
        seen[one.name] = browser.get(f"/en/pitches/{pitch.id}").text
    assert "Add your piece" in seen["Noor"]
    assert "Add your piece" not in seen["Amira"]
    assert seen["Noor"].replace("Noor", "Nell") == seen["Nell"]
    make.need(pitch, title="A second reader")
    make.pledge(pitch, noor, 5000)
    after = browser.get(f"/en/pitches/{pitch.id}").text
    assert "A second reader" in after
    assert "You back this pitch" not in after


@pytest.mark.parametrize("path", ["/en/", "/en/pitches", "/en/search?q=plain", "/en/commitments", "/en/sharebacks"])
def test_what_visitors_share_needs_no_cookie(browser: Browser, path: str) -> None:
    answer = browser.client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert browser.client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_visitors_page_of_a_share_back_needs_no_cookie(browser: Browser) -> None:
    told = make.shareback(make.person(of=make.organisation()))
    answer = browser.client.get(f"/en/sharebacks/{told.id}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
