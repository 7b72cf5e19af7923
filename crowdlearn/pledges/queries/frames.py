"""The pitch as pages about pledges show it: what exactly is being backed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.errors import N_, NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.totals import is_holding, public_total
from crowdlearn.pitches.rules import PUBLIC, TAKES_OFFERS, PitchState

STANDINGS = {
    PitchState.IDEA: N_("Idea"),
    PitchState.OPEN: N_("Open"),
    PitchState.PAUSED: N_("Paused"),
    PitchState.TOP_UP: N_("Nearly there"),
    PitchState.LOCKED: N_("Goal reached, being paid"),
    PitchState.SETTLING: N_("Goal reached, being settled"),
    PitchState.FUNDED: N_("Funded"),
    PitchState.COMPLETED: N_("Completed"),
    PitchState.NOT_FUNDED: N_("Not funded"),
    PitchState.NOT_FUNDED_AFTER_LOCK: N_("Not funded"),
    PitchState.NOT_APPROVED: N_("Not cleared"),
    PitchState.WITHDRAWN: N_("Withdrawn"),
    PitchState.CANCELLED: N_("Cancelled"),
}


@dataclass(frozen=True)
class PitchFrame:
    """What stands at the top of every page about a pitch's pledges. `clearance` is None where nobody was asked yet.

    While cards are being held, `holding` is true and `promised` is what is held.
    """

    id: UUID
    title: str
    language: str
    state: PitchState
    owner_id: UUID
    owner: str
    organisation_id: UUID | None
    organisation: str
    provider: str
    starts_on: date | None
    ends_on: date | None
    deadline: date | None
    time_zone: str
    terms_version: int
    own_share: Money
    goal: Money
    promised: Money
    backers: int
    helpers: int
    clearance: ClearanceState | None
    holding: bool = False

    @property
    def currency(self) -> str:
        """Return the currency of all its amounts."""
        return self.goal.currency

    @property
    def peer_goal_cents(self) -> int:
        """Return what peers are asked for."""
        return self.goal.cents

    @property
    def room(self) -> Money:
        """Return what peers may still promise before pledges wait."""
        return max(self.goal - self.promised, Money(0, self.goal.currency))

    @property
    def proven(self) -> Money:
        """Return how much of the own share receipts have proven: all of it once the pitch is completed."""
        return self.own_share if self.state is PitchState.COMPLETED else Money(0, self.goal.currency)

    @property
    def closes_at(self) -> datetime | None:
        """Return the last moment of the deadline's day where the pitch is."""
        if self.deadline is None:
            return None
        return datetime.combine(self.deadline, time(23, 59, 59), tzinfo=ZoneInfo(self.time_zone))

    @property
    def standing(self) -> str:
        """Return how the pitch stands, as a msgid."""
        return STANDINGS[self.state]

    @property
    def takes_offers(self) -> bool:
        """Tell whether help is welcome now."""
        return self.state in TAKES_OFFERS

    @property
    def has_outcome(self) -> bool:
        """Tell whether there is something to hear about what came of it."""
        return self.state in (PitchState.FUNDED, PitchState.COMPLETED)

    @property
    def is_cleared(self) -> bool:
        """Tell whether nothing waits for a manager's decision."""
        return self.clearance in (ClearanceState.CLEARED, ClearanceState.NOT_ASKED)


def frame_of(session: Session, pitch_id: UUID, language: str) -> PitchFrame:
    """Return a public pitch as pages show it. One query. Raises NotFound."""
    found = frames_of(session, {pitch_id}, language).get(pitch_id)
    if found is None or found.state not in PUBLIC:
        raise NotFound("Pitch")
    return found


def frames_of(session: Session, pitch_ids: set[UUID], language: str) -> dict[UUID, PitchFrame]:
    """Return the pitches with these ids. One query."""
    rows = _framed(session, language, list(pitch_ids)) if pitch_ids else ()
    return {row.id: _frame(row) for row in rows}


@prepared
def _framed(language: str, /, pitch_ids: list[UUID]) -> Any:
    organisation = col(Organisation.name_fr if language == "fr" else Organisation.name_en)
    return (
        sa.select(
            *(col(getattr(Pitch, name)) for name in _AS_THEY_ARE),
            col(Pitch.own_share_cents),
            col(Pitch.peer_goal_cents),
            col(Pitch.currency),
            col(Person.name).label("owner"),
            organisation.label("organisation"),
            col(Clearance.state).label("clearance"),
            public_total().label("promised_cents"),
            is_holding().label("holding"),
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Pitch.organisation_id))
        .outerjoin(
            Clearance,
            sa.and_(col(Clearance.pitch_id) == col(Pitch.id), col(Clearance.terms_version) == col(Pitch.terms_version)),
        )
        .where(col(Pitch.id).in_(pitch_ids))
    )


_AS_THEY_ARE = (
    "id", "title", "language", "state", "owner_id", "organisation_id", "provider", "starts_on", "ends_on", "deadline",
    "time_zone", "terms_version", "backers", "helpers",
)  # fmt: skip


def _frame(row: Any) -> PitchFrame:
    return PitchFrame(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        owner=row.owner,
        organisation=row.organisation or "",
        own_share=Money(row.own_share_cents, row.currency),
        goal=Money(row.peer_goal_cents, row.currency),
        promised=Money(int(row.promised_cents), row.currency),
        holding=row.holding,
        clearance=row.clearance,
    )
