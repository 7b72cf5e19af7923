"""The podcast, from an upload to what podcast apps make of it."""

import io

import feedparser
import podcastparser
import pytest
from PIL import Image

from crowdlearn.conversations.service import hide
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import Content, Form, MediumKind
from tests import make
from tests.support.uploads import MP3, Sent

WORDS = "They stop at the first sentence that makes them sigh. " * 6
pytestmark = pytest.mark.usefixtures("database", "app")


@pytest.fixture
def author():
    return make.person("Amira Haddad")


def told(author, title="Fog & <clarity>", language="en", **content):
    words = Content(title, language, summary="Ten letters, read aloud.", transcript=WORDS, **content)
    draft = service.draft(author.id, ShareBackKind.PODCAST, Form.RECORDING, words)
    service.attach(author.id, draft, MediumKind.SOUND, Sent(MP3, "fog.mp3"))
    service.publish(author.id, draft)
    return draft


def listen(browser, language="en"):
    answer = browser.get(f"/{language}/podcast.xml").response
    assert answer.mimetype == "application/rss+xml"
    return podcastparser.parse("http://localhost", io.BytesIO(answer.data)), feedparser.parse(answer.data)


def test_two_parsers_find_the_episode_and_its_sound(browser, author):
    episode = told(author)
    podcast, feed = listen(browser)
    assert not feed.bozo
    [found], [entry] = podcast["episodes"], feed.entries
    assert found["title"] == entry.title == "Fog & <clarity>"
    assert found["guid"] == entry.id == f"urn:uuid:{episode}"
    [sound] = found["enclosures"]
    assert (sound["mime_type"], sound["file_size"]) == ("audio/mpeg", len(MP3))
    assert browser.get(sound["url"].removeprefix("http://localhost")).response.data == MP3
    assert entry.podcast_transcript["url"].endswith(f"/en/sharebacks/{episode}#transcript")
    assert feed.feed.author == podcast["itunes_author"]
    assert podcast["language"] == "en-ca"


def test_the_cover_is_as_large_as_podcast_apps_ask(browser):
    podcast, _ = listen(browser, "fr")
    answer = browser.get(podcast["cover_url"].removeprefix("http://localhost")).response
    with Image.open(io.BytesIO(answer.data)) as cover:
        assert (cover.format, cover.size) == ("PNG", (1400, 1400))
    assert len(answer.data) < 500_000


def test_only_what_everyone_may_hear_in_this_language_is_an_episode(browser, author):
    steward = make.person("Sara")
    make.role(steward, Role.STEWARD)
    told(author, "For members", open_to_all=False)
    told(author, "Le brouillard", "fr")
    service.withdraw(author.id, told(author, "Withdrawn"))
    hide(steward.id, "shareback", told(author, "Hidden"), "It names a reader.")
    linked = Content("Elsewhere", "en", link="https://audio.example/1", transcript=WORDS)
    service.publish(author.id, service.draft(author.id, ShareBackKind.PODCAST, Form.RECORDING, linked))
    assert listen(browser)[0]["episodes"] == []
    assert [each["title"] for each in listen(browser, "fr")[0]["episodes"]] == ["Le brouillard"]


def test_whoever_asks_again_gets_nothing_new(browser, author):
    told(author)
    first = browser.get("/en/podcast.xml").response
    again = browser.get("/en/podcast.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
