"""Money that the processor sends to our bank. It calls that a payout; in the books of CrowdLearn it is a transfer."""

from stripe import params as asked

from .books import book
from .calls import Call, answers, before_each
from .objects import get, make, moment, say
from .store import Body, State

DAYS_TO_THE_BANK = 2


@answers("GET", "/v1/payouts", asked.PayoutListParams)
def index(state: State, call: Call) -> Body:
    """List what was sent."""
    return call.page(state.all("payout", call.some("status")))


@answers("GET", "/v1/payouts/{}", asked.PayoutRetrieveParams)
def retrieve(state: State, call: Call) -> Body:
    """Return one."""
    return get(state, "payout", call.names[0])


def send(state: State) -> list[Body]:
    """Send everything that stands on the account, as the processor does by itself; return what was sent."""
    lines: dict[str, list[Body]] = {}
    for line in state.all("balance_transaction"):
        if "_payout" not in line:
            lines.setdefault(line["currency"], []).append(line)
    sums = {currency: sum(line["net"] for line in found) for currency, found in lines.items()}
    return [_sent(state, currency, cents, lines[currency]) for currency, cents in sums.items() if cents > 0]


def _sent(state: State, currency: str, cents: int, lines: list[Body]) -> Body:
    payout = make(
        state,
        "payout",
        amount=cents,
        currency=currency,
        arrival_date=moment() + DAYS_TO_THE_BANK * 86_400,
        automatic=True,
        status="in_transit",
        failure_code=None,
        metadata={},
    )
    for line in [*lines, book(state, "payout", payout["id"], -cents, currency)]:
        state.put(line, _payout=payout["id"])
    say(state, "payout.created", payout)
    return payout


@before_each
def _arrive(state: State) -> None:
    for payout in state.all("payout", {"status": "in_transit"}):
        if payout["arrival_date"] <= moment():
            say(state, "payout.paid", state.put(payout, status="paid"))


def bounce(state: State, payout: Body) -> Body:
    """Let the bank refuse what was sent: the money stands on the account again."""
    if payout["status"] == "failed":
        return payout
    book(state, "payout_failure", payout["id"], payout["amount"], payout["currency"])
    say(state, "payout.failed", state.put(payout, status="failed", failure_code="account_closed"))
    return payout
