"""Who wrote a share-back beside its author."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks.rules import CO_AUTHOR, AuthorState


class CoAuthor(Table, table=True):
    """One person's part in somebody's share-back. `named_at` stays when they leave: they wrote in it, once."""

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "person_id"),
        promise("named_has_moment", "state <> 'named' OR named_at IS NOT NULL"),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    state: AuthorState = Field(default=AuthorState.INVITED, sa_type=state(CO_AUTHOR))
    invited_at: datetime = Field(default_factory=now, sa_type=Moment)
    named_at: datetime | None = Field(default=None, sa_type=Moment)
