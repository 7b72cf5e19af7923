"""Money: the treasurer's pages and acts, the pitcher's receipts, how a backer pays."""

from collections.abc import Sequence

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival, Claim, Refund
from crowdlearn.settlement.rules import Payee
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.money import Money, first_row

ALL = (70000,)


def case(cast: Cast, amounts: Sequence[int] = ALL, clearance: ClearanceState = ClearanceState.NOT_ASKED) -> Money:
    """Return an open pitch of the cast, full by its pledger's promise, in an organisation with two more treasurers."""
    make.adoption(cast.organisation, steps_needed=0 if clearance is ClearanceState.NOT_ASKED else 1)
    row = make.money_pitch(cast.pitcher)
    make.kept(Clearance(pitch_id=row.id, terms_version=1, state=clearance, line_needed=1))
    treasurers = [make.person(name, of=cast.organisation) for name in ("Tove", "Rémi")]
    for who in treasurers:
        make.role(who, Role.TREASURER, cast.organisation)
    pledges = [make.pledge(row, cast.pledger, cents) for cents in amounts]
    return Money(cast.organisation, cast.pitcher, treasurers[0], treasurers[1], row.id, pledges)


def locked(cast: Cast) -> Money:
    ready = case(cast)
    ready.weigh()
    return ready


def funded(cast: Cast) -> Money:
    paid = case(cast)
    paid.fund()
    return paid


def proven(cast: Cast, cost: int = 240000) -> Money:
    shown = funded(cast)
    shown.prove(cost, 100000)
    return shown


def also_treasurer(person: Person) -> Person:
    make.role(person, Role.TREASURER)
    return person


def money_in(pledge_code: str, day: str, amount: str = "700") -> dict[str, str]:
    return {"code": pledge_code, "amount": amount, "day": day, "bank_reference": "EFT 1"}


@prepare("settle.view")
def desk(_cast: Cast) -> Scene:
    return Scene("/finance")


@prepare("settle.money_form")
def money_form(_cast: Cast) -> Scene:
    return Scene("/finance/money")


@prepare("ledger.view")
def books(_cast: Cast) -> Scene:
    return Scene("/finance/ledger")


@prepare("ledger.export")
def export(_cast: Cast) -> Scene:
    return Scene("/finance/ledger.csv")


@prepare("reconcile.view", "reconcile.run")
def reconcile(_cast: Cast) -> Scene:
    return Scene("/finance/reconcile")


@prepare("cards.health")
def cards(_cast: Cast) -> Scene:
    return Scene("/finance/cards")


@prepare("settle.pitch")
def pitch(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{locked(cast).pitch_id}")


@prepare("settle.run")
def run(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{case(cast).pitch_id}/settle")


@prepare("settle.run_unapproved")
def run_unapproved(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{case(cast, clearance=ClearanceState.WAITING).pitch_id}/settle")


@prepare("settle.run_twice")
def run_twice(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{locked(cast).pitch_id}/settle")


@prepare("settle.own")
def run_own(cast: Cast) -> Scene:
    ready = case(cast)
    return Scene(f"/finance/pitches/{ready.pitch_id}/settle", people={"treasurer": also_treasurer(cast.pitcher).id})


@prepare("settle.money")
def record(cast: Cast) -> Scene:
    ready = locked(cast)
    return Scene("/finance/money", money_in(ready.pledges[0].reference, ready.today.isoformat()))


@prepare("settle.money_own")
def record_own(cast: Cast) -> Scene:
    ready = locked(cast)
    return Scene(
        "/finance/money",
        money_in(ready.pledges[0].reference, ready.today.isoformat()),
        people={"treasurer": also_treasurer(cast.pledger).id},
    )


def waiting_money(cast: Cast) -> Arrival:
    ready = locked(cast)
    ready.pay(0, 100)
    return first_row(Arrival)


@prepare("settle.arrival")
def arrival(cast: Cast) -> Scene:
    return Scene(f"/finance/arrivals/{waiting_money(cast).id}")


@prepare("settle.send_back")
def send_back(cast: Cast) -> Scene:
    return Scene(f"/finance/arrivals/{waiting_money(cast).id}/send-back", {"reference": "OUT 1"})


@prepare("settle.undo")
def undo(cast: Cast) -> Scene:
    return Scene(f"/finance/arrivals/{waiting_money(cast).id}/undo")


@prepare("settle.freeze_form", "settle.freeze")
def freeze(cast: Cast) -> Scene:
    return Scene(f"/finance/pitches/{funded(cast).pitch_id}/freeze", {"reason": "Long leave."})


@prepare("settle.organisation_form", "settle.organisation")
def organisation_money(cast: Cast) -> Scene:
    data = {"direction": "more", "amount": "10", "reason": "The branch paid the train."}
    return Scene(f"/pitches/{funded(cast).pitch_id}/organisation-money", data)


@prepare("settle.instruction_form", "settle.instruction")
def instruction(cast: Cast) -> Scene:
    return Scene(
        f"/finance/instructions/{cast.organisation.id}", {"words_en": "By transfer.", "words_fr": "Par virement."}
    )


def document(cast: Cast) -> str:
    return f"/finance/documents/{funded(cast).show(100, verify=False)}"


@prepare("receipt.view")
def view_document(cast: Cast) -> Scene:
    return Scene(document(cast))


@prepare("receipt.verify")
def verify(cast: Cast) -> Scene:
    return Scene(f"{document(cast)}/verify")


@prepare("receipt.verify_own")
def verify_own(cast: Cast) -> Scene:
    return Scene(f"{document(cast)}/verify", people={"treasurer": also_treasurer(cast.pitcher).id})


@prepare("receipt.refuse")
def refuse(cast: Cast) -> Scene:
    return Scene(f"{document(cast)}/refuse", {"reason": "The date is missing."})


@prepare("receipt.add")
def add_document(cast: Cast) -> Scene:
    ready = funded(cast)
    data = {"kind": "receipt", "label": "Seat", "amount": "10", "day": ready.today.isoformat()}
    return Scene(f"/pitches/{ready.pitch_id}/receipts", data)


@prepare("payout.view")
def receipts(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).pitch_id}/receipts")


@prepare("receipt.complete")
def complete(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).pitch_id}/receipts/complete")


@prepare("receipt.withdraw")
def take_back(cast: Cast) -> Scene:
    return Scene(f"/documents/{funded(cast).show(100, verify=False)}/take-back")


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


@prepare("reconcile.statement_form", "reconcile.statement")
def statement(cast: Cast) -> Scene:
    return Scene(f"/finance/reconcile/{cast.organisation.id}", {"amount": "10", "day": make.days(-1).isoformat()})


@prepare("pitch.top_up_form", "pitch.top_up")
def top_up(cast: Cast) -> Scene:
    return Scene(f"/pitches/{case(cast, [69990]).pitch_id}/top-up", {"amount": "0.10"})


@prepare("pitch.report_cancelled_form", "pitch.report_cancelled")
def report_cancelled(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).pitch_id}/report-cancelled", {"reason": "The venue was flooded."})


@prepare("pledge.pay")
def pay(cast: Cast) -> Scene:
    return Scene(f"/pledges/{locked(cast).pledges[0].id}/pay")
