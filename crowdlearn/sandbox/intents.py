"""Payment intents and their charges: a hold on a card, then its capture, or its release."""

from typing import Any

from stripe import params as asked

from .books import DISPUTE_FEE_CENTS, book, fee
from .calls import Call, answers, before_each
from .customers import attach, behaviour, card_for, charging, language_of
from .numbers import Outcome, refusal
from .objects import get, make, merge_metadata, moment, say
from .places import bank_at
from .store import Body, State
from .wire import ApiError, invalid

SMALLEST = {"cad": 50, "usd": 50, "eur": 50, "gbp": 30}
HOLDS_SECONDS = {"visa": 410_400}  # 4 days 18 hours for a merchant-initiated hold; other networks keep theirs 7 days
HOLDS_ELSEWHERE = 7 * 86_400
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELLABLE = (*CONFIRMABLE, "requires_capture", "processing")


@answers("POST", "/v1/payment_intents", asked.PaymentIntentCreateParams)
def create(state: State, call: Call) -> Body:
    """Make a payment intent; confirmed at once when asked."""
    params = call.params
    _check_amount(params["amount"], params["currency"])
    if customer := params.get("customer"):
        get(state, "customer", customer, "customer")
    wanted = params.get("payment_method")
    if wanted:
        card_for(state, wanted, customer)
    intent = make(
        state,
        "payment_intent",
        amount=params["amount"],
        amount_capturable=0,
        amount_received=0,
        currency=params["currency"],
        customer=customer,
        capture_method=params.get("capture_method", "automatic_async"),
        allowed_payment_method_types=params.get("allowed_payment_method_types"),
        payment_method=wanted,
        status="requires_confirmation" if wanted else "requires_payment_method",
        description=params.get("description"),
        transfer_group=params.get("transfer_group"),
        metadata=merge_metadata({}, params.get("metadata")),
        latest_charge=None,
        last_payment_error=None,
        next_action=None,
        canceled_at=None,
        cancellation_reason=None,
    )
    say(state, "payment_intent.created", intent)
    return _confirm(state, intent, params) if params.get("confirm") else intent


def _check_amount(cents: int, currency: str) -> None:
    if currency not in SMALLEST:
        raise invalid(f"Invalid currency: {currency}.", "currency")
    if cents < SMALLEST[currency]:
        raise invalid(f"Amount must be at least {SMALLEST[currency]} {currency}.", "amount", "amount_too_small")
    if cents > 99_999_999:
        raise invalid("Amount must be no more than 999,999.99.", "amount", "amount_too_large")


@answers("GET", "/v1/payment_intents", asked.PaymentIntentListParams)
def index(state: State, call: Call) -> Body:
    """List payment intents."""
    return call.page(state.all("payment_intent", call.some("customer")))


@answers("GET", "/v1/payment_intents/{}", asked.PaymentIntentRetrieveParams)
def retrieve(state: State, call: Call) -> Body:
    """Return a payment intent."""
    return get(state, "payment_intent", call.names[0], "intent")


@answers("POST", "/v1/payment_intents/{}/confirm", asked.PaymentIntentConfirmParams)
def confirm(state: State, call: Call) -> Body:
    """Ask the bank for a hold."""
    return _confirm(state, get(state, "payment_intent", call.names[0], "intent"), call.params)


def _confirm(state: State, intent: Body, params: Body) -> Body:
    if intent["status"] not in CONFIRMABLE:
        raise unexpected(intent, "confirm")
    wanted = params.get("payment_method") or intent["payment_method"]
    if not wanted:
        raise invalid("You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_method")
    card = card_for(state, wanted, intent["customer"])
    said = charging(card)
    if said is Outcome.ASK and not params.get("off_session"):
        return _ask_customer(state, intent, card, params.get("return_url"))
    return _held(state, intent, card) if said is Outcome.OK else _declined(state, intent, card, said)


def _ask_customer(state: State, intent: Body, card: Body, back: str | None) -> Body:
    page = {"url": bank_at(intent["id"], language_of(state, intent["customer"], back)), "return_url": back}
    action: Body = {"type": "redirect_to_url", "redirect_to_url": page} if back else {"type": "use_stripe_sdk"}
    state.put(intent, status="requires_action", payment_method=card["id"], next_action=action, _back=back)
    say(state, "payment_intent.requires_action", intent)
    return intent


def _charge(state: State, intent: Body, card: Body, **fields: Any) -> Body:
    lasts = HOLDS_SECONDS.get(card["card"]["brand"], HOLDS_ELSEWHERE)
    details = {"type": "card", "card": {**card["card"], "capture_before": moment() + lasts}}
    return make(
        state,
        "charge",
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        currency=intent["currency"],
        customer=intent["customer"],
        payment_intent=intent["id"],
        payment_method=card["id"],
        payment_method_details=details,
        metadata=intent["metadata"],
        balance_transaction=None,
        captured=False,
        refunded=False,
        disputed=False,
        **fields,
    )


def _held(state: State, intent: Body, card: Body) -> Body:
    """Hold the money; where capture is not manual, take it."""
    attach(state, card, intent["customer"])
    charge = _charge(state, intent, card, status="succeeded", paid=True, failure_code=None)
    state.put(
        intent,
        status="requires_capture",
        amount_capturable=intent["amount"],
        payment_method=card["id"],
        latest_charge=charge["id"],
        last_payment_error=None,
        next_action=None,
    )
    if intent["capture_method"] != "manual":
        return _taken(state, intent, intent["amount"])
    say(state, "payment_intent.amount_capturable_updated", intent)
    return intent


