"""What a pitch added up to, in figures that keep their denominators. Amounts are cents, help is minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import GAVE_HELP, GAVE_MONEY
from crowdlearn.commitments.rules import KEPT, CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Applied, CheckInState, Rate
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState
from crowdlearn.settlement.queries import figures
from crowdlearn.sharebacks.models import Learned, Occasion, Seat, ShareBack, WishAnswer
from crowdlearn.sharebacks.queries import Card, came_back
from crowdlearn.sharebacks.rules import Met


@dataclass(frozen=True)
class CheckInRow:
    """One check-in as everyone may read it once it was answered."""

    id: UUID
    after_days: int
    due_on: date
    state: CheckInState
    applied: Applied | None
    text: str
    evidence: str
    days_to_first_use: int | None
    helped: str
    hindered: str
    answered_at: datetime | None
    confirmed_by: str | None
    confirmed_language: str
    confirmed_as: str
    confirmation: str


@dataclass(frozen=True)
class Impact:
    """A pitch's impact at one moment. Money is `final` once receipts settled it, and as planned before."""

    pitch_id: UUID
    title: str
    language: str
    state: PitchState
    owner_id: UUID
    owner: str
    at: datetime
    asks_money: bool
    final: bool
    currency: str
    own_cents: int
    peers_cents: int
    organisation_cents: int
    hours_minutes: int
    helpers: int
    reached: int
    reached_unnamed: int
    wishes: Rate
    wishes_partly: int
    promises: Rate
    applied: Rate
    checkins: Sequence[CheckInRow]
    came_back: Sequence[Card]

    @property
    def own_money(self) -> Money:
        """Return what the pitcher carried."""
        return Money(self.own_cents, self.currency)

    @property
    def peers_money(self) -> Money:
        """Return what peers carried together."""
        return Money(self.peers_cents, self.currency)

    @property
    def organisation_money(self) -> Money:
        """Return what the organisation carried."""
        return Money(self.organisation_cents, self.currency)

    @property
    def cost(self) -> Money:
        """Return what the learning cost in all."""
        return self.own_money + self.peers_money + self.organisation_money

    @property
    def people_reached(self) -> int:
        """Return distinct people reached by name, and the head-count of those without an account."""
        return self.reached + self.reached_unnamed

    @property
    def cost_per_person(self) -> Money | None:
        """Return the cost per person reached, rounded half up; None when nobody was reached or nothing was spent."""
        people = self.people_reached
        if not people or not self.cost:
            return None
        return Money((2 * self.cost.cents + people) // (2 * people), self.currency)


def impact(pitch_id: UUID, *, member: bool = False) -> Impact:
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
        return _impact(session, pitch, owner, member)


def _impact(session: Session, pitch: Pitch, owner: str, member: bool) -> Impact:
    minutes, helpers = _help(session, pitch.id)
    checkins = checkins_of(session, pitch.id)
    carried = _carried(session, pitch)
    wishes, partly = _wishes(session, pitch.id)
    return Impact(
        pitch_id=pitch.id,
        title=pitch.title,
        language=pitch.language,
        state=pitch.state,
        owner_id=pitch.owner_id,
        owner=owner,
        at=now(),
        asks_money=pitch.asks_money,
        currency=pitch.currency,
        final=carried.final,
        own_cents=carried.own,
        peers_cents=carried.peers,
        organisation_cents=carried.organisation,
        hours_minutes=minutes,
        helpers=helpers,
        reached=len(reached_by(session, [pitch.id])),
        reached_unnamed=_unnamed(session, pitch.id),
        wishes=wishes,
        wishes_partly=partly,
        promises=_promises(session, pitch.id),
        applied=_applied(checkins),
        checkins=checkins,
        came_back=came_back(session, pitch.id, member=member),
    )


def reached_by(session: Session, pitch_ids: Sequence[UUID]) -> set[UUID]:
    """Return the distinct people whom the share-backs of some pitches reached: they came, or said they learned."""
    came = (
        sa.select(col(Seat.person_id))
        .join(ShareBack, col(ShareBack.id) == col(Seat.shareback_id))
        .where(col(ShareBack.pitch_id).in_(pitch_ids), col(Seat.attended_at).is_not(None))
    )
    learned = (
        sa.select(col(Learned.person_id))
        .join(ShareBack, col(ShareBack.id) == col(Learned.shareback_id))
        .where(col(ShareBack.pitch_id).in_(pitch_ids))
    )
    return set(session.execute(came.union(learned)).scalars())


@dataclass(frozen=True)
class _Carried:
    own: int
    peers: int
    organisation: int
    final: bool


def _carried(session: Session, pitch: Pitch) -> _Carried:
    """Return who carries the cost, in cents: by verified receipts once the pitch is completed, as planned before."""
    books = figures(session, [pitch.id]).get(pitch.id) if pitch.asks_money else None
    if books is not None and pitch.state is PitchState.COMPLETED:
        organisation = min(books.outlay.organisation, books.outlay.receipts)
        return _Carried(books.outcome.bears, books.outcome.payable, organisation, final=True)
    peers = books.account.kept if books is not None else 0
    return _Carried(pitch.own_share_cents + pitch.top_up_cents, peers, pitch.organisation_cents, final=False)


def _help(session: Session, pitch_id: UUID) -> tuple[int, int]:
    query = sa.select(
        sa.func.coalesce(sa.func.sum(col(ExpertiseOffer.confirmed_minutes)), 0),
        sa.func.count(sa.distinct(col(ExpertiseOffer.helper_id))),
    ).where(
        col(ExpertiseOffer.pitch_id) == pitch_id,
        sa.or_(col(ExpertiseOffer.state) == OfferState.CONFIRMED, col(ExpertiseOffer.confirmed_minutes) > 0),
    )
    minutes, helpers = session.execute(query).one()
    return int(minutes), int(helpers)


def _unnamed(session: Session, pitch_id: UUID) -> int:
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(col(Occasion.attended_unnamed)), 0))
        .join(ShareBack, col(ShareBack.id) == col(Occasion.shareback_id))
        .where(col(ShareBack.pitch_id) == pitch_id)
    )
    return int(session.execute(query).scalar_one())


