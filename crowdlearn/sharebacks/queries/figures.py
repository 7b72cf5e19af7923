"""The figures of an event, each apart from the others: invited, registered, came, answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.sharebacks.models import EventFeedback, Invitation, Occasion, Seat
from crowdlearn.sharebacks.rules import Rate, SeatState


@dataclass(frozen=True)
class Figures:
    """How many people did what. Nobody is in two of `with_seat`, `without_seat` and `unnamed`, which all came.

    `registered` hold or held a seat to the end, `invited_registered` of them had been told of the announcement.
    `answered` gave feedback, of those who came and have an account; `given` is how many answers there are.
    """

    invited: int
    registered: int
    invited_registered: int
    waiting: int
    given_back: int
    with_seat: int
    without_seat: int
    unnamed: int
    answered: int
    given: int

    @property
    def named(self) -> int:
        """Return how many came who could be asked for feedback."""
        return self.with_seat + self.without_seat

    @property
    def came(self) -> int:
        """Return how many came in all."""
        return self.named + self.unnamed

    @property
    def reached(self) -> Rate:
        """Return how many of the invited registered."""
        return Rate(self.invited_registered, self.invited)

    @property
    def shown_up(self) -> Rate:
        """Return how many of the seats were used."""
        return Rate(self.with_seat, self.registered)

    @property
    def responded(self) -> Rate:
        """Return how many of those who came by name answered."""
        return Rate(self.answered, self.named)


def figures_of(shareback_id: UUID) -> Figures:
    """Return the figures of an event."""
    with reading() as session:
        return event_figures(session, shareback_id)


def event_figures(session: Session, shareback_id: UUID) -> Figures:
    """Return the figures of an event, in one statement."""
    came, seated = col(Seat.attended_at).is_not(None), col(Seat.state) == SeatState.REGISTERED
    asked = sa.select(sa.func.count()).where(col(Invitation.shareback_id) == shareback_id).scalar_subquery()
    given = sa.select(sa.func.count()).where(col(EventFeedback.shareback_id) == shareback_id).scalar_subquery()
    others = (
        sa.select(col(Occasion.attended_unnamed)).where(col(Occasion.shareback_id) == shareback_id).scalar_subquery()
    )
    was_asked = sa.exists().where(
        col(Invitation.shareback_id) == shareback_id, col(Invitation.person_id) == col(Seat.person_id)
    )
    query = sa.select(
        asked.label("invited"),
        _many(seated).label("registered"),
        _many(seated, was_asked).label("invited_registered"),
        _many(col(Seat.state) == SeatState.WAITING).label("waiting"),
        _many(col(Seat.state) == SeatState.CANCELLED).label("given_back"),
        _many(seated, came).label("with_seat"),
        _many(sa.not_(seated), came).label("without_seat"),
        sa.func.coalesce(others, 0).label("unnamed"),
        _many(col(Seat.answered).is_(True), came).label("answered"),
        given.label("given"),
    ).where(col(Seat.shareback_id) == shareback_id)
    return Figures(*session.execute(query).one())


def _many(*conditions: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)
