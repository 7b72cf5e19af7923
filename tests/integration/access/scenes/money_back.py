"""Payouts, refunds, claims: money that leaves."""

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.people.models import Person
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Claim, Refund
from crowdlearn.settlement.rules import Payee
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.money import Money, first_row
from tests.support.treasury import also_treasurer, funded


def proven(cast: Cast, cost: int = 240000) -> Money:
    shown = funded(cast)
    shown.prove(cost, 100000)
    return shown


@prepare("payout.form", "payout.propose")
def propose_payout(cast: Cast) -> Scene:
    data = {"payee": "pitcher", "amount": "700", "method": "Bank transfer"}
    return Scene(f"/finance/pitches/{proven(cast).pitch_id}/payouts", data)


@prepare("payout.overdraw")
def overdraw(cast: Cast) -> Scene:
    data = {"payee": "pitcher", "amount": "700.01", "method": "Bank transfer"}
    return Scene(f"/finance/pitches/{proven(cast).pitch_id}/payouts", data)


def payout(cast: Cast, by: Person | None = None) -> str:
    ready = proven(cast)
    plan = service.PayoutPlan(Payee.PITCHER, 70000, "Bank transfer")
    return f"/finance/payouts/{service.propose_payout((by or ready.first).id, ready.pitch_id, plan)}"


@prepare("payout.page")
def view_payout(cast: Cast) -> Scene:
    return Scene(payout(cast))


@prepare("payout.confirm")
def confirm_payout(cast: Cast) -> Scene:
    return Scene(f"{payout(cast)}/confirm", {"reference": "OUT 1"})


@prepare("payout.confirm_own")
def confirm_own_payout(cast: Cast) -> Scene:
    return Scene(f"{payout(cast, by=cast.treasurer)}/confirm", {"reference": "OUT 1"})


@prepare("payout.confirm_payee")
def confirm_payout_to_oneself(cast: Cast) -> Scene:
    address = payout(cast)
    return Scene(f"{address}/confirm", {"reference": "OUT 1"}, people={"treasurer": also_treasurer(cast.pitcher).id})


@prepare("payout.withdraw")
def withdraw_payout(cast: Cast) -> Scene:
    return Scene(f"{payout(cast)}/withdraw")


@prepare("refund.savings_form", "refund.savings")
def savings(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{proven(cast, 200000).pitch_id}/savings")


def refund(cast: Cast, amount: str, *, disputed: bool = False) -> Scene:
    payment_id = funded(cast).payment().id
    if disputed:
        with transaction() as session:
            session.get_one(Payment, payment_id).disputed_at = now()
    return Scene(f"/finance/payments/{payment_id}/refunds", {"amount": amount})


@prepare("refund.form", "refund.propose")
def propose_refund(cast: Cast) -> Scene:
    return refund(cast, "10")


@prepare("refund.too_much")
def refund_too_much(cast: Cast) -> Scene:
    return refund(cast, "700.01")


@prepare("refund.disputed")
def refund_disputed(cast: Cast) -> Scene:
    return refund(cast, "10", disputed=True)


def round_of(cast: Cast, by: Person | None = None, *, confirmed: bool = False, sent: bool = False) -> str:
    ready = proven(cast, 180000)  # 300.00 go back
    round_id = service.propose_savings((by or ready.first).id, ready.pitch_id)
    if confirmed or sent:
        service.confirm_refunds(ready.second.id, round_id)
    if sent:
        service.send_refunds(ready.second.id, round_id, "OUT 1")
    return f"/finance/refunds/{round_id}"


@prepare("refund.page")
def view_round(cast: Cast) -> Scene:
    return Scene(round_of(cast))


@prepare("refund.confirm")
def confirm_round(cast: Cast) -> Scene:
    return Scene(f"{round_of(cast)}/confirm")


@prepare("refund.confirm_own")
def confirm_own_round(cast: Cast) -> Scene:
    return Scene(f"{round_of(cast, by=cast.treasurer)}/confirm")


@prepare("refund.withdraw")
def withdraw_round(cast: Cast) -> Scene:
    return Scene(f"{round_of(cast)}/withdraw")


@prepare("refund.send")
def send_round(cast: Cast) -> Scene:
    return Scene(f"{round_of(cast, confirmed=True)}/send", {"reference": "OUT 1"})


@prepare("refund.part", "refund.send_one")
def send_one(cast: Cast) -> Scene:
    round_of(cast, confirmed=True)
    return Scene(f"/finance/refunds/parts/{first_row(Refund).id}", {"reference": "OUT 1"})


@prepare("refund.failed")
def fail_one(cast: Cast) -> Scene:
    round_of(cast, sent=True)
    return Scene(f"/finance/refunds/parts/{first_row(Refund).id}/failed")


def claim(cast: Cast, proposed_by: Person | None = None) -> str:
    ready = proven(cast)
    ready.pay_out(70000)
    service.note_organisation_money(ready.pitcher.id, ready.pitch_id, 30000, "My branch reimbursed it.")
    row = first_row(Claim)
    if proposed_by is not None:
        service.propose_write_off(proposed_by.id, row.id, "She left.")
    return f"/finance/claims/{row.id}"


@prepare("claim.page")
def view_claim(cast: Cast) -> Scene:
    return Scene(claim(cast))


@prepare("claim.repay")
def repay(cast: Cast) -> Scene:
    address = claim(cast)
    return Scene(f"{address}/repayments", {"amount": "10", "day": now().date().isoformat(), "bank_reference": "EFT 2"})


@prepare("claim.write_off")
def write_off(cast: Cast) -> Scene:
    return Scene(f"{claim(cast)}/write-off", {"reason": "She left."})


@prepare("claim.write_off_confirm")
def confirm_write_off(cast: Cast) -> Scene:
    other = also_treasurer(make.person("Tess"))
    return Scene(f"{claim(cast, other)}/write-off/confirm")


@prepare("claim.write_off_own")
def confirm_own_write_off(cast: Cast) -> Scene:
    return Scene(f"{claim(cast, cast.treasurer)}/write-off/confirm")
