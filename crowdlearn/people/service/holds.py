"""Holds on new money asks: set and lifted by higher features, read when a pitch is published."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Hold
from crowdlearn.people.rules import HoldReason, hold_refusal


def hold(session: Session, person_id: UUID, reason: HoldReason, about_id: UUID | None = None) -> None:
    """Keep a person from new money asks for `reason`; a second hold for the same thing changes nothing."""
    if session.exec(_standing(person_id, reason, about_id)).first() is None:
        session.add(Hold(person_id=person_id, reason=reason, about_id=about_id))


def lift(session: Session, person_id: UUID, reason: HoldReason, about_id: UUID | None = None) -> None:
    """End a hold, if it stands."""
    for standing in session.exec(_standing(person_id, reason, about_id)):
        standing.lifted_at = now()


def check_no_hold(session: Session, person_id: UUID) -> None:
    """Raise an OnHold when something keeps the person from asking for money."""
    query = sa.select(Hold.reason).where(col(Hold.person_id) == person_id, col(Hold.lifted_at).is_(None)).limit(1)
    if (reason := session.execute(query).scalar()) is not None:
        raise hold_refusal(reason)


def _standing(person_id: UUID, reason: HoldReason, about_id: UUID | None) -> SelectOfScalar[Hold]:
    about = col(Hold.about_id) == about_id if about_id else col(Hold.about_id).is_(None)
    return select(Hold).where(
        col(Hold.person_id) == person_id, col(Hold.reason) == reason, about, col(Hold.lifted_at).is_(None)
    )
