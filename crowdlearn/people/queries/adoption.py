"""What an organisation adopted, and which organisation an address belongs to."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.people.models import Adoption, Organisation, OrganisationDomain
from crowdlearn.people.rules import MoneyMode, StepOrder


@dataclass(frozen=True)
class AdoptionFacts:
    """The adoption in force: money mode and approval policy. Amounts are cents."""

    organisation_id: UUID
    money_mode: MoneyMode
    authority: str
    ask_above_cents: int
    work_time_asks: bool
    step_order: StepOrder
    steps_needed: int
    budget_limit_cents: int | None


def adoption_of(session: Session, organisation_id: UUID | None) -> AdoptionFacts | None:
    """Return the adoption in force of a confirmed organisation, None if it has not adopted."""
    query = (
        sa.select(
            Adoption.organisation_id,
            Adoption.money_mode,
            Adoption.authority,
            Adoption.ask_above_cents,
            Adoption.work_time_asks,
            Adoption.step_order,
            Adoption.steps_needed,
            Adoption.budget_limit_cents,
        )
        .join(Organisation, col(Organisation.id) == col(Adoption.organisation_id))
        .where(
            col(Adoption.organisation_id) == organisation_id,
            col(Adoption.ended_on).is_(None),
            col(Organisation.confirmed_at).is_not(None),
        )
        .order_by(col(Adoption.recorded_at).desc(), col(Adoption.id).desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return AdoptionFacts(*row) if row is not None else None


def organisation_id_for(session: Session, email: str) -> UUID | None:
    """Return the organisation that an address belongs to by its domain or a parent of it, None if it is unknown."""
    labels = email.rpartition("@")[2].lower().split(".")
    domains = [".".join(labels[i:]) for i in range(max(len(labels) - 1, 1))]
    query = sa.select(OrganisationDomain.domain, OrganisationDomain.organisation_id).where(
        col(OrganisationDomain.domain).in_(domains)
    )
    known = {row.domain: row.organisation_id for row in session.execute(query)}
    return next((known[domain] for domain in domains if domain in known), None)
