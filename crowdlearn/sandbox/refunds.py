"""Money that goes back to a card, and disputes about money that came from one."""

from stripe import params as asked

from .books import book
from .calls import Call, answers
from .customers import behaviour
from .objects import get, make, merge_metadata, moment, say
from .store import Body, State
from .wire import ApiError, invalid


@answers("POST", "/v1/refunds", asked.RefundCreateParams)
def create(state: State, call: Call) -> Body:
    """Send money back, never more than is left of the charge."""
    charge = _charge_of(state, call.params)
    if not charge["captured"]:
        raise ApiError(400, "This PaymentIntent does not have a successful charge to refund.", param="payment_intent")
    if any(each["status"] != "won" for each in state.all("dispute", {"charge": charge["id"]})):
        raise ApiError(400, "This charge is disputed and cannot be refunded.", code="charge_disputed")
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise ApiError(400, "The charge has already been refunded.", code="charge_already_refunded")
    cents = call.params.get("amount", left)
    if not 0 < cents <= left:
        raise invalid(f"Refund amount ({cents}) is greater than unrefunded amount on charge ({left}).", "amount")
    return _refunded(state, charge, cents, call.params.get("metadata"))


def _charge_of(state: State, params: Body) -> Body:
    if "charge" in params:
        return get(state, "charge", params["charge"], "charge")
    if "payment_intent" not in params:
        raise invalid("One of the following params should be provided: payment_intent or charge.", "payment_intent")
    intent = get(state, "payment_intent", params["payment_intent"], "payment_intent")
    if intent["latest_charge"] is None:
        raise ApiError(400, "This PaymentIntent does not have a successful charge to refund.", param="payment_intent")
    return get(state, "charge", intent["latest_charge"])


def _refunded(state: State, charge: Body, cents: int, metadata: Body | None) -> Body:
    refund = make(
        state,
        "refund",
        amount=cents,
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        status="succeeded",
        failure_reason=None,
        metadata=merge_metadata({}, metadata),
    )
    transaction = book(state, "refund", refund["id"], -cents, charge["currency"])
    state.put(refund, balance_transaction=transaction["id"])
    total = charge["amount_refunded"] + cents
    state.put(charge, amount_refunded=total, refunded=total == charge["amount_captured"])
    say(state, "refund.created", refund)
    say(state, "charge.refunded", charge)
    if behaviour(get(state, "payment_method", charge["payment_method"])).refunds_fail:
        fail(state, refund)
    return refund


def fail(state: State, refund: Body) -> Body:
    """Let a refund come back: the card is closed, the money is with us again."""
    if refund["status"] == "failed":
        return refund
    charge = get(state, "charge", refund["charge"])
    state.put(charge, amount_refunded=charge["amount_refunded"] - refund["amount"], refunded=False)
    book(state, "refund_failure", refund["id"], refund["amount"], refund["currency"])
    state.put(refund, status="failed", failure_reason="expired_or_canceled_card")
    say(state, "refund.failed", refund)
    return refund


@answers("GET", "/v1/refunds", asked.RefundListParams)
def index(state: State, call: Call) -> Body:
    """List refunds."""
    return call.page(state.all("refund", call.some("charge", "payment_intent")))


@answers("GET", "/v1/refunds/{}", asked.RefundRetrieveParams)
def retrieve(state: State, call: Call) -> Body:
    """Return a refund."""
    return get(state, "refund", call.names[0])


@answers("GET", "/v1/disputes", asked.DisputeListParams)
def disputes(state: State, call: Call) -> Body:
    """List disputes."""
    return call.page(state.all("dispute", call.some("charge", "payment_intent")))


@answers("GET", "/v1/disputes/{}", asked.DisputeRetrieveParams)
def dispute_of(state: State, call: Call) -> Body:
    """Return a dispute."""
    return get(state, "dispute", call.names[0])


def close_dispute(state: State, dispute: Body, *, won: bool) -> Body:
    """Let the bank decide a dispute: the money comes back when we win."""
    if dispute["status"] in ("won", "lost"):
        return dispute
    if won:
        back = book(state, "adjustment", dispute["id"], dispute["amount"], dispute["currency"])
        state.put(dispute, balance_transactions=[*dispute["balance_transactions"], back])
    state.put(dispute, status="won" if won else "lost", closed_at=moment())
    say(state, "charge.dispute.closed", dispute)
    return dispute
