"""Money: the treasurer's pages and acts, the pitcher's receipts, how a backer pays."""

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.settlement.models import Arrival
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.money import Money, first_row
from tests.support.treasury import also_treasurer, case, funded


def locked(cast: Cast) -> Money:
    ready = case(cast)
    ready.weigh()
    return ready


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
