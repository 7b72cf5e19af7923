"""Organisations, people and what they may do."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]
ApprovalStep = Literal["manager", "second_manager", "budget_holder"]


@dataclass(frozen=True)
class Both:
    """The same words in English and in French."""

    en: str
    fr: str


@dataclass(frozen=True)
class Policy:
    """What an organisation's managers are asked, and what they are only told."""

    free_below: int  # cents; a smaller money ask needs no decision
    work_time: Literal["ask", "tell"]
    steps: tuple[ApprovalStep, ...]
    needed: int  # how many of the steps must clear
    in_order: bool = True
    budget_holder: str | None = None
    budget_limit: int | None = None  # cents of organisation money this budget holder may confirm


@dataclass(frozen=True)
class Adoption:
    """Who brought an organisation into the programme, when and by what authority."""

    day: int
    by: str
    authority: Both
    mode: Literal["expertise_only", "collected"]


@dataclass(frozen=True)
class Organisation:
    """A public organisation; without an adoption its people give and ask for expertise only."""

    key: str
    name: Both
    level: Literal["federal", "provincial", "territorial", "municipal"]
    region: str
    domains: tuple[str, ...]
    adoption: Adoption | None = None
    policy: Policy | None = None


@dataclass(frozen=True)
class Person:
    """A member. `organisation` is None while a steward still has to confirm the e-mail's domain."""

    key: str
    name: str
    email: str
    organisation: str | None
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
    role: Literal["steward", "treasurer", "budget_holder", "administrator", "auditor"]
    organisation: str | None = None


@dataclass(frozen=True)
class SignIn:
    """Who to be when trying the demo, and what there is to see as that person."""

    role: str
    person: str
    see: Both
