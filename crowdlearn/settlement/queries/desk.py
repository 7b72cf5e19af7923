"""The treasurer's desk: what waits, most urgent first, and every pitch whose money is not settled yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.payments.models import Payment
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Arrival, Claim, Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.rules import (
    LONGEST_WAIT,
    OWED,
    ArrivalState,
    DocumentState,
    Payee,
    PayoutState,
    RefundState,
    RoundState,
    payable_now,
)

from .checks import LastCheck, last_check
from .eyes import may_confirm_payout, may_confirm_refunds
from .figures import Figures, figures
from .pitches import PitchLine, settled_lines
from .returning import by_hand
from .scope import scope_of

Rows = sa.Select[*tuple[Any, ...]]
_PAYING = frozenset({PitchState.LOCKED, PitchState.SETTLING})
_SPENDING = frozenset({PitchState.FUNDED, PitchState.CANCELLED})


class Task(StrEnum):
    """What a treasurer can have to do."""

    RECORD = "record"
    MATCH = "match"
    LOOK_AT = "look_at"
    PAY_OUT = "pay_out"
    CONFIRM_PAYOUT = "confirm_payout"
    SAVINGS = "savings"
    CONFIRM_REFUNDS = "confirm_refunds"
    SEND_REFUNDS = "send_refunds"
    CLAIM = "claim"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a treasurer. `about_id` is the row, or the pitch; `until` or `since` says how urgent."""

    task: Task
    pitch: PitchLine
    about_id: UUID
    amount: Money
    since: datetime | None = None
    until: datetime | None = None

    @property
    def late(self) -> bool:
        """Tell whether it waits longer than it should."""
        longest = LONGEST_WAIT.get(_KINDS.get(self.task, ""))
        return longest is not None and self.since is not None and now() - self.since > longest


_KINDS = {
    Task.MATCH: "money",
    Task.LOOK_AT: "document",
    Task.CONFIRM_PAYOUT: "payout",
    Task.CONFIRM_REFUNDS: "refunds",
    Task.SEND_REFUNDS: "refund",
    Task.CLAIM: "claim",
}


@dataclass(frozen=True)
class Desk:
    """Everything on the treasurer's desk."""

    may_act: bool
    waiting: tuple[Waiting, ...]
    pitches: tuple[tuple[PitchLine, Figures], ...]
    check: LastCheck | None
    hosts: frozenset[UUID] | None


def desk(person_id: UUID) -> Desk:
    """Return what waits for a treasurer. Raises NotFound for whom no organisation's money is theirs to see."""
    with reading() as session:
        scope = scope_of(session, person_id)
        lines = {line.id: line for line in settled_lines(session, scope, _unsettled())}
        sums = figures(session, list(lines))
        waiting = [*_rows_that_wait(session, person_id, lines), *_next_steps(session, lines, sums)]
        waiting = [one for one in waiting if scope.acts_for(one.pitch.host_id, one.pitch.owner_id)]
        waiting.sort(key=lambda one: (not one.late, str(one.until or one.since or now())))
        return Desk(
            may_act=scope.handles is None or bool(scope.handles),
            waiting=tuple(waiting),
            pitches=tuple((line, sums[line.id]) for line in lines.values()),
            check=last_check(session),
            hosts=scope.handles,
        )


def _unsettled() -> sa.ColumnElement[bool]:
    """Return the condition on pitches with something left to do: after all was settled a refund may come back,
    or a bank may dispute."""
    back = (
        sa.exists()
        .where(col(Refund.round_id) == col(RefundRound.id), col(Refund.state) == RefundState.FAILED)
        .where(col(RefundRound.pitch_id) == col(Pitch.id))
    )
    disputed = sa.exists().where(col(Payment.pitch_id) == col(Pitch.id), col(Payment.disputed_at).is_not(None))
    return sa.or_(col(Pitch.state) != PitchState.COMPLETED, back, disputed)


def _rows_that_wait(session: Session, person_id: UUID, lines: dict[UUID, PitchLine]) -> Iterator[Waiting]:
    for task, query in _queries(person_id).items():
        for pitch_id, row_id, cents, currency, since in session.execute(query):
            if pitch_id in lines:
                yield Waiting(task, lines[pitch_id], row_id, Money(int(cents), currency), since=since)


