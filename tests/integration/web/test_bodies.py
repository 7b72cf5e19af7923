"""Pages that visitors share: drawn once, compressed once, and never with anything of one reader's own."""

import gzip

import brotli
import pytest

from crowdlearn.db.session import transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.web.bodies import Bodies, bodies, coding_of
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
