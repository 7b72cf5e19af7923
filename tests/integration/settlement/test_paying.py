"""Receipts are verified, peers' part is paid out: never more than the pitcher carries, never by one person alone."""

import pytest

from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import Task
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Document, Payout, RefundRound
from crowdlearn.settlement.queries import Task as Desk
from crowdlearn.settlement.queries import desk
from crowdlearn.settlement.rules import (
    AmountMissing,
    AnotherCertifies,
    CertifierPays,
    DocumentKind,
    DocumentState,
    InFuture,
    NoInvoice,
    NotNow,
    NotYourPitch,
    OwnShareNotProven,
    Payee,
    PayoutAboveShare,
    PayoutState,
    PayoutWaits,
    ReasonMissing,
    SecondPerson,
    needs_second,
)
from tests import make
from tests.support.money import Money, all_agrees, booked, money, one, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    funded = money()
    funded.fund()
    return funded


def plan(cents: int, payee: Payee = Payee.PITCHER) -> service.PayoutPlan:
    return service.PayoutPlan(payee, cents, "Bank transfer")


def test_as_planned_the_pitcher_gets_exactly_what_peers_carry(case):
    case.prove(240000, 100000)
    assert case.settlement.own_proven_at is not None
    with pytest.raises(PayoutAboveShare):
        service.propose_payout(case.first.id, case.pitch_id, plan(70001))
    payout_id = case.pay_out(70000)
    assert (case.held, booked("bank")) == (0, 0)
    payout = one(Payout, payout_id)
    assert (payout.state, payout.proposed_by, payout.confirmed_by) == (
        PayoutState.CONFIRMED,
        case.first.id,
        case.second.id,
    )
    assert told("settlement.PayoutConfirmed") == 1
    all_agrees()


def test_the_provider_is_paid_directly_once_the_own_share_is_proven(case):
    case.show(100000, DocumentKind.ORGANISATION)
    case.show(70000, DocumentKind.INVOICE)
    with pytest.raises(OwnShareNotProven):
        service.propose_payout(case.first.id, case.pitch_id, plan(1, Payee.PROVIDER))
    assert case.settlement.own_proven_at is None
    case.show(70000, DocumentKind.PAYROLL)
    assert case.settlement.own_proven_at is not None
    with pytest.raises(OwnShareNotProven):
        service.propose_payout(case.first.id, case.pitch_id, plan(1, Payee.PITCHER))
    case.pay_out(70000, Payee.PROVIDER)
    assert case.held == 0
    all_agrees()


def test_without_an_invoice_the_provider_is_not_paid(case):
    case.prove(240000, 100000)
    with pytest.raises(NoInvoice):
        service.propose_payout(case.first.id, case.pitch_id, plan(100, Payee.PROVIDER))


def test_receipts_short_pay_an_interim_part(case):
    """Row 34."""
    case.show(120000)
    case.pay_out(10000)
    with pytest.raises(PayoutAboveShare):
        service.propose_payout(case.first.id, case.pitch_id, plan(1))
    case.show(120000)
    case.pay_out(60000)
    assert (case.held, case.figures.account.paid) == (0, 70000)
    all_agrees()


def test_nobody_confirms_alone_from_the_limit_on(case):
    case.prove(240000, 100000)
    payout_id = service.propose_payout(case.first.id, case.pitch_id, plan(20000))
    with pytest.raises(SecondPerson):
        service.confirm_payout(case.first.id, payout_id, "OUT")
    service.withdraw_payout(case.first.id, payout_id)
    payout_id = service.propose_payout(case.second.id, case.pitch_id, plan(20000))
    with pytest.raises(CertifierPays):  # the first treasurer verified the receipts
        service.confirm_payout(case.first.id, payout_id, "OUT")
    small = service.withdraw_payout(case.second.id, payout_id)
    assert small == case.pitch_id
    payout_id = service.propose_payout(case.first.id, case.pitch_id, plan(19999))
    service.confirm_payout(case.first.id, payout_id, "OUT")
    assert case.held == 70000 - 19999


def test_one_treasurer_certifies_so_that_the_other_can_pay(case):
    case.show(120000)
    waiting = case.show(120000, verify=False)
    with pytest.raises(AnotherCertifies) as refused:
        service.verify_document(case.second.id, waiting)
    assert refused.value.facts["name"] == "Tove"
    service.verify_document(case.first.id, waiting)


def test_the_pitcher_never_handles_her_own_money(case):
    make.role(case.pitcher, Role.TREASURER)
    waiting = case.show(240000, verify=False)
    for act in (
        lambda: service.verify_document(case.pitcher.id, waiting),
        lambda: service.refuse_document(case.pitcher.id, waiting, "no"),
        lambda: service.propose_payout(case.pitcher.id, case.pitch_id, plan(1)),
        lambda: service.propose_savings(case.pitcher.id, case.pitch_id),
        lambda: service.propose_refund(case.pitcher.id, case.payment(0).id, 1),
    ):
        with pytest.raises(NotYourPitch):
            act()
    service.verify_document(case.first.id, waiting)
    payout_id = service.propose_payout(case.first.id, case.pitch_id, plan(20000))
    with pytest.raises(NotYourPitch):
        service.confirm_payout(case.pitcher.id, payout_id, "OUT")


