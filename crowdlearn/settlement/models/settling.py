"""What settlement keeps until a pitch is settled. Amounts are integer cents of the pitch's currency."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, not_negative, positive, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.settlement.rules import (
    ARRIVAL,
    DOCUMENT,
    PAYOUT,
    SUBSTITUTE,
    ArrivalState,
    Decision,
    DocumentKind,
    DocumentState,
    Payee,
    PayoutState,
    SubstituteState,
)


class Settlement(Table, table=True):
    """One pitch from its lock to its last cent. The figures are what the lock froze.

    `organisation_actual_cents` is the organisation's money as it really came. `pay_until` is when backers must have
    paid, `top_up_until` ends the window after it. By card: holds are asked for from `hold_from` on, `holding_since` is
    the first answer, `pay_until` the end of the window, and `decision` what was decided about all of it, once.
    """

    __table_args__ = (
        *(not_negative(c) for c in ("cost_cents", "organisation_cents", "organisation_actual_cents", "top_up_cents")),
        positive("peer_goal_cents"),
        promise("base_is_divided", "base_cents = own_share_cents + peer_goal_cents"),
        promise("base_is_the_rest", "base_cents = cost_cents - organisation_cents"),
        promise("peers_never_above_half", "peer_goal_cents <= own_share_cents"),
        promise("decided_has_moment", "(decision IS NULL) = (decided_at IS NULL)"),
        promise("decided_by_card", "decision IS NULL OR hold_from IS NOT NULL"),
        promise("taken_after_holds", "decision <> 'take' OR holding_since IS NOT NULL"),
    )

    pitch_id: UUID = link("pitch.id", unique=True)
    host_id: UUID | None = link("organisation.id", nullable=True)
    provider: str = Field(max_length=20)
    currency: str = Field(max_length=3)
    terms_version: int
    cost_cents: int = Field(sa_type=Cents)
    organisation_cents: int = Field(sa_type=Cents)
    organisation_actual_cents: int = Field(sa_type=Cents)
    base_cents: int = Field(sa_type=Cents)
    own_share_cents: int = Field(sa_type=Cents)
    peer_goal_cents: int = Field(sa_type=Cents)
    top_up_cents: int = Field(default=0, sa_type=Cents)
    locked_at: datetime = Field(default_factory=now, sa_type=Moment)
    pay_until: datetime = Field(sa_type=Moment)
    top_up_until: datetime | None = Field(default=None, sa_type=Moment)
    top_up_reminders: int = 0
    receipts_due_on: date | None = None
    receipts_reminders: int = 0
    receipts_complete_at: datetime | None = Field(default=None, sa_type=Moment)
    own_proven_at: datetime | None = Field(default=None, sa_type=Moment)
    frozen_at: datetime | None = Field(default=None, sa_type=Moment)
    frozen_why: str = Field(default="", max_length=300)
    hold_from: datetime | None = Field(default=None, sa_type=Moment)
    holding_since: datetime | None = Field(default=None, sa_type=Moment)
    decision: Decision | None = Field(default=None, sa_column=sa.Column(choice(Decision), nullable=True))
    decided_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def is_by_card(self) -> bool:
        """Tell whether backers pay by card: held from all of them, then taken from all or from nobody."""
        return self.hold_from is not None


class Arrival(Table, table=True):
    """Money that a treasurer saw on the bank statement, for one payment."""

    __table_args__ = (positive("amount_cents"),)

    payment_id: UUID = link("payment.id")
    pitch_id: UUID = link("pitch.id")
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    came_on: date
    bank_reference: str = Field(max_length=60)
    state: ArrivalState = Field(sa_type=state(ARRIVAL))
    recorded_by: UUID = link("person.id", indexed=False)
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_by: UUID | None = link("person.id", nullable=True, indexed=False)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_reference: str = Field(default="", max_length=60)


class Document(Table, table=True):
    """A receipt, record or invoice that the pitcher shows; `amount_cents` with tax. `reason`: why it was refused."""

    __table_args__ = (
        positive("amount_cents"),
        promise("decided_by_somebody", "state IN ('submitted', 'withdrawn') OR decided_by IS NOT NULL"),
    )

    pitch_id: UUID = link("pitch.id")
    kind: DocumentKind = Field(sa_type=choice(DocumentKind))
    label: str = Field(max_length=160)
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    dated_on: date
    file_id: UUID | None = Field(default=None)
    state: DocumentState = Field(default=DocumentState.SUBMITTED, sa_type=state(DOCUMENT))
    added_by: UUID = link("person.id", indexed=False)
    added_at: datetime = Field(default_factory=now, sa_type=Moment)
    decided_by: UUID | None = link("person.id", nullable=True, indexed=False)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=300)


class Payout(Table, table=True):
    """Peers' money that leaves to the pitcher, or to the provider against an invoice."""

    __table_args__ = (
        positive("amount_cents"),
        promise("confirmed_by_somebody", "state <> 'confirmed' OR confirmed_by IS NOT NULL"),
    )

    pitch_id: UUID = link("pitch.id")
    payee: Payee = Field(sa_type=choice(Payee))
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    method: str = Field(max_length=80)
    reference: str = Field(default="", max_length=60)
    state: PayoutState = Field(default=PayoutState.PROPOSED, sa_type=state(PAYOUT))
    proposed_by: UUID = link("person.id", indexed=False)
    proposed_at: datetime = Field(default_factory=now, sa_type=Moment)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class OrganisationChange(Table, table=True):
    """The organisation paid `amount_cents` more (or, below zero, less) than was known; who said so, and why."""

    __table_args__ = (promise("changes_something", "amount_cents <> 0"),)

    pitch_id: UUID = link("pitch.id")
    amount_cents: int = Field(sa_type=Cents)
    reason: str = Field(max_length=300)
    said_by: UUID = link("person.id", indexed=False)
    said_at: datetime = Field(default_factory=now, sa_type=Moment)


