"""A podcast (RSS 2.0 with the tags of Apple and of Podcasting 2.0) as it is written."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from .atom import say

ATOM, ITUNES, PODCAST = "xmlns:atom", "xmlns:itunes", "xmlns:podcast"
NAMES = {
    ATOM: "http://www.w3.org/2005/Atom",
    ITUNES: "http://www.itunes.com/dtds/podcast-1.0.dtd",
    PODCAST: "https://podcastindex.org/namespace/1.0",
}


@dataclass(frozen=True)
class Sound:
    """One episode: its page, its sound of `size` bytes, and where its transcript is read."""

    id: str
    title: str
    page: str
    words: str
    author: str
    published_at: datetime
    address: str
    media_type: str
    size: int
    transcript: str


@dataclass(frozen=True)
class Podcast:
    """A podcast: its own address, the page it belongs to, and its cover of at least 1400 by 1400 points."""

    title: str
    words: str
    author: str
    address: str
    page: str
    cover: str
    language: str
    episodes: list[Sound]


def rss(podcast: Podcast) -> bytes:
    """Return a podcast as XML; the same episodes give the same bytes."""
    root = Element("rss", {"version": "2.0", **NAMES})
    channel = SubElement(root, "channel")
    say(channel, "title", podcast.title)
    say(channel, "link", podcast.page)
    say(channel, "description", podcast.words)
    say(channel, "language", podcast.language)
    SubElement(channel, "atom:link", rel="self", type="application/rss+xml", href=podcast.address)
    say(channel, "itunes:author", podcast.author)
    say(channel, "itunes:explicit", "false")
    SubElement(channel, "itunes:image", href=podcast.cover)
    SubElement(channel, "itunes:category", text="Education")
    for episode in podcast.episodes:
        _item(channel, episode)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}'.encode()


def _item(channel: Element, episode: Sound) -> None:
    item = SubElement(channel, "item")
    say(item, "guid", episode.id)
    item[0].set("isPermaLink", "false")
    say(item, "title", episode.title)
    say(item, "link", episode.page)
    say(item, "description", episode.words)
    say(item, "pubDate", format_datetime(episode.published_at))
    SubElement(item, "enclosure", url=episode.address, length=str(episode.size), type=episode.media_type)
    say(item, "itunes:author", episode.author)
    say(item, "itunes:explicit", "false")
    SubElement(item, "podcast:transcript", url=episode.transcript, type="text/html")
