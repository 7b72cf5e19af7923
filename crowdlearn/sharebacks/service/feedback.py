"""Feedback of those who came: asked for once, given once, by nobody in particular."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.events import Event
from crowdlearn.sharebacks.models import EventFeedback, Seat, ShareBack
from crowdlearn.sharebacks.queries.content import occasion_of
from crowdlearn.sharebacks.rules import (
    AttendanceCorrected,
    EventHeld,
    EventOver,
    FeedbackClosed,
    FeedbackGiven,
    SharebackState,
    WouldUse,
    feedback_is_open,
)

from .seats import seat_of
from .telling import tell_all


def give_feedback(
    person_id: UUID, shareback_id: UUID, *, clear: int, worth: int, included: int, would_use: WouldUse, text: str = ""
) -> None:
    """Take what someone who came says to the host, each criterion from 1 to 5.

    What was said is kept without who said it and when, also in the audit trail; that they answered is kept with their
    seat, so that they do so once. Raises FeedbackGiven, FeedbackClosed, NotFound for who did not come.
    """
    with transaction() as session:
        lock(session, ShareBack, shareback_id)
        seat, occasion = seat_of(session, shareback_id, person_id), occasion_of(session, shareback_id)
        if seat is None or seat.attended_at is None or occasion is None:
            raise NotFound
        if seat.answered:
            raise FeedbackGiven
        if not feedback_is_open(occasion.starts_at, now()):
            raise FeedbackClosed
        seat.answered = True
        said = EventFeedback(
            shareback_id=shareback_id, clear=clear, worth=worth, included=included, would_use=would_use, text=text
        )
        session.add(said)


def ask_for_feedback(event: EventHeld | EventOver | AttendanceCorrected) -> None:
    """Ask everyone who came, by name, and was not asked yet."""
    with transaction() as session:
        shareback = lock(session, ShareBack, event.shareback_id)
        came = select(Seat).where(
            Seat.shareback_id == shareback.id, col(Seat.attended_at).is_not(None), col(Seat.asked).is_(False)
        )
        people = session.exec(came).all()
        for seat in people:
            seat.asked = True
        _ask(session, event, shareback, [seat.person_id for seat in people])


def _ask(session: Session, event: Event, shareback: ShareBack, people: list[UUID]) -> None:
    tell_all(session, event, shareback, people, "event_held", page="/feedback")


def tell_of_over(event: EventOver) -> None:
    """Ask the host to record who came, if they have not."""
    with transaction() as session:
        shareback = session.get_one(ShareBack, event.shareback_id)
        if shareback.state is SharebackState.PUBLISHED:
            tell_all(session, event, shareback, [shareback.author_id], "event_over", page="/attendance")
