"""What stands on the account that the processor keeps for us."""

from stripe import params as asked

from .calls import Call, answers
from .objects import get, make
from .store import Body, State

FEE_BASIS_POINTS, FEE_FIXED_CENTS = 290, 30  # of each charge, half up
DISPUTE_FEE_CENTS = 1_500


def fee(cents: int) -> int:
    """Return what the processor keeps of a charge, in cents."""
    return (cents * FEE_BASIS_POINTS + 5_000) // 10_000 + FEE_FIXED_CENTS


def book(state: State, kind: str, source: str, cents: int, currency: str, *, kept: int = 0) -> Body:
    """Write down what came to the account, or left it below zero; `kept` is the processor's fee, in cents."""
    return make(
        state,
        "balance_transaction",
        type=kind,
        source=source,
        amount=cents,
        fee=kept,
        net=cents - kept,
        currency=currency,
        status="available",
    )


def sums(state: State) -> dict[str, int]:
    """Return what stands on the account, in cents, by currency."""
    totals: dict[str, int] = {}
    for each in state.all("balance_transaction"):
        totals[each["currency"]] = totals.get(each["currency"], 0) + each["net"]
    return dict(sorted(totals.items()))


@answers("GET", "/v1/balance", asked.BalanceRetrieveParams)
def balance(state: State, _call: Call) -> Body:
    """Return what stands on the account, by currency."""
    available = [{"amount": cents, "currency": currency} for currency, cents in sums(state).items()]
    return {"object": "balance", "livemode": False, "available": available, "pending": []}


@answers("GET", "/v1/balance_transactions", asked.BalanceTransactionListParams)
def transactions(state: State, call: Call) -> Body:
    """List what came and went."""
    private = {"_payout": call.params["payout"]} if "payout" in call.params else {}
    return call.page(state.all("balance_transaction", call.some("type", "source") | private))


@answers("GET", "/v1/balance_transactions/{}", asked.BalanceTransactionRetrieveParams)
def transaction_of(state: State, call: Call) -> Body:
    """Return one line of the account."""
    return get(state, "balance_transaction", call.names[0])
