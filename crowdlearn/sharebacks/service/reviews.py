"""Reviews by criteria, one's own view first; the author's answer, and "I learned from this"."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.service import confirm_delivery, note_review
from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import Learned, ReadFirst, Review, ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.queries.reviewing import authors_of, line_of_authors, reads_first
from crowdlearn.sharebacks.rules import (
    CRITERIA,
    REVIEW_KIND,
    Confidence,
    NothingToRead,
    NothingToReview,
    OwnShareback,
    ReviewAnswered,
    ReviewedBefore,
    ReviewWritten,
    SharebackState,
    is_given,
    stays_blind,
)


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says: three criteria from 1 to 5, how sure they are, and words."""

    clear: int
    useful: int
    usable: int
    text: str
    confidence: Confidence = Confidence.FAIR


def review(person_id: UUID, shareback_id: UUID, said: Judgement) -> UUID:
    """Review a share-back once; return the review's id. It counts as blind unless its writer chose to read first.

    Raises OwnShareback for authors and their reporting line, ReviewedBefore, NothingToReview.
    """
    with transaction() as session:
        shareback = _to_review(session, shareback_id, person_id)
        blind = not reads_first(session, shareback_id, person_id)
        row = Review(shareback_id=shareback_id, reviewer_id=person_id, blind=blind, **vars(said))
        session.add(row)
        _count(session, shareback, +1)
        _let_report(session, row, shareback)
        record(session, "review.create", by=person_id, about=row.id, blind=blind)
        emit(session, ReviewWritten(row.id, shareback_id, by=person_id))
    return row.id


def read_first(person_id: UUID, shareback_id: UUID) -> None:
    """Show a member the others' reviews although they wrote none: a later one of theirs is not written blind.

    Raises what review() raises, and NothingToRead when there is no review or they chose this before.
    """
    with transaction() as session:
        shareback = _to_review(session, shareback_id, person_id)
        if not shareback.reviews or reads_first(session, shareback_id, person_id):
            raise NothingToRead
        session.add(ReadFirst(shareback_id=shareback_id, person_id=person_id))
        record(session, "review.read", by=person_id, about=shareback_id)


def change_review(person_id: UUID, review_id: UUID, said: Judgement) -> None:
    """Change one's own review; it shows when it was changed, and with new scores no longer counts as blind."""
    with transaction() as session:
        row = _own_review(session, review_id, person_id)
        shareback = session.get_one(ShareBack, row.shareback_id)
        same = all(getattr(row, name) == getattr(said, name) for name in CRITERIA)
        row.blind = stays_blind(was=row.blind, others=shareback.reviews - 1, same_scores=same)
        for name, value in vars(said).items():
            setattr(row, name, value)
        row.changed_at = now()
        _let_report(session, row, shareback)
        record(session, "review.edit", by=person_id, about=review_id, blind=row.blind)


def delete_review(person_id: UUID, review_id: UUID) -> None:
    """Take one's own review back. Who has seen the others' cannot write a blind one any more."""
    with transaction() as session:
        row = _own_review(session, review_id, person_id)
        shareback = lock(session, ShareBack, row.shareback_id)
        if shareback.reviews > 1 and not reads_first(session, shareback.id, person_id):
            session.add(ReadFirst(shareback_id=shareback.id, person_id=person_id))
        session.delete(row)
        _count(session, shareback, -1)
        record(session, "review.delete", by=person_id, about=review_id)


def answer_review(person_id: UUID, review_id: UUID, reply: str) -> None:
    """Let an author answer a review of their share-back."""
    with transaction() as session:
        row = lock(session, Review, review_id)
        if not is_author(session, lock(session, ShareBack, row.shareback_id), person_id):
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
        if is_author(session, shareback, person_id):
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


def _to_review(session: Session, shareback_id: UUID, person_id: UUID) -> ShareBack:
    """Return a share-back, held, that a person may review now. Raises OwnShareback, ReviewedBefore, NothingToReview."""
    shareback = _given(session, shareback_id)
    if person_id in authors_of(session, shareback) | line_of_authors(session, shareback):
        raise OwnShareback
    if _review_of(session, shareback_id, person_id) is not None:
        raise ReviewedBefore
    return shareback


def _count(session: Session, shareback: ShareBack, change: int) -> None:
    shareback.reviews += change
    if shareback.commitment_id is not None:
        note_review(session, shareback.commitment_id, change)


def _let_report(session: Session, row: Review, shareback: ShareBack) -> None:
    """Let people report the review, and stewards hide it; its author and the share-back's may appeal."""
    keep_thread(
        session,
        REVIEW_KIND,
        row.id,
        owner_id=row.reviewer_id,
        title=row.text or "…",
        path=f"/sharebacks/{row.shareback_id}?after={row.id}#{row.id}",
        language=shareback.language,
        concerns_id=shareback.author_id,
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
