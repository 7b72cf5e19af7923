"""Help that is offered before anybody asked, and pitchers who ask for it."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.service import close_thread, keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.expertise.models import HelpAsk, StandingOffer
from crowdlearn.expertise.rules import (
    MOST_OPEN,
    STANDING,
    STANDING_OFFER,
    TIMED,
    AskedBefore,
    HelpAsked,
    NoPitch,
    NotOpen,
    Offered,
    OwnThing,
    StandingState,
    TooManyOpen,
    check_offered,
)
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import TAKES_OFFERS
from crowdlearn.search.service import index


def offer_freely(person_id: UUID, offered: Offered) -> UUID:
    """Offer help without a need yet, for pitchers to ask for; return the offer's id.

    Raises DayOver, MinutesMissing, TooManyOpen.
    """
    with transaction() as session:
        lock(session, Person, person_id)
        check_offered(offered, clock.today(HOME_ZONE))
        if _open_of(session, person_id) >= MOST_OPEN:
            raise TooManyOpen(most=MOST_OPEN)
        minutes = offered.minutes if offered.kind in TIMED else 0
        row = StandingOffer(giver_id=person_id, **(vars(offered) | {"minutes": minutes}))
        session.add(row)
        keep_thread(
            session,
            STANDING_OFFER,
            row.id,
            owner_id=person_id,
            title=row.title,
            path=f"/expertise/offers/{row.id}",
            language=row.language,
        )
        _index(session, row)
        record(session, "standing.create", by=person_id, about=row.id, kind=row.kind.value)
    return row.id


def end_offer(person_id: UUID, standing_id: UUID) -> None:
    """End one's own offer. Raises NotAllowed for anybody else's, MoveRefused a second time."""
    with transaction() as session:
        row = lock(session, StandingOffer, standing_id)
        if row.giver_id != person_id:
            raise NotAllowed
        _end(session, row)
        record(session, "standing.end", by=person_id, about=standing_id)


def end_offers() -> int:
    """End offers whose last day is over; return how many."""
    with transaction() as session:
        over = select(StandingOffer).where(
            StandingOffer.state == StandingState.OPEN, StandingOffer.until < clock.today(HOME_ZONE)
        )
        rows = session.exec(over.with_for_update()).all()
        for row in rows:
            _end(session, row)
            record(session, "standing.end", by=None, about=row.id)
        return len(rows)


def ask_for_help(person_id: UUID, standing_id: UUID, pitch_id: UUID, text: str) -> UUID:
    """Ask, for an open pitch of one's own, for help that somebody offers; return the question's id.

    The giver answers with an offer to the pitch. Raises NotOpen, OwnThing, NoPitch, AskedBefore.
    """
    with transaction() as session:
        row = lock(session, StandingOffer, standing_id)
        if row.giver_id == person_id:
            raise OwnThing
        if row.state is not StandingState.OPEN:
            raise NotOpen
        pitch = session.get(Pitch, pitch_id)
        if pitch is None or pitch.owner_id != person_id or pitch.state not in TAKES_OFFERS:
            raise NoPitch
        asked = select(HelpAsk.id).where(HelpAsk.standing_id == standing_id, HelpAsk.pitch_id == pitch_id)
        if session.exec(asked).first() is not None:
            raise AskedBefore
        ask = HelpAsk(standing_id=standing_id, pitch_id=pitch_id, asker_id=person_id, text=text.strip())
        session.add(ask)
        record(session, "standing.ask", by=person_id, about=standing_id, pitch=pitch_id)
        emit(session, HelpAsked(ask.id, by=person_id))
    return ask.id


def _end(session: Session, row: StandingOffer) -> None:
    row.state, row.ended_at = STANDING.move(row.state, StandingState.ENDED), now()
    close_thread(session, STANDING_OFFER, row.id)
    _index(session, row)


def _index(session: Session, row: StandingOffer) -> None:
    visible = row.state is StandingState.OPEN
    index(session, STANDING_OFFER, row.id, language=row.language, title=row.title, text=row.detail, visible=visible)


def _open_of(session: Session, person_id: UUID) -> int:
    query = sa.select(sa.func.count()).where(
        col(StandingOffer.giver_id) == person_id, col(StandingOffer.state) == StandingState.OPEN
    )
    return int(session.execute(query).scalar_one())
