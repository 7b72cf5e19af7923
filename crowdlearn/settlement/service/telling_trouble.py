"""Telling of trouble with cards: refunds that a card does not take, disputes, payments that nobody knows."""

from crowdlearn.db.session import transaction
from crowdlearn.kernel.money import Money
from crowdlearn.notices.service import tell
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import DisputeClosed, PaymentDisputed, StrangersFound
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Refund
from crowdlearn.settlement.rules import RefundFailed

from .telling import inform, treasurers_of


def tell_of_failed_refund(event: RefundFailed) -> None:
    """Tell the treasurers that a card did not take a refund, and its backer that it comes another way."""
    with transaction() as session:
        refund, pitch = session.get_one(Refund, event.refund_id), session.get_one(Pitch, event.pitch_id)
        facts = {"amount": Money(refund.amount_cents, pitch.currency)}
        path = f"/finance/refunds/parts/{refund.id}"
        inform(session, event, pitch, treasurers_of(session, pitch), "money_refund_failed", path, **facts)
        inform(session, event, pitch, [event.person_id], "money_refund_again", f"/pitches/{pitch.id}", **facts)


def tell_of_dispute(event: PaymentDisputed) -> None:
    """Tell the treasurers that a backer's bank takes a payment back: nothing is paid out until it is decided."""
    with transaction() as session:
        payment, pitch = session.get_one(Payment, event.payment_id), session.get_one(Pitch, event.pitch_id)
        amount = Money(payment.amount_cents, payment.currency)
        path = f"/finance/pitches/{pitch.id}"
        inform(session, event, pitch, treasurers_of(session, pitch), "money_disputed", path, amount=amount)


def tell_of_decided_dispute(event: DisputeClosed) -> None:
    """Tell the treasurers how a dispute ended."""
    with transaction() as session:
        payment, pitch = session.get_one(Payment, event.payment_id), session.get_one(Pitch, event.pitch_id)
        facts = {"amount": Money(payment.amount_cents, payment.currency), "won": event.won}
        path = f"/finance/pitches/{pitch.id}"
        inform(session, event, pitch, treasurers_of(session, pitch), "money_dispute_decided", path, **facts)


def tell_of_strangers(event: StrangersFound) -> None:
    """Tell whoever looks after the whole installation that the processor knows payments that nobody here made."""
    with transaction() as session:
        people = {*holders(session, Role.ADMINISTRATOR), *holders(session, Role.TREASURER)}
        facts = {"number": event.number, "reference": event.first}
        for person_id in people:
            tell(session, person_id, "money_strangers", event_id=event.id, facts=facts, path="/finance/cards")
