"""The port: what we ask of whoever moves money. One adapter per provider, bound once by `connect`.

The words are ours; an adapter translates. Whatever is asked of the processor may be done although no answer came:
`Unanswered` says so, and only a later reading tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from .rules import DisputeReading, FeeReading, TransferReading


class Gateway(Protocol):
    """A way for money to come in and go back.

    `moves_money` tells whether the provider moves it when told; if not, a treasurer moves it and records what came
    and went. `account` is the account of the books where it arrives.
    """

    name: str
    moves_money: bool
    account: str


class Unanswered(Exception):  # noqa: N818 - a fact about the world
    """Nobody knows whether it was done: no answer, or one that says nothing. Never to be read as "not done"."""


class NotTaken(Exception):  # noqa: N818 - a fact about the world
    """The processor understood and refused, for a reason that asking again does not change. `code` is its word."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(words or code)
        self.code = code


class BadReport(Exception):  # noqa: N818 - a fact about the world
    """A report that is not the processor's own, is too old or too new, or belongs to the other mode."""


class Standing(StrEnum):
    """Where the processor says that the money of a pledge stands."""

    NEW = "new"  # known, nothing tried
    FAILED = "failed"  # the bank said no
    ASKS = "asks"  # the bank wants its customer to confirm
    WORKING = "working"
    HELD = "held"
    TAKEN = "taken"
    GONE = "gone"  # released, or lapsed


@dataclass(frozen=True)
class Reading:
    """What the processor says of the money of one pledge, freshly read; cents.

    `failure` is the bank's word, such as "insufficient_funds". `take_before` is when a hold lapses. `fee_cents` is
    None until the processor knows it. `pledge_id` is what we called it when we made it.
    """

    reference: str
    standing: Standing
    amount_cents: int
    currency: str
    pledge_id: UUID | None = None
    failure: str = ""
    take_before: datetime | None = None
    charge: str | None = None
    fee_cents: int | None = None
    disputed: bool = False
    ask_at: str | None = None  # where the customer confirms, while standing is ASKS


@dataclass(frozen=True)
class CardReading:
    """A saved card as the processor describes it: never a number."""

    reference: str
    brand: str
    last_four: str
    expires_year: int
    expires_month: int
    fingerprint: str


class PageStanding(StrEnum):
    """Where a hosted card page stands."""

    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"


@dataclass(frozen=True)
class PageReading:
    """What became of a hosted card page."""

    reference: str
    standing: PageStanding
    url: str | None
    expires_at: datetime
    card: CardReading | None = None


@dataclass(frozen=True)
class PageWanted:
    """A hosted page that saves a card of a customer; it leads back to `back_url`, or to `cancel_url`."""

    customer: str
    page_id: UUID
    back_url: str
    cancel_url: str
    expires_at: datetime
    language: str
    currency: str


@dataclass(frozen=True)
class PaymentWanted:
    """The money of one pledge, about to be made known to the processor; cents."""

    customer: str
    pledge_id: UUID
    pitch_id: UUID
    amount_cents: int
    currency: str


class RefundStanding(StrEnum):
    """Where the processor says that a refund stands."""

    WORKING = "working"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class RefundReading:
    """What the processor says of one refund, freshly read; cents. `refund_id` is what we called it when we asked."""

    reference: str
    standing: RefundStanding
    amount_cents: int
    failure: str = ""
    refund_id: UUID | None = None


@dataclass(frozen=True)
class RefundWanted:
    """Money about to be sent back, cents. `before` is when it is too late to say so: somebody else has taken over."""

    refund_id: UUID
    cents: int
    before: datetime


@dataclass(frozen=True)
class Report:
    """An event as the processor tells it: which object to read again, never what it says."""

    event_id: str
    name: str
    about: str


