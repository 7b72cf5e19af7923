"""Roles, reporting lines, organisations and holds. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded


class Role(Worded):
    """What a person may be trusted with, for one organisation or for the whole installation."""

    STEWARD = "steward", N_("Steward")
    TREASURER = "treasurer", N_("Treasurer")
    BUDGET_HOLDER = "budget_holder", N_("Budget holder")
    ADMINISTRATOR = "administrator", N_("Administrator")
    AUDITOR = "auditor", N_("Auditor")


TWO_TO_GRANT = frozenset({Role.TREASURER, Role.ADMINISTRATOR})  # one administrator proposes, another confirms


class PersonState(Worded):
    """UNVERIFIED until the e-mail link was used; WAITING while a steward confirms an unknown public domain."""

    UNVERIFIED = "unverified", N_("Has not confirmed the address")
    WAITING = "waiting", N_("Waits for the organisation to be confirmed")
    ACTIVE = "active", N_("Member")
    SUSPENDED = "suspended", N_("Suspended")
    LEFT = "left", N_("Has left")


HEARING = (PersonState.WAITING, PersonState.ACTIVE)  # who is told of what they follow
PERSON = Machine(
    {
        PersonState.UNVERIFIED: {PersonState.WAITING, PersonState.ACTIVE},
        PersonState.WAITING: {PersonState.ACTIVE, PersonState.SUSPENDED, PersonState.LEFT},
        PersonState.ACTIVE: {PersonState.SUSPENDED, PersonState.LEFT},
        PersonState.SUSPENDED: {PersonState.ACTIVE, PersonState.LEFT},
        PersonState.LEFT: set(),
    }
)


class OrganisationLevel(Worded):
    """The order of government."""

    FEDERAL = "federal", N_("Federal")
    PROVINCIAL = "provincial", N_("Provincial")
    TERRITORIAL = "territorial", N_("Territorial")
    MUNICIPAL = "municipal", N_("Municipal")
    INDIGENOUS = "indigenous", N_("Indigenous")
    OTHER = "other", N_("Other")


class MoneyMode(Worded):
    """How money may move for an organisation's people; bounded by the installation."""

    EXPERTISE_ONLY = "expertise_only", N_("Expertise only: no money moves")
    COLLECTED = "collected", N_("Collected: a treasurer records what came in")
    CARD = "card", N_("By card")


class StepOrder(Worded):
    """Whether approval steps follow each other or any N of them suffice."""

    IN_ORDER = "in_order", N_("One after the other")
    ANY = "any", N_("Any of them, in any order")


class LinkState(StrEnum):
    """A reporting line from its request to its end."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ENDED = "ended"


MANAGER_LINK = Machine(
    {
        LinkState.REQUESTED: {LinkState.CONFIRMED, LinkState.DECLINED, LinkState.ENDED},
        LinkState.CONFIRMED: {LinkState.ENDED},
        LinkState.DECLINED: set(),
        LinkState.ENDED: set(),
    }
)


class SkillSide(StrEnum):
    """Whether a person offers a skill or wants it."""

    OFFERED = "offered"
    WANTED = "wanted"


class TokenPurpose(StrEnum):
    """What a one-time link is good for."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a name, not a secret
    INVITATION = "invitation"
    CHANGE_EMAIL = "change_email"


class HoldReason(StrEnum):
    """Why a person may not ask for money for now."""

    OVERDUE_COMMITMENTS = "overdue_commitments"
    OVERDUE_RECEIPTS = "overdue_receipts"
    OWES_MONEY = "owes_money"


class FollowKind(StrEnum):
    """What a person can follow."""

    TOPIC = "topic"
    PERSON = "person"
    ORGANISATION = "organisation"
    PITCH = "pitch"


@dataclass(frozen=True)
class PersonVerified(Event):
    """A person proved that the work e-mail is theirs."""

    person_id: UUID
    organisation_known: bool


@dataclass(frozen=True)
class ProfileChanged(Event):
    """What a person says of themselves, or who may read it, is no longer what it was."""

    person_id: UUID


@dataclass(frozen=True)
class OrganisationConfirmed(Event):
    """Someone said that an unknown organisation is a public one; `welcomed` are the people who waited for that."""

    organisation_id: UUID
    welcomed: tuple[UUID, ...]


@dataclass(frozen=True)
class RoleOffered(Event):
    """An administrator proposed a role that a second one has to confirm."""

    proposal_id: UUID


@dataclass(frozen=True)
class RoleGiven(Event):
    """A person holds a role from now on."""

    grant_id: UUID


@dataclass(frozen=True)
class ActingNamed(Event):
    """Someone stands in for a manager on some days."""

    acting_id: UUID


@dataclass(frozen=True)
class ManagerNamed(Event):
    """A member named their manager; `manager_id` is None while the manager has no account."""

    link_id: UUID
    person_id: UUID
    manager_id: UUID | None


@dataclass(frozen=True)
class ManagerConfirmed(Event):
    """The organisation's side confirmed a reporting line."""

    link_id: UUID
    person_id: UUID
    manager_id: UUID


@dataclass(frozen=True)
class ManagerLinkEnded(Event):
    """A reporting line ended, so that open approvals must find another approver."""

    link_id: UUID
    person_id: UUID
    manager_id: UUID | None


@dataclass(frozen=True)
class ManagerDeclined(Event):
    """Somebody who was named says that they do not lead this person."""

    link_id: UUID
    person_id: UUID
    manager_id: UUID


@dataclass(frozen=True)
class RoleEnded(Event):
    """A person's role ended."""

    grant_id: UUID


@dataclass(frozen=True)
class PersonSuspended(Event):
    """A person was kept from acting, for a reason."""

    person_id: UUID
    reason: str


@dataclass(frozen=True)
class PersonReinstated(Event):
    """A suspended person may act again."""

    person_id: UUID


class OnHold(RuleBroken):
    """Something keeps a person from asking for money."""

    msgid = N_("You cannot ask for money at the moment. Asking for expertise stays open to you.")


class CommitmentsOverdue(OnHold):
    """Two or more commitments are overdue."""

    msgid = N_("Two of your commitments are overdue, so no new money ask for now. Asking for expertise stays open.")


class ReceiptsOverdue(OnHold):
    """Receipts for money received are overdue."""

    msgid = N_(
        "Receipts of an earlier pitch are overdue, so no new money ask for now. Asking for expertise stays open."
    )


class MoneyOwed(OnHold):
    """Savings of an earlier pitch were not returned yet."""

    msgid = N_("Money of an earlier pitch is still to be returned, so no new money ask for now.")


def hold_refusal(reason: HoldReason) -> OnHold:
    """Return the refusal that says why a person is on hold."""
    return {
        HoldReason.OVERDUE_COMMITMENTS: CommitmentsOverdue,
        HoldReason.OVERDUE_RECEIPTS: ReceiptsOverdue,
        HoldReason.OWES_MONEY: MoneyOwed,
    }[reason]()


class NotAdopted(RuleBroken):
    """Money is off until the organisation adopts the programme."""

    msgid = N_("%(organisation)s has not adopted pledging with money. Hours and introductions are welcome.")
