"""What a pitch says, as plain values: the same shape for forms, the gate, versions and comparisons."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crowdlearn.kernel.clock import HOME_ZONE

from .kinds import CostKind, NeedKind, OrganisationMoneyKind, PitchKind, Place, Scope, ShareBackKind, ShareBackMode
from .money import MoneyAskRefused, Shares, divide


@dataclass(frozen=True, kw_only=True)
class Part:
    """A row of a plan. `id` is None for a row that is not stored yet."""

    id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Cost(Part):
    """One item of the budget, in cents; `replaced_cents` is what an in-kind offer took off it."""

    kind: CostKind = CostKind.FEE
    label: str = ""
    amount_cents: int = 0
    replaced_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class Funding(Part):
    """Organisation money, in cents. Only what is confirmed counts."""

    kind: OrganisationMoneyKind = OrganisationMoneyKind.EMPLOYER
    label: str = ""
    amount_cents: int = 0
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted(Part):
    """Help asked for: `wanted` is minutes for hours, otherwise how many."""

    kind: NeedKind = NeedKind.HOURS
    skill: str = ""
    title: str = ""
    detail: str = ""
    wanted: int = 1
    wanted_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Return(Part):
    """A planned share-back. `due_on` is None while the pitcher has not said when."""

    kind: ShareBackKind = ShareBackKind.BLOG
    title: str = ""
    audience: str = ""
    open_to_all: bool = True
    mode: ShareBackMode = ShareBackMode.ONLINE
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reading(Part):
    """Something to read or watch that helps the community understand the pitch."""

    title: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything a pitch says. Amounts are cents; `own_share_cents` of 0 means "half, whatever that is"."""

    kind: PitchKind = PitchKind.ATTEND
    kind_other: str = ""
    title: str = ""
    summary: str = ""
    story: str = ""
    provider: str = ""
    link: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    place: Place = Place.ONLINE
    place_name: str = ""
    scope: Scope = Scope.NATIONAL
    region: str = ""
    language: str = "en"
    topics: tuple[str, ...] = ()
    audience: str = ""
    sessions: int | None = None
    improves: str = ""
    benefit_me: str = ""
    benefit_peers: str = ""
    benefit_organisation: str = ""
    application_plan: str = ""
    also_puts_in: str = ""
    takes_work_time: bool = False
    asks_money: bool = False
    own_share_cents: int = 0
    deadline: date | None = None
    purchase_on: date | None = None
    time_zone: str = HOME_ZONE
    costs: tuple[Cost, ...] = ()
    organisation_money: tuple[Funding, ...] = ()
    needs: tuple[Wanted, ...] = ()
    share_backs: tuple[Return, ...] = ()
    resources: tuple[Reading, ...] = ()

    @property
    def cost_cents(self) -> int:
        """Return C: what the lines cost after in-kind help."""
        return sum(line.amount_cents - line.replaced_cents for line in self.costs)

    @property
    def organisation_cents(self) -> int:
        """Return O: confirmed organisation money."""
        return sum(line.amount_cents for line in self.organisation_money if line.confirmed)

    @property
    def pending_cents(self) -> int:
        """Return organisation money that is not decided yet; it counts zero."""
        return sum(line.amount_cents for line in self.organisation_money if not line.confirmed)

    @property
    def shares(self) -> Shares:
        """Return who carries what, in cents, all zero where no money is asked. Raises a MoneyAskRefused."""
        if not self.asks_money:
            return Shares()
        return divide(self.cost_cents, self.organisation_cents, self.own_share_cents or None)

    @property
    def asks_peers(self) -> bool:
        """Tell whether peers' money is asked for, as far as the figures hold together."""
        try:
            return self.shares.peer_goal > 0
        except MoneyAskRefused:
            return False

    @property
    def last_day(self) -> date | None:
        """Return the learning's last day, None while it is not known."""
        return self.ends_on or self.starts_on

    @property
    def buys_on(self) -> date | None:
        """Return the day by which the money is needed: the stated one, else the first day."""
        return self.purchase_on or self.starts_on


PARTS = ("costs", "organisation_money", "needs", "share_backs", "resources")
EDITABLE = frozenset(Plan.__dataclass_fields__)
