"""The follow-up page: every promised share-back and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import KEPT, CommitmentState, Standing, standing
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode

PAGE = 25


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
    query = wanted_rows(wanted)
    if key := _read_key(after):
        query = query.where(sa.tuple_(col(Commitment.due_on), col(Commitment.id)) < sa.tuple_(*key))
    with reading() as session:
        lines = [read_row(row, member=wanted.member) for row in session.execute(query.limit(PAGE + 1))]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return FollowUpPage(lines[:PAGE], f"{last.due_on.isoformat()}_{last.id}" if last else None)


def all_follow_ups(wanted: Wanted) -> Iterator[FollowUp]:
    """Yield every line of the follow-up page, for the CSV."""
    with reading() as session:
        for row in session.execute(wanted_rows(wanted)).yield_per(200):
            yield read_row(row, member=wanted.member)


def read_row(row: sa.Row[*tuple[Any, ...]], *, member: bool) -> FollowUp:
    """Return a row of wanted_rows() as its reader may know it: a move is the members' business."""
    line = FollowUp(*row)
    return line if member else replace(line, moved_from=None)


def counts(wanted: Wanted) -> dict[Standing, int]:
    """Return how many commitments stand how, whatever standing is wanted, for the filter."""
    late, reviewed = (col(Commitment.late_from) <= now()).label("late"), (col(Commitment.reviews) > 0).label("reviewed")
    query = (
        sa.select(col(Commitment.state), late, reviewed, sa.func.count())
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(*_conditions(wanted))
        .group_by(col(Commitment.state), "late", "reviewed")
    )
    totals: dict[Standing, int] = {}
    with reading() as session:
        for state, is_late, is_reviewed, count in session.execute(query):
            how = standing(state, bool(is_late), int(is_reviewed))
            totals[how] = totals.get(how, 0) + count
    return totals


def wanted_rows(wanted: Wanted) -> sa.Select[*tuple[Any, ...]]:
    """Return the select behind FollowUp, newest due date first."""
    return (
        sa.select(*_COLUMNS)
        .select_from(Commitment)
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(*_conditions(wanted), *_standing_is(wanted.standing))
        .order_by(col(Commitment.due_on).desc(), col(Commitment.id).desc())
    )


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if not wanted.member:
        found.append(col(Commitment.state).in_(KEPT))
    if wanted.owner_id:
        found.append(col(Commitment.owner_id) == wanted.owner_id)
    if wanted.organisation_id:
        found.append(col(Pitch.organisation_id) == wanted.organisation_id)
    if wanted.pitch_id:
        found.append(col(Commitment.pitch_id) == wanted.pitch_id)
    if wanted.kind:
        found.append(col(Commitment.kind) == wanted.kind)
    return found


def _standing_is(how: Standing | None) -> list[sa.ColumnElement[bool]]:
    if how is None:
        return []
    state, late_from, reviews = col(Commitment.state), col(Commitment.late_from), col(Commitment.reviews)
    return {
        Standing.DUE: [state == CommitmentState.OPEN, late_from > now()],
        Standing.LATE: [state == CommitmentState.OPEN, late_from <= now()],
        Standing.DELIVERED: [state.in_((CommitmentState.DELIVERED, CommitmentState.LAPSED)), reviews == 0],
        Standing.CONFIRMED: [state == CommitmentState.CONFIRMED, reviews == 0],
        Standing.REVIEWED: [state.in_(KEPT), reviews > 0],
        Standing.DISPUTED: [state == CommitmentState.DISPUTED],
        Standing.BROKEN: [state == CommitmentState.BROKEN],
        Standing.WAIVED: [state == CommitmentState.WAIVED],
    }[how]


def _read_key(after: str) -> tuple[date, UUID] | None:
    due, _, key = after.partition("_")
    try:
        return date.fromisoformat(due), UUID(key)
    except ValueError:
        return None
