"""Ten ways to get the money wrong. Each is planted from outside by replacing one word of the program."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from crowdlearn.ledger.rules import move
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.settlement.rules import shares
from crowdlearn.settlement.service import arrivals, claims, documents, locking, paying, refunding, sending

Plant = Callable[[pytest.MonkeyPatch], None]


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


def peers_carry_more_than_half(plant: pytest.MonkeyPatch) -> None:
    """Forget the ceiling of the half rule."""

    def wrong(receipts: int, organisation: int, goal: int, planned: int, collected: int) -> int:
        base = max(0, receipts - organisation)
        return min(collected, base)

    plant.setattr(shares, "peer_payable", wrong)


def refunds_are_not_reserved(plant: pytest.MonkeyPatch) -> None:
    """Split what was paid instead of what is still kept, so that a second round sends it again."""

    def wrong(session: Any, pitch_id: Any) -> dict[Any, int]:
        query = sa.select(Payment.id, Payment.amount_cents).where(
            Payment.pitch_id == pitch_id, Payment.state.in_(CAPTURED)
        )
        return dict(session.execute(query.order_by(Payment.pledge_id)).all())

    plant.setattr(refunding, "kept_of", wrong)


def one_person_is_enough(plant: pytest.MonkeyPatch) -> None:
    """Let whoever proposed also confirm."""
    for module in (paying, refunding, arrivals):
        plant.setattr(module, "check_second", _nothing)


def the_certifier_pays(plant: pytest.MonkeyPatch) -> None:
    """Let whoever verified the receipts pay on them."""
    plant.setattr(paying, "check_payer", _nothing)
    plant.setattr(documents, "_check_certifier", _nothing)


def the_gate_stands_open(plant: pytest.MonkeyPatch) -> None:
    """Pay out without asking what is proven."""
    plant.setattr(paying, "check_payout", _nothing)


def it_locks_uncleared(plant: pytest.MonkeyPatch) -> None:
    """Lock without a clearance."""
    plant.setattr(locking, "is_cleared", lambda *_: True)


def it_is_funded_on_promises(plant: pytest.MonkeyPatch) -> None:
    """Count what is expected as if it had come."""

    class Hopeful:
        def __init__(self, real: Any) -> None:
            self.plan, self.top_up = real.plan, real.top_up
            self.account = shares.Account(real.account.kept + real.expected)

    real = locking.figures_of
    plant.setattr(locking, "figures_of", lambda session, pitch_id: Hopeful(real(session, pitch_id)))


def a_mistake_is_not_reversed(plant: pytest.MonkeyPatch) -> None:
    """Take an arrival back without its posting."""
    plant.setattr(arrivals, "_reverse", _nothing)


def a_refund_is_booked_on_the_wrong_side(plant: pytest.MonkeyPatch) -> None:
    """Book what leaves as if it came."""
    plant.setattr(sending, "move", lambda amount, *, debit, credit: move(amount, debit=credit, credit=debit))


def a_debt_is_forgotten(plant: pytest.MonkeyPatch) -> None:
    """Do not claim what the pitcher got too much."""
    plant.setattr(claims, "claim_what_is_owed", _nothing)
    plant.setattr(documents, "claim_what_is_owed", _nothing)


class Hunt(NamedTuple):
    """The stage of a pitch at which a hunt begins, and the truth that must break."""

    stage: str
    broken: str


PLANTS: dict[Plant, Hunt] = {
    peers_carry_more_than_half: Hunt("cheaper", "the_share_of_peers_is_reckoned_right"),
    refunds_are_not_reserved: Hunt("cheaper", "refunds_stay_within_payments"),
    one_person_is_enough: Hunt("cheaper", "two_people_move_large_sums"),
    the_certifier_pays: Hunt("cheaper", "whoever_certifies_does_not_pay"),
    the_gate_stands_open: Hunt("cheaper", "peers_carry_at_most_half"),
    it_locks_uncleared: Hunt("open", "only_cleared_pitches_lock"),
    it_is_funded_on_promises: Hunt("locked", "it_is_funded_with_money"),
    a_mistake_is_not_reversed: Hunt("locked", "the_bank_holds_what_was_typed"),
    a_refund_is_booked_on_the_wrong_side: Hunt("cheaper", "the_bank_holds_what_was_typed"),
    a_debt_is_forgotten: Hunt("paid out", "peers_carry_at_most_half"),
}
