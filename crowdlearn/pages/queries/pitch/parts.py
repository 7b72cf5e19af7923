"""The lists that belong to a pitch: one query over all of them, as rows of one shape."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.statements import prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.money import Money
from crowdlearn.pitches.models import CostLine, Need, OrganisationMoney, PitchUpdate, PlannedShareBack, Resource
from crowdlearn.pitches.rules import (
    CostKind,
    NeedKind,
    OrganisationMoneyKind,
    OrganisationMoneyState,
    ShareBackKind,
    ShareBackMode,
)
from crowdlearn.sharebacks.models import LiveNote, ShareBack
from crowdlearn.sharebacks.rules import NOTE_KIND, READABLE

NEWEST_NOTES = 3  # the others stand on a page of their own


@dataclass(frozen=True)
class NeedLine:
    """One need. `wanted` and `filled` are minutes for hours, otherwise how many."""

    id: UUID
    kind: NeedKind
    title: str
    detail: str
    skill: str
    wanted: int
    filled: int
    wanted_by: date | None
    closed: bool

    @property
    def met(self) -> bool:
        """Tell whether there is nothing left to offer."""
        return self.closed or self.filled >= self.wanted


@dataclass(frozen=True)
class Cost:
    """One item of the budget; `replaced` is what help in kind took off it."""

    kind: CostKind
    label: str
    amount: Money
    replaced: Money


@dataclass(frozen=True)
class Funding:
    """Money of an organisation; only a confirmed line counts."""

    kind: OrganisationMoneyKind
    label: str
    amount: Money
    state: OrganisationMoneyState


@dataclass(frozen=True)
class Budget:
    """Where the money goes, and which organisations pay."""

    costs: tuple[Cost, ...] = ()
    fundings: tuple[Funding, ...] = ()


@dataclass(frozen=True)
class ReadingTip:
    """Something to read or watch."""

    title: str
    link: str


@dataclass(frozen=True)
class Coming:
    """What comes back: planned, or, once the pitch is funded, a commitment with its state."""

    id: UUID
    kind: ShareBackKind
    title: str
    audience: str
    open_to_all: bool
    mode: ShareBackMode
    due_on: date
    state: CommitmentState | None = None
    delivered_at: datetime | None = None
    moved: bool = False
    reviews: int = 0
    shareback_id: UUID | None = None


@dataclass(frozen=True)
class News:
    """A short update by the pitcher; sanitised HTML."""

    id: UUID
    html: str
    written_at: datetime


@dataclass(frozen=True)
class Live:
    """A live note of the learner, one of the newest; sanitised HTML. `all` counts those that are shown somewhere."""

    id: UUID
    html: str
    language: str
    written_at: datetime
    picture_id: UUID | None
    picture_words: str
    all: int


@dataclass(frozen=True)
class Parts:
    """All the lists of a pitch."""

    needs: tuple[NeedLine, ...]
    budget: Budget
    reading: tuple[ReadingTip, ...]
    coming: tuple[Coming, ...]
    news: tuple[News, ...]
    live: tuple[Live, ...]


def parts_of(session: Session, pitch_id: UUID, currency: str) -> Parts:
    """Return the lists of a pitch in their order, news newest first, in one query."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in _listed(session, pitch_id):
        rows[row.part].append(row)
    for found in rows.values():
        found.sort(key=lambda row: (row.position, row.id))
    committed = [_committed(row) for row in rows["commitment"]]
    return Parts(
        needs=tuple(map(_need, rows["need"])),
        budget=Budget(
            tuple(_cost(row, currency) for row in rows["cost"]),
            tuple(_funding(row, currency) for row in rows["funding"]),
        ),
        reading=tuple(ReadingTip(row.title, row.text) for row in rows["resource"]),
        coming=tuple(sorted(committed or map(_planned, rows["planned"]), key=lambda one: (one.due_on, one.id))),
        news=tuple(News(row.id, row.text, row.moment) for row in reversed(rows["update"])),
        live=tuple(_live(row) for row in reversed(rows["note"])),
    )


_SHAPE: dict[str, Any] = {
    "position": sa.literal(0),
    "kind": sa.literal(""),
    "key": sa.literal(""),
    "title": sa.literal(""),
    "text": sa.literal(""),
    "one": sa.cast(sa.literal(0), sa.BigInteger),
    "two": sa.cast(sa.literal(0), sa.BigInteger),
    "day": sa.cast(sa.null(), sa.Date),
    "moment": sa.cast(sa.null(), Moment()),
    "state": sa.literal(""),
    "flag": sa.false(),
    "other_id": sa.cast(sa.null(), sa.Uuid),
}


def _part(name: str, table: Any, **columns: Any) -> sa.Select[Any]:
    """Return a select whose columns are the shape's, those given in place of its empty ones."""
    filled = {**_SHAPE, **columns}
    for word in ("kind", "key", "state"):  # an enum is read as its stored word
        filled[word] = sa.type_coerce(filled[word], sa.String)
    return sa.select(
        sa.literal(name).label("part"), col(table.id).label("id"), *(what.label(n) for n, what in filled.items())
    )


