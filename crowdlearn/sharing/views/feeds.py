"""Atom feeds of what is public."""

from uuid import UUID

from flask import Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.sharing import queries
from crowdlearn.sharing.queries import Entry
from crowdlearn.sharing.queries.feeds import Thing
from crowdlearn.web.access import access
from crowdlearn.web.choices import vocabulary_filters
from crowdlearn.web.locale import current_language

from .atom import Feed, Item, atom
from .blueprint import blueprint, outside, plain


@plain.route("/feed.atom")
@access("public.feed")
def feed() -> ResponseReturnValue:
    """Lead to the feed of pitches in the language that the program asks for."""
    return redirect(url_for("sharing.pitches", lang=current_language()), 303)


@blueprint.route("/pitches.atom")
@access("feed.pitches")
def pitches() -> ResponseReturnValue:
    """Return the newest pitches."""
    return _answer(_("Pitches"), "pages.discover", {}, queries.newest_pitches(), "sharing.pitches")


@blueprint.route("/sharebacks.atom")
@access("feed.sharebacks")
def sharebacks() -> ResponseReturnValue:
    """Return the newest share-backs."""
    return _answer(_("Share-backs"), "sharebacks.index", {}, queries.newest_sharebacks(), "sharing.sharebacks")


@blueprint.route("/topics/<topic>.atom")
@access("feed.topic")
def topic(topic: str) -> ResponseReturnValue:
    """Return the newest pitches and share-backs on a topic."""
    if topic not in TOPICS:
        raise NotFound
    title = str(vocabulary_filters(current_language())["topic"](topic))
    return _answer(title, "pages.discover", {"topic": topic}, queries.entries_of_topic(topic), "sharing.topic")


@blueprint.route("/people/<uuid:person_id>.atom")
@access("feed.person")
def person(person_id: UUID) -> ResponseReturnValue:
    """Return the newest things that a person published."""
    name, entries = queries.entries_of_person(person_id)
    return _answer(name, "pages.person", {"person_id": person_id}, entries, "sharing.person")


@blueprint.route("/stories/<uuid:collection_id>.atom")
@access("feed.collection")
def collection(collection_id: UUID) -> ResponseReturnValue:
    """Return the newest stories of a collection."""
    row, entries = queries.entries_of_collection(collection_id)
    title, _language = row.said("title", current_language())
    return _answer(title, "sharebacks.collection", {"collection_id": collection_id}, entries, "sharing.collection")


def _answer(
    title: str, page: str, named: dict[str, str | UUID], entries: list[Entry], endpoint: str
) -> ResponseReturnValue:
    """Return a feed; its ETag is that of every answer, so that who asks again gets 304."""
    own = {name: value for name, value in named.items() if name in ("topic", "person_id", "collection_id")}
    whole = Feed(
        title=f"{title} – {current_app.config['BRAND_NAME']}",
        address=outside(endpoint, **own),
        page=outside(page, **named),
        language=current_language(),
        items=[_item(entry) for entry in entries],
    )
    return Response(atom(whole), content_type="application/atom+xml; charset=utf-8")


def _item(entry: Entry) -> Item:
    if entry.thing is Thing.PITCH:
        address = outside("pages.pitch", pitch_id=entry.id)
    else:
        address = outside("sharebacks.view", shareback_id=entry.id)
    return Item(
        id=f"urn:uuid:{entry.id}",
        title=entry.title,
        address=address,
        summary=entry.summary,
        language=entry.language,
        author=entry.author,
        topics=[(key, TOPICS[key][current_language() == "fr"]) for key in entry.topics if key in TOPICS],
        published_at=entry.published_at,
        updated_at=entry.updated_at,
    )
