"""Telling people about check-ins."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import ApplicationConfirmed, CheckInAnswered, CheckInDue
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch


def tell_of_due(event: CheckInDue) -> None:
    """Ask the learner whether the learning is used, and remind once."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        kind = "checkin_reminder" if event.reminder else "checkin_due"
        _tell(session, event, checkin, [checkin.owner_id], kind)


def tell_of_answered(event: CheckInAnswered) -> None:
    """Ask who may confirm the answer: the managers above, else the backers."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        pitch = session.get_one(Pitch, checkin.pitch_id)
        above = approvers_above(session, checkin.owner_id, clock.today(pitch.time_zone))
        nearest = {approver.person_id for approver in above if approver.level == 1}
        backers = backers_of(session, pitch.id) if not pitch.peer_goal_cents else set()
        _tell(session, event, checkin, nearest or backers, "checkin_answered")


def tell_of_confirmed(event: ApplicationConfirmed) -> None:
    """Tell the learner that the answer was confirmed."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        _tell(session, event, checkin, [checkin.owner_id], "checkin_confirmed")


def _tell(session: Session, event: Event, checkin: CheckIn, people: Iterable[UUID], kind: str) -> None:
    pitch = session.get_one(Pitch, checkin.pitch_id)
    owner = session.get_one(Person, checkin.owner_id).name
    facts = {"pitch": Passage(pitch.title, pitch.language), "owner": owner, "days": checkin.after_days}
    for person_id in sorted(set(people) - {event.by}, key=str):
        tell(session, person_id, kind, event_id=event.id, facts=facts, path=f"/checkins/{checkin.id}")
