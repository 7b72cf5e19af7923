"""Rows of the pretended processor's own pages, each scene with a page of its own there."""

from datetime import timedelta
from uuid import uuid4

from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import PageWanted, cards
from crowdlearn.sandbox import checkout, intents, line
from crowdlearn.sandbox.calls import Call
from crowdlearn.sandbox.customers import new_card
from tests.support.access import Cast, Scene, prepare

ENTERED = {"card_number": "4242 4242 4242 4242", "month": "12", "year": "2034"}
ASKS_AT_ONCE = "4000002500003155"


def _card_page() -> str:
    """Open a hosted page and return its id there."""
    customer = cards().new_customer(uuid4(), "en", str(uuid4()))
    back = "http://localhost/en/"
    wanted = PageWanted(customer, uuid4(), back, back, now() + timedelta(hours=1), "en", "CAD")
    return cards().open_page(wanted, str(uuid4())).reference


@prepare("sandbox.card_page", "sandbox.enter_card")
def card_page(_cast: Cast) -> Scene:
    return Scene(f"/sandbox/checkout/{_card_page()}", ENTERED)


@prepare("sandbox.bank_page", "sandbox.answer_bank")
def bank_page(_cast: Cast) -> Scene:
    page_id = _card_page()
    with line.store().visit() as state:
        page = checkout.enter_card(state, page_id, ASKS_AT_ONCE, 12, 2034)
    return Scene(f"/sandbox/bank/{page['setup_intent']}", {"answer": "yes"})


@prepare("sandbox.control", "sandbox.lose_answers")
def control(_cast: Cast) -> Scene:
    return Scene("/sandbox/control", {"calls": "send_back", "kind": "timeout", "place": "after", "times": "1"})


@prepare("sandbox.act")
def act(_cast: Cast) -> Scene:
    with line.store().visit() as state:
        words = {"amount": 2500, "currency": "cad", "capture_method": "manual", "payment_method": "pm_card_visa"}
        held = intents.create(state, Call("/v1/payment_intents", (), {**words, "confirm": True}))
    return Scene(f"/sandbox/control/lapse/{held['id']}")


@prepare("sandbox.clear_faults")
def clear_faults(_cast: Cast) -> Scene:
    return Scene("/sandbox/control/clear")


@prepare("sandbox.deliver")
def deliver(_cast: Cast) -> Scene:
    with line.store().visit() as state:  # what earlier scenes left there is not handed over again and again
        state.connection.execute("UPDATE delivery SET done = 1")
    return Scene("/sandbox/control/deliver")


@prepare("sandbox.card", "sandbox.say_next")
def card(_cast: Cast) -> Scene:
    with line.store().visit() as state:
        saved = new_card(state, "4242424242424242", 12, 2034)
    return Scene(f"/sandbox/control/cards/{saved['id']}", {"said": "insufficient_funds"})
