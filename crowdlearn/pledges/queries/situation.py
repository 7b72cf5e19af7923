"""All on which a promise of money is decided, read at once by whoever holds the pitch and the person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.queries.clearance import asked_of
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.days import local_day
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Adoption, BlockedDomain, Organisation, Person
from crowdlearn.people.queries import line_of
from crowdlearn.people.rules import MoneyMode, PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import ENDED, Backing, Given, MoneyAsk, bounds

from .facts import given_on, live_on, money_ask


@dataclass(frozen=True)
class Situation:
    """A pitch, a person who wants to back it, and what was promised so far. Amounts are cents.

    `live` holds room under the goal already; `first` is the person's own first pledge here that has not ended;
    `decides` says that this person is asked to clear the pitch.
    """

    pitch_id: UUID
    owner_id: UUID
    state: PitchState
    currency: str
    terms_version: int
    deadline: date | None
    time_zone: str
    peer_goal_cents: int
    peer_id: UUID
    peer_state: PersonState
    clearance: ClearanceState | None
    vendor_domain: str | None
    in_reporting_line: bool
    peer_mode: MoneyMode | None
    pitcher_mode: MoneyMode | None
    live: int
    first: UUID | None
    decides: bool
    here: int
    pair: int
    year: int

    @property
    def ask(self) -> MoneyAsk:
        """Return what the pitch says about peers' money now."""
        return money_ask(self, declined=self.clearance is ClearanceState.DECLINED)

    @property
    def backing(self) -> Backing:
        """Return what decides whether this person's money may help this pitch, today."""
        return Backing(
            is_pitcher=self.peer_id == self.owner_id,
            in_reporting_line=self.in_reporting_line,
            vendor_domain=self.vendor_domain or "",
            state=self.peer_state,
            peer_mode=self.peer_mode or MoneyMode.EXPERTISE_ONLY,
            pitcher_mode=self.pitcher_mode or MoneyMode.EXPERTISE_ONLY,
        )

    @property
    def given(self) -> Given:
        """Return what this person's live, waiting and kept pledges sum to."""
        return Given(int(self.here), int(self.pair), int(self.year))


def situation_of(session: Session, pitch_id: UUID, peer_id: UUID) -> Situation:
    """Return what decides on this person's promise to this pitch. One query. Raises NotFound."""
    at = now()
    row = _situation(session, pitch_id, peer_id, at, datetime(at.year, 1, 1, tzinfo=UTC), list(bounds.modes)).first()
    if row is None:
        raise NotFound("Pitch")
    return Situation(*row)


@prepared
def _situation(pitch_id: UUID, peer_id: UUID, at: datetime, new_year: datetime, modes: list[MoneyMode]) -> Any:
    def of_pitch(column: Any) -> Any:
        return sa.select(column).where(col(Pitch.id) == pitch_id).correlate(None).scalar_subquery()

    owner_id = of_pitch(col(Pitch.owner_id))
    line = line_of(owner_id, local_day(at, of_pitch(col(Pitch.time_zone))))
    given = given_on(pitch_id, owner_id, peer_id, new_year).subquery()
    first = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == pitch_id,
        col(MoneyPledge.peer_id) == peer_id,
        col(MoneyPledge.state).not_in(ENDED),
    )
    of_these_terms = sa.and_(
        col(Clearance.pitch_id) == col(Pitch.id), col(Clearance.terms_version) == col(Pitch.terms_version)
    )
    return (
        sa.select(
            Pitch.id,
            Pitch.owner_id,
            Pitch.state,
            Pitch.currency,
            Pitch.terms_version,
            Pitch.deadline,
            Pitch.time_zone,
            Pitch.peer_goal_cents,
            col(Person.id),
            col(Person.state),
            col(Clearance.state),
            _blocked_part(),
            sa.and_(col(Person.id) != col(Pitch.owner_id), col(Person.id).in_(line)),
            _mode(col(Person.organisation_id), modes),
            _mode(col(Pitch.organisation_id), modes),
            live_on(pitch_id).scalar_subquery(),
            first.order_by(col(MoneyPledge.id)).limit(1).scalar_subquery(),
            asked_of(pitch_id, peer_id).exists(),
            *given.c,
        )
        .select_from(Pitch)
        .join(Person, col(Person.id) == peer_id)
        .outerjoin(Clearance, of_these_terms)
        .join(given, sa.true())
        .where(col(Pitch.id) == pitch_id)
    )


def _mode(organisation_id: Any, modes: Any) -> Any:
    """Select the newest money mode that a confirmed organisation adopted and this installation allows."""
    return (
        sa.select(Adoption.money_mode)
        .join(Organisation, col(Organisation.id) == col(Adoption.organisation_id))
        .where(
            col(Adoption.organisation_id) == organisation_id,
            col(Adoption.ended_on).is_(None),
            col(Organisation.confirmed_at).is_not(None),
            col(Adoption.money_mode).in_(modes),
        )
        .order_by(col(Adoption.recorded_at).desc(), col(Adoption.id).desc())
        .limit(1)
        .correlate(Person, Pitch)
        .scalar_subquery()
    )


def _blocked_part() -> Any:
    """Select the longest blocked domain that the person's address belongs to, or to a parent of which it does."""
    address, domain = sa.func.lower(Person.email), col(BlockedDomain.domain)
    length = sa.func.length(domain)
    ending = sa.func.substr(address, sa.func.length(address) - length)  # with the mark before it
    return (
        sa.select(domain)
        .where(ending.in_([sa.literal("@") + domain, sa.literal(".") + domain]))
        .order_by(length.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
