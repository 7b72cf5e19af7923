"""What a search finds, with a line about each thing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.expertise.models import Opening, StandingOffer
from crowdlearn.expertise.rules import OPENING, STANDING_OFFER, OpeningState, StandingState
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.people.models import Organisation, Person, PersonSkill
from crowdlearn.people.rules import PersonState, SkillSide
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC
from crowdlearn.search.queries import find
from crowdlearn.sharebacks.models import ShareBack, StoryCollection
from crowdlearn.sharebacks.queries import kinds_for
from crowdlearn.sharebacks.queries.authors import by_line
from crowdlearn.sharebacks.rules import COLLECTION_KIND, READABLE

MOST = 20


@dataclass(frozen=True)
class Result:
    """One thing found: `what` is the word for its kind, a msgid."""

    id: UUID
    title: str
    summary: str
    language: str
    what: str
    person: str
    organisation_en: str | None
    organisation_fr: str | None


class Collected(Worded):
    """The word over a collection that was found."""

    STORIES = "stories", N_("Story collection")


@dataclass(frozen=True)
class Found:
    """A person who lets others find them; `title` and `offered` are what they say of themselves, in `language`."""

    id: UUID
    name: str
    title: str
    language: str
    organisation_en: str | None
    organisation_fr: str | None
    offered: tuple[str, ...]


@dataclass(frozen=True)
class SearchPage:
    """What was found, what can still be helped first."""

    pitches: tuple[Result, ...] = ()
    library: tuple[Result, ...] = ()
    openings: tuple[Result, ...] = ()
    offers: tuple[Result, ...] = ()
    people: tuple[Found, ...] = ()
    collections: tuple[Result, ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.pitches or self.library or self.openings or self.offers or self.people or self.collections)


def search_page(words: str, *, member: bool) -> SearchPage:
    """Return what contains every word, at most 20 of each kind, in two queries for each; nothing for no words.

    A stranger finds what is open to all, and not who offers help: as on the pages of these things.
    """
    if not words:
        return SearchPage()
    with reading() as session:
        return SearchPage(
            _pitches(session, words),
            _library(session, words, member=member),
            _openings(session, words),
            _offers(session, words, member=member),
            _people(session, words),
            _collections(session, words),
        )


def _pitches(session: Session, words: str) -> tuple[Result, ...]:
    ids = [hit.object_id for hit in find(session, words, ["pitch"], limit=MOST)]
    return _in_order(_found_pitches(session, ids), ids) if ids else ()


def _library(session: Session, words: str, *, member: bool) -> tuple[Result, ...]:
    ids = [hit.object_id for hit in find(session, words, kinds_for(member=member), limit=MOST)]
    return _in_order(_found_sharebacks(session, ids), ids) if ids else ()


def _openings(session: Session, words: str) -> tuple[Result, ...]:
    ids = [hit.object_id for hit in find(session, words, [OPENING], limit=MOST)]
    return _in_order(_found_openings(session, ids, clock.today(HOME_ZONE)), ids) if ids else ()


def _offers(session: Session, words: str, *, member: bool) -> tuple[Result, ...]:
    ids = [hit.object_id for hit in find(session, words, [STANDING_OFFER], limit=MOST)]
    found = _in_order(_found_offers(session, ids, clock.today(HOME_ZONE)), ids) if ids else ()
    return found if member else tuple(replace(one, person="") for one in found)


def _collections(session: Session, words: str) -> tuple[Result, ...]:
    ids = [hit.object_id for hit in find(session, words, [COLLECTION_KIND], limit=MOST)]
    if not ids:
        return ()
    rows = [(*row[:4], Collected.STORIES, *row[4:]) for row in _found_collections(session, ids)]
    return _in_order(rows, ids)


def _people(session: Session, words: str) -> tuple[Found, ...]:
    ids = [hit.object_id for hit in find(session, words, ["person"], limit=MOST)]
    if not ids:
        return ()
    offered: dict[UUID, list[str]] = {}
    rows = _found_people(session, ids).all()
    for row in rows:
        offered.setdefault(row.id, []).extend([row.skill] if row.skill else [])
    found = {
        row.id: Found(
            row.id, row.name, row.title, row.language, row.name_en, row.name_fr, offered=tuple(offered[row.id])
        )
        for row in rows
    }
    return tuple(found[one] for one in ids if one in found)


@prepared
def _found_people(ids: list[UUID]) -> Any:
    columns = (Person.id, Person.name, Person.title, Person.language, Organisation.name_en, Organisation.name_fr)
    offers = sa.and_(col(PersonSkill.person_id) == col(Person.id), col(PersonSkill.side) == SkillSide.OFFERED)
    return (
        sa.select(*columns, PersonSkill.skill)
        .join(PersonSkill, offers, isouter=True)
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(col(Person.id).in_(ids), col(Person.profile_public), col(Person.state) == PersonState.ACTIVE)
        .order_by(col(PersonSkill.skill))
    )


@prepared
def _found_collections(ids: list[UUID]) -> Any:
    # the reader's language is not known here: the English words first, the French where there are none
    title = sa.func.coalesce(sa.func.nullif(col(StoryCollection.title_en), ""), col(StoryCollection.title_fr))
    question = sa.func.coalesce(sa.func.nullif(col(StoryCollection.question_en), ""), col(StoryCollection.question_fr))
    language = sa.case((col(StoryCollection.title_en) == "", "fr"), else_="en")
    return (
        sa.select(
            StoryCollection.id, title, question, language, Person.name, Organisation.name_en, Organisation.name_fr
        )
        .join(Person, col(Person.id) == col(StoryCollection.opened_by))
        .join(Organisation, col(Organisation.id) == col(StoryCollection.organisation_id), isouter=True)
        .where(col(StoryCollection.id).in_(ids), sa.not_(is_hidden(COLLECTION_KIND, col(StoryCollection.id))))
    )


@prepared
def _found_pitches(ids: list[UUID]) -> Any:
    shown = sa.not_(is_hidden("pitch", col(Pitch.id)))
    return _results(Pitch, Pitch.kind, Pitch.owner_id).where(
        col(Pitch.id).in_(ids), col(Pitch.state).in_(PUBLIC), shown
    )


@prepared
def _found_sharebacks(ids: list[UUID]) -> Any:
    shown = sa.not_(is_hidden("shareback", col(ShareBack.id)))
    return _results(ShareBack, ShareBack.kind, ShareBack.author_id, name=by_line()).where(
        col(ShareBack.id).in_(ids), col(ShareBack.state).in_(READABLE), shown
    )


@prepared
def _found_openings(ids: list[UUID], today: date) -> Any:
    """Return open places; what one learns there is its summary, and the organisation that opens it stands for it."""
    return (
        _results(Opening, Opening.kind, Opening.owner_id, Opening.learned, of=Opening.organisation_id)
        .where(col(Opening.id).in_(ids), col(Opening.state) == OpeningState.OPEN, col(Opening.until) >= today)
        .where(sa.not_(is_hidden(OPENING, col(Opening.id))))
    )


@prepared
def _found_offers(ids: list[UUID], today: date) -> Any:
    open_ = col(StandingOffer.state) == StandingState.OPEN
    return (
        _results(StandingOffer, StandingOffer.kind, StandingOffer.giver_id, StandingOffer.detail)
        .where(col(StandingOffer.id).in_(ids), open_, col(StandingOffer.until) >= today)
        .where(sa.not_(is_hidden(STANDING_OFFER, col(StandingOffer.id))))
    )


def _results(
    table: Any, kind: Any, person_id: Any, summary: Any = None, *, name: Any = Person.name, of: Any = None
) -> Any:
    return (
        sa.select(
            table.id,
            table.title,
            table.summary if summary is None else summary,
            table.language,
            kind,
            name,
            Organisation.name_en,
            Organisation.name_fr,
        )
        .join(Person, col(Person.id) == person_id)
        .join(Organisation, col(Organisation.id) == (col(Person.organisation_id) if of is None else of), isouter=True)
    )


def _in_order(rows: Iterable[Any], ids: list[UUID]) -> tuple[Result, ...]:
    found = {row[0]: Result(row[0], row[1], row[2], row[3], row[4].label, row[5], row[6], row[7]) for row in rows}
    return tuple(found[one] for one in ids if one in found)
