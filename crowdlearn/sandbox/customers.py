"""Customers, and the cards that are attached to them."""

import re
from hashlib import sha256

from stripe import params as asked

from crowdlearn.kernel.clock import now

from .calls import Call, answers
from .numbers import TEST_CARDS, TOKENS, Outcome, TestCard, known
from .objects import get, make, merge_metadata, say
from .store import Body, State
from .wire import ApiError, invalid


@answers("POST", "/v1/customers", asked.CustomerCreateParams)
def create(state: State, call: Call) -> Body:
    """Make a customer."""
    wanted = ("email", "name", "description", "preferred_locales", "phone")
    fields = {name: call.params.get(name) for name in wanted}
    customer = make(state, "customer", **fields, metadata=merge_metadata({}, call.params.get("metadata")))
    say(state, "customer.created", customer)
    return customer


@answers("GET", "/v1/customers", asked.CustomerListParams)
def index(state: State, call: Call) -> Body:
    """List customers."""
    return call.page(state.all("customer", call.some("email")))


@answers("GET", "/v1/customers/{}", asked.CustomerRetrieveParams)
def retrieve(state: State, call: Call) -> Body:
    """Return a customer."""
    return get(state, "customer", call.names[0])


@answers("POST", "/v1/customers/{}", asked.CustomerUpdateParams)
def update(state: State, call: Call) -> Body:
    """Change a customer."""
    customer = get(state, "customer", call.names[0])
    changes = {**call.params, "metadata": merge_metadata(customer, call.params.get("metadata"))}
    return state.put(customer, **changes)


def language_of(state: State, customer: str | None, back: str | None) -> str:
    """Return the language of the page that leads to the bank and `back`, else the one that its customer prefers."""
    if found := re.search(r"//[^/]+/(en|fr)/", back or ""):
        return found[1]
    preferred = get(state, "customer", customer)["preferred_locales"] if customer else None
    return str(preferred[0]) if preferred else "en"


@answers("GET", "/v1/customers/{}/payment_methods", asked.CustomerPaymentMethodListParams)
def cards_of(state: State, call: Call) -> Body:
    """List the cards of a customer."""
    get(state, "customer", call.names[0])
    return call.page(state.all("payment_method", {"customer": call.names[0]}))


@answers("GET", "/v1/payment_methods/{}", asked.PaymentMethodRetrieveParams)
def retrieve_card(state: State, call: Call) -> Body:
    """Return a card."""
    return get(state, "payment_method", call.names[0])


@answers("POST", "/v1/payment_methods/{}/attach", asked.PaymentMethodAttachParams)
def attach_card(state: State, call: Call) -> Body:
    """Give a card to a customer as it is, without asking its bank."""
    customer = get(state, "customer", call.params.get("customer", ""), "customer")
    card = card_for(state, call.names[0], None)
    attach(state, card, customer["id"])
    return card


@answers("POST", "/v1/payment_methods/{}/detach", asked.PaymentMethodDetachParams)
def detach(state: State, call: Call) -> Body:
    """Take a card away from its customer. It can never be used again."""
    card = get(state, "payment_method", call.names[0])
    if card["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer.", "payment_method")
    state.put(card, customer=None, _gone=True)
    say(state, "payment_method.detached", card)
    return card


def new_card(state: State, number: str, month: int, year: int) -> Body:
    """Make a card that belongs to nobody yet. Raises ApiError for no test number, and for one whose time is over."""
    digits = known(number)
    if (year, month) < _this_month():
        raise ApiError(402, "Your card's expiration date is past.", kind="card_error", code="invalid_expiry_year")
    print_ = sha256(f"{digits} {month} {year}".encode()).hexdigest()[:16]  # few numbers, many people: the month tells
    shown = {
        "brand": TEST_CARDS[digits].brand,
        "last4": digits[-4:],
        "exp_month": month,
        "exp_year": year,
        "fingerprint": print_,
        "funding": "credit",
        "country": "CA",
    }
    return make(state, "payment_method", type="card", card=shown, customer=None, metadata={}, _number=digits)


def card_for(state: State, wanted: str, customer: str | None) -> Body:
    """Return the card that a request names, one of the customer's own or a test token. Raises ApiError otherwise."""
    if wanted in TOKENS:
        return new_card(state, TOKENS[wanted], 12, 2034)
    card = get(state, "payment_method", wanted, "payment_method")
    if card.get("_gone"):
        raise invalid(
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was "
            "detached from a Customer. It may not be used again.",
            "payment_method",
        )
    if card["customer"] != customer:
        raise invalid(
            f"The customer does not have a payment method with the ID {wanted}. The payment method must belong to "
            "the customer.",
            "payment_method",
            "resource_missing",
        )
    return card


def attach(state: State, card: Body, customer: str | None) -> None:
    """Give a card to a customer."""
    if customer is not None and card["customer"] is None:
        state.put(card, customer=customer)
        say(state, "payment_method.attached", card)


def behaviour(card: Body) -> TestCard:
    """Return what the bank of a card does."""
    return TEST_CARDS[card["_number"]]


def charging(card: Body) -> Outcome:
    """Return what the bank says to a charge now: as the control page told, else as the number says."""
    if told := card.get("_next"):
        return Outcome(told)
    if (card["card"]["exp_year"], card["card"]["exp_month"]) < _this_month():
        return Outcome.EXPIRED
    return behaviour(card).charging


def _this_month() -> tuple[int, int]:
    today = now()
    return today.year, today.month
