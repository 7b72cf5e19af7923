"""May this reader's money help this pitch? The facts in one query, so that the page can say the reason at once."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.people.models import ActingManager, Adoption, BlockedDomain, ManagerLink, Organisation, Person
from crowdlearn.people.rules import LinkState, MoneyMode, PersonState
from crowdlearn.pledges.rules import Backing, bounds

from .head import Head, Looker


def backing_facts(session: Session, head: Head, looker: Looker) -> Backing:
    """Return the facts on which `why_not_back` decides for a reader who is signed in, as `pledges` gathers them."""
    person, owner = looker.id, head.owner_id
    if person is None:
        raise ValueError("a visitor has nothing to do with the pitcher")
    labels = looker.email.rpartition("@")[2].lower().split(".")
    domains = [".".join(labels[i:]) for i in range(len(labels))]
    row = _facts(session, person, owner, head.organisation_id, clock.today(head.time_zone), domains).one()
    return Backing(
        is_pitcher=person == owner,
        in_reporting_line=bool(row.line),
        vendor_domain=row.vendor or "",
        state=PersonState(row.state),
        peer_mode=_bounded(row.peer_mode),
        pitcher_mode=_bounded(row.pitcher_mode),
    )


@prepared
def _facts(looker_id: UUID, owner_id: UUID, home_id: UUID | None, today: date, domains: list[str]) -> Any:
    blocked = sa.select(BlockedDomain.domain).where(col(BlockedDomain.domain).in_(domains)).limit(1)
    mine = sa.select(Person.organisation_id).where(col(Person.id) == looker_id).scalar_subquery()
    return sa.select(
        sa.or_(_stands_above(owner_id, looker_id, today), _stands_above(looker_id, owner_id, today)).label("line"),
        blocked.scalar_subquery().label("vendor"),
        sa.select(Person.state).where(col(Person.id) == looker_id).scalar_subquery().label("state"),
        _mode(mine).label("peer_mode"),
        _mode(home_id).label("pitcher_mode"),
    )


def _bounded(mode: MoneyMode | None) -> MoneyMode:
    return mode if mode is not None and mode in bounds.modes else MoneyMode.EXPERTISE_ONLY


def _mode(organisation_id: Any) -> Any:
    """Return the money mode that an organisation's adoption in force says."""
    return (
        sa.select(Adoption.money_mode)
        .join(Organisation, col(Organisation.id) == col(Adoption.organisation_id))
        .where(
            col(Adoption.organisation_id) == organisation_id,
            col(Adoption.ended_on).is_(None),
            col(Organisation.confirmed_at).is_not(None),
        )
        .order_by(col(Adoption.recorded_at).desc(), col(Adoption.id).desc())
        .limit(1)
        .scalar_subquery()
    )


def _stands_above(person_id: Any, other_id: Any, today: Any) -> sa.ColumnElement[bool]:
    """Return the condition that `other` leads `person`, directly or one level up, or acts today for who does."""
    first, second, acting = aliased(ManagerLink), aliased(ManagerLink), aliased(ActingManager)
    in_force = sa.and_(
        col(acting.acting_id) == other_id,
        col(acting.starts_on) <= today,
        col(acting.ends_on) >= today,
        col(acting.ended_at).is_(None),
    )
    leads = sa.or_(
        col(first.manager_id) == other_id,
        col(second.manager_id) == other_id,
        sa.and_(in_force, col(acting.manager_id).in_((col(first.manager_id), col(second.manager_id)))),
    )
    next_up = sa.and_(col(second.person_id) == col(first.manager_id), col(second.state) == LinkState.CONFIRMED)
    return (
        sa.select(sa.literal(1))
        .select_from(first)
        .join(second, next_up, isouter=True)
        .join(acting, in_force, isouter=True)
        .where(col(first.person_id) == person_id, col(first.state) == LinkState.CONFIRMED, leads)
        .exists()
    )