@prepared
def _listed(pitch_id: UUID) -> Any:
    shareback = (
        sa.select(ShareBack.id)
        .where(
            col(ShareBack.commitment_id) == col(Commitment.id),
            col(ShareBack.state).in_(READABLE),
            sa.not_(is_hidden("shareback", col(ShareBack.id))),
        )
        .order_by(col(ShareBack.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    listed = (
        (Need, _part("need", Need, position=col(Need.position), kind=col(Need.kind), key=col(Need.skill),
                     title=col(Need.title), text=col(Need.detail), one=col(Need.wanted), two=col(Need.filled),
                     day=col(Need.wanted_by), flag=col(Need.closed_at).is_not(None))
         .where(sa.or_(col(Need.closed_at).is_(None), col(Need.filled) > 0))),  # one taken back unmet is gone
        (CostLine, _part("cost", CostLine, position=col(CostLine.position), kind=col(CostLine.kind),
                         title=col(CostLine.label), one=col(CostLine.amount_cents), two=col(CostLine.replaced_cents))),
        (OrganisationMoney, _part("funding", OrganisationMoney, position=col(OrganisationMoney.position),
                                  kind=col(OrganisationMoney.kind), title=col(OrganisationMoney.label),
                                  one=col(OrganisationMoney.amount_cents), state=col(OrganisationMoney.state))),
        (Resource, _part("resource", Resource, position=col(Resource.position), title=col(Resource.title),
                         text=col(Resource.link))),
        (PlannedShareBack, _part("planned", PlannedShareBack, position=col(PlannedShareBack.position),
                                 kind=col(PlannedShareBack.kind), key=col(PlannedShareBack.mode),
                                 title=col(PlannedShareBack.title), text=col(PlannedShareBack.audience),
                                 day=col(PlannedShareBack.due_on), flag=col(PlannedShareBack.open_to_all))),
        (Commitment, _part("commitment", Commitment, kind=col(Commitment.kind), key=col(Commitment.mode),
                           title=col(Commitment.title), text=col(Commitment.audience), day=col(Commitment.due_on),
                           state=col(Commitment.state), moment=col(Commitment.delivered_at),
                           one=sa.case((col(Commitment.moved_from).is_(None), 0), else_=1),
                           two=col(Commitment.reviews), flag=col(Commitment.open_to_all), other_id=shareback)),
        (PitchUpdate, _part("update", PitchUpdate, text=col(PitchUpdate.html), moment=col(PitchUpdate.written_at))
         .where(sa.not_(is_hidden("update", col(PitchUpdate.id))))),
    )  # fmt: skip
    parts = [select.where(col(table.pitch_id) == pitch_id) for table, select in listed]
    return sa.union_all(*parts, _newest_notes(pitch_id))


def _newest_notes(pitch_id: Any) -> Any:
    shown = (
        col(LiveNote.pitch_id) == pitch_id,
        col(LiveNote.removed_at).is_(None),
        sa.not_(is_hidden(NOTE_KIND, col(LiveNote.id))),
    )
    notes = _part(
        "note",
        LiveNote,
        key=col(LiveNote.language),
        title=col(LiveNote.picture_words),
        text=col(LiveNote.html),
        one=sa.func.count().over(),
        moment=col(LiveNote.written_at),
        other_id=col(LiveNote.picture_id),
    )
    newest = notes.where(*shown).order_by(col(LiveNote.id).desc()).limit(NEWEST_NOTES).subquery()
    return sa.select(*newest.c)


def _live(row: Any) -> Live:
    return Live(row.id, row.text, row.key, row.moment, row.other_id, row.title, row.one)


def _need(row: Any) -> NeedLine:
    return NeedLine(row.id, NeedKind(row.kind), row.title, row.text, row.key, row.one, row.two, row.day, bool(row.flag))


def _cost(row: Any, currency: str) -> Cost:
    return Cost(CostKind(row.kind), row.title, Money(row.one, currency), Money(row.two, currency))


def _funding(row: Any, currency: str) -> Funding:
    return Funding(
        OrganisationMoneyKind(row.kind), row.title, Money(row.one, currency), OrganisationMoneyState(row.state)
    )


def _planned(row: Any) -> Coming:
    return Coming(row.id, ShareBackKind(row.kind), row.title, row.text, bool(row.flag), ShareBackMode(row.key), row.day)


def _committed(row: Any) -> Coming:
    return Coming(
        row.id,
        ShareBackKind(row.kind),
        row.title,
        row.text,
        bool(row.flag),
        ShareBackMode(row.key),
        row.day,
        CommitmentState(row.state),
        row.moment,
        moved=bool(row.one),
        reviews=row.two,
        shareback_id=row.other_id,
    )
