"""Saving a card: setup intents, and Checkout in setup mode with its hosted page."""

from typing import Any

from stripe import params as asked
from stripe.params import checkout as asked_page

from .calls import Call, answers, before_each
from .customers import attach, behaviour, card_for, language_of, new_card
from .numbers import Outcome, refusal
from .objects import get, make, merge_metadata, moment, say
from .places import bank_at, checkout_at
from .store import Body, State
from .wire import ApiError, invalid

SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600  # a page may stay open


@answers("POST", "/v1/setup_intents", asked.SetupIntentCreateParams)
def create_intent(state: State, call: Call) -> Body:
    """Begin to save a card; confirmed at once when asked."""
    intent = _new_intent(state, call.params.get("customer"), call.params.get("metadata"), "off_session")
    if call.params.get("confirm"):
        return _confirm(state, intent, call.params)
    return intent


def _new_intent(state: State, customer: str | None, metadata: Body | None, usage: str) -> Body:
    if customer is not None:
        get(state, "customer", customer, "customer")
    return make(
        state,
        "setup_intent",
        customer=customer,
        status="requires_payment_method",
        payment_method=None,
        usage=usage,
        metadata=merge_metadata({}, metadata),
        last_setup_error=None,
        next_action=None,
    )


@answers("GET", "/v1/setup_intents/{}", asked.SetupIntentRetrieveParams)
def retrieve_intent(state: State, call: Call) -> Body:
    """Return a setup intent."""
    return get(state, "setup_intent", call.names[0])


@answers("POST", "/v1/setup_intents/{}/confirm", asked.SetupIntentConfirmParams)
def confirm_intent(state: State, call: Call) -> Body:
    """Save the named card, or refuse it as its bank does."""
    return _confirm(state, get(state, "setup_intent", call.names[0]), call.params)


def _confirm(state: State, intent: Body, params: Body) -> Body:
    if intent["status"] not in ("requires_payment_method", "requires_confirmation"):
        raise _unexpected(intent)
    wanted = params.get("payment_method") or intent["payment_method"]
    if not wanted:
        raise invalid("You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method")
    card = card_for(state, wanted, intent["customer"])
    return save_card(state, intent, card, params.get("return_url"))


def save_card(state: State, intent: Body, card: Body, back: str | None, locale: str = "") -> Body:
    """Ask the bank whether a card may be saved. Raises ApiError when it says no; it may want to ask its customer.

    The bank asks in the language of the page, `locale`, where the card was typed into one.
    """
    said = behaviour(card).saving
    if said is Outcome.ASK:
        language = locale or language_of(state, intent["customer"], back)
        page: Body = {"url": bank_at(intent["id"], language), "return_url": back}
        action = {"type": "redirect_to_url", "redirect_to_url": page}
        state.put(intent, status="requires_action", next_action=action, payment_method=card["id"], _back=back)
        say(state, "setup_intent.requires_action", intent)
        return intent
    if said is not Outcome.OK:
        return _refused(state, intent, card, said)
    return saved(state, intent, card)


def saved(state: State, intent: Body, card: Body) -> Body:
    """Finish a setup intent: the card belongs to the customer."""
    attach(state, card, intent["customer"])
    state.put(intent, status="succeeded", payment_method=card["id"], next_action=None, last_setup_error=None)
    say(state, "setup_intent.succeeded", intent)
    return intent


def _refused(state: State, intent: Body, card: Body, said: Outcome) -> Body:
    error = refusal(said)
    told = {**error.body["error"], "payment_method": card}
    state.put(intent, status="requires_payment_method", payment_method=None, next_action=None, last_setup_error=told)
    say(state, "setup_intent.setup_failed", intent)
    error.body["error"]["setup_intent"] = intent
    raise error


def _unexpected(intent: Body) -> ApiError:
    return ApiError(
        400,
        f"You cannot confirm this SetupIntent because it has a status of {intent['status']}.",
        code="setup_intent_unexpected_state",
        setup_intent=intent,
    )


