"""The card processor's balance beside the books: read by the worker, kept like a bank statement."""

from sqlmodel import Session, col, select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.ledger.rules import PROCESSOR
from crowdlearn.payments.gateway import Unanswered, cards, offers_cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.settlement.models import Settlement, Statement
from crowdlearn.settlement.queries import booked_by

from .keeping import ZONE

DEFAULT_CURRENCY = "CAD"


def note_processor_balance() -> int:
    """Read what the processor keeps, and note it where it or the books moved; return how many balances were noted.

    While something is being taken nobody can compare: the next reading does. Runs every ten minutes.
    """
    if not offers_cards():
        return 0
    with reading() as session:
        currencies = set(session.exec(select(Settlement.currency).where(Settlement.provider == cards().name)))
    return sum(map(_note, sorted(currencies | {DEFAULT_CURRENCY})))


def _note(currency: str) -> bool:
    with reading() as session:
        before = booked_by(session, _statement(currency, 0))
        if _is_moving(session):
            return False
    try:
        balance = cards().balance_cents(currency)
    except Unanswered:
        return False
    with transaction() as session:
        found = _statement(currency, balance)
        if _is_moving(session) or booked_by(session, found) != before or _is_known(session, found, before):
            return False
        session.add(found)
    return True


def _statement(currency: str, cents: int) -> Statement:
    today = clock.today(ZONE)
    return Statement(account=PROCESSOR, balance_cents=cents, currency=currency, day=today, until=now())


def _is_moving(session: Session) -> bool:
    query = select(Payment.id).where(Payment.wanted == Wanted.TAKE, Payment.state == PaymentState.AUTHORISED)
    return session.exec(query).first() is not None


def _is_known(session: Session, found: Statement, booked: int) -> bool:
    """Tell whether neither the processor nor the books moved since the newest statement."""
    query = select(Statement).where(Statement.account == PROCESSOR, Statement.currency == found.currency)
    newest = session.exec(query.order_by(col(Statement.id).desc()).limit(1)).first()
    return newest is not None and (newest.balance_cents, booked_by(session, newest)) == (found.balance_cents, booked)
