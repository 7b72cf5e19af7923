"""The counters of share-backs, counted anew."""

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.counters import Sums, set_right
from crowdlearn.sharebacks.models import CoAuthor, Learned, Occasion, Review, Seat, ShareBack
from crowdlearn.sharebacks.rules import AuthorState


def recount_sharebacks() -> list[str]:
    """Set reviews, readers who learned, co-authors and those who came right; return in words where they were wrong."""
    return [f"voices of share-back {shareback_id} were miscounted" for shareback_id in set_right(ShareBack, _sums())]


def _sums() -> Sums:
    unnamed = sa.select(col(Occasion.attended_unnamed)).where(col(Occasion.shareback_id) == col(ShareBack.id))
    came = _count(Seat, col(Seat.attended_at).is_not(None))
    return {
        "reviews": _count(Review),
        "learned": _count(Learned),
        "co_authors": _count(CoAuthor, col(CoAuthor.state) == AuthorState.NAMED),
        "attended": came + sa.func.coalesce(unnamed.correlate(ShareBack).scalar_subquery(), 0),
    }


def _count(table: type[Review | Learned | CoAuthor | Seat], *only: sa.ColumnElement[bool]) -> "sa.ScalarSelect[int]":
    rows = sa.select(sa.func.count()).where(col(table.shareback_id) == col(ShareBack.id), *only)
    return rows.correlate(ShareBack).scalar_subquery()