@answers("POST", "/v1/checkout/sessions", asked_page.SessionCreateParams)
def open_page(state: State, call: Call) -> Body:
    """Open a hosted page that saves a card. Only setup mode is known here."""
    params = call.params
    if params.get("mode") != "setup":
        raise invalid("This sandbox knows Checkout in setup mode only.", "mode")
    if not params.get("customer"):
        raise invalid("A card is saved for a customer: `customer` is needed.", "customer", "parameter_missing")
    if not params.get("currency") and not params.get("allowed_payment_method_types"):
        raise invalid("`currency` is needed in setup mode.", "currency", "parameter_missing")
    if not str(params.get("success_url", "")).startswith(("https://", "http://")):
        raise invalid("Not a valid URL", "success_url", "url_invalid")
    setup: Body = params.get("setup_intent_data") or {}
    intent = _new_intent(state, params["customer"], setup.get("metadata"), "off_session")
    page = make(
        state,
        "checkout.session",
        mode="setup",
        status="open",
        payment_status="no_payment_required",
        customer=params["customer"],
        setup_intent=intent["id"],
        success_url=params["success_url"],
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        locale=params.get("locale", "auto"),
        expires_at=_expiry(params.get("expires_at")),
        metadata=merge_metadata({}, params.get("metadata")),
    )
    return state.put(page, url=checkout_at(page["id"], page["locale"]))


def _expiry(wanted: int | None) -> int:
    at = wanted or moment() + LONGEST_SECONDS
    if not moment() + SHORTEST_SECONDS <= at <= moment() + LONGEST_SECONDS:
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            "expires_at",
        )
    return at


@answers("GET", "/v1/checkout/sessions/{}", asked_page.SessionRetrieveParams)
def retrieve_page(state: State, call: Call) -> Body:
    """Return a hosted page's session."""
    return get(state, "checkout.session", call.names[0])


@answers("POST", "/v1/checkout/sessions/{}/expire", asked_page.SessionExpireParams)
def expire_page(state: State, call: Call) -> Body:
    """Close a hosted page that is still open."""
    page = get(state, "checkout.session", call.names[0])
    if page["status"] != "open":
        raise ApiError(400, f"Only Checkout Sessions with a status of open can be expired ({page['status']}).")
    return _expired(state, page)


def _expired(state: State, page: Body) -> Body:
    state.put(page, status="expired", url=None)
    say(state, "checkout.session.expired", page)
    return page


@before_each
def expire_pages(state: State) -> None:
    """Close the hosted pages whose time is over."""
    for page in state.all("checkout.session", {"status": "open"}):
        if page["expires_at"] <= moment():
            _expired(state, page)


def enter_card(state: State, page_id: str, number: str, month: int, year: int) -> Body:
    """Save the card that a person typed into the hosted page; return the page's session.

    Raises ApiError when the page is closed, the number is no test number or its time is over, or the bank says no.
    """
    page = get(state, "checkout.session", page_id)
    if page["status"] != "open":
        raise ApiError(400, "This page is closed.", code="checkout_closed")
    intent = get(state, "setup_intent", page["setup_intent"])
    save_card(state, intent, new_card(state, number, month, year), None, page["locale"].removeprefix("auto"))
    return finish_page(state, page)


def finish_page(state: State, page: Body) -> Body:
    """Complete a hosted page once its card is saved."""
    if get(state, "setup_intent", page["setup_intent"])["status"] == "succeeded" and page["status"] == "open":
        state.put(page, status="complete", url=None)
        say(state, "checkout.session.completed", page)
    return page


def answer_bank(state: State, intent_id: str, *, yes: bool) -> Body:
    """Say to the bank that it is me, or not, when a card is saved; return the setup intent."""
    intent = get(state, "setup_intent", intent_id)
    if intent["status"] != "requires_action":
        return intent
    card: Any = get(state, "payment_method", intent["payment_method"])
    if yes:
        saved(state, intent, card)
    else:
        error = {"type": "invalid_request_error", "code": "setup_intent_authentication_failure",
                 "message": "The provided PaymentMethod has failed authentication."}  # fmt: skip
        state.put(
            intent, status="requires_payment_method", payment_method=None, next_action=None, last_setup_error=error
        )
        say(state, "setup_intent.setup_failed", intent)
    for page in state.all("checkout.session", {"setup_intent": intent_id}):
        finish_page(state, page)
    return intent
