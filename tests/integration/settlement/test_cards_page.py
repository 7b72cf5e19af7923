"""How the cards are: the page for whoever looks after the money, the letters of trouble, what an operator says."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from crowdlearn import cli, jobs
from crowdlearn.db.session import reading
from crowdlearn.payments import gateway
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card
from crowdlearn.payments.rules import Wanted
from crowdlearn.people.rules import Role
from crowdlearn.pledges.rules import PaymentsDisputed
from crowdlearn.pledges.service.cards import why_not_card
from crowdlearn.sandbox import faults, refunds
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import queries, service
from crowdlearn.settlement.rules import Disputed, Payee
from tests import make
from tests.integration.settlement.test_telling import kinds
from tests.support.cards import DISPUTES, OK, Processor, paid_by_card
from tests.support.clocks import held
from tests.support.money import Money, all_agrees, money

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case(processor: Processor) -> Money:
    """Return a pitch whose backers paid by card; the first backer's bank disputes."""
    ready = money((25000, 25000, 20000))
    processor.listen()
    ready.weigh()
    paid_by_card(processor, ready, (DISPUTES, OK, OK))
    return ready


def reported(processor: Processor) -> None:
    """Deliver what the processor has to tell, and work on it."""
    processor.report()
    jobs.work_until_quiet()


def page_of(case: Money) -> queries.CardsPage:
    page = queries.cards_page(case.first.id)
    assert page is not None
    return page


def test_a_dispute_stops_payouts_and_is_told_until_it_is_decided(processor, case):
    case.prove(240000, 100000)
    reported(processor)
    assert "money_disputed" in kinds(case.first.id)
    tasks = {waiting.task for waiting in queries.desk(case.first.id).waiting}
    assert queries.Task.DISPUTE in tasks
    assert queries.Task.PAY_OUT not in tasks
    with pytest.raises(Disputed):
        service.propose_payout(case.first.id, case.pitch_id, service.PayoutPlan(Payee.PITCHER, 70000, "Transfer"))
    with processor.store.visit() as state:
        refunds.close_dispute(state, next(state.all("dispute")), won=False)
    reported(processor)
    assert "money_dispute_decided" in kinds(case.second.id)
    case.pay_out(70000)  # the host bears the loss; nobody else's money is asked for it
    assert {case.payment(n).refunded_cents for n in range(3)} == {0}
    all_agrees()


def test_whose_bank_disputes_pledges_by_card_no_more_until_it_is_decided(processor, case):
    reported(processor)
    with reading() as session:
        card = session.exec(select(Card).where(Card.person_id == case.payment().person_id)).one()
        other = session.exec(select(Card).where(Card.person_id == case.payment(1).person_id)).one()
        refusals = [why_not_card(session, case.pitch.owner_id, each, make.days(90)) for each in (card, other)]
    assert [type(refusal) for refusal in refusals] == [PaymentsDisputed, type(None)]


def test_a_dispute_is_found_without_any_report(processor, case):
    with held() as hands:
        hands.forward(minutes=11)
        payments.reconcile()
    assert case.payment().disputed_at is not None


def test_the_page_says_that_all_is_well_and_then_what_is_not(processor, case):
    reported(processor)
    payments.reconcile()
    payments.find_strangers()
    page = page_of(case)
    assert not page.troubles
    assert (page.reports.waiting, page.under_way, page.disputed) == (0, 0, 1)
    assert page.reports.last_at is not None
    stranger = processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    payments.find_strangers()
    assert page_of(case).strangers.strangers == [stranger.id]
    assert page_of(case).troubles


def test_a_payment_that_is_tried_in_vain_is_named(processor, case):
    pitch = case.pitch
    payment = processor.expect(pitch, make.person(), 2500, wanted=Wanted.HOLD)
    faults.plan(processor.store, Kind.TIMEOUT, Place.BEFORE, method="POST", times=-1)
    with held() as hands:
        for _ in range(3):
            payments.carry_out_what_is_wanted()
            hands.forward(minutes=5)
        (stuck,) = page_of(case).stuck
    assert (stuck.tries, stuck.amount.cents) == (3, payment.amount_cents)


def test_a_report_about_what_nobody_knows_is_late_after_half_an_hour(processor, case):
    reported(processor)
    processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    processor.report()
    payments.work_on_reports()
    with held() as hands:
        hands.forward(minutes=31)
        assert page_of(case).reports.late == 1


def test_strangers_are_told_once_to_whoever_looks_after_everything(processor, case):
    chief = make.person("Ada")
    make.role(chief, Role.ADMINISTRATOR)
    processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    for _ in range(2):
        payments.find_strangers()
        jobs.work_until_quiet()
    assert kinds(chief.id).count("money_strangers") == 1


@pytest.fixture
def no_cards(app) -> Iterator[None]:
    """Take the card processor away for the length of a test."""
    before = gateway.cards() if gateway.offers_cards() else None
    gateway.connect_cards(None)
    yield
    gateway.connect_cards(before)


@pytest.mark.usefixtures("no_cards")
def test_without_cards_the_page_says_so(browser):
    treasurer = make.person("Tove")
    make.role(treasurer, Role.TREASURER)
    browser.sign_in(treasurer.id)
    assert "takes no cards" in browser.get("/en/finance/cards").text


def test_the_page_can_be_read_in_both_languages(browser, processor, case):
    processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    payments.reconcile()
    payments.find_strangers()
    browser.sign_in(case.first.id)
    assert "Somebody should look" in browser.get("/en/finance/cards").text
    assert "À examiner" in browser.get("/fr/finance/cards").text


def test_an_operator_has_the_processor_report_with_our_version(app, processor):
    cli.register(app)
    said = app.test_cli_runner().invoke(args=["payments", "listen", "https://learn.example/webhooks/stripe"])
    assert said.exit_code == 0, said.output
    (endpoint,) = processor.all("webhook_endpoint")
    assert f"STRIPE_WEBHOOK_SECRET={endpoint['_secret']}" in said.output
    assert endpoint["api_version"] == "2026-10-28.endive"
    assert "charge.dispute.created" in endpoint["enabled_events"]


def test_an_operator_reconciles_and_hears_of_strangers(app, processor):
    cli.register(app)
    stranger = processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    said = app.test_cli_runner().invoke(args=["payments", "reconcile"])
    assert (said.exit_code, stranger.id in said.output) == (1, True)


@pytest.mark.usefixtures("no_cards")
def test_without_cards_an_operator_is_told_so(app):
    cli.register(app)
    said = app.test_cli_runner().invoke(args=["payments", "listen"])
    assert (said.exit_code, "takes no cards" in said.output) == (1, True)
