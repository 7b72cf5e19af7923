"""The books. Rows are only ever added; triggers refuse UPDATE and DELETE."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, promise
from crowdlearn.kernel.clock import now

from .rules import AccountKind


class Posting(Table, table=True):
    """Why money moved. The same `cause` is booked once; `reverses` names the posting that this one takes back.

    `pitch_id` is whose pitch it is about, `host_id` the organisation in whose books it stands.
    """

    __table_args__ = (sa.Index("ix_posting_host", "host_id", "id"),)

    cause: str = Field(max_length=120, unique=True)
    pitch_id: UUID | None = Field(default=None, index=True)
    host_id: UUID | None = None
    booked_at: datetime = Field(default_factory=now, sa_type=Moment)
    booked_by: UUID | None = None
    note: str = Field(default="", max_length=300)
    reverses: UUID | None = link("posting.id", nullable=True, unique=True)


class Entry(Table, table=True):
    """One line of a posting, in signed cents: debit above zero, credit below. `kind` is the first word of `account`."""

    __table_args__ = (promise("moves_something", "amount_cents <> 0"),)

    posting_id: UUID = link("posting.id")
    account: str = Field(max_length=60, index=True)
    kind: AccountKind = Field(sa_type=choice(AccountKind))
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
