"""The follow-up page: every promised share-back and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import GIVEN, KEPT, CommitmentState, Standing, standing
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared, walked
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode

PAGE = 25
MOST_COUNTED = 100


@dataclass(frozen=True)
class FollowUp:
    """One line of the follow-up page."""

    id: UUID
    kind: ShareBackKind
    title: str
    audience: str
    mode: ShareBackMode
    due_on: date
    late_from: datetime
    moved_from: date | None
    state: CommitmentState
    delivered_at: datetime | None
    reviews: int
    pitch_id: UUID
    pitch_title: str
    pitch_language: str
    owner_id: UUID
    owner: str
    organisation_en: str
    organisation_fr: str

    @property
    def standing(self) -> Standing:
        """Return how it stands now, where its pitch is."""
        return standing(self.state, self.late_from <= now(), self.reviews)


@dataclass(frozen=True)
class Wanted:
    """What a reader asks the follow-up page for. `member` tells whether they are signed in."""

    member: bool
    owner_id: UUID | None = None
    organisation_id: UUID | None = None
    pitch_id: UUID | None = None
    commitment_id: UUID | None = None
    standing: Standing | None = None
    kind: ShareBackKind | None = None


@dataclass(frozen=True)
class FollowUpPage:
    """A page of lines; `after` is the key of the next page, None on the last."""

    lines: list[FollowUp]
    after: str | None


_COLUMNS = (
    col(Commitment.id),
    col(Commitment.kind),
    col(Commitment.title),
    col(Commitment.audience),
    col(Commitment.mode),
    col(Commitment.due_on),
    col(Commitment.late_from),
    col(Commitment.moved_from),
    col(Commitment.state),
    col(Commitment.delivered_at),
    col(Commitment.reviews),
    col(Pitch.id),
    col(Pitch.title),
    col(Pitch.language),
    col(Person.id),
    col(Person.name),
    sa.func.coalesce(col(Organisation.name_en), ""),
    sa.func.coalesce(col(Organisation.name_fr), ""),
)


def follow_up(wanted: Wanted, after: str = "") -> FollowUpPage:
    """Return a page of commitments, latest due date first. Strangers see what was delivered, members every state."""
    asked = _asked(wanted) | _after(after)
    with reading() as session:
        rows = _page(session, _shape(wanted, asked), **asked)
        lines = [_read_row(row, member=wanted.member) for row in rows]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return FollowUpPage(lines[:PAGE], f"{last.due_on.isoformat()}_{last.id}" if last else None)


def all_follow_ups(wanted: Wanted) -> Iterator[FollowUp]:
    """Yield every line of the follow-up page, for the CSV."""
    asked = _asked(wanted)
    with reading() as session:
        for row in session.execute(_rows(_shape(wanted, asked)), asked).yield_per(200):
            yield _read_row(row, member=wanted.member)


def one_follow_up(session: Session, commitment_id: UUID, *, member: bool) -> FollowUp | None:
    """Return one line as its reader may know it, None where there is none for them."""
    wanted = Wanted(member, commitment_id=commitment_id)
    asked = _asked(wanted)
    row = _page(session, _shape(wanted, asked), **asked).first()
    return _read_row(row, member=member) if row is not None else None


def _read_row(row: sa.Row[*tuple[Any, ...]], *, member: bool) -> FollowUp:
    """Return a row of _rows() as its reader may know it: a move is the members' business."""
    line = FollowUp(*row)
    return line if member else replace(line, moved_from=None)


def counts(wanted: Wanted) -> dict[Standing, int]:
    """Return how many commitments stand how, whatever standing is wanted; MOST_COUNTED says that many or more."""
    asked = _asked(wanted)
    with reading() as session:
        rows = _counted(session, _shape(replace(wanted, standing=None), asked), **asked).all()
    return {Standing(how): count for how, count in rows if count}


@dataclass(frozen=True)
class Shape:
    """What decides how the select reads; `asked` names the values that are bound."""

    member: bool
    standing: Standing | None
    asked: frozenset[str]


def _shape(wanted: Wanted, asked: dict[str, Any]) -> Shape:
    return Shape(wanted.member, wanted.standing, frozenset(asked))


def _asked(wanted: Wanted) -> dict[str, Any]:
    """Return the values that are asked for by name, and the moment that tells what is late."""
    named = {name: getattr(wanted, name) for name in _COLUMN_OF}
    return {name: value for name, value in named.items() if value is not None} | {"at": now()}


@prepared
def _page(shape: Shape, /, **_asked: Any) -> Any:
    query = _rows(shape)
    if "after_id" in shape.asked:
        last = sa.tuple_(sa.bindparam("after_due", type_=sa.Date), sa.bindparam("after_id", type_=sa.Uuid))
        query = query.where(sa.tuple_(col(Commitment.due_on), col(Commitment.id)) < last)
    return query.limit(PAGE + 1)


@prepared
def _counted(shape: Shape, /, **_asked: Any) -> Any:
    """Count each standing up to a bound, so that the page costs the same however much was ever promised."""
    some = sa.select(col(Commitment.id))
    if "organisation_id" in shape.asked:
        some = some.join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
    each = (
        (how, some.where(*_conditions(shape), *_standing_is(how)).limit(MOST_COUNTED).subquery())
        for how in Standing
        if shape.member or how in GIVEN
    )
    return sa.union_all(*(sa.select(sa.literal(how.value), sa.func.count(found.c.id)) for how, found in each))


def _rows(shape: Shape) -> sa.Select[*tuple[Any, ...]]:
    """Return the select behind FollowUp, newest due date first."""
    return (
        sa.select(*_COLUMNS)
        .select_from(Commitment)
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(*_conditions(shape), *_standing_is(shape.standing))
        .order_by(col(Commitment.due_on).desc(), col(Commitment.id).desc())
    )


_COLUMN_OF: dict[str, Any] = {
    "owner_id": Commitment.owner_id,
    "organisation_id": Pitch.organisation_id,
    "pitch_id": Commitment.pitch_id,
    "commitment_id": Commitment.id,
    "kind": Commitment.kind,
}


def _conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    found = [col(column) == sa.bindparam(name) for name, column in _COLUMN_OF.items() if name in shape.asked]
    if shape.member:
        return found
    return [
        col(Commitment.delivered_at).is_not(None),
        walked(Commitment.state).in_([one.value for one in KEPT]),
        *found,
    ]


_AT = sa.bindparam("at", type_=Moment)


def _standing_is(how: Standing | None) -> list[sa.ColumnElement[bool]]:
    if how is None:
        return []
    state, late_from, reviews = col(Commitment.state), col(Commitment.late_from), col(Commitment.reviews)
    return {
        Standing.DUE: [state == CommitmentState.OPEN, late_from > _AT],
        Standing.LATE: [state == CommitmentState.OPEN, late_from <= _AT],
        Standing.DELIVERED: [state.in_((CommitmentState.DELIVERED, CommitmentState.LAPSED)), reviews == 0],
        Standing.CONFIRMED: [state == CommitmentState.CONFIRMED, reviews == 0],
        Standing.REVIEWED: [state.in_(KEPT), reviews > 0],
        Standing.DISPUTED: [state == CommitmentState.DISPUTED],
        Standing.BROKEN: [state == CommitmentState.BROKEN],
        Standing.WAIVED: [state == CommitmentState.WAIVED],
    }[how]


def _after(after: str) -> dict[str, Any]:
    """Return the line after which the page begins; nothing for a key that is none."""
    due, _, key = after.partition("_")
    try:
        return {"after_due": date.fromisoformat(due), "after_id": UUID(key)}
    except ValueError:
        return {}
