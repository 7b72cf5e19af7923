"""What the hosted pages show and do: a card is saved, a bank asks whether it is you."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from crowdlearn.kernel.cards import card_name
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money

from . import checkout, intents
from .calls import pass_time
from .objects import get
from .places import bank_at, checkout_at
from .rules import REFUSALS, CardRefused
from .store import Body, State, Store
from .wire import ApiError

_KINDS = {"seti": "setup_intent", "pi": "payment_intent"}


@dataclass(frozen=True)
class CardPage:
    """A page that saves a card. `back` is where it leads when it is done, `cancel` without doing anything.

    `unconfirmed`: the bank asked its customer, who said no.
    """

    page_id: str
    is_open: bool
    expires_at: datetime
    back: str
    cancel: str
    unconfirmed: bool


@dataclass(frozen=True)
class BankPage:
    """A bank's question. `amount` is what would be held, None when a card is only saved; `back` is where it leads."""

    intent_id: str
    is_open: bool
    card: str  # "Visa •••• 4242"
    amount: Money | None
    back: str


def card_page(store: Store, page_id: str) -> CardPage:
    """Return a hosted page as it stands now. Raises NotFound."""
    with store.visit() as state:
        pass_time(state)
        page = _find(state, "checkout.session", page_id)
        error = get(state, "setup_intent", page["setup_intent"])["last_setup_error"] or {}
    return CardPage(
        page_id=page_id,
        is_open=page["status"] == "open",
        expires_at=datetime.fromtimestamp(page["expires_at"], UTC),
        back=_done_at(page),
        cancel=page["cancel_url"] or _done_at(page),
        unconfirmed=error.get("code") == "setup_intent_authentication_failure",
    )


def enter_card(store: Store, page_id: str, number: str, month: int, year: int) -> str:
    """Save the card that was typed; return where to go on: back, or to the bank that asks first.

    A page that is done already leads back too. Raises NotFound, or a refusal for its reader.
    """
    refused: ApiError | None = None
    with store.visit() as state:
        pass_time(state)
        page = _find(state, "checkout.session", page_id)
        if page["status"] != "complete":
            try:
                checkout.enter_card(state, page_id, number, month, year)
            except ApiError as error:  # what the bank said is kept
                refused = error
        intent = get(state, "setup_intent", page["setup_intent"])
    if refused is not None:
        said = refused.body["error"]
        raise REFUSALS.get(said.get("decline_code") or said["code"], CardRefused)
    asks = intent["next_action"]
    return str(asks["redirect_to_url"]["url"]) if asks else _done_at(page)


def bank_page(store: Store, intent_id: str) -> BankPage:
    """Return a bank's question as it stands now. Raises NotFound."""
    with store.visit() as state:
        pass_time(state)
        intent = _find(state, _kind(intent_id), intent_id)
        card = state.find(intent["payment_method"] or "")
        back = _back_from_bank(state, intent)
    return BankPage(
        intent_id=intent_id,
        is_open=intent["status"] == "requires_action",
        card=card_name(card["card"]["brand"], card["card"]["last4"]) if card else "",
        amount=Money(intent["amount"], intent["currency"].upper()) if "amount" in intent else None,
        back=back,
    )


def answer_bank(store: Store, intent_id: str, *, yes: bool) -> str:
    """Answer a bank; return where to go on. A second answer changes nothing. Raises NotFound."""
    with store.visit() as state:
        pass_time(state)
        intent = _find(state, _kind(intent_id), intent_id)
        answer = intents.answer_bank if intent["object"] == "payment_intent" else checkout.answer_bank
        return _back_from_bank(state, answer(state, intent_id, yes=yes))


def _find(state: State, kind: str, object_id: str) -> Body:
    try:
        return get(state, kind, object_id)
    except ApiError:
        raise NotFound(kind) from None


def _kind(intent_id: str) -> str:
    kind = _KINDS.get(intent_id.partition("_")[0])
    if kind is None:
        raise NotFound("intent")
    return kind


def _done_at(page: Body) -> str:
    return str(page["success_url"]).replace("{CHECKOUT_SESSION_ID}", page["id"])


def _back_from_bank(state: State, intent: Body) -> str:
    """Return where a bank's page leads: to who asked for it; without a saved card, to the page that asks for one."""
    for page in state.all("checkout.session", {"setup_intent": intent["id"]}):
        return checkout_at(page["id"], page["locale"]) if page["status"] == "open" else _done_at(page)
    back = intent.get("_back")
    if not back:
        return bank_at(intent["id"], "en")
    done = intent["status"] in ("succeeded", "requires_capture")
    told = urlencode({intent["object"]: intent["id"], "redirect_status": "succeeded" if done else "failed"})
    return f"{back}{'&' if '?' in back else '?'}{told}"
