"""What a pitch's money adds up to: a handful of grouped sums, for one pitch or for all. Integer cents, never cached."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, NOT_HELD, PaymentState, Wanted
from crowdlearn.settlement.models import Claim, Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.rules import (
    Account,
    ClaimState,
    DocumentKind,
    DocumentState,
    Outcome,
    Outlay,
    Payee,
    PayoutState,
    Plan,
    RefundState,
    RoundState,
    outcome,
)

Sums = dict[UUID, dict[str, int]]


@dataclass(frozen=True)
class Figures:
    """The money of one pitch since its lock. `expected` is what is still to come from backers, `on_cards` the part
    of it that is held on their cards, `confirmed_back` what
    was confirmed to go back, `claimed` what was ever owed by the pitcher. `peers_had_their_time`: the pitcher may top
    up; by card, from the last days of the window on."""

    pitch_id: UUID
    host_id: UUID | None
    currency: str
    plan: Plan
    own_share: int
    organisation_planned: int
    top_up: int
    outlay: Outlay
    account: Account
    expected: int
    on_cards: int
    confirmed_back: int
    paid_out: int
    claimed: int
    peers_had_their_time: bool

    @property
    def outcome(self) -> Outcome:
        """Return how the cost is carried by what is verified now."""
        return outcome(self.plan, self.outlay, self.account)

    @property
    def missing(self) -> int:
        """Return what neither came, nor is expected, nor was topped up."""
        return max(0, self.plan.goal - self.top_up - self.account.kept - self.expected)

    @property
    def held(self) -> int:
        """Return what the books must hold for the pitch."""
        return self.account.collected - self.confirmed_back - self.paid_out + self.claimed


def figures_of(session: Session, pitch_id: UUID) -> Figures:
    """Return the figures of a pitch that was locked once. Raises NotFound for any other."""
    found = figures(session, [pitch_id]).get(pitch_id)
    if found is None:
        raise NotFound("Settlement")
    return found


def figures(session: Session, pitch_ids: Collection[UUID] | None = None) -> dict[UUID, Figures]:
    """Return the figures of these pitches, or of all that were locked once."""
    rows = session.execute(_only(sa.select(Settlement), Settlement.pitch_id, pitch_ids)).scalars().all()
    payments, documents = _payments(session, pitch_ids), _documents(session, pitch_ids)
    payouts, back, claims = _payouts(session, pitch_ids), _refunds(session, pitch_ids), _claims(session, pitch_ids)
    return {
        row.pitch_id: _figures(
            row,
            payments.get(row.pitch_id, {}),
            documents.get(row.pitch_id, {}),
            payouts.get(row.pitch_id, {}),
            back.get(row.pitch_id, {}),
            claims.get(row.pitch_id, {}),
        )
        for row in rows
    }


def _figures(
    row: Settlement,
    payments: dict[str, int],
    documents: dict[str, int],
    payouts: dict[str, int],
    back: dict[str, int],
    claims: dict[str, int],
) -> Figures:
    return Figures(
        pitch_id=row.pitch_id,
        host_id=row.host_id,
        currency=row.currency,
        plan=Plan(row.cost_cents, row.base_cents, row.peer_goal_cents),
        own_share=row.own_share_cents,
        organisation_planned=row.organisation_cents,
        top_up=row.top_up_cents,
        outlay=Outlay(
            receipts=max(0, sum(documents.values()) - 2 * documents.get(DocumentKind.CREDIT, 0)),
            invoices=documents.get(DocumentKind.INVOICE, 0),
            organisation=row.organisation_actual_cents,
        ),
        account=Account(
            collected=payments.get("collected", 0),
            returned=sum(back.values()),
            paid_pitcher=payouts.get(Payee.PITCHER, 0) - claims.get("settled", 0),
            paid_provider=payouts.get(Payee.PROVIDER, 0),
        ),
        expected=payments.get("expected", 0) + payments.get("held", 0),
        on_cards=payments.get("held", 0),
        confirmed_back=back.get("confirmed", 0),
        paid_out=sum(payouts.values()),
        claimed=claims.get("claimed", 0),
        peers_had_their_time=row.hold_from is None or row.top_up_until is not None,
    )


def _payments(session: Session, pitch_ids: Collection[UUID] | None) -> Sums:
    held = sa.and_(col(Payment.state) == PaymentState.AUTHORISED, _may_come())
    came = sa.case(
        (col(Payment.state).in_(CAPTURED), "collected"), (held, "held"), (_may_come(), "expected"), else_="doubtful"
    )
    query = sa.select(Payment.pitch_id, came, sa.func.sum(Payment.amount_cents)).group_by(col(Payment.pitch_id), came)
    return _sums(session, _only(query.where(col(Payment.state) != "released"), Payment.pitch_id, pitch_ids))


def _may_come() -> sa.ColumnElement[bool]:
    """Tell what is still to come: not what a bank refused, or asks about, or what lacks a card, or is let go."""
    has_card = sa.or_(col(Payment.card_id).is_not(None), col(Payment.provider) == gateway().name)
    return sa.and_(has_card, col(Payment.state).not_in(NOT_HELD), col(Payment.wanted) != Wanted.LET_GO)


def _documents(session: Session, pitch_ids: Collection[UUID] | None) -> Sums:
    query = (
        sa.select(Document.pitch_id, Document.kind, sa.func.sum(Document.amount_cents))
        .where(col(Document.state) == DocumentState.VERIFIED)
        .group_by(col(Document.pitch_id), col(Document.kind))
    )
    return _sums(session, _only(query, Document.pitch_id, pitch_ids))


def _payouts(session: Session, pitch_ids: Collection[UUID] | None) -> Sums:
    query = (
        sa.select(Payout.pitch_id, Payout.payee, sa.func.sum(Payout.amount_cents))
        .where(col(Payout.state) == PayoutState.CONFIRMED)
        .group_by(col(Payout.pitch_id), col(Payout.payee))
    )
    return _sums(session, _only(query, Payout.pitch_id, pitch_ids))


def _refunds(session: Session, pitch_ids: Collection[UUID] | None) -> Sums:
    confirmed = sa.case((col(RefundRound.state) == RoundState.CONFIRMED, "confirmed"), else_="proposed")
    query = (
        sa.select(RefundRound.pitch_id, confirmed, sa.func.sum(Refund.amount_cents))
        .join(Refund, col(Refund.round_id) == col(RefundRound.id))
        .where(col(Refund.state) != RefundState.WITHDRAWN)
        .group_by(col(RefundRound.pitch_id), confirmed)
    )
    return _sums(session, _only(query, RefundRound.pitch_id, pitch_ids))


def _claims(session: Session, pitch_ids: Collection[UUID] | None) -> Sums:
    """Sum what was claimed, and what of it is settled: paid back, or borne by the host."""
    settled = sa.case((col(Claim.state) == ClaimState.WRITTEN_OFF, Claim.amount_cents), else_=Claim.paid_cents)
    query = sa.select(Claim.pitch_id, sa.func.sum(Claim.amount_cents), sa.func.sum(settled)).group_by(
        col(Claim.pitch_id)
    )
    rows = session.execute(_only(query, Claim.pitch_id, pitch_ids))
    return {pitch_id: {"claimed": int(claimed), "settled": int(paid)} for pitch_id, claimed, paid in rows}


def _only(query: sa.Select, column: Any, pitch_ids: Collection[UUID] | None) -> sa.Select:  # type: ignore[type-arg]
    return query if pitch_ids is None else query.where(col(column).in_(pitch_ids))


def _sums(session: Session, query: sa.Select) -> Sums:  # type: ignore[type-arg]
    sums: Sums = {}
    for pitch_id, name, total in session.execute(query):
        sums.setdefault(pitch_id, {})[str(name)] = int(total)
    return sums
