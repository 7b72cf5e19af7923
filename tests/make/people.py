"""Organisations and the people in them."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel, select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.people.models import Adoption, ManagerLink, Organisation, OrganisationDomain, Person, RoleGrant
from crowdlearn.people.rules import LinkState, MoneyMode, OrganisationLevel, PersonState, Role

numbers = count(1)


def kept(row: SQLModel) -> Any:
    """Store one row in a transaction of its own, and return it."""
    with transaction() as session:
        session.add(row)
    return row


def today() -> date:
    """Return the program's present day, UTC."""
    return now().date()


def days(number: int) -> date:
    """Return the day so many days from today."""
    return today() + timedelta(days=number)


def home_days(number: int) -> date:
    """Return the day so many days from today where things without a time zone of their own are at home."""
    return clock.today(HOME_ZONE) + timedelta(days=number)


def organisation(*, adopted: bool = True, mode: MoneyMode = MoneyMode.COLLECTED, **fields: Any) -> Organisation:
    """Return a confirmed organisation with a domain, one that adopted the programme unless told otherwise."""
    number = next(numbers)
    row: Organisation = kept(
        Organisation(
            **{
                "name_en": f"Harbour Services {number}",
                "name_fr": f"Services portuaires {number}",
                "level": OrganisationLevel.FEDERAL,
                "region": "NB",
                "confirmed_at": now(),
            }
            | fields
        )
    )
    kept(OrganisationDomain(organisation_id=row.id, domain=f"harbour{number}.example"))
    if adopted:
        adoption(row, mode)
    return row


def domain_of(of: Organisation) -> str:
    """Return the domain of an organisation's addresses."""
    with reading() as session:
        return session.exec(select(OrganisationDomain.domain).where(OrganisationDomain.organisation_id == of.id)).one()


def adoption(of: Organisation, mode: MoneyMode = MoneyMode.COLLECTED, **policy: Any) -> Adoption:
    """Return the organisation's decision to take part; `policy` overrides who is asked from which amount."""
    row: Adoption = kept(
        Adoption(
            **{
                "organisation_id": of.id,
                "adopted_on": today(),
                "adopted_by": "Director General",
                "authority": "Learning policy, section 4",
                "money_mode": mode,
            }
            | policy
        )
    )
    return row


def person(name: str = "", *, of: Organisation | None = None, **fields: Any) -> Person:
    """Return an active, verified member, of `of` or of nobody."""
    number = next(numbers)
    row: Person = kept(
        Person(
            **{
                "name": name or f"Member {number}",
                "email": f"member{number}@harbour.example",
                "state": PersonState.ACTIVE,
                "verified_at": now(),
                "welcomed_at": now(),
                "organisation_id": of.id if of else None,
                "region": "NB",
            }
            | fields
        )
    )
    return row


def role(holder: Person, what: Role, of: Organisation | None = None) -> RoleGrant:
    """Grant a role, for an organisation or for the whole installation."""
    row: RoleGrant = kept(RoleGrant(person_id=holder.id, role=what, organisation_id=of.id if of else None))
    return row


def manages(manager: Person, report: Person, state: LinkState = LinkState.CONFIRMED) -> ManagerLink:
    """Return the reporting line from `report` up to `manager`."""
    row: ManagerLink = kept(
        ManagerLink(
            person_id=report.id,
            manager_id=manager.id,
            manager_email=manager.email,
            state=state,
            confirmed_at=now() if state is LinkState.CONFIRMED else None,
        )
    )
    return row


def ids(*rows: Any) -> set[UUID]:
    """Return the ids of some rows."""
    return {row.id for row in rows}