def _declined(state: State, intent: Body, card: Body, said: Outcome) -> Body:
    charge = _charge(state, intent, card, status="failed", paid=False, failure_code=said.value)
    error = refusal(said)
    told = error.body["error"]
    told |= {"charge": charge["id"], "payment_method": card}
    state.put(
        intent,
        status="requires_payment_method",
        payment_method=None,
        latest_charge=charge["id"],
        last_payment_error=dict(told),
        next_action=None,
    )
    say(state, "payment_intent.payment_failed", intent)
    told["payment_intent"] = intent
    raise error


@answers("POST", "/v1/payment_intents/{}/capture", asked.PaymentIntentCaptureParams)
def capture(state: State, call: Call) -> Body:
    """Take held money."""
    intent = get(state, "payment_intent", call.names[0], "intent")
    if intent["status"] != "requires_capture":
        raise unexpected(intent, "capture")
    cents = int(call.params.get("amount_to_capture") or intent["amount_capturable"])
    if not 0 < cents <= intent["amount_capturable"]:
        raise invalid("The amount to capture is greater than what can be captured.", "amount_to_capture")
    return _taken(state, intent, cents)


def _taken(state: State, intent: Body, cents: int) -> Body:
    charge = get(state, "charge", intent["latest_charge"])
    transaction = book(state, "charge", charge["id"], cents, intent["currency"], kept=fee(cents))
    state.put(charge, captured=True, amount_captured=cents, balance_transaction=transaction["id"])
    state.put(intent, status="succeeded", amount_received=cents, amount_capturable=0)
    say(state, "charge.captured", charge)
    say(state, "payment_intent.succeeded", intent)
    if behaviour(get(state, "payment_method", charge["payment_method"])).disputes:
        open_dispute(state, charge)
    return intent


@answers("POST", "/v1/payment_intents/{}/cancel", asked.PaymentIntentCancelParams)
def cancel(state: State, call: Call) -> Body:
    """Release a hold, or give an intent up."""
    intent = get(state, "payment_intent", call.names[0], "intent")
    if intent["status"] not in CANCELLABLE:
        raise unexpected(intent, "cancel")
    return _released(state, intent, call.params.get("cancellation_reason"))


def _released(state: State, intent: Body, why: str | None) -> Body:
    if intent["latest_charge"] and intent["status"] == "requires_capture":
        charge = get(state, "charge", intent["latest_charge"])
        state.put(charge, refunded=True, amount_refunded=charge["amount"])
    state.put(
        intent, status="canceled", amount_capturable=0, canceled_at=moment(), cancellation_reason=why, next_action=None
    )
    say(state, "payment_intent.canceled", intent)
    return intent


def unexpected(intent: Body, verb: str) -> ApiError:
    """Return the refusal of what cannot be done in this status: often it was done before."""
    return ApiError(
        400,
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
        payment_intent=intent,
    )


@before_each
def lapse_holds(state: State) -> None:
    """Release the holds whose time is over, as the networks do."""
    for intent in state.all("payment_intent", {"status": "requires_capture"}):
        charge = get(state, "charge", intent["latest_charge"])
        if charge["payment_method_details"]["card"]["capture_before"] <= moment():
            lapse(state, intent)


def lapse(state: State, intent: Body) -> Body:
    """Let a hold lapse, as its network does when its time is over. What is not held stays as it is."""
    return _released(state, intent, "automatic") if intent["status"] == "requires_capture" else intent


def answer_bank(state: State, intent_id: str, *, yes: bool) -> Body:
    """Say to the bank that it is me, or not, when it asks about a charge; return the intent."""
    intent = get(state, "payment_intent", intent_id)
    if intent["status"] != "requires_action":
        return intent
    card = get(state, "payment_method", intent["payment_method"])
    if yes:
        return _held(state, intent, card)
    told = {"type": "invalid_request_error", "code": "payment_intent_authentication_failure",
            "message": "The provided PaymentMethod has failed authentication."}  # fmt: skip
    state.put(intent, status="requires_payment_method", payment_method=None, next_action=None, last_payment_error=told)
    say(state, "payment_intent.payment_failed", intent)
    return intent


@answers("GET", "/v1/charges", asked.ChargeListParams)
def charges(state: State, call: Call) -> Body:
    """List charges."""
    return call.page(state.all("charge", call.some("customer", "payment_intent")))


@answers("GET", "/v1/charges/{}", asked.ChargeRetrieveParams)
def charge_of(state: State, call: Call) -> Body:
    """Return a charge."""
    return get(state, "charge", call.names[0])


def open_dispute(state: State, charge: Body) -> Body:
    """Let a card's owner dispute a charge: the money leaves until the bank has decided."""
    dispute = make(
        state,
        "dispute",
        amount=charge["amount_captured"],
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        status="needs_response",
        reason="fraudulent",
        metadata={},
    )
    state.put(charge, disputed=True)
    gone = book(state, "adjustment", dispute["id"], -dispute["amount"], charge["currency"], kept=DISPUTE_FEE_CENTS)
    state.put(dispute, balance_transactions=[gone])
    say(state, "charge.dispute.created", dispute)
    return dispute
