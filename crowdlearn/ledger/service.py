"""Steps on the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from crowdlearn.db.session import lock
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money

from .models import Entry, Posting
from .rules import AlreadyReversed, Draft, Line, backwards, check_balanced, kind_of


def post(
    session: Session,
    cause: str,
    lines: Sequence[Line],
    *,
    pitch_id: UUID | None = None,
    host_id: UUID | None = None,
    by: UUID | None = None,
    note: str = "",
) -> UUID:
    """Book `lines` in the caller's transaction and return the posting's id.

    Raises Unbalanced; the database refuses a second posting of `cause`.
    """
    return post_many(session, [Draft(cause, lines, pitch_id, host_id, by, note)])[0]


def post_many(session: Session, drafts: Sequence[Draft]) -> list[UUID]:
    """Book many postings with two statements, however many there are; return their ids in the same order."""
    for draft in drafts:
        check_balanced(draft.lines)
    booked = [(new_id(), draft) for draft in drafts]
    moment = now()
    if booked:
        session.execute(sa.insert(Posting), [_row(posting_id, draft, moment) for posting_id, draft in booked])
        session.execute(sa.insert(Entry), [row for posting_id, draft in booked for row in _entries(posting_id, draft)])
    return [posting_id for posting_id, _ in booked]


def _row(posting_id: UUID, draft: Draft, moment: datetime) -> dict[str, Any]:
    return {
        "id": posting_id,
        "cause": draft.cause,
        "pitch_id": draft.pitch_id,
        "host_id": draft.host_id,
        "booked_at": moment,
        "booked_by": draft.by,
        "note": draft.note[:300],
        "reverses": draft.reverses,
    }


def _entries(posting_id: UUID, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "posting_id": posting_id,
            "account": line.account,
            "kind": kind_of(line.account),
            "amount_cents": line.amount.cents,
            "currency": line.amount.currency,
        }
        for line in draft.lines
    ]


def reverse(session: Session, posting_id: UUID, *, by: UUID | None, note: str) -> UUID:
    """Take a posting back with one of the same lines, signs changed; return the new posting's id.

    Raises AlreadyReversed for one that was taken back before, and for a reversal.
    """
    posting = lock(session, Posting, posting_id)
    if posting.reverses is not None or session.exec(select(Posting.id).where(Posting.reverses == posting_id)).first():
        raise AlreadyReversed
    entries = session.exec(select(Entry).where(Entry.posting_id == posting_id).order_by(col(Entry.id))).all()
    lines = backwards([Line(entry.account, Money(entry.amount_cents, entry.currency)) for entry in entries])
    draft = Draft(f"reversal {posting_id}", lines, posting.pitch_id, posting.host_id, by, note, reverses=posting_id)
    return post_many(session, [draft])[0]


def posting_of(session: Session, cause: str) -> UUID | None:
    """Return the id of the posting with this cause, None if nothing was booked for it."""
    return session.exec(select(Posting.id).where(Posting.cause == cause)).first()


@dataclass(frozen=True)
class Booked:
    """A posting, and whether it was taken back."""

    id: UUID
    is_reversed: bool


def postings_about(session: Session, cause: str) -> list[Booked]:
    """Return the postings whose causes begin with these words."""
    later = aliased(Posting)
    taken_back = sa.exists().where(col(later.reverses) == col(Posting.id))
    query = sa.select(col(Posting.id), taken_back).where(col(Posting.cause).startswith(f"{cause} ", autoescape=True))
    return [Booked(*row) for row in session.execute(query.order_by(col(Posting.id)))]


def hosts_of(session: Session, account: str) -> list[UUID | None]:
    """Return the organisations in whose books something stands on `account`."""
    query = sa.select(Posting.host_id).join(Entry, col(Entry.posting_id) == col(Posting.id))
    return list(session.scalars(query.where(col(Entry.account) == account).distinct()))


def balance(session: Session, account: str, currency: str = "CAD") -> Money:
    """Return what stands on `account`, in signed cents summed from its entries: debit above zero."""
    total = select(sa.func.coalesce(sa.func.sum(Entry.amount_cents), 0)).where(
        Entry.account == account, Entry.currency == currency
    )
    return Money(int(session.exec(total).one()), currency)
