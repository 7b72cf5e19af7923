"""Reviews by criteria, the author's answer, and "I learned from this"."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.service import confirm_delivery, note_review
from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.queries import reporting_line
from crowdlearn.sharebacks.models import Learned, Review, ShareBack
from crowdlearn.sharebacks.rules import (
    REVIEW_KIND,
    NothingToReview,
    OwnShareback,
    ReviewAnswered,
    ReviewedBefore,
    ReviewWritten,
    SharebackState,
    is_given,
)


def review(person_id: UUID, shareback_id: UUID, *, clear: int, useful: int, usable: int, text: str) -> UUID:
    """Review a share-back once, each criterion from 1 to 5; return the review's id.

    Raises OwnShareback for authors and their reporting line, ReviewedBefore, NothingToReview.
    """
    with transaction() as session:
        shareback = _given(session, shareback_id)
        _check_distance(session, shareback, person_id)
        if _review_of(session, shareback_id, person_id) is not None:
            raise ReviewedBefore
        row = Review(
            shareback_id=shareback_id, reviewer_id=person_id, clear=clear, useful=useful, usable=usable, text=text
        )
        session.add(row)
        _count(session, shareback, +1)
        _let_report(session, row, shareback.language)
        record(session, "review.create", by=person_id, about=row.id)
        emit(session, ReviewWritten(row.id, shareback_id, by=person_id))
    return row.id


def change_review(person_id: UUID, review_id: UUID, *, clear: int, useful: int, usable: int, text: str) -> None:
    """Change one's own review; it shows when it was changed."""
    with transaction() as session:
        row = _own_review(session, review_id, person_id)
        row.clear, row.useful, row.usable, row.text = clear, useful, usable, text
        row.changed_at = now()
        _let_report(session, row, session.get_one(ShareBack, row.shareback_id).language)
        record(session, "review.edit", by=person_id, about=review_id)


def delete_review(person_id: UUID, review_id: UUID) -> None:
    """Take one's own review back."""
    with transaction() as session:
        row = _own_review(session, review_id, person_id)
        shareback = lock(session, ShareBack, row.shareback_id)
        session.delete(row)
        _count(session, shareback, -1)
        record(session, "review.delete", by=person_id, about=review_id)


def answer_review(person_id: UUID, review_id: UUID, reply: str) -> None:
    """Let the author answer a review of their share-back."""
    with transaction() as session:
        row = lock(session, Review, review_id)
        if lock(session, ShareBack, row.shareback_id).author_id != person_id:
            raise NotAllowed
        first = not row.reply
        row.reply, row.replied_at = reply, now()
        record(session, "review.reply", by=person_id, about=review_id)
        if first:
            emit(session, ReviewAnswered(review_id, row.shareback_id, by=person_id))


def say_learned(person_id: UUID, shareback_id: UUID) -> None:
    """Record "I learned from this"; saying it again changes nothing. Authors cannot say it of their own."""
    with transaction() as session:
        shareback = _given(session, shareback_id)
        if shareback.author_id == person_id:
            raise OwnShareback
        if _learned(session, shareback_id, person_id) is None:
            session.add(Learned(shareback_id=shareback_id, person_id=person_id))
            shareback.learned += 1
            record(session, "share.learned", by=person_id, about=shareback_id)


def take_learned_back(person_id: UUID, shareback_id: UUID) -> None:
    """Undo "I learned from this"."""
    with transaction() as session:
        shareback = _given(session, shareback_id)
        if (row := _learned(session, shareback_id, person_id)) is not None:
            session.delete(row)
            shareback.learned -= 1
            record(session, "share.not_learned", by=person_id, about=shareback_id)


def confirm_as_reviewer(person_id: UUID, shareback_id: UUID) -> None:
    """Let a peer who reviewed a share-back confirm its delivery where the pitch has no backers.

    Raises OwnDelivery, NotForYou, or MoveRefused when there is nothing to confirm.
    """
    with transaction() as session:
        shareback = _given(session, shareback_id)
        if shareback.commitment_id is None:
            raise NotFound
        reviewed = _review_of(session, shareback_id, person_id) is not None
        confirm_delivery(session, shareback.commitment_id, person_id, has_reviewed=reviewed)


def _given(session: Session, shareback_id: UUID) -> ShareBack:
    shareback = lock(session, ShareBack, shareback_id)
    if shareback.state is SharebackState.DRAFT:
        raise NotFound
    if not is_given(shareback.form, shareback.state):
        raise NothingToReview
    return shareback


def _check_distance(session: Session, shareback: ShareBack, person_id: UUID) -> None:
    if person_id == shareback.author_id:
        raise OwnShareback
    if person_id in reporting_line(session, shareback.author_id, clock.today("UTC")):
        raise OwnShareback


def _count(session: Session, shareback: ShareBack, change: int) -> None:
    shareback.reviews += change
    if shareback.commitment_id is not None:
        note_review(session, shareback.commitment_id, change)


def _let_report(session: Session, row: Review, language: str) -> None:
    """Let people report the review, and stewards hide it."""
    path = f"/sharebacks/{row.shareback_id}#{row.id}"
    keep_thread(
        session, REVIEW_KIND, row.id, owner_id=row.reviewer_id, title=row.text or "…", path=path, language=language
    )


def _review_of(session: Session, shareback_id: UUID, person_id: UUID) -> Review | None:
    query = select(Review).where(Review.shareback_id == shareback_id, Review.reviewer_id == person_id)
    return session.exec(query).first()


def _own_review(session: Session, review_id: UUID, person_id: UUID) -> Review:
    row = lock(session, Review, review_id)
    if row.reviewer_id != person_id:
        raise NotAllowed
    return row


def _learned(session: Session, shareback_id: UUID, person_id: UUID) -> Learned | None:
    query = select(Learned).where(Learned.shareback_id == shareback_id, Learned.person_id == person_id)
    return session.exec(query).first()
