"""Organisations, what they adopted, and the domains their people write from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Adoption, Organisation, OrganisationDomain, Person
from crowdlearn.people.queries.adoption import organisation_id_for
from crowdlearn.people.queries.roles import holds
from crowdlearn.people.rules import (
    PERSON,
    DomainTaken,
    MoneyMode,
    NotADomain,
    OrganisationConfirmed,
    OrganisationLevel,
    PersonState,
    ProfileChanged,
    Role,
    StepOrder,
)

LOOKS_AFTER = (Role.STEWARD, Role.ADMINISTRATOR)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


@dataclass(frozen=True)
class Body:
    """A public body as an administrator writes it down."""

    name_en: str
    name_fr: str
    level: OrganisationLevel
    region: str
    domains: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """An organisation's decision to take part: who, when, under which authority; amounts are cents."""

    adopted_on: date
    adopted_by: str
    authority: str
    money_mode: MoneyMode
    ask_above_cents: int = 0
    work_time_asks: bool = False
    step_order: StepOrder = StepOrder.IN_ORDER
    steps_needed: int = 1
    budget_limit_cents: int | None = None


def found_organisation(admin_id: UUID | None, body: Body) -> UUID:
    """Write down a confirmed organisation and return its id; `admin_id` is None for the operator.

    Raises NotADomain, DomainTaken; NotAllowed for who looks after single organisations only.
    """
    with transaction() as session:
        _check_looks_after(session, admin_id, None)
        row = Organisation(
            name_en=body.name_en, name_fr=body.name_fr, level=body.level, region=body.region, confirmed_at=now()
        )
        session.add(row)
        _set_domains(session, row.id, body.domains)
        record(session, "organisation.found", by=admin_id, about=row.id)
        _welcome(session, row.id)
    return row.id


def change_organisation(steward_id: UUID, organisation_id: UUID, body: Body) -> None:
    """Change names, level, region and domains; one that nobody knew is thereby confirmed, and its people are members.

    Domains decide who belongs to it: those, and confirming, are for who looks after all organisations.
    Raises NotADomain, DomainTaken, NotAllowed.
    """
    with transaction() as session:
        row = lock(session, Organisation, organisation_id)
        settled = row.confirmed_at is not None and _domains_of(session, organisation_id) == _clean(body.domains)
        _check_looks_after(session, steward_id, organisation_id if settled else None)
        row.name_en, row.name_fr, row.level, row.region = body.name_en, body.name_fr, body.level, body.region
        row.confirmed_at = row.confirmed_at or now()
        _set_domains(session, row.id, body.domains)
        record(session, "organisation.change", by=steward_id, about=row.id)
        _welcome(session, row.id)


def adopt(admin_id: UUID | None, organisation_id: UUID, decision: Decision) -> UUID:
    """Record an organisation's decision; the one before ends. Returns the new decision's id.

    `admin_id` is None for the operator. Raises NotAllowed for who does not administer the organisation.
    """
    with transaction() as session:
        lock(session, Organisation, organisation_id)
        if admin_id is not None and not holds(session, admin_id, Role.ADMINISTRATOR, organisation_id):
            raise NotAllowed
        _end_adoption(session, organisation_id)
        row = Adoption(organisation_id=organisation_id, recorded_by=admin_id, **vars(decision))
        session.add(row)
        record(session, "organisation.adopt", by=admin_id, about=organisation_id, mode=decision.money_mode.value)
    return row.id


def _end_adoption(session: Session, organisation_id: UUID) -> None:
    standing = select(Adoption).where(Adoption.organisation_id == organisation_id, col(Adoption.ended_on).is_(None))
    for earlier in session.exec(standing):
        earlier.ended_on = clock.today(HOME_ZONE)


def _check_looks_after(session: Session, by: UUID | None, organisation_id: UUID | None) -> None:
    """Raise NotAllowed unless `by` is steward or administrator there, None for everywhere; the operator always is."""
    if by is not None and not any(holds(session, by, role, organisation_id) for role in LOOKS_AFTER):
        raise NotAllowed


def _clean(domains: Iterable[str]) -> set[str]:
    return {domain.strip().lower().removeprefix("@") for domain in domains if domain.strip()}


def _domains_of(session: Session, organisation_id: UUID) -> set[str]:
    own = select(OrganisationDomain.domain).where(OrganisationDomain.organisation_id == organisation_id)
    return set(session.exec(own))


def _set_domains(session: Session, organisation_id: UUID, domains: Iterable[str]) -> None:
    wanted = _clean(domains)
    if any(_DOMAIN.fullmatch(domain) is None for domain in wanted):
        raise NotADomain
    known = session.exec(select(OrganisationDomain).where(col(OrganisationDomain.domain).in_(wanted))).all()
    if taken := [row.domain for row in known if row.organisation_id != organisation_id]:
        raise DomainTaken(domain=taken[0])
    own = session.exec(select(OrganisationDomain).where(OrganisationDomain.organisation_id == organisation_id)).all()
    for row in own:
        if row.domain not in wanted:
            session.delete(row)
    for domain in sorted(wanted - {row.domain for row in own}):
        session.add(OrganisationDomain(organisation_id=organisation_id, domain=domain))
    session.flush()


def _welcome(session: Session, organisation_id: UUID) -> None:
    """Make full members of the people who waited for this organisation to be known."""
    welcomed = []
    for person in session.exec(select(Person).where(Person.state == PersonState.WAITING)):
        if person.organisation_id is None:
            person.organisation_id = organisation_id_for(session, person.email)
        if person.organisation_id == organisation_id:
            person.state = PERSON.move(person.state, PersonState.ACTIVE)
            emit(session, ProfileChanged(person_id=person.id))
            welcomed.append(person.id)
    if welcomed:
        emit(session, OrganisationConfirmed(organisation_id=organisation_id, welcomed=tuple(welcomed)))
