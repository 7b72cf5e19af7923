"""A pitch: the plan, and everything that happens to it."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.pitches.rules import CostKind, NeedKind, OrganisationMoneyKind, PitchKind, PitchState, Place, Scope

from .deeds import (
    Asking,
    Champion,
    Decision,
    Ending,
    Follow,
    MoneyBack,
    Offer,
    Payout,
    Pledge,
    Question,
    Receipt,
    Revision,
    TopUp,
    Words,
)
from .returns import CheckIn, LiveNote, Return
from .who import Language
from .words import InOther


@dataclass(frozen=True)
class Provider:
    """Who offers the learning."""

    name: str
    link: str


@dataclass(frozen=True)
class Benefits:
    """What the learning gives to three audiences."""

    me: str
    peers: str
    organisation: str


@dataclass(frozen=True)
class CostLine:
    """One item of the budget, in cents, tax included."""

    kind: CostKind
    words: str
    cents: int


@dataclass(frozen=True)
class OrganisationMoney:
    """Money that is not peers': pending counts zero until its `confirmed` day."""

    kind: OrganisationMoneyKind
    giver: str
    cents: int
    confirmed: int | None = None
    withdrawn: int | None = None

    def counts_on(self, day: int | None) -> bool:
        """Tell whether the money was confirmed, and not yet withdrawn, on `day`."""
        if day is None or self.confirmed is None or self.confirmed > day:
            return False
        return self.withdrawn is None or self.withdrawn > day


@dataclass(frozen=True)
class Resource:
    """Something to read or watch before deciding to help."""

    title: str
    link: str


@dataclass(frozen=True)
class Need:
    """Help that is asked for; `minutes` and `skill` belong to hours only."""

    key: str
    kind: NeedKind
    words: str
    by: int
    skill: str | None = None
    minutes: int = 0
    people: int = 1


@dataclass(frozen=True)
class Pitch:
    """One learning opportunity and everything that happened to it; `expected` is its state on day 0."""

    key: str
    pitcher: str
    kind: PitchKind
    language: Language
    door: Literal["quick", "guided"]
    expected: PitchState
    drafted: int
    title: str
    summary: str
    story: str
    topics: tuple[str, ...]
    kind_words: str = ""
    audience: str = ""
    sessions: int | None = None
    improves: str = ""
    application: str = ""
    puts_in: str = ""
    benefits: Benefits | None = None
    provider: Provider | None = None
    first: int | None = None
    last: int | None = None
    purchase: int | None = None  # the day something has to be bought, where that is before the first day
    setting: Place = Place.ONSITE
    place: str = ""
    region: str = ""
    scope: Scope = Scope.NATIONAL
    idea: int | None = None  # the day it was shared unfinished
    published: int | None = None
    deadline: int | None = None
    own_share: int = 0
    work_time: bool = False  # the learning takes working hours
    costs: tuple[CostLine, ...] = ()
    organisation_money: tuple[OrganisationMoney, ...] = ()
    resources: tuple[Resource, ...] = ()
    needs: tuple[Need, ...] = ()
    returns: tuple[Return, ...] = ()
    revisions: tuple[Revision, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    offers: tuple[Offer, ...] = ()
    questions: tuple[Question, ...] = ()
    encouragements: tuple[Words, ...] = ()
    champions: tuple[Champion, ...] = ()
    askings: tuple[Asking, ...] = ()
    updates: tuple[Words, ...] = ()
    live_notes: tuple[LiveNote, ...] = ()
    follows: tuple[Follow, ...] = ()
    top_ups: tuple[TopUp, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    receipts_complete: int | None = None  # the day the pitcher said that all receipts are in
    payouts: tuple[Payout, ...] = ()
    money_back: MoneyBack | None = None
    check_ins: tuple[CheckIn, ...] = ()
    other: InOther | None = None
    paused: Ending | None = None
    withdrawn: Ending | None = None
    cancelled: Ending | None = None

    @property
    def cost(self) -> int:
        """Return the whole cost in cents."""
        return sum(line.cents for line in self.costs)

    @property
    def organisation_cents(self) -> int:
        """Return the organisation money confirmed by the day of publication, in cents."""
        return sum(money.cents for money in self.organisation_money if money.counts_on(self.published))

    @property
    def asks_money(self) -> bool:
        """Tell whether peers were asked for money; else for expertise only."""
        return self.own_share > 0

    @property
    def base(self) -> int:
        """Return what pitcher and peers carry together, in cents, as published."""
        return self.cost - self.organisation_cents

    @property
    def peer_goal(self) -> int:
        """Return what peers were asked for at publication, in cents; zero when only expertise is asked."""
        return self.base - self.own_share if self.asks_money else 0
