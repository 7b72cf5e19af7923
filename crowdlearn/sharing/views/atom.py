"""Atom (RFC 4287) as it is written."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of a feed that is still empty


@dataclass(frozen=True)
class Item:
    """One entry. `author`: a line for each of them. `topics` are pairs of key and words."""

    id: str
    title: str
    address: str
    summary: str
    language: str
    author: str
    topics: list[tuple[str, str]]
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    """A feed: its own address, which is its id for ever, and the page that shows the same."""

    title: str
    address: str
    page: str
    language: str
    items: list[Item]


def atom(feed: Feed) -> bytes:
    """Return a feed as XML; the same things give the same bytes."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    say(root, "id", feed.address)
    say(root, "title", feed.title)
    say(root, "updated", _moment(max((item.updated_at for item in feed.items), default=_BEGINNING)))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    for item in feed.items:
        _entry(root, item)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}'.encode()


def _entry(root: Element, item: Item) -> None:
    entry = SubElement(root, "entry", {"xml:lang": item.language})
    say(entry, "id", item.id)
    say(entry, "title", item.title)
    say(entry, "published", _moment(item.published_at))
    say(entry, "updated", _moment(item.updated_at))
    for name in item.author.splitlines():
        say(SubElement(entry, "author"), "name", name)
    SubElement(entry, "link", rel="alternate", type="text/html", href=item.address)
    for key, words in item.topics:
        SubElement(entry, "category", term=key, label=words)
    say(entry, "summary", item.summary)


def say(parent: Element, name: str, text: str) -> None:
    """Add an element with plain text; what XML cannot hold is left out."""
    SubElement(parent, name).text = _NOT_XML.sub("", text)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
