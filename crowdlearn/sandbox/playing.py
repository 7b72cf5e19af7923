"""What the control page of a demo lets happen: banks change their mind, holds lapse, disputes open and close."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from crowdlearn.kernel.cards import card_name
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import N_, Worded

from . import faults, intents, payouts, refunds
from .books import sums
from .calls import pass_time
from .numbers import Outcome
from .objects import get
from .store import Body, State, Store
from .wire import ApiError

SHOWN = 20


class Act(Worded):
    """One thing that happens at a processor without our asking."""

    LAPSE = "lapse", N_("Let the hold lapse")
    DISPUTE = "dispute", N_("Dispute the charge")
    WIN = "win", N_("Decide for the pitch")
    LOSE = "lose", N_("Decide for the card’s owner")
    FAIL = "fail", N_("Let the refund come back")
    SEND = "send", N_("Send it to the bank")
    BOUNCE = "bounce", N_("Let the bank refuse it")


class Calls(Worded):
    """Which requests go wrong."""

    ALL = "all", N_("All of them")
    PAGE = "page", N_("Opening a page that saves a card")
    MAKE = "make", N_("Making a payment known")
    HOLD = "hold", N_("Holding money")
    TAKE = "take", N_("Taking held money")
    LET_GO = "let_go", N_("Releasing a hold")
    SEND_BACK = "send_back", N_("Sending money back")
    READ = "read", N_("Reading where a payment stands")


_WHERE: Mapping[Calls, tuple[str, str]] = {
    Calls.ALL: ("*", "*"),
    Calls.PAGE: ("POST", "/v1/checkout/sessions"),
    Calls.MAKE: ("POST", "/v1/payment_intents"),
    Calls.HOLD: ("POST", "*/confirm"),
    Calls.TAKE: ("POST", "*/capture"),
    Calls.LET_GO: ("POST", "*/cancel"),
    Calls.SEND_BACK: ("POST", "/v1/refunds"),
    Calls.READ: ("GET", "/v1/payment_intents/*"),
}


@dataclass(frozen=True)
class Thing:
    """Something at the processor that may take a turn: what could happen to it, and whose it is, if that is known."""

    id: str
    made_at: datetime
    amount: Money | None
    card: str
    person_id: UUID | None
    acts: tuple[Act, ...]
    next_word: Outcome | None = None


@dataclass(frozen=True)
class Board:
    """What the processor holds, newest first: cards, holds, charges, disputes, refunds; and what waits to happen."""

    cards: tuple[Thing, ...]
    holds: tuple[Thing, ...]
    charges: tuple[Thing, ...]
    disputes: tuple[Thing, ...]
    refunds: tuple[Thing, ...]
    balance: tuple[Thing, ...]
    transfers: tuple[Thing, ...]
    faults_planned: int
    reports_waiting: int


def board(store: Store) -> Board:
    """Return what the control page shows."""
    with store.visit() as state:
        pass_time(state)
        attached = (card for card in state.all("payment_method") if card["customer"])
        held = state.all("payment_intent", {"status": "requires_capture"})
        taken = (charge for charge in state.all("charge", {"captured": True}) if not charge["disputed"])
        open_ones = state.all("dispute", {"status": "needs_response"})
        return Board(
            cards=_things(state, attached),
            holds=_things(state, held, Act.LAPSE),
            charges=_things(state, taken, Act.DISPUTE),
            disputes=_things(state, open_ones, Act.WIN, Act.LOSE),
            refunds=_things(state, state.all("refund", {"status": "succeeded"}), Act.FAIL),
            balance=tuple(_standing(state)),
            transfers=tuple(_sent(each) for each in islice(state.all("payout"), SHOWN)),
            faults_planned=faults.planned(state),
            reports_waiting=int(state.connection.execute("SELECT count(*) FROM delivery WHERE done = 0").fetchone()[0]),
        )


def _things(state: State, bodies: Iterator[Body], *acts: Act) -> tuple[Thing, ...]:
    return tuple(_thing(state, body, acts) for body in islice(bodies, SHOWN))


def _thing(state: State, body: Body, acts: tuple[Act, ...]) -> Thing:
    charge = get(state, "charge", body["charge"]) if "charge" in body else body
    card = body if body["object"] == "payment_method" else get(state, "payment_method", charge["payment_method"])
    customer = state.find(card["customer"] or charge["customer"] or "") or {"metadata": {}}
    known = customer["metadata"].get("person")
    return Thing(
        id=body["id"],
        made_at=datetime.fromtimestamp(body["created"], UTC),
        amount=Money(body["amount"], body["currency"].upper()) if "amount" in body else None,
        card=card_name(card["card"]["brand"], card["card"]["last4"]),
        person_id=UUID(known) if known else None,
        acts=acts,
        next_word=Outcome(card["_next"]) if card.get("_next") else None,
    )


def _standing(state: State) -> Iterator[Thing]:
    for currency, cents in sums(state).items():
        if cents > 0:
            yield Thing("balance", now(), Money(cents, currency.upper()), "", None, (Act.SEND,))


def _sent(payout: Body) -> Thing:
    sent_at, amount = (
        datetime.fromtimestamp(payout["created"], UTC),
        Money(payout["amount"], payout["currency"].upper()),
    )
    return Thing(payout["id"], sent_at, amount, "", None, () if payout["status"] == "failed" else (Act.BOUNCE,))


def _lapse(state: State, object_id: str) -> None:
    intents.lapse(state, get(state, "payment_intent", object_id))


def _dispute(state: State, object_id: str) -> None:
    charge = get(state, "charge", object_id)
    if charge["captured"] and not charge["disputed"]:
        intents.open_dispute(state, charge)


def _win(state: State, object_id: str) -> None:
    refunds.close_dispute(state, get(state, "dispute", object_id), won=True)


def _lose(state: State, object_id: str) -> None:
    refunds.close_dispute(state, get(state, "dispute", object_id), won=False)


def _fail(state: State, object_id: str) -> None:
    refunds.fail(state, get(state, "refund", object_id))


def _send(state: State, _all_of_it: str) -> None:
    payouts.send(state)


def _bounce(state: State, object_id: str) -> None:
    payouts.bounce(state, get(state, "payout", object_id))


_ACTS: Mapping[Act, Callable[[State, str], None]] = {
    Act.LAPSE: _lapse,
    Act.DISPUTE: _dispute,
    Act.WIN: _win,
    Act.LOSE: _lose,
    Act.FAIL: _fail,
    Act.SEND: _send,
    Act.BOUNCE: _bounce,
}


def play(store: Store, act: Act, object_id: str) -> None:
    """Let something happen; what happened already does not happen again. Raises NotFound."""
    with store.visit() as state:
        pass_time(state)
        try:
            _ACTS[act](state, object_id)
        except ApiError:
            raise NotFound(object_id) from None


def lose_answers(store: Store, calls: Calls, kind: faults.Kind, place: faults.Place, times: int) -> None:
    """Let the next `times` requests of a kind go wrong."""
    method, path = _WHERE[calls]
    faults.plan(store, kind, place, method=method, path=path, times=times)


def card_at(store: Store, card_id: str) -> Thing:
    """Return one card. Raises NotFound."""
    with store.visit() as state:
        return _thing(state, _card(state, card_id), ())


def say_next(store: Store, card_id: str, said: Outcome | None) -> None:
    """Let the bank of a card say this to every charge from now on; None for what its number does. Raises NotFound."""
    with store.visit() as state:
        state.put(_card(state, card_id), _next=said.value if said else None)


def _card(state: State, card_id: str) -> Body:
    try:
        return get(state, "payment_method", card_id)
    except ApiError:
        raise NotFound(card_id) from None
