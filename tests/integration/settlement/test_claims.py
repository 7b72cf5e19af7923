"""Money from the organisation that came later, and what the pitcher owes because of it (rows 23, 24, 25, 54)."""

import pytest
import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.ledger.rules import receivable_of
from crowdlearn.people.models import Hold
from crowdlearn.people.rules import HoldReason
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Claim
from crowdlearn.settlement.rules import (
    AmountMissing,
    ClaimState,
    DocumentKind,
    NotNow,
    ReasonMissing,
    RecordedBefore,
    RefundReason,
    SecondPerson,
    TooMuchOrganisationMoney,
    TooMuchToReturn,
)
from tests.support.money import Money, all_agrees, booked, money, one, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    """As planned, and paid out: peers carried 700.00."""
    paid = money()
    paid.fund()
    paid.prove(240000, 100000)
    paid.pay_out(70000)
    return paid


def claims() -> list[Claim]:
    with reading() as session:
        return list(session.scalars(sa.select(Claim).order_by(Claim.id)))


def holds() -> list[HoldReason]:
    with reading() as session:
        return list(session.scalars(sa.select(Hold.reason).where(Hold.lifted_at.is_(None))))


def reimburse(case: Money, cents: int = 30000) -> Claim:
    service.note_organisation_money(case.pitcher.id, case.pitch_id, cents, "My branch reimbursed part of my half.")
    return claims()[-1]


def test_row_23_before_the_payout_the_savings_go_back():
    """Row 23."""
    case = money()
    case.fund()
    case.prove(240000, 100000)
    reimburse_id = case.pitcher.id
    service.note_organisation_money(reimburse_id, case.pitch_id, 30000, "The branch added to it.")
    [opened] = case.rounds()
    assert (opened.reason, case.refunded(opened.id)) == (RefundReason.SAVED, [5357, 5357, 4286])
    assert claims() == []
    case.pay_out(55000)
    all_agrees()


def test_row_54_after_the_payout_the_pitcher_owes_it_and_backers_get_it_as_it_comes(case):
    claim = reimburse(case)
    assert (claim.amount_cents, claim.state) == (15000, ClaimState.OPEN)
    assert (booked(receivable_of(case.pitch_id)), case.held) == (15000, 15000)
    assert holds() == [HoldReason.OWES_MONEY]
    assert (case.rounds(), told("settlement.MoneyOwed")) == ([], 1)  # nothing is in hand yet
    all_agrees()
    service.record_repayment(case.first.id, claim.id, 10000, case.today, "EFT 1")
    [first] = case.rounds()
    assert case.refunded(first.id) == [3572, 3571, 2857]
    all_agrees()
    service.record_repayment(case.first.id, claim.id, 5000, case.today, "EFT 2")
    assert (one(Claim, claim.id).state, holds()) == (ClaimState.PAID, [])
    for made in case.rounds():
        service.confirm_refunds(case.first.id, made.id)
        service.send_refunds(case.first.id, made.id, "BACK")
    assert (case.held, case.payable, booked("bank"), case.figures.outcome.payable) == (0, 0, 0, 55000)
    all_agrees()


def test_a_second_sum_raises_what_is_owed(case):
    reimburse(case)
    assert reimburse(case, 20000).amount_cents == 10000
    assert len(claims()) == 2
    all_agrees()


def test_row_54_what_is_not_paid_back_is_borne_by_the_host_when_two_say_so(case):
    claim = reimburse(case)
    with pytest.raises(ReasonMissing):
        service.propose_write_off(case.first.id, claim.id, "")
    service.propose_write_off(case.first.id, claim.id, "She left the public service.")
    with pytest.raises(SecondPerson):
        service.confirm_write_off(case.first.id, claim.id)
    service.confirm_write_off(case.second.id, claim.id)
    assert (booked("losses"), booked(receivable_of(case.pitch_id)), holds()) == (15000, 0, [])
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [5357, 5357, 4286]
    all_agrees()
    with pytest.raises(MoveRefused):
        service.confirm_write_off(case.second.id, claim.id)


def test_repayments_are_checked(case):
    claim = reimburse(case)
    with pytest.raises(AmountMissing):
        service.record_repayment(case.first.id, claim.id, 0, case.today, "EFT 1")
    with pytest.raises(TooMuchToReturn):
        service.record_repayment(case.first.id, claim.id, 15001, case.today, "EFT 1")
    with pytest.raises(NotAllowed):
        service.record_repayment(case.pitcher.id, claim.id, 1, case.today, "EFT 1")
    service.record_repayment(case.first.id, claim.id, 1, case.today, "EFT 1")
    with pytest.raises(RecordedBefore):
        service.record_repayment(case.first.id, claim.id, 1, case.today, "EFT 1 ")


def test_row_25_less_from_the_organisation_is_borne_by_the_pitcher(case):
    """Row 25."""
    service.note_organisation_money(case.first.id, case.pitch_id, -40000, "The branch cut its part.")
    outcome = case.figures.outcome
    assert (outcome.payable, outcome.bears, claims(), case.rounds()) == (70000, 110000, [], [])
    with pytest.raises(TooMuchOrganisationMoney):
        service.note_organisation_money(case.first.id, case.pitch_id, -60001, "More.")
    all_agrees()


def test_who_may_say_it_and_when(case, clock):
    with pytest.raises(NotAllowed):
        service.note_organisation_money(case.pledges[0].peer_id, case.pitch_id, 1, "I know.")
    with pytest.raises(ReasonMissing):
        service.note_organisation_money(case.pitcher.id, case.pitch_id, 1, " ")
    with pytest.raises(AmountMissing):
        service.note_organisation_money(case.pitcher.id, case.pitch_id, 0, "Why not.")
    clock.forward(days=366)
    with pytest.raises(NotNow):
        service.note_organisation_money(case.pitcher.id, case.pitch_id, 1, "Late.")


def test_what_the_provider_gives_back_after_the_payout_is_owed_too(case):
    case.show(40000, DocumentKind.CREDIT)
    [claim] = claims()
    assert claim.amount_cents == 20000
    all_agrees()
