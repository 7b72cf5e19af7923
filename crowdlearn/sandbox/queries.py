"""Whose cards they are: the processor knows members by their ids alone."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.people.models import Person


def names(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these people, by their ids."""
    with reading() as session:
        rows = session.execute(sa.select(Person.id, Person.name).where(col(Person.id).in_(person_ids)))
        return {row.id: row.name for row in rows}
