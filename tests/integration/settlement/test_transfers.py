"""From the processor to the bank, and what the processor keeps: check 9 holds whatever it does with our money.

Rows 21 and 43 of money.md: 700.00 of peers, 250.00, 250.00 and 200.00; the processor keeps 2.9 % and 30 cents of each.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.ledger.models import Entry, Posting
from crowdlearn.ledger.rules import BANK, FEES, LOSSES, PROCESSOR
from crowdlearn.payments import service as payments
from crowdlearn.sandbox import books, intents, payouts, refunds
from crowdlearn.settlement import service
from crowdlearn.settlement.queries.cards import cards_page
from tests.support.cards import processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, booked
from tests.support.settling import CardMoney, by_card  # noqa: F401 - a fixture
from tests.support.web import Browser

pytestmark = pytest.mark.usefixtures("database")
TAKEN, KEPT = 70000, 755 + 755 + 610
HERE = TAKEN - KEPT


@pytest.fixture
def paid(by_card) -> CardMoney:  # noqa: F811
    """Return a pitch that all have paid by card."""
    case: CardMoney = by_card()
    case.lock_and_hold()
    assert (booked(PROCESSOR), booked(FEES)) == (HERE, KEPT)
    return case


def send(case: CardMoney) -> None:
    with case.processor.store.visit() as state:
        payouts.send(state)


def look(case: CardMoney, **later: float) -> None:
    """Let time pass, and ask the processor; the balances must agree then."""
    case.clock.forward(timedelta(minutes=11) + timedelta(**later))
    payments.reconcile()
    service.note_processor_balance()
    all_agrees()


def at_the_bank() -> dict[object, int]:
    """Return what is booked at the bank of each host, in cents."""
    with reading() as session:
        query = sa.select(Posting.host_id, sa.func.sum(Entry.amount_cents)).join(Entry, Entry.posting_id == Posting.id)
        return dict(session.execute(query.where(Entry.account == BANK).group_by(Posting.host_id)).all())


def test_a_transfer_is_booked_when_it_has_arrived_and_not_before(paid):
    send(paid)
    look(paid)
    assert (booked(PROCESSOR), booked(BANK)) == (HERE, 0)
    look(paid, days=2)
    assert (booked(PROCESSOR), at_the_bank()) == (0, {paid.host.id: HERE})
    look(paid)
    assert at_the_bank() == {paid.host.id: HERE}


def test_the_processor_tells_that_it_has_arrived(paid):
    paid.processor.listen()
    send(paid)
    paid.clock.forward(timedelta(days=2))
    paid.processor.api.balance.retrieve()  # time passes there too
    assert paid.processor.report() == 2
    payments.work_on_reports()
    assert at_the_bank() == {paid.host.id: HERE}


def test_a_transfer_that_the_bank_refuses_comes_back_and_goes_again(paid):
    send(paid)
    look(paid, days=2)
    with paid.processor.store.visit() as state:
        payouts.bounce(state, next(state.all("payout")))
    look(paid)
    assert (booked(PROCESSOR), booked(BANK)) == (HERE, 0)
    send(paid)
    look(paid, days=2)
    assert (booked(PROCESSOR), at_the_bank()) == (0, {paid.host.id: HERE})


def test_each_host_gets_what_its_own_backers_paid(paid, by_card):  # noqa: F811
    other = by_card((70000,), ("4242424242424242",))
    other.lock_and_hold()
    send(paid)
    look(paid, days=2)
    assert at_the_bank() == {paid.host.id: HERE, other.host.id: TAKEN - 2060}
    assert booked(PROCESSOR) == 0


def test_row_21_savings_leave_the_processor_after_everything_went_to_the_bank(paid):
    send(paid)
    look(paid, days=2)
    paid.prove(220000, 100000)
    service.confirm_refunds(paid.second.id, service.propose_savings(paid.first.id, paid.pitch_id))
    assert service.send_refunds_to_cards() == 3
    look(paid)
    assert (booked(PROCESSOR), booked(BANK)) == (-10000, HERE)  # the processor waits for the next charges
    assert paid.held == 60000


@pytest.mark.parametrize(("won", "lost", "left"), [(True, 0, HERE), (False, 25000, HERE - 25000)])
def test_row_43_the_host_bears_a_dispute_and_its_fee(paid, won, lost, left):
    reference = paid.payment(0).processor_reference
    with paid.processor.store.visit() as state:
        dispute = intents.open_dispute(state, next(state.all("charge", {"payment_intent": reference})))
    look(paid)
    assert (booked(PROCESSOR), booked(LOSSES), booked(FEES)) == (HERE - 26500, 25000, KEPT + 1500)
    with paid.processor.store.visit() as state:
        refunds.close_dispute(state, state.find(dispute["id"]), won=won)
    look(paid)
    look(paid)
    assert (booked(PROCESSOR), booked(LOSSES), booked(FEES)) == (left - 1500, lost, KEPT + 1500)
    assert paid.held == 70000  # the others' money is never asked for it


def test_what_the_processor_bills_is_a_fee_of_the_host(paid):
    with paid.processor.store.visit() as state:
        books.book(state, "stripe_fee", "", -200, "cad")
    look(paid)
    look(paid)
    assert (booked(PROCESSOR), booked(FEES)) == (HERE - 200, KEPT + 200)


def test_treasurers_see_what_has_arrived(paid, browser: Browser):
    send(paid)
    look(paid, days=2)
    with paid.processor.store.visit() as state:
        sent = next(state.all("payout"))
        payouts.bounce(state, sent)
    look(paid)
    [transfer] = cards_page(paid.first.id).transfers
    assert (transfer.reference, transfer.amount.cents, transfer.came_back) == (sent["id"], HERE, True)
    browser.sign_in(paid.first.id)
    page = browser.get("/en/finance/cards").text
    assert "$678.80" in page
    assert "Came back from the bank" in page
    assert "From the processor to the bank" in browser.get("/en/finance/ledger").text