class CardGateway(Gateway, Protocol):
    """A provider that saves cards, holds money on them, takes it and sends it back.

    Every `key` makes its request one request, however often it is sent within a day. Each method may raise
    `Unanswered`; those that change something say nothing of the outcome: read afterwards.
    """

    def new_customer(self, person_id: UUID, language: str, key: str) -> str:
        """Make a person known, and return the processor's reference."""

    def open_page(self, wanted: PageWanted, key: str) -> PageReading:
        """Open a hosted page that saves a card."""

    def read_page(self, reference: str) -> PageReading:
        """Read what became of a hosted page. Raises NotTaken for one that nobody knows."""

    def close_page(self, reference: str) -> None:
        """Close a hosted page that may still be open."""

    def forget_card(self, reference: str) -> None:
        """Take a card away from its customer; once is enough."""

    def new_payment(self, wanted: PaymentWanted, key: str) -> str:
        """Make the money of a pledge known, without asking any bank; return the processor's reference."""

    def hold(self, reference: str, card: str, key: str) -> None:
        """Ask the bank for a hold, its customer absent."""

    def hold_with_customer(self, reference: str, card: str, back_url: str, key: str) -> None:
        """Ask the bank for a hold, its customer present: where the bank wants to ask, a reading says where."""

    def take(self, reference: str, key: str) -> None:
        """Take held money."""

    def let_go(self, reference: str, key: str) -> None:
        """Release a hold, or give up what was never held."""

    def read(self, reference: str) -> Reading:
        """Read where the money of a pledge stands."""

    def read_since(self, moment: datetime) -> Iterator[Reading]:
        """Read everything that was made since a moment."""

    def send_back(self, reference: str, wanted: RefundWanted, key: str) -> RefundReading:
        """Send money back to its card. Raises NotTaken when that card cannot take it, or the money is disputed."""

    def find_refund(self, reference: str, refund_id: UUID) -> RefundReading | None:
        """Look among the refunds of a payment for one of ours whose answer was lost."""

    def read_refund(self, reference: str) -> RefundReading:
        """Read where a refund stands."""

    def read_dispute(self, reference: str) -> DisputeReading:
        """Read where a dispute stands."""

    def disputes_since(self, moment: datetime) -> Iterator[DisputeReading]:
        """Read every dispute that was opened since a moment."""

    def read_transfer(self, reference: str) -> TransferReading:
        """Read where a transfer to the bank stands, and what it is made of."""

    def transfers_since(self, moment: datetime) -> Iterator[TransferReading]:
        """Read every transfer that was sent since a moment."""

    def fees_since(self, moment: datetime) -> Iterator[FeeReading]:
        """Read what was kept since a moment for the account itself, and not for a payment."""

    def balance_cents(self, currency: str) -> int:
        """Read what the processor keeps for us, until it has arrived at the bank."""

    def understand(self, body: bytes, signature: str) -> Report:
        """Return what a report is about. Raises BadReport for one that is not the processor's."""

    def listen_at(self, url: str) -> str:
        """Ask for reports at an address; return the secret that signs them."""


class NoProviderError(RuntimeError):
    """This process was not told its payment provider: call connect() once at its start."""


class _Bound:
    adapter: Gateway | None = None
    cards: CardGateway | None = None


_bound = _Bound()


def connect(adapter: Gateway) -> None:
    """Bind this process to its payment provider."""
    _bound.adapter = adapter


def gateway() -> Gateway:
    """Return the provider of this process. Raises NoProviderError before connect()."""
    if _bound.adapter is None:
        raise NoProviderError
    return _bound.adapter


def connect_cards(adapter: CardGateway | None) -> None:
    """Bind this process to its card processor; None for an installation without cards."""
    _bound.cards = adapter


def cards() -> CardGateway:
    """Return the card processor of this process. Raises NoProviderError where there is none."""
    if _bound.cards is None:
        raise NoProviderError
    return _bound.cards


def offers_cards() -> bool:
    """Tell whether this installation can take cards."""
    return _bound.cards is not None
