"""One check-in, and who may answer or confirm it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes.models import CheckIn, Corroboration
from crowdlearn.outcomes.rules import CorroborationState
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above, reporting_line
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import OfferState

from .answers import CheckInRow, Seen, checkins_of


@dataclass(frozen=True)
class CheckInPage:
    """A check-in with the pitch it belongs to, and what the viewer may do: confirm it, or say that they saw it too.

    `mine` is what the viewer was asked or said.
    """

    checkin: CheckInRow
    pitch_id: UUID
    pitch_title: str
    pitch_language: str
    owner_id: UUID
    owner: str
    application_plan: str
    last_day: date | None
    confirms: bool = False
    corroborates: bool = False
    mine: Seen | None = None


def checkin_page(checkin_id: UUID, viewer_id: UUID | None = None) -> CheckInPage:
    """Return a check-in for whoever answers or confirms it, or saw it. Raises NotFound."""
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
        asked = session.get_one(CheckIn, checkin_id) if viewer_id not in (None, pitch.owner_id) else None
        return CheckInPage(
            checkin,
            pitch_id,
            pitch.title,
            pitch.language,
            pitch.owner_id,
            owner,
            pitch.application_plan,
            pitch.ends_on or pitch.starts_on,
            confirms=bool(asked and viewer_id and confirms_as(session, asked, viewer_id)),
            corroborates=bool(asked and viewer_id and corroborates_as(session, asked, viewer_id)),
            mine=next((one for one in checkin.colleagues if one.person_id == viewer_id), None),
        )


def relations(viewer_id: UUID, checkin_id: UUID) -> set[str]:
    """Return what a viewer is to a check-in: "pitcher", "manager" for whoever may confirm it, "pledger" for who may
    say that they saw it."""
    with reading() as session:
        row = session.get(CheckIn, checkin_id)
        if row is None:
            return set()
        if row.owner_id == viewer_id:
            return {"pitcher"}
        if confirms_as(session, row, viewer_id):
            return {"manager"}
        return {"pledger"} if corroborates_as(session, row, viewer_id) else set()


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


def corroborates_as(session: Session, checkin: CheckIn, person_id: UUID) -> str | None:
    """Return as what a person may say that they saw learning used: "helper", "colleague", or None.

    Not the learner, not who confirmed it, and nobody of their reporting line: managers confirm, and who reports to the
    learner is not asked.
    """
    if person_id in (checkin.owner_id, checkin.confirmed_by):
        return None
    pitch = session.get_one(Pitch, checkin.pitch_id)
    if person_id in reporting_line(session, checkin.owner_id, clock.today(pitch.time_zone)):
        return None
    if _helped(session, pitch.id, person_id):
        return "helper"
    return "colleague" if _same_organisation(session, person_id, checkin.owner_id) else None


def to_corroborate(session: Session, pitch_id: UUID, viewer_id: UUID | None) -> frozenset[UUID]:
    """Return the answered check-ins of a pitch of which the viewer may say that they saw it."""
    if viewer_id is None:
        return frozenset()
    query = select(CheckIn).where(CheckIn.pitch_id == pitch_id, col(CheckIn.answered_at).is_not(None))
    answered = session.exec(query).all()
    return frozenset(row.id for row in answered if corroborates_as(session, row, viewer_id))


def said_so(session: Session, checkin_id: UUID, person_id: UUID) -> bool:
    """Tell whether a person said that they saw the learning used."""
    query = sa.select(col(Corroboration.id)).where(
        col(Corroboration.checkin_id) == checkin_id,
        col(Corroboration.person_id) == person_id,
        col(Corroboration.state) == CorroborationState.GIVEN,
    )
    return session.execute(query).first() is not None


def _helped(session: Session, pitch_id: UUID, person_id: UUID) -> bool:
    query = sa.select(col(ExpertiseOffer.id)).where(
        col(ExpertiseOffer.pitch_id) == pitch_id,
        col(ExpertiseOffer.helper_id) == person_id,
        col(ExpertiseOffer.state) == OfferState.CONFIRMED,
    )
    return session.execute(query).first() is not None


def _same_organisation(session: Session, one: UUID, other: UUID) -> bool:
    first, second = session.get_one(Person, one), session.get_one(Person, other)
    return first.organisation_id is not None and first.organisation_id == second.organisation_id