def _wishes(session: Session, pitch_id: UUID) -> tuple[Rate, int]:
    """Return the wishes met among all that were written with what stands or was answered, and those partly met."""
    answers = session.execute(
        sa.select(col(WishAnswer.met), sa.func.count().label("people"))
        .where(col(WishAnswer.pitch_id) == pitch_id)
        .group_by(col(WishAnswer.met))
    )
    met = {row.met: row.people for row in answers}
    money, help_ = (
        sa.select(col(table.id)).where(
            col(table.pitch_id) == pitch_id, col(table.wish) != "", col(table.state).in_(gave)
        )
        for table, gave in ((MoneyPledge, GAVE_MONEY), (ExpertiseOffer, GAVE_HELP))
    )
    answered = sa.select(col(WishAnswer.promise_id)).where(col(WishAnswer.pitch_id) == pitch_id)
    written = sa.select(sa.func.count()).select_from(sa.union(money, help_, answered).subquery())
    return Rate(met.get(Met.YES, 0), session.execute(written).scalar_one()), met.get(Met.PARTLY, 0)


def _promises(session: Session, pitch_id: UUID) -> Rate:
    query = (
        sa.select(col(Commitment.state), sa.func.count().label("promises"))
        .where(col(Commitment.pitch_id) == pitch_id, col(Commitment.state) != CommitmentState.WAIVED)
        .group_by(col(Commitment.state))
    )
    by_state = {row.state: row.promises for row in session.execute(query)}
    return Rate(sum(count for state, count in by_state.items() if state in KEPT), sum(by_state.values()))


def checkins_of(session: Session, pitch_id: UUID) -> list[CheckInRow]:
    """Return a pitch's check-ins, the earlier one first."""
    query = (
        sa.select(
            col(CheckIn.id),
            col(CheckIn.after_days),
            col(CheckIn.due_on),
            col(CheckIn.state),
            col(CheckIn.applied),
            col(CheckIn.text),
            col(CheckIn.evidence),
            col(CheckIn.days_to_first_use),
            col(CheckIn.helped),
            col(CheckIn.hindered),
            col(CheckIn.answered_at),
            col(Person.name),
            sa.func.coalesce(col(Person.language), ""),
            col(CheckIn.confirmed_as),
            col(CheckIn.confirmation),
        )
        .join(Person, col(Person.id) == col(CheckIn.confirmed_by), isouter=True)
        .where(col(CheckIn.pitch_id) == pitch_id)
        .order_by(col(CheckIn.after_days))
    )
    return [CheckInRow(*row) for row in session.execute(query)]


def _applied(checkins: Sequence[CheckInRow]) -> Rate:
    """Count answers of "yes" and "partly" among the check-ins whose time came, unanswered ones included."""
    counted = [
        row for row in checkins if row.state not in (CheckInState.PLANNED, CheckInState.OPEN, CheckInState.WAIVED)
    ]
    return Rate(sum(row.applied in (Applied.YES, Applied.PARTLY) for row in counted), len(counted))
