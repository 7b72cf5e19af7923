"""What a pitch added up to, in figures that keep their denominators. Amounts are cents, help is minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import KEPT, CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes.rules import Applied, CheckInState, Rate
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.sharebacks.queries import Card, came_back

from . import sums
from .answers import CheckInRow, checkins_of
from .carried import Carried, carried_of
from .chain import size_of
from .checkin import to_corroborate
from .scope import About, Scope


@dataclass(frozen=True)
class Impact:
    """A pitch's impact at one moment. Money is `final` once receipts settled it, and as planned before.

    `chain` is how many people learned from it, and over how many generations; `may_say_seen` the check-ins that the
    viewer may corroborate.
    """

    pitch_id: UUID
    title: str
    language: str
    state: PitchState
    owner_id: UUID
    owner: str
    at: datetime
    asks_money: bool
    carried: Carried
    hours_minutes: int
    helpers: int
    reached: int
    reached_unnamed: int
    used: int
    taught: int
    wishes: Rate
    wish_answers: sums.Wishes
    promises: Rate
    applied: Rate
    checkins: Sequence[CheckInRow]
    came_back: Sequence[Card]
    chain: tuple[int, int]
    may_say_seen: frozenset[UUID]

    @property
    def cost(self) -> Money:
        """Return what the learning cost in all."""
        return self.carried.cost

    @property
    def people_reached(self) -> int:
        """Return distinct people reached by name, and the head-count of those without an account."""
        return self.reached + self.reached_unnamed

    @property
    def cost_per_person(self) -> Money | None:
        """Return the cost per person reached, rounded half up; None when nobody was reached or nothing was spent."""
        return self.carried.for_each(self.people_reached)

    @property
    def applications(self) -> int:
        """Return how many people applied it: the learner if a check-in says so, and others who used it."""
        return self.used + (self.applied.part > 0)

    @property
    def cost_per_application(self) -> Money | None:
        """Return the cost per application, rounded half up; None without one, or without cost."""
        return self.carried.for_each(self.applications)


def impact(pitch_id: UUID, *, member: bool = False, viewer_id: UUID | None = None) -> Impact:
    """Return the figures of a pitch's impact page. Raises NotFound for a draft and for what a steward hid.

    Share-backs for members only are listed for a `member`.
    """
    with reading() as session:
        row = session.execute(
            sa.select(Pitch, col(Person.name))
            .join(Person, col(Person.id) == col(Pitch.owner_id))
            .where(col(Pitch.id) == pitch_id, col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id))))
        ).first()
        if row is None:
            raise NotFound
        pitch, owner = row
        return _impact(session, pitch, owner, viewer_id if member else None, member=member)


def _impact(session: Session, pitch: Pitch, owner: str, viewer_id: UUID | None, *, member: bool) -> Impact:
    scope = Scope(About.PITCH, pitch.id)
    minutes, helpers = sums.help_received(session, scope)
    named, unnamed = sums.reached(session, scope)
    used, taught = sums.used(session, scope)
    checkins = checkins_of(session, pitch.id)
    met, wish_answers = sums.wishes(session, scope)
    (borne,) = carried_of(session, [pitch], [pitch.id] if pitch.asks_money else [])
    return Impact(
        pitch_id=pitch.id,
        title=pitch.title,
        language=pitch.language,
        state=pitch.state,
        owner_id=pitch.owner_id,
        owner=owner,
        at=now(),
        asks_money=pitch.asks_money,
        carried=borne,
        hours_minutes=minutes,
        helpers=helpers,
        reached=named,
        reached_unnamed=unnamed,
        used=used,
        taught=taught,
        wishes=met,
        wish_answers=wish_answers,
        promises=_promises(session, pitch.id),
        applied=_applied(checkins),
        checkins=checkins,
        came_back=came_back(session, pitch.id, member=member),
        chain=size_of(session, scope),
        may_say_seen=to_corroborate(session, pitch.id, viewer_id),
    )


def _promises(session: Session, pitch_id: UUID) -> Rate:
    query = (
        sa.select(col(Commitment.state), sa.func.count().label("promises"))
        .where(col(Commitment.pitch_id) == pitch_id, col(Commitment.state) != CommitmentState.WAIVED)
        .group_by(col(Commitment.state))
    )
    by_state = {row.state: row.promises for row in session.execute(query)}
    return Rate(sum(count for state, count in by_state.items() if state in KEPT), sum(by_state.values()))


def _applied(checkins: Sequence[CheckInRow]) -> Rate:
    """Count answers of "yes" and "partly" among the check-ins whose time came, unanswered ones included."""
    counted = [
        row for row in checkins if row.state not in (CheckInState.PLANNED, CheckInState.OPEN, CheckInState.WAIVED)
    ]
    return Rate(sum(row.applied in (Applied.YES, Applied.PARTLY) for row in counted), len(counted))
