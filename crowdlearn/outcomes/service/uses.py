"""Adoption by others: "I used this", "I taught this on", and taking it back."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.counters import Sums, set_right, sums_of
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes.models import Used
from crowdlearn.outcomes.rules import USE_KIND, Adopted, NothingToUse, OwnWork, SharebackUsed, check_use
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.rules import SharebackState, is_given


def say_used(person_id: UUID, shareback_id: UUID, how: Adopted, text: str, reached: int | None = None) -> UUID:
    """Record what a person did with somebody's share-back; said again, it is changed. Return the record's id.

    `reached` are the people taught. Raises OwnWork, NothingToUse, SayHow, SayHowMany.
    """
    check_use(how, text, reached)
    with transaction() as session:
        shareback = _given(session, shareback_id)
        if is_author(session, shareback, person_id):
            raise OwnWork
        row = _use_of(session, shareback_id, person_id, how)
        if row is None:
            where = session.get_one(Person, person_id).organisation_id
            row = Used(shareback_id=shareback_id, person_id=person_id, organisation_id=where, how=how, text=text)
            session.add(row)
            emit(session, SharebackUsed(row.id, shareback_id, by=person_id))
        row.text, row.reached = text, (reached or 0) if how is Adopted.TAUGHT else 0
        path = f"/sharebacks/{shareback_id}/uses#{row.id}"
        language = shareback.language
        keep_thread(session, USE_KIND, row.id, owner_id=person_id, title=text, path=path, language=language)
        record(session, "share.used", by=person_id, about=shareback_id, how=how.value)
        _recount(session, shareback)
    return row.id


def take_use_back(person_id: UUID, shareback_id: UUID, how: Adopted) -> None:
    """Undo what one said; where nothing was said nothing changes."""
    with transaction() as session:
        shareback = lock(session, ShareBack, shareback_id)
        if (row := _use_of(session, shareback_id, person_id, how)) is not None:
            session.delete(row)
            record(session, "share.not_used", by=person_id, about=shareback_id, how=how.value)
            _recount(session, shareback)


def recount_uses() -> list[str]:
    """Set the counters of use right where they differ from what was said; return in words where they did."""
    return [f"uses of share-back {shareback_id} were miscounted" for shareback_id in set_right(ShareBack, _sums())]


def _sums() -> Sums:
    """Return how many people used a share-back or taught it on, in how many organisations, and whom they taught."""
    counted: dict[str, Any] = {
        "used": sa.func.count(sa.distinct(col(Used.person_id))),
        "used_in": sa.func.count(sa.distinct(col(Used.organisation_id))),
        "taught": sa.func.coalesce(sa.func.sum(col(Used.reached)), 0),
    }
    mine = col(Used.shareback_id) == col(ShareBack.id)
    return {name: sa.select(sum_).where(mine).correlate(ShareBack).scalar_subquery() for name, sum_ in counted.items()}


def _recount(session: Session, shareback: ShareBack) -> None:
    for counter, value in sums_of(session, ShareBack, _sums(), shareback.id).items():
        setattr(shareback, counter, value)


def _given(session: Session, shareback_id: UUID) -> ShareBack:
    shareback = lock(session, ShareBack, shareback_id)
    if shareback.state is SharebackState.DRAFT:
        raise NotFound
    if not is_given(shareback.form, shareback.state):
        raise NothingToUse
    return shareback


def _use_of(session: Session, shareback_id: UUID, person_id: UUID, how: Adopted) -> Used | None:
    query = select(Used).where(Used.shareback_id == shareback_id, Used.person_id == person_id, Used.how == how)
    return session.exec(query).first()
