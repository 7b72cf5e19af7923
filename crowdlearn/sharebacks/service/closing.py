"""Closing the loop with backers: their wishes answered, each of them thanked."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.files.rules import Visibility
from crowdlearn.files.service import Received, Upload, keep, receive
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks.models import ThankYou, WishAnswer
from crowdlearn.sharebacks.queries.given import Given, given_to, something_came_back
from crowdlearn.sharebacks.rules import (
    Met,
    NotAPicture,
    NothingCameBack,
    PictureWithoutWords,
    ThankedBefore,
    ThankYouSent,
    WishAnswered,
)


def answer_wish(person_id: UUID, pitch_id: UUID, promise_id: UUID, met: Met, note: str = "") -> None:
    """Let a backer say whether the wish they wrote with a pledge or an offer was met; the last answer counts.

    Raises NothingCameBack before the first share-back, NotFound for somebody else's wish.
    """
    with transaction() as session:
        lock(session, Pitch, pitch_id)
        given = _given(session, pitch_id, promise_id)
        if given.person_id != person_id or not given.wish:
            raise NotFound
        if not something_came_back(session, pitch_id):
            raise NothingCameBack
        answer = session.exec(select(WishAnswer).where(WishAnswer.promise_id == promise_id)).first()
        if answer is None:
            answer = WishAnswer(pitch_id=pitch_id, promise_id=promise_id, backer_id=person_id, met=met, note=note)
            session.add(answer)
            emit(session, WishAnswered(pitch_id, promise_id, met, by=person_id))
        else:
            answer.met, answer.note = met, note
        record(session, "wish.answer", by=person_id, about=promise_id, met=met.value)


def thank(
    person_id: UUID, pitch_id: UUID, promise_id: UUID, text: str, picture: Upload | None = None, words: str = ""
) -> None:
    """Thank the backer behind a pledge or an offer, once; who stays unnamed is thanked without being named.

    A picture needs `words` that say what it shows. Raises ThankedBefore, PictureWithoutWords, NotAPicture, what files
    refuse, and NotFound for a promise that does not stand.
    """
    received = _picture(picture, words) if picture else None
    with transaction() as session:
        if lock(session, Pitch, pitch_id).owner_id != person_id:
            raise NotAllowed
        backer_id = _given(session, pitch_id, promise_id).person_id
        known = select(ThankYou.id).where(ThankYou.pitch_id == pitch_id, ThankYou.backer_id == backer_id)
        if session.exec(known).first() is not None:
            raise ThankedBefore
        thanks = ThankYou(pitch_id=pitch_id, backer_id=backer_id, text=text)
        if received is not None:
            thanks.picture_words = words
            thanks.picture_id = keep(session, person_id, received, "thanks", thanks.id, Visibility.MEMBERS)
        session.add(thanks)
        record(session, "thanks.send", by=person_id, about=pitch_id)
        emit(session, ThankYouSent(thanks.id, pitch_id, backer_id, by=person_id))


def _picture(picture: Upload, words: str) -> Received:
    if not words.strip():
        raise PictureWithoutWords
    received = receive(picture)
    if not received.media_type.startswith("image/"):
        raise NotAPicture
    return received


def _given(session: Session, pitch_id: UUID, promise_id: UUID) -> Given:
    for given in given_to(session, pitch_id):
        if given.promise_id == promise_id:
            return given
    raise NotFound
