"""Steps around the room under a pitch's peer goal. Their callers hold the pitch row."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.outbox import emit
from crowdlearn.db.statements import add_row, prepared, row_of
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS, PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.queries.facts import PROMISED, backing_of, live_on
from crowdlearn.pledges.rules import (
    HOLDS_ROOM,
    OPEN_OFFERS,
    PLEDGE,
    OfferState,
    PledgePromoted,
    PledgeState,
    accept,
    conflict_of_interest,
)

from .references import new_reference

_COMMITS = frozenset({PitchState.LOCKED, PitchState.SETTLING})


def live_cents(session: Session, pitch_id: UUID) -> int:
    """Return the sum of what holds room under the goal, in cents."""
    return int(_live(session, pitch_id).scalar_one())


@prepared
def _live(pitch_id: UUID) -> Any:
    return live_on(pitch_id)


def awaits_answers(session: Session, pitch_id: UUID) -> bool:
    """Tell whether a backer has yet to say that a promise stands under changed terms; nothing locks meanwhile."""
    session.flush()
    query = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state) == PledgeState.RECONFIRM
    )
    return session.execute(query.limit(1)).first() is not None


def promote_waitlist(session: Session, pitch: Pitch) -> int:
    """Give free room to waiting pledges in their order; return how many cents found room.

    Whole-only pledges that do not fit are passed over and keep their place; so do those whose peer has yet to answer
    a changed pitch, or has come into a conflict of interest.
    """
    before = live = live_cents(session, pitch.id)
    for pledge in waitlist(session, pitch.id):
        if pitch.peer_goal_cents - live < MINIMUM_CENTS:
            break
        found = accept(pledge.offered_cents, live, pitch.peer_goal_cents, pledge.up_to, MINIMUM_CENTS)
        if found.accepted and not _waits_anyway(session, pitch, pledge):
            _promote(session, pitch, pledge, found.accepted)
            live += found.accepted
    return live - before


def waitlist(session: Session, pitch_id: UUID) -> list[MoneyPledge]:
    """Return the pledges that wait for room, first come first."""
    session.flush()
    query = sa.select(MoneyPledge).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state) == PledgeState.WAITLISTED
    )
    return list(session.scalars(query.order_by(col(MoneyPledge.promised_at), col(MoneyPledge.id))))


def recount_row(session: Session, pitch_id: UUID, *, newly_interested: int = 0) -> None:
    """Do what recount() does where nobody has the pitch's row as an object; so many people are interested anew."""
    _recounted(session, pitch_id, newly_interested)


@prepared
def _recounted(the_pitch: UUID, more: int) -> Any:
    held = (col(MoneyPledge.pitch_id) == the_pitch, col(MoneyPledge.state).in_(HOLDS_ROOM))
    backers = sa.select(sa.func.count(sa.distinct(col(MoneyPledge.peer_id)))).where(*held)
    return (
        sa.update(Pitch)
        .where(col(Pitch.id) == the_pitch)
        .values(
            promised_cents=live_on(the_pitch).scalar_subquery(),
            backers=backers.scalar_subquery(),
            helpers=_helpers(the_pitch),
            trend=col(Pitch.trend) + more,
            version=col(Pitch.version) + 1,
        )
    )


def recount(session: Session, pitch: Pitch) -> None:
    """Keep the pitch's counters of promised money, backers and helpers true."""
    cents, backers, helpers = _counted(session, pitch.id).one()
    pitch.promised_cents, pitch.backers, pitch.helpers = int(cents), backers, helpers
    pitch.version += 1  # what is cached of its card is old now


@prepared
def _counted(pitch_id: UUID) -> Any:
    return sa.select(PROMISED, sa.func.count(sa.distinct(col(MoneyPledge.peer_id))), _helpers(pitch_id)).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(HOLDS_ROOM)
    )


def _helpers(pitch_id: UUID) -> Any:
    return (
        sa.select(sa.func.count(sa.distinct(col(ExpertiseOffer.helper_id))))
        .where(
            col(ExpertiseOffer.pitch_id) == pitch_id,
            col(ExpertiseOffer.state).in_(OPEN_OFFERS | {OfferState.CONFIRMED}),
        )
        .scalar_subquery()
    )


def remainder_of(pledge: Mapping[str, Any], cents: int) -> dict[str, Any]:
    """Return the row of a waiting pledge for the part of `pledge` that found no room; it keeps its place."""
    waits = pledge["state"] is PledgeState.CARD_PENDING
    return {
        **pledge,
        "id": new_id(),
        "grows_from": pledge["grows_from"] or pledge["id"],
        "offered_cents": cents,
        "accepted_cents": 0,
        "up_to": True,
        "state": PledgeState.CARD_PENDING if waits else PledgeState.WAITLISTED,
        "reference": new_reference(),
        "consent_cents": cents,
        "reconfirm_until": None,
    }


def _waits_anyway(session: Session, pitch: Pitch, pledge: MoneyPledge) -> bool:
    if pledge.reconfirm_until is not None:
        return True
    peer = session.get_one(Person, pledge.peer_id)
    return conflict_of_interest(backing_of(session, pitch, peer)) is not None


def _promote(session: Session, pitch: Pitch, pledge: MoneyPledge, accepted: int) -> None:
    rest = pledge.offered_cents - accepted
    to = PledgeState.COMMITTED if pitch.state in _COMMITS else PledgeState.PLEDGED
    pledge.state = PLEDGE.move(pledge.state, to)
    pledge.offered_cents = pledge.accepted_cents = accepted
    if rest >= MINIMUM_CENTS:
        add_row(session, MoneyPledge, **remainder_of(row_of(pledge), rest))
    emit(session, PledgePromoted(pledge_id=pledge.id, pitch_id=pitch.id, person_id=pledge.peer_id))
