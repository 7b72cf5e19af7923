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
    """Return who agreed to the pitch's present terms, employee first. Four queries. Reasons stay with the pitcher."""
    pitch = session.get(Pitch, pitch_id)
    if pitch is None or pitch.published_at is None:
        return ()
    return (
        _employee(session, pitch),
        *_managers(session, pitch),
        *_organisation(session, pitch),
    )


def _employee(session: Session, pitch: Pitch) -> Consent:
    query = (
        sa.select(Person.name, PitchVersion.made_at)
        .outerjoin(
            PitchVersion,
            sa.and_(col(PitchVersion.pitch_id) == pitch.id, col(PitchVersion.terms_version) == pitch.terms_version),
        )
        .where(col(Person.id) == pitch.owner_id)
        .order_by(col(PitchVersion.version))
        .limit(1)
    )
    name, agreed_at = session.execute(query).one()
    return Consent(
        Party.EMPLOYEE,
        Agreed.PROMISES,
        name=name,
        amount=Money(pitch.own_share_cents, pitch.currency) if pitch.own_share_cents else None,
        at=agreed_at or pitch.published_at,
        terms_version=pitch.terms_version,
    )


def _managers(session: Session, pitch: Pitch) -> list[Consent]:
    asked, decided, covered = aliased(Person), aliased(Person), aliased(Person)
    query: Any = (
        sa.select(
            ApprovalRequest,
            col(asked.name).label("asked"),
            col(decided.name).label("decided"),
            col(covered.name).label("covered"),
        )
        .join(Clearance, col(Clearance.id) == col(ApprovalRequest.clearance_id))
        .outerjoin(asked, col(asked.id) == col(ApprovalRequest.asked_id))
        .outerjoin(decided, col(decided.id) == col(ApprovalRequest.decided_by))
        .outerjoin(covered, col(covered.id) == col(ApprovalRequest.acting_for))
        .where(
            col(Clearance.pitch_id) == pitch.id,
            col(Clearance.terms_version) == pitch.terms_version,
            col(Clearance.state) != ClearanceState.SUPERSEDED,
            col(ApprovalRequest.state).not_in((RequestState.SPARED, RequestState.LATER)),
        )
        .order_by(col(ApprovalRequest.position))
    )
    return [_decision(row, pitch.terms_version) for row in session.execute(query)]


def _decision(row: Any, terms_version: int) -> Consent:
    request: ApprovalRequest = row.ApprovalRequest
    said = Agreed(request.state.value)
    if said is Agreed.CLEARED and request.conditions:
        said = Agreed.CLEARED_WITH_CONDITIONS
    return Consent(
        Party.BUDGET_HOLDER if request.authority is Authority.BUDGET else Party.MANAGER,
        said,
        name=row.decided or row.asked or "",
        at=request.decided_at or request.asked_at,
        acting_for=row.covered or "",
        after_the_fact=request.after_the_fact,
        conditions=request.conditions if said is Agreed.CLEARED_WITH_CONDITIONS else "",
        terms_version=terms_version,
    )


def _organisation(session: Session, pitch: Pitch) -> list[Consent]:
    adoption = (
        sa.select(Adoption.adopted_by, Adoption.authority, Adoption.adopted_on)
        .where(col(Adoption.organisation_id) == pitch.organisation_id, col(Adoption.ended_on).is_(None))
        .order_by(col(Adoption.recorded_at).desc())
        .limit(1)
    )
    found = [
        Consent(Party.ORGANISATION, Agreed.ADOPTED, name=row.adopted_by, authority=row.authority, on=row.adopted_on)
        for row in session.execute(adoption)
    ]
    money = (
        sa.select(OrganisationMoney, Person.name)
        .outerjoin(Person, col(Person.id) == col(OrganisationMoney.decided_by))
        .where(
            col(OrganisationMoney.pitch_id) == pitch.id,
            col(OrganisationMoney.state) != OrganisationMoneyState.REFUSED,
        )
        .order_by(col(OrganisationMoney.position))
    )
    return found + [_money(line, name or "", pitch) for line, name in session.execute(money)]


def _money(line: OrganisationMoney, name: str, pitch: Pitch) -> Consent:
    confirmed = line.state is OrganisationMoneyState.CONFIRMED
    return Consent(
        Party.ORGANISATION,
        Agreed.MONEY_CONFIRMED if confirmed else Agreed.MONEY_PENDING,
        name=name,
        authority=line.label,
        amount=Money(line.amount_cents, pitch.currency),
        at=line.decided_at,
    )
