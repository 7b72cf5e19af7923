"""One check-in, and who may answer or confirm it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch

from .impact import CheckInRow, checkins_of


@dataclass(frozen=True)
class CheckInPage:
    """A check-in with the pitch it belongs to, and as what the viewer may confirm it."""

    checkin: CheckInRow
    pitch_id: UUID
    pitch_title: str
    pitch_language: str
    owner_id: UUID
    owner: str
    application_plan: str
    last_day: date | None


def checkin_page(checkin_id: UUID) -> CheckInPage:
    """Return a check-in for whoever answers or confirms it. Raises NotFound."""
    with reading() as session:
        row = session.execute(
            sa.select(CheckIn.pitch_id, Pitch, col(Person.name))
            .join(Pitch, col(Pitch.id) == col(CheckIn.pitch_id))
            .join(Person, col(Person.id) == col(CheckIn.owner_id))
            .where(col(CheckIn.id) == checkin_id)
        ).first()
        if row is None:
            raise NotFound
        pitch_id, pitch, owner = row
        checkin = next(c for c in checkins_of(session, pitch_id) if c.id == checkin_id)
        return CheckInPage(
            checkin,
            pitch_id,
            pitch.title,
            pitch.language,
            pitch.owner_id,
            owner,
            pitch.application_plan,
            pitch.ends_on or pitch.starts_on,
        )


def relations(viewer_id: UUID, checkin_id: UUID) -> set[str]:
    """Return what a viewer is to a check-in: "pitcher", or "manager" for whoever may confirm it."""
    with reading() as session:
        row = session.get(CheckIn, checkin_id)
        if row is None:
            return set()
        if row.owner_id == viewer_id:
            return {"pitcher"}
        return {"manager"} if confirms_as(session, row, viewer_id) else set()


def confirms_as(session: Session, checkin: CheckIn, person_id: UUID) -> str | None:
    """Return as what a person may confirm a check-in: "manager", "backer", "colleague", or None."""
    if person_id == checkin.owner_id:
        return None
    pitch = session.get_one(Pitch, checkin.pitch_id)
    above = approvers_above(session, checkin.owner_id, clock.today(pitch.time_zone))
    if person_id in {approver.person_id for approver in above}:
        return "manager"
    if pitch.peer_goal_cents:
        return None
    if person_id in backers_of(session, pitch.id):
        return "backer"
    return "colleague" if _same_organisation(session, person_id, checkin.owner_id) else None


def _same_organisation(session: Session, one: UUID, other: UUID) -> bool:
    first, second = session.get_one(Person, one), session.get_one(Person, other)
    return first.organisation_id is not None and first.organisation_id == second.organisation_id