def _queries(person_id: UUID) -> dict[Task, Rows]:
    sending = (
        sa.select(
            col(RefundRound.pitch_id),
            col(RefundRound.id),
            sa.func.sum(Refund.amount_cents),
            col(RefundRound.currency),
            col(RefundRound.ended_at),
        )
        .join(Refund, col(Refund.round_id) == col(RefundRound.id))
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .where(col(RefundRound.state) == RoundState.CONFIRMED, by_hand())
        .group_by(col(RefundRound.pitch_id), col(RefundRound.id), col(RefundRound.currency), col(RefundRound.ended_at))
    )
    return {
        Task.MATCH: _waits(Arrival, Arrival.recorded_at, col(Arrival.state) == ArrivalState.WAITING),
        Task.LOOK_AT: _waits(Document, Document.added_at, col(Document.state) == DocumentState.SUBMITTED),
        Task.CONFIRM_PAYOUT: _waits(
            Payout,
            Payout.proposed_at,
            sa.and_(col(Payout.state) == PayoutState.PROPOSED, may_confirm_payout(person_id)),
        ),
        Task.CONFIRM_REFUNDS: _waits(
            RefundRound,
            RefundRound.opened_at,
            sa.and_(
                col(RefundRound.state).in_((RoundState.OPENED, RoundState.PROPOSED)), may_confirm_refunds(person_id)
            ),
        ),
        Task.SEND_REFUNDS: sending,
        Task.DISPUTE: sa.select(
            col(Payment.pitch_id),
            col(Payment.pitch_id),
            col(Payment.amount_cents),
            col(Payment.currency),
            col(Payment.disputed_at),
        ).where(col(Payment.disputed_at).is_not(None)),
        Task.CLAIM: _waits(
            Claim, Claim.opened_at, col(Claim.state).in_(OWED), col(Claim.amount_cents) - col(Claim.paid_cents)
        ),
    }


def _waits(
    table: type[Arrival] | type[Document] | type[Payout] | type[RefundRound] | type[Claim],
    since: datetime,
    condition: sa.ColumnElement[bool],
    cents: sa.ColumnElement[int] | None = None,
) -> Rows:
    amount = col(table.amount_cents) if cents is None else cents
    query = sa.select(col(table.pitch_id), col(table.id), amount, col(table.currency), col(since))
    return query.where(condition).order_by(col(table.id))


def _next_steps(session: Session, lines: dict[UUID, PitchLine], sums: dict[UUID, Figures]) -> Iterator[Waiting]:
    """Yield what follows from the figures: money to record, a payout that could be proposed, savings to send back."""
    query = sa.select(Settlement).where(col(Settlement.pitch_id).in_(list(lines)))
    busy = set(session.scalars(sa.select(Document.pitch_id).where(Document.state == DocumentState.SUBMITTED)))
    paying = set(session.scalars(sa.select(Payout.pitch_id).where(Payout.state == PayoutState.PROPOSED)))
    disputed = set(session.scalars(sa.select(Payment.pitch_id).where(col(Payment.disputed_at).is_not(None))))
    for row in session.scalars(query):
        line, known = lines[row.pitch_id], sums[row.pitch_id]
        if line.state in _PAYING and known.expected and not row.is_by_card:
            until = row.top_up_until or row.pay_until
            yield Waiting(Task.RECORD, line, line.id, Money(known.expected, line.currency), until=until)
        if line.state not in _SPENDING or row.frozen_at is not None or line.id in paying:
            continue
        payable = max(payable_now(known.plan, known.outlay, known.account, payee) for payee in Payee)
        if payable and line.id not in disputed:
            yield Waiting(Task.PAY_OUT, line, line.id, Money(payable, line.currency), since=row.own_proven_at)
        refundable = known.outcome.refundable
        if refundable and row.receipts_complete_at is not None and line.id not in busy:
            amount = Money(refundable, line.currency)
            yield Waiting(Task.SAVINGS, line, line.id, amount, since=row.receipts_complete_at)
