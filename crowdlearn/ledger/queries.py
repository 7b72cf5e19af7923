"""Reading the books: postings with their lines, newest first, and what stands on each account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col

from crowdlearn.kernel.money import Money

from .models import Entry, Posting
from .rules import AccountKind

PAGE = 50


@dataclass(frozen=True)
class BookLine:
    """One line of a posting in signed cents."""

    account: str
    kind: AccountKind
    amount_cents: int
    currency: str

    @property
    def amount(self) -> Money:
        """Return the line's amount, below zero on the credit side."""
        return Money(self.amount_cents, self.currency)


@dataclass(frozen=True)
class BookPosting:
    """A posting as the books show it."""

    id: UUID
    cause: str
    booked_at: datetime
    booked_by: UUID | None
    pitch_id: UUID | None
    note: str
    reverses: UUID | None
    lines: tuple[BookLine, ...]

    @property
    def kind(self) -> str:
        """Return the first word of the cause, such as "arrival" or "payout"."""
        return self.cause.partition(" ")[0]


@dataclass(frozen=True)
class BookFilter:
    """Which postings to show. `hosts` None means every organisation's books; `before` pages on."""

    hosts: Collection[UUID] | None = None
    kind: AccountKind | None = None
    pitch_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None


def postings(session: Session, which: BookFilter, limit: int | None = PAGE) -> list[BookPosting]:
    """Return postings, newest first, at most `limit`; two statements, however many there are."""
    query = (
        sa.select(
            col(Posting.id),
            col(Posting.cause),
            col(Posting.booked_at),
            col(Posting.booked_by),
            col(Posting.pitch_id),
            col(Posting.note),
            col(Posting.reverses),
        )
        .where(*_conditions(which))
        .order_by(col(Posting.id).desc())
        .limit(limit)
    )
    rows = session.execute(query).all()
    lines = _lines_of(session, query.with_only_columns(col(Posting.id))) if rows else {}
    return [BookPosting(lines=tuple(lines.get(row.id, ())), **row._asdict()) for row in rows]


def _conditions(which: BookFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if which.hosts is not None:
        conditions.append(col(Posting.host_id).in_(which.hosts))
    if which.pitch_id is not None:
        conditions.append(col(Posting.pitch_id) == which.pitch_id)
    if which.since is not None:
        conditions.append(col(Posting.booked_at) >= which.since)
    if which.until is not None:
        conditions.append(col(Posting.booked_at) < which.until)
    if which.before is not None:
        conditions.append(col(Posting.id) < which.before)
    if which.kind is not None:
        line = orm.aliased(Entry)
        conditions.append(sa.exists().where(col(line.posting_id) == col(Posting.id), col(line.kind) == which.kind))
    return conditions


def _lines_of(session: Session, which: sa.Select[tuple[UUID]]) -> dict[UUID, list[BookLine]]:
    query = (
        sa.select(Entry.posting_id, Entry.account, Entry.kind, Entry.amount_cents, Entry.currency)
        .where(col(Entry.posting_id).in_(which.subquery().select()))
        .order_by(col(Entry.posting_id), col(Entry.amount_cents).desc(), col(Entry.account))
    )
    lines: dict[UUID, list[BookLine]] = {}
    for posting_id, *rest in session.execute(query):
        lines.setdefault(posting_id, []).append(BookLine(*rest))
    return lines


def balances(session: Session, which: BookFilter) -> dict[AccountKind, int]:
    """Return what stands on the accounts of each kind, in signed cents, among the postings that `which` names."""
    query = (
        sa.select(Entry.kind, sa.func.sum(Entry.amount_cents))
        .join(Posting, col(Posting.id) == col(Entry.posting_id))
        .where(*_conditions(which))
        .group_by(col(Entry.kind))
    )
    return {kind: int(total) for kind, total in session.execute(query)}
