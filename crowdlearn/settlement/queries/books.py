"""The books as pages show them: filtered, in pages, as a table to download; and the reconciliation."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.models import Entry, Posting
from crowdlearn.ledger.queries import PAGE, BookFilter, BookPosting, balances, postings
from crowdlearn.ledger.rules import BANK, AccountKind
from crowdlearn.people.models import Organisation
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import PayInstruction, Statement

from .checks import LastCheck, last_check
from .pitches import names_of
from .scope import Scope, scope_of

MOST_ROWS = 50_000  # of one download


@dataclass(frozen=True)
class BooksPage:
    """A page of postings, what stands on each kind of account, and the titles and names that they mention."""

    postings: tuple[BookPosting, ...]
    balances: dict[AccountKind, Money]
    titles: dict[UUID, tuple[str, str]]
    names: dict[UUID, str]
    older: UUID | None


def books_page(person_id: UUID, which: BookFilter, limit: int = PAGE) -> BooksPage:
    """Return postings that the person may read, newest first. `titles` maps a pitch to its title and language."""
    with reading() as session:
        scope = scope_of(session, person_id)
        which = replace(which, hosts=scope.reads)
        found = postings(session, which, limit + 1)
        shown = found[:limit]
        sums = balances(session, replace(which, before=None))
        return BooksPage(
            postings=tuple(shown),
            balances={kind: Money(cents) for kind, cents in sums.items()},
            titles=_titles(session, {posting.pitch_id for posting in shown}),
            names=names_of(session, {posting.booked_by for posting in shown}),
            older=shown[-1].id if len(found) > limit else None,
        )


def _titles(session: Session, ids: set[UUID | None]) -> dict[UUID, tuple[str, str]]:
    query = sa.select(col(Pitch.id), col(Pitch.title), col(Pitch.language)).where(
        col(Pitch.id).in_([i for i in ids if i is not None])
    )
    return {row.id: (row.title, row.language) for row in session.execute(query)}


@dataclass(frozen=True)
class HostLine:
    """An organisation whose money the person handles: its newest bank balance and instruction to backers."""

    id: UUID
    name_en: str
    name_fr: str
    books: Money
    statement: Statement | None
    instruction: PayInstruction | None


@dataclass(frozen=True)
class ReconcilePage:
    """The last run of the checks, the pitches it names, and the bank beside the books."""

    check: LastCheck | None
    titles: dict[UUID, tuple[str, str]]
    hosts: tuple[HostLine, ...]
    may_act: bool


def reconcile_page(person_id: UUID) -> ReconcilePage:
    """Return what the checks found last, and for each organisation of the person's what bank and books say."""
    with reading() as session:
        scope = scope_of(session, person_id)
        check = last_check(session)
        about = {finding.pitch_id for finding in check.findings} if check else set()
        return ReconcilePage(
            check=check,
            titles=_titles(session, about),
            hosts=tuple(_hosts(session, scope)),
            may_act=scope.handles is None or bool(scope.handles),
        )


def _hosts(session: Session, scope: Scope) -> list[HostLine]:
    with_money = sa.exists().where(col(Pitch.organisation_id) == col(Organisation.id), col(Pitch.asks_money).is_(True))
    query = (
        sa.select(Organisation)
        .where(with_money if scope.reads is None else col(Organisation.id).in_(scope.reads))
        .order_by(col(Organisation.name_en))
    )
    statements: dict[UUID, Statement] = _newest(session, Statement)
    instructions: dict[UUID, PayInstruction] = _newest(session, PayInstruction)
    booked = _bank_by_host(session)
    return [
        HostLine(
            row.id,
            row.name_en,
            row.name_fr,
            Money(booked.get(row.id, 0)),
            statements.get(row.id),
            instructions.get(row.id),
        )
        for row in session.scalars(query)
    ]


def _bank_by_host(session: Session) -> dict[UUID | None, int]:
    query = (
        sa.select(Posting.host_id, sa.func.sum(Entry.amount_cents))
        .join(Entry, col(Entry.posting_id) == col(Posting.id))
        .where(col(Entry.account) == BANK)
        .group_by(col(Posting.host_id))
    )
    return {host_id: int(total) for host_id, total in session.execute(query)}


def _newest(session: Session, table: Any) -> Any:
    """Return the newest row of each organisation."""
    newer = orm.aliased(table)
    is_old = sa.exists().where(col(newer.organisation_id) == col(table.organisation_id), col(newer.id) > col(table.id))
    return {row.organisation_id: row for row in session.scalars(sa.select(table).where(~is_old))}


def instruction_of(person_id: UUID, organisation_id: UUID) -> tuple[Organisation, PayInstruction | None]:
    """Return an organisation and the words that tell its backers how to pay. Raises NotFound outside of the scope."""
    with reading() as session:
        scope = scope_of(session, person_id)
        host = session.get(Organisation, organisation_id)
        if host is None or not scope.sees(organisation_id):
            raise NotFound("Organisation")
        newest = select(PayInstruction).where(PayInstruction.organisation_id == organisation_id)
        return host, session.exec(newest.order_by(col(PayInstruction.id).desc()).limit(1)).first()
