"""What goes back: refunds to backers, and what a pitcher owes. Amounts are integer cents."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, positive, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.settlement.rules import CLAIM, REFUND, ROUND, ClaimState, RefundReason, RefundState, RoundState


class RefundRound(Table, table=True):
    """Money that goes back to one or all backers of a pitch; split when it is opened, never recomputed."""

    __table_args__ = (
        positive("amount_cents"),
        promise("confirmed_by_somebody", "state <> 'confirmed' OR confirmed_by IS NOT NULL"),
        promise("proposed_by_somebody", "state <> 'proposed' OR proposed_by IS NOT NULL"),
    )

    pitch_id: UUID = link("pitch.id")
    reason: RefundReason = Field(sa_type=choice(RefundReason))
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    state: RoundState = Field(sa_type=state(ROUND))
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    proposed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Refund(Table, table=True):
    """One backer's part of a round. `reference` is that of whoever sent it: the bank, or the card processor.

    For a card: `processor_reference` is the refund at the processor, `asked_at` when it was first asked for, `failure`
    why it did not take it, which ends the way by card. `claimed_until` and `try_at` as for payments.
    """

    __table_args__ = (
        positive("amount_cents"),
        sa.UniqueConstraint("round_id", "payment_id"),
        promise("sent_has_reference", "state <> 'sent' OR reference <> ''"),
        promise("processor_was_asked", "processor_reference IS NULL OR asked_at IS NOT NULL"),
    )

    round_id: UUID = link("refundround.id", indexed=False)
    payment_id: UUID = link("payment.id")
    amount_cents: int = Field(sa_type=Cents)
    state: RefundState = Field(default=RefundState.OPEN, sa_type=state(REFUND))
    reference: str = Field(default="", max_length=60)
    sent_by: UUID | None = link("person.id", nullable=True, indexed=False)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    processor_reference: str | None = Field(default=None, max_length=60, unique=True)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    failure: str = Field(default="", max_length=60)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    claimed_until: datetime | None = Field(default=None, sa_type=Moment)
    try_at: datetime | None = Field(default=None, sa_type=Moment)
    waits: int = 0


class Claim(Table, table=True):
    """What a pitcher owes back for a pitch, because peers carry less than was paid out."""

    __table_args__ = (
        positive("amount_cents"),
        promise("paid_within_claim", "paid_cents BETWEEN 0 AND amount_cents"),
        promise("written_off_by_two", "state <> 'written_off' OR (proposed_by <> confirmed_by)"),
    )

    pitch_id: UUID = link("pitch.id")
    amount_cents: int = Field(sa_type=Cents)
    paid_cents: int = Field(default=0, sa_type=Cents)
    currency: str = Field(max_length=3)
    state: ClaimState = Field(default=ClaimState.OPEN, sa_type=state(CLAIM))
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    proposed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    reason: str = Field(default="", max_length=300)


class Repayment(Table, table=True):
    """Money that came in for a claim."""

    __table_args__ = (positive("amount_cents"), sa.UniqueConstraint("claim_id", "bank_reference"))

    claim_id: UUID = link("claim.id", indexed=False)
    amount_cents: int = Field(sa_type=Cents)
    came_on: date
    bank_reference: str = Field(max_length=60)
    recorded_by: UUID = link("person.id", indexed=False)
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
