"""What a person did, each deed with its day and where its evidence stands. Money counts as backing, never by amount."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.tables import Moment
from crowdlearn.outcomes.models import Award, CheckIn, Used
from crowdlearn.outcomes.rules import USE_KIND, Adopted, Applied, CheckInState, Deed, Entry, Place
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.sharebacks.models import Review, ShareBack
from crowdlearn.sharebacks.queries.authors import written_by

from .carried import UNDER_WAY
from .scope import given


def deeds_of(session: Session, person_id: UUID, deeds: Collection[Deed], *, own: bool) -> list[Entry]:
    """Return a person's deeds of these kinds, the latest first: a statement for each kind.

    For others (not `own`) help under no name is left out.
    """
    asked: dict[Deed, tuple[Place, Callable[[], Any]]] = {
        Deed.LED: (Place.PITCH, lambda: _led(person_id)),
        Deed.PROMISE: (Place.COMMITMENT, lambda: _kept(person_id)),
        Deed.SHARED: (Place.SHAREBACK, lambda: _shared(person_id)),
        Deed.USED: (Place.USES, lambda: _used(person_id)),
        Deed.HELPED: (Place.PITCH, lambda: _helped(person_id, own=own)),
        Deed.APPLIED: (Place.IMPACT, lambda: _applied(person_id)),
        Deed.TAUGHT: (Place.USES, lambda: _taught(person_id)),
        Deed.BACKED: (Place.PITCH, lambda: _backed(person_id)),
        Deed.REVIEWED: (Place.SHAREBACK, lambda: _reviewed(person_id)),
    }
    entries = [
        _entry(deed, place, row)
        for deed, (place, query) in asked.items()
        if deed in deeds
        for row in session.execute(query())
    ]
    return sorted(entries, key=_newest, reverse=True)


def _newest(entry: Entry) -> tuple[date, str, str]:
    return entry.on, entry.deed, str(entry.about_id)


def awards_of(session: Session, person_id: UUID) -> list[Entry]:
    """Return what a person received elsewhere, the latest first."""
    return [_award(row) for row in session.execute(_awards(person_id)).scalars()]


def _entry(deed: Deed, place: Place, row: Any) -> Entry:
    at, title, language, about_id, borne_out_by, people, minutes = row
    return Entry(deed, at.date(), title, language, place, about_id, borne_out_by or "", people or 0, minutes or 0)


def _award(row: Award) -> Entry:
    return Entry(
        Deed.ELSEWHERE, row.received_on, row.title, "", Place.AWARD, row.id, borne_out_by=row.giver, link=row.link
    )


def _awards(person_id: UUID) -> Any:
    return sa.select(Award).where(col(Award.person_id) == person_id).order_by(col(Award.received_on).desc())


def _line(
    at: Any, title: Any, language: Any, about_id: Any, by: Any = None, people: Any = None, minutes: Any = None
) -> Any:
    nothing = sa.literal("")
    return sa.select(
        at,
        title,
        language,
        about_id,
        nothing if by is None else by,
        sa.literal(0) if people is None else people,
        sa.literal(0) if minutes is None else minutes,
    )


def _of_pitch() -> tuple[Any, Any]:
    return col(Pitch.title), col(Pitch.language)


def _seen(pitch: Any = Pitch) -> sa.ColumnElement[bool]:
    return sa.and_(col(pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(pitch.id))))


def _led(person_id: UUID) -> Any:
    return _line(col(Pitch.funded_at), *_of_pitch(), col(Pitch.id)).where(
        col(Pitch.owner_id) == person_id, col(Pitch.state).in_(UNDER_WAY), _seen()
    )


def _kept(person_id: UUID) -> Any:
    return (
        _line(col(Commitment.delivered_at), col(Commitment.title), col(Pitch.language), col(Commitment.id))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.owner_id) == person_id, col(Commitment.state) == CommitmentState.CONFIRMED, _seen())
    )


def _used(person_id: UUID) -> Any:
    return _shared(person_id, col(ShareBack.used)).where(col(ShareBack.used) > 0)


def _shared(person_id: UUID, people: Any = None) -> Any:
    people = col(ShareBack.attended) + col(ShareBack.learned) if people is None else people
    at = sa.func.coalesce(col(ShareBack.held_at), col(ShareBack.published_at), type_=Moment)
    return _line(at, col(ShareBack.title), col(ShareBack.language), col(ShareBack.id), people=people).where(
        written_by(person_id), given()
    )


def _helped(person_id: UUID, *, own: bool) -> Any:
    pitcher = aliased(Person)
    named = sa.true() if own else col(ExpertiseOffer.name_shown)
    return (
        _line(
            col(ExpertiseOffer.confirmed_at),
            *_of_pitch(),
            col(Pitch.id),
            col(pitcher.name),
            minutes=col(ExpertiseOffer.confirmed_minutes),
        )
        .join(Pitch, col(Pitch.id) == col(ExpertiseOffer.pitch_id))
        .join(pitcher, col(pitcher.id) == col(Pitch.owner_id))
        .where(
            col(ExpertiseOffer.helper_id) == person_id,
            col(ExpertiseOffer.state) == OfferState.CONFIRMED,
            named,
            _seen(),
        )
    )


def _applied(person_id: UUID) -> Any:
    confirmer = aliased(Person)
    return (
        _line(col(CheckIn.confirmed_at), *_of_pitch(), col(Pitch.id), col(confirmer.name))
        .join(Pitch, col(Pitch.id) == col(CheckIn.pitch_id))
        .join(confirmer, col(confirmer.id) == col(CheckIn.confirmed_by))
        .where(
            col(CheckIn.owner_id) == person_id,
            col(CheckIn.state) == CheckInState.CONFIRMED,
            col(CheckIn.applied).in_((Applied.YES, Applied.PARTLY)),
            _seen(),
        )
    )


def _taught(person_id: UUID) -> Any:
    return (
        _line(col(Used.at), col(ShareBack.title), col(ShareBack.language), col(ShareBack.id), people=col(Used.reached))
        .join(ShareBack, col(ShareBack.id) == col(Used.shareback_id))
        .where(
            col(Used.person_id) == person_id,
            col(Used.how) == Adopted.TAUGHT,
            given(),
            sa.not_(is_hidden(USE_KIND, col(Used.id))),
        )
    )


def _backed(person_id: UUID) -> Any:
    return (
        _line(col(MoneyPledge.promised_at), *_of_pitch(), col(Pitch.id))
        .join(Pitch, col(Pitch.id) == col(MoneyPledge.pitch_id))
        .where(col(MoneyPledge.peer_id) == person_id, col(MoneyPledge.state) == PledgeState.KEPT, _seen())
    )


def _reviewed(person_id: UUID) -> Any:
    return (
        _line(col(Review.written_at), col(ShareBack.title), col(ShareBack.language), col(ShareBack.id))
        .join(ShareBack, col(ShareBack.id) == col(Review.shareback_id))
        .where(col(Review.reviewer_id) == person_id, given())
    )
