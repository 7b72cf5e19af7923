"""Does everything agree? The checks of money.md section 8 on the books; each recomputes from the rows themselves."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.ledger.models import Entry, Posting
from crowdlearn.ledger.rules import PROCESSOR, AccountKind
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.settlement.models import Arrival, Claim, Refund, RefundRound, Statement
from crowdlearn.settlement.rules import (
    OWED,
    TO_SEND,
    ArrivalState,
    Finding,
    RefundState,
    RoundState,
)

from .figures import Figures


def postings_balance(session: Session) -> Iterator[Finding]:
    """1. Every posting sums to zero per currency, and has lines."""
    query = sa.select(Entry.posting_id).group_by(col(Entry.posting_id), col(Entry.currency))
    for posting_id in session.scalars(query.having(sa.func.sum(Entry.amount_cents) != 0)):
        yield Finding(1, about=posting_id)
    bare = sa.select(Posting.id).where(~sa.exists().where(col(Entry.posting_id) == col(Posting.id)))
    for posting_id in session.scalars(bare):
        yield Finding(1, about=posting_id, facts={"lines": 0})


def books_hold_what_is_held(session: Session, all_figures: dict[UUID, Figures]) -> Iterator[Finding]:
    """2. The accounts of each pitch are what its rows add up to: held, owed to others, owed by the pitcher."""
    expected = {(AccountKind.PITCH, pitch_id): -figures.held for pitch_id, figures in all_figures.items()}
    expected |= {(AccountKind.PAYABLE, pitch_id): -cents for pitch_id, cents in _owed(session).items()}
    expected |= {(AccountKind.RECEIVABLE, pitch_id): cents for pitch_id, cents in _claimed(session).items()}
    found = _balances(session)
    for key in sorted(expected.keys() | found.keys(), key=str):
        kind, pitch_id = key
        booked, due = found.get(key, 0), expected.get(key, 0)
        if booked != due or (kind is AccountKind.PITCH and booked > 0):
            yield Finding(2, pitch_id, facts={"account": kind.value, "booked": booked, "expected": due})


def _balances(session: Session) -> dict[tuple[AccountKind, UUID], int]:
    kinds = (AccountKind.PITCH, AccountKind.PAYABLE, AccountKind.RECEIVABLE)
    query = sa.select(Entry.kind, Entry.account, sa.func.sum(Entry.amount_cents)).where(col(Entry.kind).in_(kinds))
    rows = session.execute(query.group_by(col(Entry.kind), col(Entry.account)))
    return {(kind, UUID(account.partition(":")[2])): int(total) for kind, account, total in rows if total}


def _owed(session: Session) -> dict[UUID, int]:
    """Sum what the host owes because of each pitch: money that waits, and refunds that are confirmed but not sent."""
    waits = sa.select(Arrival.pitch_id, Arrival.amount_cents).where(col(Arrival.state) == ArrivalState.WAITING)
    to_send = (
        sa.select(RefundRound.pitch_id, Refund.amount_cents)
        .join(Refund, col(Refund.round_id) == col(RefundRound.id))
        .where(col(RefundRound.state) == RoundState.CONFIRMED, col(Refund.state).in_(TO_SEND))
    )
    both = sa.union_all(waits, to_send).subquery()
    rows = session.execute(sa.select(both.c.pitch_id, sa.func.sum(both.c.amount_cents)).group_by(both.c.pitch_id))
    return {pitch_id: int(total) for pitch_id, total in rows}


def _claimed(session: Session) -> dict[UUID, int]:
    query = (
        sa.select(Claim.pitch_id, sa.func.sum(Claim.amount_cents - Claim.paid_cents))
        .where(col(Claim.state).in_(OWED))
        .group_by(col(Claim.pitch_id))
    )
    return {pitch_id: int(total) for pitch_id, total in session.execute(query)}


def captures_are_booked_once(session: Session) -> Iterator[Finding]:
    """3. Every collected pledge has exactly one standing posting, and its arrivals make the whole amount."""
    booked = _standing_captures(session)
    arrived = _counted(session)
    query = sa.select(Payment.id, Payment.pledge_id, Payment.pitch_id, Payment.amount_cents, Payment.provider).where(
        col(Payment.state).in_(CAPTURED)
    )
    for payment_id, pledge_id, pitch_id, cents, provider in session.execute(query):
        times = booked.pop(pledge_id, 0)
        if times != 1:
            yield Finding(3, pitch_id, payment_id, {"postings": times})
        if provider == "offline" and arrived.get(payment_id, 0) != cents:
            yield Finding(3, pitch_id, payment_id, {"arrived": arrived.get(payment_id, 0), "expected": cents})
    for pledge_id, times in booked.items():
        yield Finding(3, about=pledge_id, facts={"postings": times, "expected": 0})


def _standing_captures(session: Session) -> dict[UUID, int]:
    back = sa.orm.aliased(Posting)
    query = sa.select(Posting.cause).where(
        col(Posting.cause).startswith("capture "), ~sa.exists().where(col(back.reverses) == col(Posting.id))
    )
    times: dict[UUID, int] = {}
    for cause in session.scalars(query):
        pledge_id = UUID(cause.split()[1])
        times[pledge_id] = times.get(pledge_id, 0) + 1
    return times


def _counted(session: Session) -> dict[UUID, int]:
    query = (
        sa.select(Arrival.payment_id, sa.func.sum(Arrival.amount_cents))
        .where(col(Arrival.state) == ArrivalState.COUNTED)
        .group_by(col(Arrival.payment_id))
    )
    return {payment_id: int(total) for payment_id, total in session.execute(query)}


def peers_stay_within_their_half(all_figures: dict[UUID, Figures]) -> Iterator[Finding]:
    """4. What was collected for a pitch and is kept is at most the peer goal, and that at most the own share."""
    for pitch_id, figures in all_figures.items():
        kept, goal, own = figures.account.kept, figures.plan.goal, figures.own_share
        if not kept <= goal <= own:
            yield Finding(4, pitch_id, facts={"kept": kept, "goal": goal, "own": own})


def payouts_are_proven(session: Session, all_figures: dict[UUID, Figures]) -> Iterator[Finding]:
    """6. What was paid out and is not claimed back is at most K and at most the verified receipts."""
    claimed = _claimed(session)
    for pitch_id, figures in all_figures.items():
        paid = figures.account.paid - claimed.get(pitch_id, 0)
        most = min(figures.outcome.payable, figures.outlay.receipts)
        if paid > most:
            yield Finding(6, pitch_id, facts={"paid": paid, "most": most})


def refunds_stay_within_payments(session: Session) -> Iterator[Finding]:
    """7. The refunds of a payment are at most what was paid."""
    query = (
        sa.select(Payment.pitch_id, Payment.id, Payment.amount_cents, sa.func.sum(Refund.amount_cents))
        .join(Refund, col(Refund.payment_id) == col(Payment.id))
        .where(col(Refund.state) != RefundState.WITHDRAWN)
        .group_by(col(Payment.pitch_id), col(Payment.id), col(Payment.amount_cents))
        .having(sa.func.sum(Refund.amount_cents) > col(Payment.amount_cents))
    )
    for pitch_id, payment_id, paid, back in session.execute(query):
        yield Finding(7, pitch_id, payment_id, {"paid": paid, "back": int(back)})


def bank_agrees(session: Session) -> Iterator[Finding]:
    """9. The newest balance that a treasurer noted for each account is what the books say for that moment."""
    newest = (
        sa.select(Statement.organisation_id, Statement.account, sa.func.max(Statement.until).label("until"))
        .group_by(col(Statement.organisation_id), col(Statement.account))
        .subquery()
    )
    same_host = sa.or_(
        newest.c.organisation_id == col(Statement.organisation_id),
        sa.and_(newest.c.organisation_id.is_(None), col(Statement.organisation_id).is_(None)),
    )
    query = (
        sa.select(Statement)
        .join(newest, sa.and_(same_host, newest.c.account == col(Statement.account), newest.c.until == Statement.until))
        .order_by(col(Statement.noted_at))
    )
    latest = {(row.organisation_id, row.account): row for row in session.scalars(query)}
    for statement in latest.values():
        booked = booked_by(session, statement)
        if booked != statement.balance_cents:
            facts: dict[str, str | int] = {"bank": statement.balance_cents, "books": booked}
            yield Finding(9, about=statement.organisation_id, facts=facts)


def booked_by(session: Session, statement: Statement) -> int:
    """Return what the books say stood on a statement's account at its moment, in cents."""
    host, booked_at = col(Posting.host_id), col(Posting.booked_at)
    whose = host.is_(None) if statement.organisation_id is None else host == statement.organisation_id
    if statement.account == PROCESSOR:  # one for the whole installation, up to and with its moment
        whose, in_time = sa.true(), booked_at <= statement.until
    else:
        in_time = booked_at < statement.until
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(Entry.amount_cents), 0))
        .join(Posting, col(Posting.id) == col(Entry.posting_id))
        .where(
            col(Entry.account) == statement.account,
            col(Entry.currency) == statement.currency,
            whose,
            in_time,
        )
    )
    return int(session.execute(query).scalar_one())
