"""Roles, reporting lines, organisations and holds. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine


class Role(StrEnum):
    """What a person may be trusted with, for one organisation or for the whole installation."""

    STEWARD = "steward"
    TREASURER = "treasurer"
    BUDGET_HOLDER = "budget_holder"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class PersonState(StrEnum):
    """UNVERIFIED until the e-mail link was used; WAITING while a steward confirms an unknown public domain."""

    UNVERIFIED = "unverified"
    WAITING = "waiting"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


PERSON = Machine(
    {
        PersonState.UNVERIFIED: {PersonState.WAITING, PersonState.ACTIVE},
        PersonState.WAITING: {PersonState.ACTIVE, PersonState.SUSPENDED, PersonState.LEFT},
        PersonState.ACTIVE: {PersonState.SUSPENDED, PersonState.LEFT},
        PersonState.SUSPENDED: {PersonState.ACTIVE, PersonState.LEFT},
        PersonState.LEFT: set(),
    }
)


class OrganisationLevel(StrEnum):
    """The order of government."""

    FEDERAL = "federal"
    PROVINCIAL = "provincial"
    TERRITORIAL = "territorial"
    MUNICIPAL = "municipal"
    INDIGENOUS = "indigenous"
    OTHER = "other"


class MoneyMode(StrEnum):
    """How money may move for an organisation's people; bounded by the installation."""

    EXPERTISE_ONLY = "expertise_only"
    COLLECTED = "collected"
    CARD = "card"


class StepOrder(StrEnum):
    """Whether approval steps follow each other or any N of them suffice."""

    IN_ORDER = "in_order"
    ANY = "any"


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