def test_strangers_and_other_treasurers_are_kept_out(case):
    elsewhere = make.person(of=make.organisation())
    make.role(elsewhere, Role.TREASURER, make.organisation())
    for person in (elsewhere, one(type(elsewhere), case.pledges[0].peer_id)):
        with pytest.raises(NotAllowed):
            service.propose_payout(person.id, case.pitch_id, plan(1))
        with pytest.raises(NotAllowed):
            service.show_document(person.id, case.pitch_id, service.Proof(DocumentKind.RECEIPT, "x", 1, case.today))


def test_a_payout_is_confirmed_once(case):
    case.prove(240000, 100000)
    payout_id = case.pay_out(70000)
    with pytest.raises(MoveRefused):
        service.confirm_payout(case.second.id, payout_id, "OUT-2")
    assert told("settlement.PayoutConfirmed") == 1


def test_one_payout_waits_at_a_time(case):
    case.prove(240000, 100000)
    service.propose_payout(case.first.id, case.pitch_id, plan(100))
    with pytest.raises(PayoutWaits):
        service.propose_payout(case.first.id, case.pitch_id, plan(100))


def test_nothing_is_paid_before_the_pitch_is_funded():
    case = money()
    case.weigh()
    case.pay(0)
    with pytest.raises(NotNow):
        service.propose_payout(case.first.id, case.pitch_id, plan(1))
    with pytest.raises(NotNow):
        case.show(100)


def test_documents_are_decided_once_and_refused_with_a_reason(case):
    shown = case.show(100, verify=False)
    with pytest.raises(ReasonMissing):
        service.refuse_document(case.first.id, shown, "  ")
    service.refuse_document(case.first.id, shown, "The date is missing.")
    row = one(Document, shown)
    assert (row.state, row.reason, row.decided_by) == (DocumentState.REFUSED, "The date is missing.", case.first.id)
    with pytest.raises(MoveRefused):
        service.verify_document(case.first.id, shown)
    taken = case.show(100, verify=False)
    service.take_back_document(case.pitcher.id, taken)
    with pytest.raises(MoveRefused):
        service.verify_document(case.first.id, taken)
    with pytest.raises(NotAllowed):
        service.take_back_document(case.first.id, case.show(5, verify=False))
    assert case.figures.outlay.receipts == 0


def test_a_document_shows_something_that_has_happened(case):
    with pytest.raises(AmountMissing):
        case.show(0)
    with pytest.raises(InFuture):
        service.show_document(case.pitcher.id, case.pitch_id, service.Proof(DocumentKind.RECEIPT, "x", 1, make.days(1)))


def test_when_every_cent_found_its_place_the_pitch_is_completed(case, clock):
    case.prove(240000, 100000)
    case.pay_out(70000)
    assert service.complete_all() == 0  # the learning is still to come
    clock.forward(days=43)
    assert service.complete_all() == 1
    assert case.pitch.state is PitchState.COMPLETED
    assert told("settlement.PitchCompleted") == 1
    all_agrees()


def test_a_pitch_without_peers_money_is_completed_when_the_learning_is_over(clock):
    case = money()
    case.pitch_id = make.pitch(make.person(of=make.organisation())).id
    case.weigh()
    assert service.complete_all() == 0
    clock.forward(days=43)
    assert service.complete_all() == 1
    assert case.pitch.state is PitchState.COMPLETED


def test_what_is_not_settled_is_not_completed(case, clock):
    case.prove(200000, 100000)
    clock.forward(days=43)
    assert service.complete_all() == 0
    case.pay_out(50000)
    assert service.complete_all() == 0  # 200.00 are saved and still here
    case.send_savings()
    assert case.pitch.state is PitchState.COMPLETED
    all_agrees()


def test_nobody_is_sent_to_confirm_what_another_must(browser):
    case = money()
    case.fund()
    case.prove(200000, 100000)  # certified by the first
    desks = {}
    for proposer in (case.first, case.second):
        plan = service.PayoutPlan(Payee.PITCHER, 50000, "Bank transfer")
        payout_id = service.propose_payout(proposer.id, case.pitch_id, plan)
        for reader in (case.first, case.second):
            waits = [one.task for one in waiting_for(reader.id)]
            listed = Desk.CONFIRM_PAYOUT in [one.task for one in desk(reader.id).waiting]
            assert (Task.PAYOUT in waits) is listed
            desks[proposer.id, reader.id] = listed
        browser.sign_in(case.first.id)
        text = browser.get(f"/en/finance/payouts/{payout_id}").text
        assert ("You proposed this." if proposer is case.first else "You verified the receipts of this pitch;") in text
        service.withdraw_payout(proposer.id, payout_id)
    assert [key for key, listed in desks.items() if listed] == [(case.first.id, case.second.id)]
    round_id = service.propose_savings(case.first.id, case.pitch_id)
    assert needs_second(one(RefundRound, round_id).amount_cents)
    assert [Task.REFUND in [one.task for one in waiting_for(who.id)] for who in (case.first, case.second)] == [
        False,
        True,
    ]
