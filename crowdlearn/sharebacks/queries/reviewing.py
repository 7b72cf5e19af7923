"""The reviews of one share-back as one viewer sees them: their own view first, then the others'."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Hidden
from crowdlearn.db.statements import prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import clock, now
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import reporting_line
from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks.models import ReadFirst, Review, ShareBack
from crowdlearn.sharebacks.rules import (
    CRITERIA,
    FIRST_PHASE,
    REVIEW_KIND,
    Confidence,
    Curtain,
    ReviewFigures,
    View,
    curtain,
    figures_from,
    figures_of,
    is_given,
)

from .authors import ever_named

PAGE = 20


@dataclass(frozen=True)
class ReviewRow(View):
    """One review; `language` is that of its writer. `hidden_id`: a steward hid it, for `hidden_why`."""

    id: UUID
    reviewer_id: UUID
    reviewer: str
    organisation_en: str
    organisation_fr: str
    text: str
    language: str
    written_at: datetime
    changed_at: datetime | None
    reply: str
    hidden_id: UUID | None
    hidden_why: str | None


@dataclass(frozen=True)
class Reviews:
    """The reviews of a share-back. `rows` are a page of those this viewer sees, `mine` their own, hidden or not.

    `after` is the key of the next page, None on the last.
    `figures` are of all that nobody hid, without means behind a `curtain`; `open_from` ends the first phase.
    """

    rows: list[ReviewRow]
    after: str | None
    mine: ReviewRow | None
    figures: ReviewFigures
    curtain: Curtain
    may_review: bool
    reads_first: bool
    open_from: datetime | None
    as_of: date


def reviews_of(session: Session, shareback: ShareBack, viewer_id: UUID | None, after: str = "") -> Reviews:
    """Return the reviews of a share-back, newest first, with what this viewer may see and do.

    `after` is a page's key, or the id of the review that it begins with.

    Two queries, four for a member; one or two more where there is more than a page of them.
    """
    written = _page(session, shareback.id, viewer_id, after)
    more = _key(written[PAGE - 1]) if len(written) > PAGE else None
    whole, written = not after and more is None, written[:PAGE]
    mine = next((row for row in written if row.reviewer_id == viewer_id), None)
    if mine is None and not whole and viewer_id is not None:
        mine = next((ReviewRow(*row) for row in _mine(session, shareback.id, viewer_id)), None)
    public = [row for row in written if row.hidden_id is None]
    may_review = mine is None and _may_review(session, shareback, viewer_id)
    reads = may_review and viewer_id is not None and reads_first(session, shareback.id, viewer_id)
    drawn = curtain(
        is_member=viewer_id is not None,
        may_review=may_review,
        reads_first=reads,
        given_at=shareback.given_at,
        at=now(),
    )
    figures = figures_of(public) if whole else _figures(session, shareback.id)
    is_open = drawn is Curtain.OPEN
    return Reviews(
        rows=public if is_open else [],
        after=more if is_open else None,
        mine=mine,
        figures=figures if is_open else ReviewFigures(figures.written, figures.blind),
        curtain=drawn,
        may_review=may_review,
        reads_first=reads,
        open_from=shareback.given_at + FIRST_PHASE if shareback.given_at else None,
        as_of=clock.today("UTC"),
    )


def one_review(session: Session, review_id: UUID) -> ReviewRow | None:
    """Return a review that nobody hid."""
    return next((row for row in (ReviewRow(*row) for row in _one(session, review_id)) if row.hidden_id is None), None)


def _page(session: Session, shareback_id: UUID, viewer_id: UUID | None, after: str) -> list[ReviewRow]:
    """Return a page of reviews and one more, one's own hidden one among them."""
    asked = _after(after) or _from(session, after)
    rows = _written(session, frozenset(asked), PAGE + 1, shareback_id=shareback_id, viewer_id=viewer_id, **asked)
    return [ReviewRow(*row) for row in rows]


def _key(row: ReviewRow) -> str:
    return f"{row.written_at.isoformat()}_{row.id}"


def _after(key: str) -> dict[str, Any]:
    """Return the review after which the page begins; nothing for a key that is none."""
    moment, _, review_id = key.rpartition("_")
    try:
        return {"after_moment": datetime.fromisoformat(moment).astimezone(UTC), "after_id": UUID(review_id)}
    except ValueError:
        return {}


def _from(session: Session, review_id: str) -> dict[str, Any]:
    """Return the review that the page begins with, where the key is the id of one: so a link leads to any of them."""
    try:
        row = session.get(Review, UUID(review_id)) if review_id else None
    except ValueError:
        return {}
    return {"first_moment": row.written_at, "first_id": row.id} if row else {}


