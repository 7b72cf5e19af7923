"""Feeds as they are written."""

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

from crowdlearn.sharing.views.atom import Feed, Item, atom

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_what_xml_cannot_hold_is_left_out_and_the_same_gives_the_same_bytes():
    item = Item("urn:x", "a\x0bb\ufffe<c>&", "http://h/?a=1&b=2", "]]>", "fr", "É", [("k", "K")], AT, AT)
    feed = Feed("t", "http://h/f", "http://h/", "en", [item])
    root = fromstring(atom(feed))
    assert root.findtext(".//{*}entry/{*}title") == "ab<c>&"
    assert root.findtext("{*}updated") == "2026-11-23T12:00:00Z"
    assert atom(feed) == atom(feed)