class Substitution(Table, table=True):
    """Someone else who would go in the pitcher's place."""

    pitch_id: UUID = link("pitch.id")
    person_id: UUID = link("person.id", indexed=False)
    reason: str = Field(max_length=300)
    proposed_at: datetime = Field(default_factory=now, sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    cleared_by: UUID | None = link("person.id", nullable=True, indexed=False)
    cleared_at: datetime | None = Field(default=None, sa_type=Moment)
    state: SubstituteState = Field(default=SubstituteState.ASKED, sa_type=state(SUBSTITUTE))


class SubstituteAnswer(Table, table=True):
    """What a backer says to a substitute; the last word of each counts."""

    __table_args__ = (sa.UniqueConstraint("substitution_id", "person_id"),)

    substitution_id: UUID = link("substitution.id", indexed=False)
    person_id: UUID = link("person.id", indexed=False)
    agrees: bool
    said_at: datetime = Field(default_factory=now, sa_type=Moment)


class PayInstruction(Table, table=True):
    """How backers pay an organisation, in its own words; the newest one holds."""

    organisation_id: UUID = link("organisation.id")
    words_en: str = Field(max_length=1000)
    words_fr: str = Field(max_length=1000)
    written_by: UUID = link("person.id", indexed=False)
    written_at: datetime = Field(default_factory=now, sa_type=Moment)


class Statement(Table, table=True):
    """What the bank says stands on the programme's account of an organisation at the end of a day.

    The card processor's own is read by the worker, `noted_by` nobody, for the whole installation and up to a moment.
    """

    organisation_id: UUID | None = link("organisation.id", nullable=True)
    account: str = Field(max_length=20)
    balance_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    day: date
    until: datetime = Field(sa_type=Moment)
    noted_by: UUID | None = link("person.id", nullable=True, indexed=False)
    noted_at: datetime = Field(default_factory=now, sa_type=Moment)

    @property
    def balance(self) -> Money:
        """Return the balance."""
        return Money(self.balance_cents, self.currency)


class CheckRun(Table, table=True):
    """One run of the checks: what did not agree, as a list of findings."""

    ran_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    findings: list[dict[str, Any]] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    recounted: int = 0
