"""The treasurer's pages, the pitcher's receipts, how a backer pays: before and after each act."""

from collections.abc import Iterator

from crowdlearn.db.outbox import drain_all
from crowdlearn.people.models import Person
from crowdlearn.reactions import AFTER
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival, Claim, Refund
from crowdlearn.settlement.rules import Payee
from tests import make
from tests.support.money import Money, first_row, money, one
from tests.support.pictures import NOTHING, Picture


def pictures() -> Iterator[Picture]:
    """Return the pages of one pitch from its lock to money that was owed, and those of an empty house."""
    yield from _nothing_yet()
    yield from _paying(money())
    yield from _owing(money())


def _nothing_yet() -> Iterator[Picture]:
    case = money()
    yield from (Picture(path, case.first) for path in ("/finance", "/finance/ledger", "/finance/reconcile"))
    yield Picture("/finance/money", case.first, sent=NOTHING)
    yield Picture(f"/pitches/{case.pitch_id}/top-up", case.pitcher)
    case.weigh()
    yield Picture(f"/pledges/{case.pledges[0].id}/pay", one(Person, case.pledges[0].peer_id))
    yield Picture(f"/finance/pitches/{case.pitch_id}", case.first)


def _paying(case: Money) -> Iterator[Picture]:
    case.weigh()
    case.pay(0, 20000)
    case.pay(0, 5000)
    case.pay(1)
    case.pay(2)
    yield Picture(f"/pitches/{case.pitch_id}/receipts", case.pitcher)
    document = case.show(100000)
    waiting = case.show(60000, verify=False)
    service.say_complete(case.pitcher.id, case.pitch_id)
    case.show(1000)
    plan = service.PayoutPlan(Payee.PITCHER, 500, "Bank transfer")
    payout = service.propose_payout(case.first.id, case.pitch_id, plan)
    round_id = service.propose_refund(case.first.id, case.payment(1).id, 20000)
    yield Picture(f"/finance/refunds/{round_id}", case.second)
    service.confirm_refunds(case.second.id, round_id)
    service.run_checks()
    drain_all(AFTER)
    pitch = f"/finance/pitches/{case.pitch_id}"
    pages = (
        *("/", "/finance", "/finance/money", "/finance/ledger", "/finance/reconcile"),
        *(pitch, f"{pitch}/payouts", f"{pitch}/savings", f"{pitch}/freeze"),
        *(f"/finance/documents/{document}", f"/finance/documents/{waiting}", f"/finance/payouts/{payout}"),
        *(f"/finance/payments/{case.payment(0).id}/refunds", f"/finance/refunds/{round_id}"),
        *(f"/finance/refunds/parts/{first_row(Refund).id}", f"/finance/arrivals/{first_row(Arrival).id}"),
        *(f"/finance/reconcile/{case.host.id}", f"/finance/instructions/{case.host.id}"),
        f"/pitches/{case.pitch_id}/organisation-money",
    )
    yield from (Picture(path, case.second) for path in pages)
    yield Picture(f"{pitch}/freeze", case.second, sent=NOTHING)
    yield from (Picture(f"/pitches/{case.pitch_id}/{page}", case.pitcher) for page in ("receipts", "report-cancelled"))
    yield Picture(f"/pitches/{case.pitch_id}/receipts", case.pitcher, sent=NOTHING)


def _owing(case: Money) -> Iterator[Picture]:
    case.fund()
    case.prove(240000, 100000)
    case.pay_out(70000)
    yield Picture(f"/pitches/{case.pitch_id}/substitute", case.pitcher)
    service.propose_substitute(case.pitcher.id, case.pitch_id, make.person("Noor Holm", of=case.host).email, "Leave.")
    yield Picture(f"/pitches/{case.pitch_id}/substitute", one(Person, case.pledges[0].peer_id))
    service.note_organisation_money(case.pitcher.id, case.pitch_id, 30000, "My branch reimbursed it.")
    claim = first_row(Claim).id
    yield Picture(f"/finance/claims/{claim}", case.first)
    service.propose_write_off(case.first.id, claim, "She left.")
    yield Picture(f"/finance/claims/{claim}", case.second)
    yield Picture("/finance", case.second)
    yield Picture("/", case.pitcher)
