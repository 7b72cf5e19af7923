"""The consent trail: what employee, manager and organisation each agreed to, by what authority, when, acting or not."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import Authority, ClearanceState, RequestState
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.people.models import Adoption, Person
from crowdlearn.pitches.models import OrganisationMoney, Pitch, PitchVersion
from crowdlearn.pitches.rules import OrganisationMoneyState


class Party(Worded):
    """Who agreed: employee owned, manager facilitated, organisation supported."""

    EMPLOYEE = "employee", N_("Employee")
    MANAGER = "manager", N_("Manager")
    BUDGET_HOLDER = "budget_holder", N_("Budget holder")
    ORGANISATION = "organisation", N_("Organisation")


class Agreed(StrEnum):
    """What a line says; templates/approvals/trail.html has the words."""

    PROMISES = "promises"
    TOLD = "told"
    ASKED = "asked"
    CLEARED = "cleared"
    CLEARED_WITH_CONDITIONS = "cleared_with_conditions"
    CHANGES_ASKED = "changes_asked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    MONEY_CONFIRMED = "money_confirmed"
    MONEY_PENDING = "money_pending"


@dataclass(frozen=True)
class Consent:
    """One line of the trail. `authority` is the organisation's own words; `by_line` tells of a reporting line instead.

    `amount` is the own share, or organisation money. `terms_version` is what was agreed to.
    """

    party: Party
    said: Agreed
    name: str = ""
    authority: str = ""
    amount: Money | None = None
    at: datetime | None = None
    on: date | None = None
    acting_for: str = ""
    after_the_fact: bool = False
    conditions: str = ""
    terms_version: int = 1

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is awaited from this party."""
        return self.said not in (Agreed.ASKED, Agreed.CHANGES_ASKED, Agreed.MONEY_PENDING, Agreed.WITHDRAWN)


def consent_trail(session: Session, pitch_id: UUID) -> tuple[Consent, ...]:
    """Return who agreed to the pitch's present terms, employee first, in one query. Reasons stay with the pitcher."""
    rows = _agreed(session, pitch_id).all()
    order = list(_READ)
    rows = sorted(rows, key=lambda row: (order.index(row.part), row.position))
    return tuple(_READ[row.part](row) for row in rows)


_NOBODY: dict[str, Any] = {
    "position": sa.literal(0),
    "name": sa.literal(""),
    "other": sa.literal(""),
    "word": sa.literal(""),
    "state": sa.literal(""),
    "text": sa.literal(""),
    "cents": sa.cast(sa.literal(0), sa.BigInteger),
    "at": sa.cast(sa.null(), sa.DateTime(timezone=True)),
    "day": sa.cast(sa.null(), sa.Date),
    "flag": sa.false(),
}


@prepared
def _agreed(pitch_id: UUID) -> Any:
    parts = (_employee(), _requests(), _adoption(), _money())
    return sa.union_all(*(part.where(col(Pitch.id) == pitch_id) for part in parts))


def _part(part: str, /, **columns: Any) -> Any:
    """Return a select over the pitch once it is published, in the shape that all parts share."""
    shape = {**_NOBODY, **columns}
    for word in ("word", "state"):
        shape[word] = sa.type_coerce(shape[word], sa.String)
    return (
        sa.select(
            sa.literal(part).label("part"),
            *(column.label(label) for label, column in shape.items()),
            col(Pitch.currency).label("currency"),
            col(Pitch.terms_version).label("terms_version"),
        )
        .select_from(Pitch)
        .where(col(Pitch.published_at).is_not(None))
    )


def _employee() -> Any:
    agreed_at = (
        sa.select(sa.func.min(PitchVersion.made_at))
        .where(
            col(PitchVersion.pitch_id) == col(Pitch.id),
            col(PitchVersion.terms_version) == col(Pitch.terms_version),
        )
        .scalar_subquery()
    )
    return _part(
        "employee",
        name=col(Person.name),
        cents=col(Pitch.own_share_cents),
        at=sa.func.coalesce(agreed_at, col(Pitch.published_at)),
    ).join(Person, col(Person.id) == col(Pitch.owner_id))


