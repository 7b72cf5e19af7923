"""Whose money a person may see and handle: that of the organisations they hold a role for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.queries import grants_of
from crowdlearn.people.rules import Role

READERS = frozenset({Role.TREASURER, Role.AUDITOR, Role.ADMINISTRATOR})
Hosts = frozenset[UUID] | None  # None: every organisation


@dataclass(frozen=True)
class Scope:
    """The organisations whose books a person reads, and those whose money they handle."""

    person_id: UUID
    reads: Hosts
    handles: Hosts

    def sees(self, host_id: UUID | None) -> bool:
        """Tell whether the person may read an organisation's books."""
        return self.reads is None or host_id in self.reads

    def acts_for(self, host_id: UUID | None, owner_id: UUID) -> bool:
        """Tell whether the person handles the money of a pitch: not of their own."""
        return owner_id != self.person_id and (self.handles is None or host_id in self.handles)

    def only(self, column: Any) -> sa.ColumnElement[bool]:
        """Return the condition that keeps a query to what the person may read."""
        return sa.true() if self.reads is None else column.in_(self.reads)


def scope_of(session: Session, person_id: UUID) -> Scope:
    """Return what a person may see and handle. Raises NotFound for whom this is nothing."""
    grants = grants_of(session, person_id)
    reads = {host for role, host in grants if role in READERS}
    if not reads:
        raise NotFound("books")
    handles = {host for role, host in grants if role is Role.TREASURER}
    return Scope(person_id, _hosts(reads), _hosts(handles))


def _hosts(found: set[UUID | None]) -> Hosts:
    return None if None in found else frozenset(host for host in found if host is not None)
