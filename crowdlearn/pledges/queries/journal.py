"""The hours journal: what was given and taken, by category, as both sides say. Minutes throughout."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pitches.rules import PUBLIC, NeedKind
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import OfferState

PAGE = 50


class Whose(StrEnum):
    """Whose hours are looked at."""

    PERSON = "person"
    PITCH = "pitch"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class HoursLine:
    """One offer of hours: `minutes` count, `agreed` when both sides said the same. `given` by whose hours these are."""

    offer_id: UUID
    skill: str
    kind: NeedKind | None
    minutes: int
    agreed: bool
    at: datetime
    pitch_id: UUID
    pitch: str
    language: str
    helper: str
    pitcher: str
    given: bool


@dataclass(frozen=True)
class Category:
    """Hours of one kind of help: a skill, or what else the need asked for."""

    skill: str
    kind: NeedKind | None
    given: int
    taken: int
    times: int


@dataclass(frozen=True)
class Journal:
    """A page of the journal; categories are over all of it. `lines` name nobody for an organisation."""

    title: str
    title_fr: str
    language: str
    lines: tuple[HoursLine, ...]
    after: UUID | None
    categories: tuple[Category, ...]
    as_of: Any

    @property
    def given(self) -> int:
        """Return the minutes given."""
        return sum(one.given for one in self.categories)

    @property
    def taken(self) -> int:
        """Return the minutes taken."""
        return sum(one.taken for one in self.categories)


def journal(whose: Whose, object_id: UUID, viewer_id: UUID, after: UUID | None = None) -> Journal:
    """Return hours given and taken, newest offer first. Three queries. Raises NotFound."""
    with reading() as session:
        title, title_fr, language, shows_all = _head(session, whose, object_id, viewer_id)
        rows = _lines(
            session, whose, after is not None, PAGE + 1, whose_id=object_id, **({"after": after} if after else {})
        )
        lines = tuple(_line(row, shows_all=shows_all) for row in rows)
        sums = tuple(Category(*row) for row in _sums(session, whose, whose_id=object_id))
    shown = lines[:PAGE] if whose is not Whose.ORGANISATION else ()
    last = lines[PAGE - 1].offer_id if len(lines) > PAGE and shown else None
    return Journal(title, title_fr, language, shown, last, sums, clock.today("UTC"))


def all_lines(whose: Whose, object_id: UUID, viewer_id: UUID) -> Iterable[HoursLine]:
    """Return every line for a spreadsheet, newest first; for an organisation without anybody's name."""
    with reading() as session:
        *_words, shows_all = _head(session, whose, object_id, viewer_id)
        rows = _lines(session, whose, False, 100_000, whose_id=object_id)
        nameless = whose is Whose.ORGANISATION
        return [_line(row, shows_all=shows_all, nameless=nameless) for row in rows]


def _line(row: Any, *, shows_all: bool, nameless: bool = False) -> HoursLine:
    *values, name_shown = row
    line = HoursLine(*values)
    if nameless:
        return HoursLine(**(vars(line) | {"helper": "", "pitcher": ""}))
    return line if shows_all or name_shown else HoursLine(**(vars(line) | {"helper": ""}))


def _head(session: Session, whose: Whose, object_id: UUID, viewer_id: UUID) -> tuple[str, str, str, bool]:
    """Return what the journal is of in English and French, its language, and whether the viewer reads every name."""
    if whose is Whose.PERSON:
        return "", "", "", True
    if whose is Whose.ORGANISATION:
        found = session.get(Organisation, object_id)
        if found is None:
            raise NotFound("Organisation")
        return found.name_en, found.name_fr, "", False
    query = sa.select(Pitch.title, Pitch.language, Pitch.owner_id).where(
        col(Pitch.id) == object_id, col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id)))
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound("Pitch")
    return row.title, row.title, row.language, row.owner_id == viewer_id


_HELPER, _OWNER = aliased(Person, name="helper"), aliased(Person, name="pitcher")


@prepared
def _lines(whose: Whose, goes_on: bool, limit: int, /, **_asked: Any) -> Any:
    query = _joined(
        whose,
        col(ExpertiseOffer.id),
        sa.func.coalesce(col(Need.skill), ""),
        col(Need.kind),
        col(ExpertiseOffer.confirmed_minutes),
        col(ExpertiseOffer.state) == OfferState.CONFIRMED,
        sa.func.coalesce(
            col(ExpertiseOffer.confirmed_at), col(ExpertiseOffer.answered_at), col(ExpertiseOffer.offered_at)
        ),
        col(Pitch.id),
        col(Pitch.title),
        col(Pitch.language),
        col(_HELPER.name),
        col(_OWNER.name),
        _is_given(whose).label("given"),
        col(ExpertiseOffer.name_shown),
    )
    if goes_on:
        query = query.where(col(ExpertiseOffer.id) < sa.bindparam("after", type_=sa.Uuid))
    return query.order_by(col(ExpertiseOffer.id).desc()).limit(limit)


@prepared
def _sums(whose: Whose, /, **_asked: Any) -> Any:
    skill, minutes, given = (
        sa.func.coalesce(col(Need.skill), ""),
        col(ExpertiseOffer.confirmed_minutes),
        _is_given(whose),
    )
    by_us = sa.func.sum(sa.case((given, minutes), else_=0))
    to_us = sa.func.sum(sa.case((_is_taken(whose), minutes), else_=0))
    query = _joined(whose, skill, col(Need.kind), by_us, to_us, sa.func.count())
    return query.group_by(skill, col(Need.kind)).order_by(sa.func.sum(minutes).desc(), skill)


def _joined(whose: Whose, *columns: Any) -> Any:
    return (
        sa.select(*columns)
        .select_from(ExpertiseOffer)
        .join(Pitch, col(Pitch.id) == col(ExpertiseOffer.pitch_id))
        .join(_HELPER, col(_HELPER.id) == col(ExpertiseOffer.helper_id))
        .join(_OWNER, col(_OWNER.id) == col(Pitch.owner_id))
        .join(Need, col(Need.id) == col(ExpertiseOffer.need_id), isouter=True)
        .where(col(ExpertiseOffer.confirmed_minutes) > 0, sa.or_(_is_given(whose), _is_taken(whose)))
    )


def _whose_id() -> Any:
    return sa.bindparam("whose_id", type_=sa.Uuid)


def _is_given(whose: Whose) -> Any:
    if whose is Whose.PERSON:
        return col(ExpertiseOffer.helper_id) == _whose_id()
    return col(_HELPER.organisation_id) == _whose_id() if whose is Whose.ORGANISATION else sa.false()


def _is_taken(whose: Whose) -> Any:
    if whose is Whose.PERSON:
        return col(Pitch.owner_id) == _whose_id()
    return (col(Pitch.organisation_id) if whose is Whose.ORGANISATION else col(Pitch.id)) == _whose_id()
