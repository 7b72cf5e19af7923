"""Organisations, people and what they may do."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.people.rules import MoneyMode, OrganisationLevel, Role, StepOrder

Language = Literal["en", "fr"]
ApprovalStep = Literal["manager", "second_manager", "budget_holder"]


@dataclass(frozen=True)
class Both:
    """The same words in English and in French."""

    en: str
    fr: str


@dataclass(frozen=True)
class Adoption:
    """Who brought an organisation in, when, by what authority; what its managers are asked, and how backers pay it."""

    day: int
    by: str
    authority: str
    money_mode: MoneyMode
    ask_above_cents: int
    work_time_asks: bool
    step_order: StepOrder = StepOrder.IN_ORDER
    steps_needed: int = 1
    budget_limit_cents: int | None = None
    pay: Both | None = None
    cards_from: int | None = None  # the day it went over to cards

    def mode_on(self, day: int) -> MoneyMode:
        """Return how money came in on a day."""
        return MoneyMode.CARD if self.cards_from is not None and day >= self.cards_from else self.money_mode


@dataclass(frozen=True)
class Organisation:
    """A public organisation; without an adoption its people give and ask for expertise only."""

    key: str
    name: Both
    level: OrganisationLevel
    region: str
    domains: tuple[str, ...]
    adoption: Adoption | None = None


@dataclass(frozen=True)
class Person:
    """A member. `organisation` is None while a steward still has to confirm the e-mail's domain."""

    key: str
    name: str
    email: str
    title: str
    region: str
    zone: str
    language: Language
    joined: int
    bio: str
    offers: tuple[str, ...]
    wants: tuple[str, ...]
    interests: tuple[str, ...]
    public: tuple[Literal["bio", "skills", "interests", "region", "record"], ...]
    organisation: str | None = None
    manager: str | None = None
    line: Literal["none", "confirmed", "by_administrator", "waiting"] = "confirmed"
    invites: str | None = None  # the e-mail of a manager who has no account yet


@dataclass(frozen=True)
class Acting:
    """`by` stands in for `manager` from day `first` to day `last`, both included."""

    manager: str
    by: str
    first: int
    last: int


@dataclass(frozen=True)
class RoleHeld:
    """A role; without an organisation it holds for the whole installation."""

    person: str
    role: Role
    organisation: str | None = None


@dataclass(frozen=True)
class SignIn:
    """Who to be when trying the demo, and what there is to see as that person."""

    role: Both
    person: str
    see: Both