def _figures(session: Session, shareback_id: UUID) -> ReviewFigures:
    written, blind, sure, *sums = _sums(session, shareback_id).one()
    return figures_from(written, blind or 0, sure or 0, [total or 0 for total in sums])


def authors_of(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return whose work a share-back is: its authors', also former ones, the pitcher's, and whose it gives again."""
    authors = {shareback.author_id} | (ever_named(session, shareback.id) if shareback.together else set())
    if shareback.pitch_id is not None:
        authors |= set(_owner(session, shareback.pitch_id).scalars())
    if shareback.retold_from_id is not None:
        authors |= set(_author(session, shareback.retold_from_id).scalars())
        authors |= ever_named(session, shareback.retold_from_id)
    return authors


def line_of_authors(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return everyone above and below its authors today; they do not review it."""
    today = clock.today("UTC")
    lines = [reporting_line(session, author_id, today) for author_id in authors_of(session, shareback)]
    return set().union(*lines)


def reads_first(session: Session, shareback_id: UUID, person_id: UUID) -> bool:
    """Tell whether a person chose to read the others' reviews before writing."""
    return _reading(session, shareback_id, person_id).first() is not None


def _may_review(session: Session, shareback: ShareBack, viewer_id: UUID | None) -> bool:
    if viewer_id is None or not is_given(shareback.form, shareback.state):
        return False
    return viewer_id not in authors_of(session, shareback) | line_of_authors(session, shareback)


@prepared
def _owner(pitch_id: UUID) -> Any:
    return sa.select(col(Pitch.owner_id)).where(col(Pitch.id) == pitch_id)


@prepared
def _author(shareback_id: UUID) -> Any:
    return sa.select(col(ShareBack.author_id)).where(col(ShareBack.id) == shareback_id)


@prepared
def _reading(shareback_id: UUID, person_id: UUID) -> Any:
    return sa.select(col(ReadFirst.id)).where(
        col(ReadFirst.shareback_id) == shareback_id, col(ReadFirst.person_id) == person_id
    )


@prepared
def _written(asked: frozenset[str], limit: int, /, **_asked: Any) -> Any:
    newest = (col(Review.written_at), col(Review.id))
    query = _rows().where(
        col(Review.shareback_id) == sa.bindparam("shareback_id", type_=sa.Uuid),
        sa.or_(col(Hidden.id).is_(None), col(Review.reviewer_id) == sa.bindparam("viewer_id", type_=sa.Uuid)),
    )
    if "after_id" in asked:
        last = sa.tuple_(sa.bindparam("after_moment", type_=Moment), sa.bindparam("after_id", type_=sa.Uuid))
        query = query.where(sa.tuple_(*newest) < last)
    if "first_id" in asked:
        first = sa.tuple_(sa.bindparam("first_moment", type_=Moment), sa.bindparam("first_id", type_=sa.Uuid))
        query = query.where(sa.tuple_(*newest) <= first)
    return query.order_by(*(column.desc() for column in newest)).limit(limit)


@prepared
def _mine(shareback_id: UUID, viewer_id: UUID) -> Any:
    return _rows().where(col(Review.shareback_id) == shareback_id, col(Review.reviewer_id) == viewer_id)


@prepared
def _one(review_id: UUID) -> Any:
    return _rows().where(col(Review.id) == review_id)


@prepared
def _sums(shareback_id: UUID) -> Any:
    """Return how many reviews nobody hid, how many are blind, whose writers are very sure, and their sums."""
    blind, sure = col(Review.blind), col(Review.confidence) == Confidence.HIGH
    return (
        sa.select(
            sa.func.count(),
            _sum(blind, 1),
            _sum(sa.and_(blind, sure), 1),
            *(_sum(blind, col(getattr(Review, name))) for name in CRITERIA),
        )
        .select_from(Review)
        .join(Hidden, _HIDING, isouter=True)
        .where(col(Review.shareback_id) == shareback_id, col(Hidden.id).is_(None))
    )


def _sum(which: Any, value: Any) -> Any:
    return sa.func.sum(sa.case((which, value), else_=0))


_HIDING = sa.and_(
    col(Hidden.about_kind) == REVIEW_KIND, col(Hidden.about_id) == col(Review.id), col(Hidden.lifted_at).is_(None)
)


def _rows() -> Any:
    return (
        sa.select(
            col(Review.clear),
            col(Review.useful),
            col(Review.usable),
            col(Review.confidence),
            col(Review.blind),
            col(Review.id),
            col(Review.reviewer_id),
            col(Person.name),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            col(Review.text),
            col(Person.language),
            col(Review.written_at),
            col(Review.changed_at),
            col(Review.reply),
            col(Hidden.id),
            col(Hidden.reason),
        )
        .join(Person, col(Person.id) == col(Review.reviewer_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .join(Hidden, _HIDING, isouter=True)
    )
