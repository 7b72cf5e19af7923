"""The pages on which a treasurer decides: one arrival, document, payout, payment, round of refunds or claim."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.files.models import StoredFile
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.payments.models import Payment
from crowdlearn.settlement.models import (
    Arrival,
    Claim,
    Document,
    Payout,
    Refund,
    RefundRound,
    Repayment,
    Settlement,
)
from crowdlearn.settlement.rules import bounds, refunds

from .eyes import has_certified
from .figures import Figures, figures_of
from .money import PaymentLine, ShortRefund, payment_lines, refund_lines
from .pitches import PitchLine, names_of, pitch_line
from .scope import scope_of


@dataclass(frozen=True)
class Act:
    """What a treasurer decides on: the pitch, its figures, the row, and whether this person may act."""

    pitch: PitchLine
    figures: Figures
    row: Any
    may_act: bool
    names: dict[UUID, str]
    payment: PaymentLine | None = None
    refunds: tuple[ShortRefund, ...] = ()
    repayments: tuple[Repayment, ...] = ()
    file: StoredFile | None = None
    certified: bool = False  # by this person: someone else pays

    @property
    def amount(self) -> Money:
        """Return the row's amount."""
        return Money(self.row.amount_cents, self.pitch.currency)

    @property
    def second_person_from(self) -> Money:
        """Return from which amount two people are needed."""
        return Money(bounds.second_person_from, self.pitch.currency)

    def money(self, cents: int) -> Money:
        """Return cents as money of the pitch's currency."""
        return Money(cents, self.pitch.currency)

    def name(self, person_id: UUID | None) -> str:
        """Return the name of who acted, empty for nobody."""
        return self.names.get(person_id, "") if person_id else ""


def arrival_page(person_id: UUID, arrival_id: UUID) -> Act:
    """Return one arrival with the payment it came for."""
    with reading() as session:
        return _act(session, person_id, Arrival, arrival_id, payment=Arrival.payment_id)


def document_page(person_id: UUID, document_id: UUID) -> Act:
    """Return one document."""
    with reading() as session:
        return _act(session, person_id, Document, document_id)


def payout_page(person_id: UUID, payout_id: UUID) -> Act:
    """Return one payout."""
    with reading() as session:
        return _act(session, person_id, Payout, payout_id)


def payment_page(person_id: UUID, payment_id: UUID) -> Act:
    """Return one backer's payment."""
    with reading() as session:
        return _act(session, person_id, Payment, payment_id, payment=Payment.id)


def round_page(person_id: UUID, round_id: UUID) -> Act:
    """Return one round of refunds with its parts."""
    with reading() as session:
        return _act(session, person_id, RefundRound, round_id)


def claim_page(person_id: UUID, claim_id: UUID) -> Act:
    """Return one claim with what came in for it."""
    with reading() as session:
        return _act(session, person_id, Claim, claim_id)


def _act(session: Session, person_id: UUID, table: Any, row_id: UUID, payment: Any = None) -> Act:
    scope = scope_of(session, person_id)
    row = session.get(table, row_id)
    if row is None:
        raise NotFound(table.__name__)
    line = pitch_line(session, scope, row.pitch_id)
    doers = ("recorded_by", "ended_by", "added_by", "decided_by", "proposed_by", "confirmed_by")
    paid = payment_lines(session, col(Payment.id) == getattr(row, payment.key)) if payment is not None else ()
    file_id = getattr(row, "file_id", None)
    return Act(
        pitch=line,
        figures=figures_of(session, line.id),
        row=row,
        may_act=scope.acts_for(line.host_id, line.owner_id),
        names=names_of(session, {getattr(row, name, None) for name in doers}),
        payment=paid[0] if paid else None,
        refunds=refund_lines(session, row_id) if table is RefundRound else (),
        repayments=_repayments(session, row_id) if table is Claim else (),
        file=session.get(StoredFile, file_id) if file_id else None,
        certified=table is Payout and has_certified(session, person_id, line.id),
    )


def _repayments(session: Session, claim_id: UUID) -> tuple[Repayment, ...]:
    query = select(Repayment).where(Repayment.claim_id == claim_id)
    return tuple(session.exec(query.order_by(col(Repayment.id))))


@dataclass(frozen=True)
class Sharing:
    """How money would go back: what each backer paid, gets back, and still carries. Cents of one currency."""

    name: str
    reference: str
    paid: Money
    back: Money
    carried: Money


@dataclass(frozen=True)
class SavingsPage:
    """What sending the savings back would mean."""

    pitch: PitchLine
    figures: Figures
    settlement: Settlement
    may_act: bool
    shares: tuple[Sharing, ...]

    def money(self, cents: int) -> Money:
        """Return cents as money of the pitch's currency."""
        return Money(cents, self.pitch.currency)


def savings_page(person_id: UUID, pitch_id: UUID) -> SavingsPage:
    """Return what goes back to whom if the savings are sent now. Raises NotFound outside of the person's scope."""
    with reading() as session:
        scope = scope_of(session, person_id)
        line = pitch_line(session, scope, pitch_id)
        figures = figures_of(session, pitch_id)
        lines = [line for line in payment_lines(session, col(Payment.pitch_id) == pitch_id) if line.collected_at]
        kept = [line.amount.cents - line.back.cents for line in lines]
        back = refunds(kept, max(figures.outcome.payable, figures.account.paid))
        return SavingsPage(
            pitch=line,
            figures=figures,
            settlement=session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one(),
            may_act=scope.acts_for(line.host_id, line.owner_id),
            shares=tuple(
                Sharing(
                    paid.name,
                    paid.reference,
                    Money(stays, line.currency),
                    Money(part, line.currency),
                    Money(stays - part, line.currency),
                )
                for paid, stays, part in zip(lines, kept, back, strict=True)
            ),
        )


def round_of_refund(refund_id: UUID) -> UUID:
    """Return the round that a refund belongs to. Raises NotFound."""
    with reading() as session:
        found = session.exec(select(Refund.round_id).where(Refund.id == refund_id)).first()
        if found is None:
            raise NotFound("Refund")
        return found


def to_send(act: Act) -> int:
    """Return how many refunds of a round are still to be sent from the bank."""
    return sum(part.by_hand for part in act.refunds)
