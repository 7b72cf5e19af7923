"""Atom feeds as feed readers read them."""

import feedparser
import pytest

from crowdlearn.conversations.models import Hidden
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import PitchTopic
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.web import Browser

NASTY = "A & B <b> ]]> “é”"


@pytest.fixture
def author(database):
    who = make.person("Amira Haddad")
    pitch = make.pitch(who, title=NASTY, topics=["data"], language="fr")
    make.kept(PitchTopic(pitch_id=pitch.id, topic="data"))
    make.pitch(who, state=PitchState.DRAFT, title="Not said yet")
    hidden = make.pitch(who, title="Hidden by a steward")
    make.kept(
        Hidden(
            about_kind="pitch", about_id=hidden.id, owner_id=who.id, title="", path="/", reason="x", hidden_by=who.id
        )
    )
    make.shareback(who, pitch_id=pitch.id)
    make.shareback(who, title="For members", open_to_all=False)
    return who


def read(browser: Browser, path: str):
    answer = browser.get(path).response
    assert answer.mimetype == "application/atom+xml"
    feed = feedparser.parse(answer.data)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed, answer


def addresses(author) -> dict[str, int]:
    return {
        "/en/pitches.atom": 1,
        "/en/sharebacks.atom": 1,
        "/en/topics/data.atom": 2,
        f"/en/people/{author.id}.atom": 2,
        f"/fr/people/{author.id}.atom": 2,
    }


def test_feeds_hold_what_is_public_and_nothing_else(browser: Browser, author):
    for path, entries in addresses(author).items():
        feed, answer = read(browser, path)
        assert len(feed.entries) == entries, path
        assert feed.feed.id == f"http://localhost{path}"
        assert feed.feed.language == path[1:3]
        assert "Not said" not in answer.text
        assert "Hidden by" not in answer.text
        assert "For members" not in answer.text


def test_an_entry_says_what_it_is_and_when_it_changed(browser: Browser, author):
    (entry,) = read(browser, "/en/pitches.atom")[0].entries
    assert entry.id.startswith("urn:uuid:")
    assert entry.link == f"http://localhost/en/pitches/{entry.id.removeprefix('urn:uuid:')}"
    assert entry.title == NASTY
    assert entry.title_detail.type == "text/plain"
    assert entry.author == "Amira Haddad"
    assert entry.title_detail.language == "fr"
    assert entry.updated_parsed >= entry.published_parsed
    assert [tag.label for tag in entry.tags] == ["Data"]


def test_ids_stay_when_a_title_changes_and_who_has_it_is_told_so(browser: Browser, author):
    feed, answer = read(browser, "/en/pitches.atom")
    again = browser.get("/en/pitches.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304
    pitch = make.pitch(author, title="One more", published_at=now())
    later, changed = read(browser, "/en/pitches.atom")
    assert changed.headers["ETag"] != answer.headers["ETag"]
    assert [entry.id for entry in later.entries] == [f"urn:uuid:{pitch.id}", feed.entries[0].id]


def test_a_private_profile_has_no_feed(browser: Browser, database):
    assert browser.get(f"/en/people/{make.person(profile_public=False).id}.atom").status == 404
    assert browser.get("/en/topics/astrology.atom").status == 404


def test_an_empty_feed_is_a_feed(browser: Browser, database):
    assert read(browser, "/en/pitches.atom")[0].entries == []


def test_no_more_than_fifty(browser: Browser, database, assert_queries):
    who = make.person()
    for _ in range(52):
        make.pitch(who)
    with assert_queries(1):
        assert len(read(browser, "/en/pitches.atom")[0].entries) == 50


def test_pages_name_their_feeds(browser: Browser, author):
    for page, feeds in {
        "/en/pitches?topic=data": ["/en/pitches.atom", "/en/sharebacks.atom", "/en/topics/data.atom"],
        "/en/sharebacks": ["/en/sharebacks.atom"],
        f"/en/people/{author.id}": [f"/en/people/{author.id}.atom"],
    }.items():
        links = browser.get(page).tree.iter("link")
        named = [link.get("href") for link in links if link.get("type") == "application/atom+xml"]
        assert named == feeds


def test_the_plain_address_leads_to_the_reader_s_language(browser: Browser, database):
    answer = browser.get("/feed.atom", follow=False, headers={"Accept-Language": "fr-CA"})
    assert answer.response.location == "/fr/pitches.atom"
