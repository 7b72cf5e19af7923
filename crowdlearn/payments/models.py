"""What is known of the money of each pledge. Amounts are integer cents."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, link, positive, promise, state
from crowdlearn.kernel.clock import now

from .rules import PAYMENT, PaymentState

_WAS_THERE = "('collected', 'part_refunded', 'refunded')"


class Payment(Table, table=True):
    """The money of one pledge. `provider` names the gateway; `processor_reference` is its id for it, if it has one.

    `refunded_cents` of it went back. `due_at` is when it must have come, `disputed_at` is set while it is disputed.
    """

    __table_args__ = (
        positive("amount_cents"),
        promise("refunded_within_amount", "refunded_cents BETWEEN 0 AND amount_cents"),
        promise("collected_has_moment", f"state NOT IN {_WAS_THERE} OR collected_at IS NOT NULL"),
    )

    pledge_id: UUID = link("moneypledge.id", unique=True)
    pitch_id: UUID = link("pitch.id")
    person_id: UUID = link("person.id")
    provider: str = Field(max_length=20)
    processor_reference: str | None = Field(default=None, max_length=100, unique=True)
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    refunded_cents: int = Field(default=0, sa_type=Cents)
    state: PaymentState = Field(default=PaymentState.TO_CHARGE, sa_type=state(PAYMENT))
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    reminders: int = 0
    collected_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    disputed_at: datetime | None = Field(default=None, sa_type=Moment)
