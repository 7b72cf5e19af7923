"""Closing the loop with backers: their wishes answered, each of them thanked."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.sharebacks.models import ThankYou, WishAnswer
from crowdlearn.sharebacks.rules import Met, ThankYouSent, WishAnswered


def answer_wish(person_id: UUID, promise_id: UUID, met: Met, note: str = "") -> None:
    """Let a backer say whether the wish they wrote with a pledge or an offer was met; the last answer counts."""
    with transaction() as session:
        pitch_id = _pitch_of_wish(session, promise_id, person_id)
        answer = session.exec(select(WishAnswer).where(WishAnswer.promise_id == promise_id)).first()
        if answer is None:
            answer = WishAnswer(pitch_id=pitch_id, promise_id=promise_id, backer_id=person_id, met=met, note=note)
            session.add(answer)
        else:
            answer.met, answer.note = met, note
        record(session, "wish.answer", by=person_id, about=promise_id, met=met.value)
        emit(session, WishAnswered(pitch_id, promise_id, met, by=person_id))


def thank(person_id: UUID, pitch_id: UUID, backer_id: UUID, text: str) -> None:
    """Thank one backer in words; a second message to the same backer replaces nothing and sends nothing."""
    with transaction() as session:
        if lock(session, Pitch, pitch_id).owner_id != person_id:
            raise NotAllowed
        if backer_id not in backers_of(session, pitch_id):
            raise NotFound
        known = select(ThankYou.id).where(ThankYou.pitch_id == pitch_id, ThankYou.backer_id == backer_id)
        if session.exec(known).first() is not None:
            return
        thanks = ThankYou(pitch_id=pitch_id, backer_id=backer_id, text=text)
        session.add(thanks)
        record(session, "thanks.send", by=person_id, about=pitch_id)
        emit(session, ThankYouSent(thanks.id, pitch_id, backer_id, by=person_id))


def _pitch_of_wish(session: Session, promise_id: UUID, person_id: UUID) -> UUID:
    pledge = session.get(MoneyPledge, promise_id)
    if pledge is not None:
        giver, wish, pitch_id = pledge.peer_id, pledge.wish, pledge.pitch_id
    else:
        offer = session.get(ExpertiseOffer, promise_id)
        if offer is None:
            raise NotFound
        giver, wish, pitch_id = offer.helper_id, offer.wish, offer.pitch_id
    if giver != person_id or not wish:
        raise NotFound
    return pitch_id