def _requests() -> Any:
    asked, decided, covered = aliased(Person), aliased(Person), aliased(Person)
    present = sa.and_(
        col(Clearance.pitch_id) == col(Pitch.id),
        col(Clearance.terms_version) == col(Pitch.terms_version),
        col(Clearance.state) != ClearanceState.SUPERSEDED,
    )
    return (
        _part(
            "request",
            position=col(ApprovalRequest.position),
            name=sa.func.coalesce(col(decided.name), col(asked.name), ""),
            other=sa.func.coalesce(col(covered.name), ""),
            word=col(ApprovalRequest.authority),
            state=col(ApprovalRequest.state),
            text=col(ApprovalRequest.conditions),
            at=sa.func.coalesce(col(ApprovalRequest.decided_at), col(ApprovalRequest.asked_at)),
            flag=col(ApprovalRequest.after_the_fact),
        )
        .join(Clearance, present)
        .join(ApprovalRequest, col(ApprovalRequest.clearance_id) == col(Clearance.id))
        .outerjoin(asked, col(asked.id) == col(ApprovalRequest.asked_id))
        .outerjoin(decided, col(decided.id) == col(ApprovalRequest.decided_by))
        .outerjoin(covered, col(covered.id) == col(ApprovalRequest.acting_for))
        .where(col(ApprovalRequest.state).not_in((RequestState.SPARED, RequestState.LATER)))
    )


def _adoption() -> Any:
    newest = (
        sa.select(Adoption.id)
        .where(col(Adoption.organisation_id) == col(Pitch.organisation_id), col(Adoption.ended_on).is_(None))
        .order_by(col(Adoption.recorded_at).desc())
        .limit(1)
        .correlate(Pitch)
        .scalar_subquery()
    )
    return _part(
        "adoption",
        name=col(Adoption.adopted_by),
        text=col(Adoption.authority),
        day=col(Adoption.adopted_on),
    ).join(Adoption, col(Adoption.id) == newest)


def _money() -> Any:
    return (
        _part(
            "money",
            position=col(OrganisationMoney.position),
            name=sa.func.coalesce(col(Person.name), ""),
            state=col(OrganisationMoney.state),
            text=col(OrganisationMoney.label),
            cents=col(OrganisationMoney.amount_cents),
            at=col(OrganisationMoney.decided_at),
        )
        .join(OrganisationMoney, col(OrganisationMoney.pitch_id) == col(Pitch.id))
        .outerjoin(Person, col(Person.id) == col(OrganisationMoney.decided_by))
        .where(col(OrganisationMoney.state) != OrganisationMoneyState.REFUSED)
    )


def _promise(row: Any) -> Consent:
    return Consent(
        Party.EMPLOYEE,
        Agreed.PROMISES,
        name=row.name,
        amount=Money(row.cents, row.currency) if row.cents else None,
        at=row.at,
        terms_version=row.terms_version,
    )


def _decision(row: Any) -> Consent:
    said = Agreed(row.state)
    if said is Agreed.CLEARED and row.text:
        said = Agreed.CLEARED_WITH_CONDITIONS
    return Consent(
        Party.BUDGET_HOLDER if row.word == Authority.BUDGET else Party.MANAGER,
        said,
        name=row.name,
        at=row.at,
        acting_for=row.other,
        after_the_fact=bool(row.flag),
        conditions=row.text if said is Agreed.CLEARED_WITH_CONDITIONS else "",
        terms_version=row.terms_version,
    )


def _adopted(row: Any) -> Consent:
    return Consent(Party.ORGANISATION, Agreed.ADOPTED, name=row.name, authority=row.text, on=row.day)


def _funding(row: Any) -> Consent:
    confirmed = row.state == OrganisationMoneyState.CONFIRMED
    return Consent(
        Party.ORGANISATION,
        Agreed.MONEY_CONFIRMED if confirmed else Agreed.MONEY_PENDING,
        name=row.name,
        authority=row.text,
        amount=Money(row.cents, row.currency),
        at=row.at,
    )


_READ = {"employee": _promise, "request": _decision, "adoption": _adopted, "money": _funding}
