"""What figures and chains are about: a pitch, a person, an organisation, or everything."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import written_by, written_by_any
from crowdlearn.sharebacks.rules import SHAREBACK_KIND, Form, SharebackState

_HERE = (PersonState.ACTIVE, PersonState.WAITING)


class About(StrEnum):
    """The kinds of scope."""

    PITCH = "pitch"
    PERSON = "person"
    ORGANISATION = "organisation"
    ALL = "all"


@dataclass(frozen=True)
class Scope:
    """What is looked at. `id` is None for everything."""

    about: About
    id: UUID | None = None

    def sharebacks(self) -> sa.ColumnElement[bool]:
        """Return the condition that a share-back belongs to it: of the pitch, or by the person or its people."""
        match self.about:
            case About.PITCH:
                return col(ShareBack.pitch_id) == self.id
            case About.PERSON:
                return written_by(self.id)
            case About.ORGANISATION:
                return written_by_any(self.members())
        return sa.true()

    def pitches(self) -> sa.ColumnElement[bool]:
        """Return the condition that a public pitch belongs to it."""
        public = sa.and_(col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id))))
        match self.about:
            case About.PITCH:
                return sa.and_(public, col(Pitch.id) == self.id)
            case About.PERSON:
                return sa.and_(public, col(Pitch.owner_id) == self.id)
            case About.ORGANISATION:
                return sa.and_(public, col(Pitch.organisation_id) == self.id)
        return public

    def members(self) -> sa.Select[UUID]:
        """Return who is meant, by id: the people of the organisation, or the person."""
        query: sa.Select[UUID] = sa.select(col(Person.id))
        if self.about is About.ORGANISATION:
            return query.where(col(Person.organisation_id) == self.id)
        return query.where(col(Person.id) == self.id) if self.about is About.PERSON else query


@dataclass(frozen=True)
class Head:
    """What is looked at, in words. A pitch's title has its `language` and its `owner`, an organisation two names."""

    scope: Scope
    title: str
    title_fr: str = ""
    language: str = ""
    owner: str = ""


def given() -> sa.ColumnElement[bool]:
    """Return the condition that there is something to learn from in a share-back, and that no steward hid it."""
    event = col(ShareBack.form) == Form.EVENT
    held = sa.and_(event, col(ShareBack.state) == SharebackState.HELD)
    read = sa.and_(sa.not_(event), col(ShareBack.state) == SharebackState.PUBLISHED)
    return sa.and_(sa.or_(held, read), sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))))


def head_of(session: Session, scope: Scope, viewer_id: UUID | None) -> Head:
    """Return the head of a page about `scope`. Raises NotFound for what the viewer may not see."""
    if scope.about is About.ALL:
        return Head(scope, "")
    row = session.execute(_HEADS[scope.about](scope, viewer_id)).first()
    if row is None:
        raise NotFound
    return Head(scope, *row)


def _pitch(scope: Scope, _viewer_id: UUID | None) -> "sa.Select[*tuple[object, ...]]":
    head = sa.select(col(Pitch.title), sa.literal(""), col(Pitch.language), col(Person.name))
    return head.join(Person, col(Person.id) == col(Pitch.owner_id)).where(scope.pitches())


def _person(scope: Scope, viewer_id: UUID | None) -> "sa.Select[*tuple[object, ...]]":
    shown = sa.or_(col(Person.profile_public), col(Person.id) == viewer_id)
    return sa.select(col(Person.name), sa.literal(""), sa.literal("")).where(
        col(Person.id) == scope.id, col(Person.state).in_(_HERE), shown
    )


def _organisation(scope: Scope, _viewer_id: UUID | None) -> "sa.Select[*tuple[object, ...]]":
    return sa.select(col(Organisation.name_en), col(Organisation.name_fr)).where(
        col(Organisation.id) == scope.id, col(Organisation.confirmed_at).is_not(None)
    )


_HEADS = {About.PITCH: _pitch, About.PERSON: _person, About.ORGANISATION: _organisation}
