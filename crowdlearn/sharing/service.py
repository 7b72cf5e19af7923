"""Personal calendar addresses."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person

from .models import CalendarAddress


def make_address(person_id: UUID) -> UUID:
    """Give a person a calendar address, and return its id; an earlier one opens nothing from now on."""
    with transaction() as session:
        lock(session, Person, person_id)
        _end(session, person_id)
        session.flush()
        session.add(made := CalendarAddress(person_id=person_id))
        record(session, "calendar.make", by=person_id, about=person_id)
    return made.id


def end_address(person_id: UUID) -> None:
    """End a person's calendar address; where there is none nothing happens."""
    with transaction() as session:
        lock(session, Person, person_id)
        _end(session, person_id)
        record(session, "calendar.end", by=person_id, about=person_id)


def _end(session: Session, person_id: UUID) -> None:
    holds = select(CalendarAddress).where(
        CalendarAddress.person_id == person_id, col(CalendarAddress.ended_at).is_(None)
    )
    for address in session.exec(holds):
        address.ended_at = now()
