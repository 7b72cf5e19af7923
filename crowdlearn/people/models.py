"""People, organisations, and how they are linked."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, not_negative, promise, state
from crowdlearn.kernel.clock import now

from .rules import (
    MANAGER_LINK,
    PERSON,
    FollowKind,
    HoldReason,
    LinkState,
    MoneyMode,
    OrganisationLevel,
    PersonState,
    Role,
    SkillSide,
    StepOrder,
    TokenPurpose,
)


class Organisation(Table, table=True):
    """A public body. `confirmed_at` is None while a steward has yet to say that it is one."""

    name_en: str = Field(max_length=160)
    name_fr: str = Field(max_length=160)
    level: OrganisationLevel = Field(sa_type=choice(OrganisationLevel))
    region: str = Field(max_length=8)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)


class OrganisationDomain(Table, table=True):
    """A mail domain whose people belong to an organisation; lower case."""

    organisation_id: UUID = link("organisation.id")
    domain: str = Field(max_length=190, unique=True)


class BlockedDomain(Table, table=True):
    """A vendor's mail domain: its people may not pledge money."""

    domain: str = Field(max_length=190, unique=True)
    reason: str = Field(max_length=300)


class Adoption(Table, table=True):
    """An organisation's decision to take part with money: who, when, under which authority, and its approval policy.

    Amounts are cents. A new decision ends the one before; the newest without `ended_on` holds.
    """

    __table_args__ = (not_negative("ask_above_cents"), promise("steps_needed", "steps_needed BETWEEN 0 AND 3"))

    organisation_id: UUID = link("organisation.id")
    adopted_on: date
    adopted_by: str = Field(max_length=160)
    authority: str = Field(max_length=300)
    money_mode: MoneyMode = Field(sa_type=choice(MoneyMode))
    ask_above_cents: int = Field(default=0, sa_type=Cents)
    work_time_asks: bool = False
    step_order: StepOrder = Field(default=StepOrder.IN_ORDER, sa_type=choice(StepOrder))
    steps_needed: int = 1
    budget_limit_cents: int | None = Field(default=None, sa_type=Cents)
    recorded_by: UUID | None = link("person.id", nullable=True, indexed=False)
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_on: date | None = None


class Person(Table, table=True):
    """A public servant or guest. `email` is lower case; `password_hash` is None for who cannot sign in yet."""

    __table_args__ = (promise("active_is_verified", "state IN ('unverified', 'left') OR verified_at IS NOT NULL"),)

    name: str = Field(max_length=120)
    email: str = Field(max_length=254, unique=True)
    password_hash: str | None = Field(default=None, max_length=255)
    state: PersonState = Field(default=PersonState.UNVERIFIED, sa_type=state(PERSON))
    verified_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    welcomed_at: datetime | None = Field(default=None, sa_type=Moment)
    organisation_id: UUID | None = link("organisation.id", nullable=True)
    title: str = Field(default="", max_length=160)
    region: str = Field(default="", max_length=8)
    language: str = Field(default="en", max_length=2)
    time_zone: str = Field(default="America/Toronto", max_length=64)
    bio: str = Field(default="", max_length=2000)
    profile_public: bool = True
    promises_public: bool = False
    takes_asks: bool = True
    in_chain: bool = True  # named where it is shown who learned from whom

    @property
    def initials(self) -> str:
        """Return one or two capital letters for the avatar."""
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


class PersonSkill(Table, table=True):
    """A skill of the vocabulary that a person offers or wants."""

    __table_args__ = (sa.UniqueConstraint("person_id", "side", "skill"),)

    person_id: UUID = link("person.id", indexed=False)
    side: SkillSide = Field(sa_type=choice(SkillSide))
    skill: str = Field(max_length=40, index=True)


class RoleGrant(Table, table=True):
    """A role held for an organisation, or for the whole installation when `organisation_id` is None."""

    person_id: UUID = link("person.id")
    role: Role = Field(sa_type=choice(Role))
    organisation_id: UUID | None = link("organisation.id", nullable=True, indexed=False)
    granted_by: UUID | None = link("person.id", nullable=True, indexed=False)
    granted_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class RoleProposal(Table, table=True):
    """A role that one administrator proposed and another has yet to confirm; settled when confirmed or turned down."""

    __table_args__ = (promise("settled_says_who", "(settled_at IS NULL) = (settled_by IS NULL)"),)

    person_id: UUID = link("person.id")
    role: Role = Field(sa_type=choice(Role))
    organisation_id: UUID | None = link("organisation.id", nullable=True, indexed=False)
    proposed_by: UUID = link("person.id", indexed=False)
    proposed_at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_by: UUID | None = link("person.id", nullable=True, indexed=False)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class ManagerLink(Table, table=True):
    """Who leads whom. `manager_id` is None while the invited manager (`manager_email`) has no account."""

    __table_args__ = (promise("confirmed_has_manager", "state <> 'confirmed' OR manager_id IS NOT NULL"),)

    person_id: UUID = link("person.id")
    manager_id: UUID | None = link("person.id", nullable=True)
    manager_email: str = Field(max_length=254, index=True)
    state: LinkState = Field(default=LinkState.REQUESTED, sa_type=state(MANAGER_LINK))
    requested_at: datetime = Field(default_factory=now, sa_type=Moment)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ActingManager(Table, table=True):
    """Someone who stands in for a manager from `starts_on` to `ends_on`, both included."""

    __table_args__ = (promise("dates_in_order", "starts_on <= ends_on"),)

    manager_id: UUID = link("person.id")
    acting_id: UUID = link("person.id")
    starts_on: date
    ends_on: date
    named_by: UUID | None = link("person.id", nullable=True, indexed=False)
    named_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Hold(Table, table=True):
    """A reason why a person may not ask for money for now; `about_id` is the thing that causes it."""

    person_id: UUID = link("person.id")
    reason: HoldReason = Field(sa_type=choice(HoldReason))
    about_id: UUID | None = Field(default=None)
    since: datetime = Field(default_factory=now, sa_type=Moment)
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)


class Follow(Table, table=True):
    """A person's wish to hear of something; `target` is a topic key, or the id of a person, organisation or pitch."""

    __table_args__ = (sa.UniqueConstraint("person_id", "kind", "target"),)

    person_id: UUID = link("person.id", indexed=False)
    kind: FollowKind = Field(sa_type=choice(FollowKind))
    target: str = Field(max_length=40, index=True)
    since: datetime = Field(default_factory=now, sa_type=Moment)


class SignIn(Table, table=True):
    """One signed-in browser. Only the token's SHA-256 is kept; `proved_at` is when the password was last given."""

    person_id: UUID = link("person.id")
    token_hash: str = Field(max_length=64, unique=True)
    started_at: datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)
    proved_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    browser: str = Field(default="", max_length=200)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class OneTimeToken(Table, table=True):
    """A link sent by mail. Only the token's SHA-256 is kept; `email` is the address it proves."""

    person_id: UUID = link("person.id")
    purpose: TokenPurpose = Field(sa_type=choice(TokenPurpose))
    token_hash: str = Field(max_length=64, unique=True)
    email: str = Field(max_length=254)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
