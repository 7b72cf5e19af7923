"""What is in somebody's way on these pages."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Feedback
from crowdlearn.conversations.rules import FeedbackGiven, check_text
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now


def give_feedback(person_id: UUID | None, text: str, email: str) -> UUID:
    """Keep what someone says about accessibility, signed in or not, for the stewards; return its id."""
    words = check_text(text)
    with transaction() as session:
        feedback = Feedback(person_id=person_id, text=words, email=email.strip()[:254])
        session.add(feedback)
        record(session, "feedback.give", by=person_id, about=feedback.id)
        emit(session, FeedbackGiven(by=person_id, feedback_id=feedback.id))
    return feedback.id


def settle_feedback(steward_id: UUID, feedback_id: UUID) -> None:
    """Note that a steward answered; a second time changes nothing."""
    with transaction() as session:
        feedback = lock(session, Feedback, feedback_id)
        if feedback.settled_at is None:
            feedback.settled_by, feedback.settled_at = steward_id, now()
            record(session, "feedback.settle", by=steward_id, about=feedback.id)
