"""What people do around a pitch: decide, promise, help, ask, pay."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.settlement.rules import DocumentKind

from .who import ApprovalStep

Met = Literal["yes", "partly", "no"]
CardKind = Literal["works", "declines", "asks"]  # what its bank says when money is to be held


@dataclass(frozen=True)
class Decision:
    """A manager's or budget holder's recorded decision."""

    day: int
    by: str
    step: ApprovalStep
    decision: Literal["clear", "conditions", "changes", "decline", "revoke"]
    reason: str
    conditions: str = ""
    acting: bool = False


@dataclass(frozen=True, kw_only=True)
class Backing:
    """What money pledges and offers of help have in common: who, when, the wish and what became of it."""

    by: str
    day: int
    wish: str = ""
    named: bool = True
    withdrawn: int | None = None
    thanked: int | None = None
    thanks: str = ""
    met: Met | None = None
    met_day: int | None = None
    met_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Pledge(Backing):
    """A promise of money; `up_to` lets a part be accepted when there is less room."""

    cents: int
    up_to: bool = False
    paid: int | None = None  # the day a treasurer recorded the payment, where it is not charged to a card
    card: CardKind = "works"  # where pledges are made by card
    disputed: int | None = None  # the day the bank took the money back


@dataclass(frozen=True, kw_only=True)
class Offer(Backing):
    """An offer of help against a need: at most one of `accepted` and `declined` is a day."""

    need: str
    note: str
    minutes: int = 0
    window: str = ""
    accepted: int | None = None
    declined: int | None = None
    reason: str = ""
    scheduled: int | None = None  # the day they agreed on when they accepted it
    where: str = ""
    given: int | None = None  # the day both confirmed it
    giver_minutes: int | None = None
    pitcher_minutes: int | None = None


@dataclass(frozen=True)
class Words:
    """Something said publicly: an update, a live note, an encouragement."""

    day: int
    text: str
    by: str = ""


@dataclass(frozen=True)
class Question:
    """A public question and its answer by the pitcher, if there is one yet."""

    day: int
    by: str
    text: str
    answer: str = ""
    answered: int | None = None


@dataclass(frozen=True)
class Champion:
    """`by` stands up for the pitch in one line; `came` people by their link, and the pitcher may have thanked them."""

    day: int
    by: str
    text: str
    came: int = 0
    thanked: bool = False


@dataclass(frozen=True)
class Asking:
    """`by` asks people they know to look at the pitch."""

    day: int
    by: str
    people: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Follow:
    """`by` follows the pitch."""

    day: int
    by: str


@dataclass(frozen=True)
class Revision:
    """A new application plan for an open pitch, after a manager asked for changes."""

    day: int
    application: str


@dataclass(frozen=True)
class Ending:
    """Why a pitch was paused, withdrawn or cancelled."""

    day: int
    reason: str


@dataclass(frozen=True)
class TopUp:
    """What the pitcher adds, in cents, when peers fall short."""

    day: int
    cents: int


@dataclass(frozen=True)
class Receipt:
    """A document that shows a cost; `line` is the number of the cost line, from 1."""

    day: int
    line: int
    vendor: str
    cents: int
    kind: DocumentKind = DocumentKind.RECEIPT
    verified: int | None = None
    verified_by: str | None = None


@dataclass(frozen=True)
class Payout:
    """The peers' part, proposed by one treasurer and confirmed by the other."""

    to: Literal["pitcher", "provider"]
    cents: int
    proposed: int
    proposed_by: str
    confirmed: int | None = None
    confirmed_by: str | None = None
    reference: str = ""


@dataclass(frozen=True)
class MoneyBack:
    """What goes back to backers: looked at by two treasurers, then sent; to cards it goes by itself."""

    proposed: int
    proposed_by: str
    confirmed: int | None = None
    confirmed_by: str | None = None
    sent: int | None = None
    reference: str = ""
