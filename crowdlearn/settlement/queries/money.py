"""The money page of one pitch: who paid, what was shown, what was paid out, what went back, and its books."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.queries import BookFilter, BookPosting, postings
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import Person
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.models import (
    Arrival,
    Claim,
    Document,
    OrganisationChange,
    Payout,
    Refund,
    RefundRound,
    Settlement,
)
from crowdlearn.settlement.rules import ArrivalState, Payee, RefundState, payable_now

from .figures import Figures, figures_of
from .pitches import PitchLine, names_of, pitch_line
from .scope import scope_of


@dataclass(frozen=True)
class PaymentLine:
    """One backer's payment; `back` is what went or goes back of it, `failure` a bank's word on its card."""

    id: UUID
    reference: str
    name: str
    amount: Money
    state: PaymentState
    due_at: datetime
    collected_at: datetime | None
    back: Money
    failure: str
    disputed: bool
    lost: bool


@dataclass(frozen=True)
class MoneyPage:
    """Everything that is known of a pitch's money. Rows are as they are stored; `names` resolves who did what."""

    pitch: PitchLine
    settlement: Settlement
    figures: Figures
    may_act: bool
    payments: tuple[PaymentLine, ...]
    arrivals: tuple[Arrival, ...]
    documents: tuple[Document, ...]
    payouts: tuple[Payout, ...]
    rounds: tuple[RefundRound, ...]
    claims: tuple[Claim, ...]
    changes: tuple[OrganisationChange, ...]
    books: tuple[BookPosting, ...]
    names: dict[UUID, str]

    def money(self, cents: int) -> Money:
        """Return cents as money of the pitch's currency."""
        return Money(cents, self.pitch.currency)

    def payable(self, payee: Payee) -> Money:
        """Return what may be paid out now."""
        known = self.figures
        return self.money(payable_now(known.plan, known.outlay, known.account, payee))

    @property
    def likely_payout(self) -> dict[str, object]:
        """Return what a treasurer will most likely propose: the whole of what may be paid out."""
        payee = max(Payee, key=lambda each: self.payable(each))
        amount = self.payable(payee)
        return {"payee": payee, "amount": amount} if amount else {}

    @property
    def waiting(self) -> list[Arrival]:
        """Return the money that counts for no pledge."""
        return [arrival for arrival in self.arrivals if arrival.state is ArrivalState.WAITING]


def money_page(person_id: UUID, pitch_id: UUID) -> MoneyPage:
    """Return the money page of a pitch that was locked once. Raises NotFound outside of the person's scope."""
    with reading() as session:
        scope = scope_of(session, person_id)
        line = pitch_line(session, scope, pitch_id)
        figures = figures_of(session, pitch_id)
        documents = _rows(session, Document, pitch_id)
        payouts = _rows(session, Payout, pitch_id)
        rounds = _rows(session, RefundRound, pitch_id)
        changes = _rows(session, OrganisationChange, pitch_id)
        actors = {row.decided_by for row in documents} | {row.said_by for row in changes}
        actors |= {who for row in payouts for who in (row.proposed_by, row.confirmed_by)}
        actors |= {who for row in rounds for who in (row.proposed_by, row.confirmed_by)}
        return MoneyPage(
            pitch=line,
            settlement=session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one(),
            figures=figures,
            may_act=scope.acts_for(line.host_id, line.owner_id),
            payments=payment_lines(session, col(Payment.pitch_id) == pitch_id),
            arrivals=_rows(session, Arrival, pitch_id),
            documents=documents,
            payouts=payouts,
            rounds=rounds,
            claims=_rows(session, Claim, pitch_id),
            changes=changes,
            books=tuple(postings(session, BookFilter(pitch_id=pitch_id), limit=200)),
            names=names_of(session, actors),
        )


def payment_lines(session: Session, *where: sa.ColumnElement[bool]) -> tuple[PaymentLine, ...]:
    """Return payments with their backers and what went back of each, in the order of the pledges."""
    back = (
        sa.select(Refund.payment_id, sa.func.sum(Refund.amount_cents).label("cents"))
        .where(col(Refund.state) != RefundState.WITHDRAWN)
        .group_by(col(Refund.payment_id))
        .subquery()
    )
    query = (
        sa.select(
            col(Payment.id),
            col(MoneyPledge.reference),
            col(Person.name),
            col(Payment.amount_cents),
            col(Payment.currency),
            col(Payment.state),
            col(Payment.due_at),
            col(Payment.collected_at),
            sa.func.coalesce(back.c.cents, 0),
            col(Payment.failure),
            col(Payment.disputed_at).is_not(None),
            col(Payment.lost_at).is_not(None),
        )
        .join(MoneyPledge, col(MoneyPledge.id) == col(Payment.pledge_id))
        .join(Person, col(Person.id) == col(Payment.person_id))
        .join(back, back.c.payment_id == col(Payment.id), isouter=True)
        .where(*where)
        .order_by(col(Payment.pledge_id))
    )
    return tuple(
        PaymentLine(
            row[0],
            row[1],
            row[2],
            Money(row[3], row[4]),
            row[5],
            row[6],
            row[7],
            Money(int(row[8]), row[4]),
            row[9],
            row[10],
            row[11],
        )
        for row in session.execute(query)
    )


def _rows(session: Session, table: Any, pitch_id: UUID) -> tuple[Any, ...]:
    query = sa.select(table).where(col(table.pitch_id) == pitch_id).order_by(col(table.id))
    return tuple(session.scalars(query))


@dataclass(frozen=True)
class ShortRefund:
    """One refund of a round, with the backer's name and code. `by_card`: the processor sends it, or tried to.

    `failure` is why the card did not take it; `disputed` keeps it from leaving for now, `lost` for good.
    """

    id: UUID
    reference: str
    name: str
    amount: Money
    state: RefundState
    bank_reference: str
    sent_on: date | None
    by_card: bool
    failure: str
    disputed: bool
    lost: bool

    @property
    def by_hand(self) -> bool:
        """Tell whether a treasurer sends it from the bank."""
        waits = self.state is RefundState.FAILED or (self.state is RefundState.OPEN and not self.by_card)
        return waits and not self.lost

    @property
    def took_card(self) -> bool:
        """Tell whether it went to the card."""
        return self.by_card and self.state is RefundState.SENT and not self.failure


def refund_lines(session: Session, round_id: UUID) -> tuple[ShortRefund, ...]:
    """Return the refunds of a round, in the order of the pledges."""
    query = (
        sa.select(
            col(Refund.id),
            col(MoneyPledge.reference),
            col(Person.name),
            col(Refund.amount_cents),
            col(Payment.currency),
            col(Refund.state),
            col(Refund.reference),
            col(Refund.sent_at),
            col(Payment.processor_reference).is_not(None),
            col(Refund.failure),
            col(Payment.disputed_at).is_not(None),
            col(Payment.lost_at).is_not(None),
        )
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .join(MoneyPledge, col(MoneyPledge.id) == col(Payment.pledge_id))
        .join(Person, col(Person.id) == col(Payment.person_id))
        .where(col(Refund.round_id) == round_id)
        .order_by(col(Payment.pledge_id))
    )
    return tuple(
        ShortRefund(row[0], row[1], row[2], Money(row[3], row[4]), row[5], row[6], row[7] and row[7].date(), *row[8:])
        for row in session.execute(query)
    )
