"""What is known of the money of each pledge. Amounts are integer cents."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, positive, promise, state
from crowdlearn.kernel.clock import now

from .rules import PAGE, PAYMENT, LookKind, PageState, PaymentState, Wanted

_WAS_THERE = "('collected', 'part_refunded', 'refunded')"


class Customer(Table, table=True):
    """A person as the card processor knows them: by a reference, without name or address."""

    person_id: UUID = link("person.id", unique=True)
    provider: str = Field(max_length=20)
    reference: str = Field(max_length=100, unique=True)
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class Card(Table, table=True):
    """A card that a person saved, by reference: never a number. `fingerprint` is the same for the same card.

    `removed_at` says when its owner took it away, `forgotten_at` when the processor did.
    """

    __table_args__ = (promise("month_exists", "expires_month BETWEEN 1 AND 12"),)

    person_id: UUID = link("person.id")
    reference: str = Field(max_length=100, unique=True)
    brand: str = Field(max_length=20)
    last_four: str = Field(max_length=4)
    expires_year: int
    expires_month: int
    fingerprint: str = Field(default="", max_length=40, index=True)
    saved_at: datetime = Field(default_factory=now, sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
    forgotten_at: datetime | None = Field(default=None, sa_type=Moment)


class CardPage(Table, table=True):
    """A hosted page on which a person saves a card, for a pledge or for later. The row is there before the page is."""

    __table_args__ = (promise("done_has_card", "state <> 'done' OR card_id IS NOT NULL"),)

    person_id: UUID = link("person.id")
    pledge_id: UUID | None = link("moneypledge.id", nullable=True)
    reference: str | None = Field(default=None, max_length=100, unique=True)
    url: str | None = Field(default=None, max_length=2000)
    state: PageState = Field(default=PageState.ASKED, sa_type=state(PAGE))
    card_id: UUID | None = link("card.id", nullable=True, indexed=False)
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class Payment(Table, table=True):
    """The money of one pledge. `provider` names the gateway; `processor_reference` is its id for it, if it has one.

    `refunded_cents` of it went back. `due_at` is when it must have come, `disputed_at` is set while it is disputed,
    `lost_at` when a dispute was decided against the host: the backer's bank took the money back for good.
    For a card: `wanted` is what settlement decided, `attempt` numbers the tries to hold it, `failure` is the bank's
    word on the last one, `read_at` when the processor was last read, `claimed_until` a lease of the worker that speaks
    of it, `try_at` when to go on. `wanted_at` is since when it is wanted.
    """

    __table_args__ = (
        positive("amount_cents"),
        promise("refunded_within_amount", "refunded_cents BETWEEN 0 AND amount_cents"),
        promise("collected_has_moment", f"state NOT IN {_WAS_THERE} OR collected_at IS NOT NULL"),
        promise("held_has_moment", "state <> 'authorised' OR held_at IS NOT NULL"),
        promise("never_taken_and_let_go", f"wanted <> 'let_go' OR state NOT IN {_WAS_THERE}"),
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
    lost_at: datetime | None = Field(default=None, sa_type=Moment)
    host_id: UUID | None = link("organisation.id", nullable=True, indexed=False)
    card_id: UUID | None = link("card.id", nullable=True)
    wanted: Wanted = Field(default=Wanted.NOTHING, sa_type=choice(Wanted))
    attempt: int = 1
    failure: str = Field(default="", max_length=60)
    held_at: datetime | None = Field(default=None, sa_type=Moment)
    take_before: datetime | None = Field(default=None, sa_type=Moment)
    charge_reference: str | None = Field(default=None, max_length=100)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    claimed_until: datetime | None = Field(default=None, sa_type=Moment)
    try_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    wanted_at: datetime | None = Field(default=None, sa_type=Moment)


class Look(Table, table=True):
    """One time that we asked the processor ourselves: how much was read, what stayed silent, which are strangers."""

    kind: LookKind = Field(sa_type=choice(LookKind))
    looked_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    read: int
    silent: int = 0
    strangers: list[str] = Field(default_factory=list, sa_column=sa.Column(sa.JSON, nullable=False))
