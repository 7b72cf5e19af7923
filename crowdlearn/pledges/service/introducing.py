"""Introductions from the question to their outcome: asked, made with consent, met, and what came of it."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.service import keep_private
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Need
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry, Introduction, Side
from crowdlearn.pledges.rules import (
    INTRODUCTION,
    INTRODUCTION_KIND,
    OFFER,
    OUTCOME_KIND,
    IntroductionMoved,
    IntroductionState,
    NoIntroduction,
    OfferState,
    OutcomeMissing,
    check_introduction,
)

from .hours import conclude
from .offering import Shared, as_either, as_helper, as_pitcher, end_offer
from .room import recount

ACCEPTED = (OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)


def introduce(person_id: UUID, offer_id: UUID, who: str, consent_on: date | None) -> None:
    """Give the pitcher the name of somebody who agreed on a day; only the pitcher and the helper read it.

    Raises NoIntroduction, PersonMissing, ConsentNeeded, MoveRefused, NotAllowed, NotFound.
    """
    with transaction() as session:
        shared = as_helper(session, person_id, offer_id)
        row = _introduction(session, shared.offer)
        check_introduction(who, consent_on, clock.today(HOME_ZONE))
        row.who, row.consent_on, row.made_at = who.strip(), consent_on, now()
        _keep(session, shared, INTRODUCTION_KIND, row.who, person_id)
        _move(session, shared, row, IntroductionState.MADE, person_id)


def say_met(person_id: UUID, offer_id: UUID) -> None:
    """Say, as pitcher, that the two met; the offer of help is thereby given. Raises MoveRefused, NotAllowed."""
    with transaction() as session:
        shared = as_pitcher(session, person_id, offer_id)
        row = _introduction(session, shared.offer)
        row.met_at = now()
        _move(session, shared, row, IntroductionState.MET, person_id)
        if OFFER.may(shared.offer.state, OfferState.CONFIRMED):
            session.add(HoursEntry(offer_id=offer_id, side=Side.PITCHER, received=True, said_by=person_id))
            conclude(session, shared, Side.PITCHER, person_id, timed=False)


def say_outcome(person_id: UUID, offer_id: UUID, outcome: str) -> None:
    """Say, as pitcher, what came of a meeting. Raises OutcomeMissing, MoveRefused, NotAllowed."""
    with transaction() as session:
        shared = as_pitcher(session, person_id, offer_id)
        row = _introduction(session, shared.offer)
        if not outcome.strip():
            raise OutcomeMissing
        row.outcome, row.ended_at = outcome.strip(), now()
        _keep(session, shared, OUTCOME_KIND, row.outcome, person_id)
        _move(session, shared, row, IntroductionState.CAME_OF_IT, person_id)


def not_taken_up(person_id: UUID, offer_id: UUID, why: str) -> None:
    """Say, from either side, that nothing comes of it. Before a name passed, the need opens again."""
    with transaction() as session:
        shared = as_either(session, person_id, offer_id)
        row = _introduction(session, shared.offer)
        unnamed = row.state is IntroductionState.ASKED
        row.outcome, row.ended_at = why.strip(), now()
        if row.outcome:
            _keep(session, shared, OUTCOME_KIND, row.outcome, person_id)
        _move(session, shared, row, IntroductionState.NOT_TAKEN_UP, person_id)
        if unnamed:
            end_offer(session, shared, OfferState.NOT_GIVEN)
            recount(session, shared.pitch)


def _introduction(session: Session, offer: ExpertiseOffer) -> Introduction:
    """Return the introduction that an accepted offer is about. Raises NoIntroduction."""
    need = session.get(Need, offer.need_id) if offer.need_id else None
    row = session.exec(select(Introduction).where(Introduction.offer_id == offer.id)).first()
    if row is not None:
        return row
    if need is None or need.kind is not NeedKind.INTRODUCTION or offer.state not in ACCEPTED:
        raise NoIntroduction
    session.add(row := Introduction(offer_id=offer.id))
    return row


def _keep(session: Session, shared: Shared, kind: str, words: str, by: UUID) -> None:
    """Let the other of the two who read these words report them."""
    offer, path = shared.offer, f"/offers/{shared.offer.id}"
    other = shared.pitch.owner_id if by == offer.helper_id else offer.helper_id
    language = session.get_one(Person, by).language
    keep_private(session, kind, offer.id, words, owner_id=by, reader_id=other, path=path, language=language)


def _move(session: Session, shared: Shared, row: Introduction, to: IntroductionState, by: UUID) -> None:
    row.state = INTRODUCTION.move(row.state, to)
    offer = shared.offer
    record(session, "offer.introduction", by=by, about=offer.id, state=to.value)
    emit(
        session,
        IntroductionMoved(offer_id=offer.id, pitch_id=offer.pitch_id, helper_id=offer.helper_id, state=to, by=by),
    )
