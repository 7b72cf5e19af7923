"""The check-ins of a pitch as everyone may read them: answers, their evidence, and who saw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.files.models import StoredFile
from crowdlearn.files.rules import Visibility
from crowdlearn.outcomes.models import CheckIn, Corroboration, Evidence
from crowdlearn.outcomes.rules import Applied, Because, CheckInState, CorroborationState, EvidenceKind
from crowdlearn.people.models import Person


@dataclass(frozen=True)
class Piece:
    """One piece of evidence. `before` and `after` are in thousandths of `unit`."""

    id: UUID
    checkin_id: UUID
    kind: EvidenceKind
    text: str
    link: str
    unit: str
    before: int | None
    after: int | None
    file_id: UUID | None
    file_name: str | None
    members_only: bool

    @property
    def first(self) -> Decimal:
        """Return a figure's number before."""
        return Decimal(self.before or 0).scaleb(-3)

    @property
    def second(self) -> Decimal:
        """Return a figure's number after."""
        return Decimal(self.after or 0).scaleb(-3)


@dataclass(frozen=True)
class Seen:
    """A colleague who was asked, or who said that they saw it; `language` is theirs. `asked`: by the learner."""

    checkin_id: UUID
    person_id: UUID
    name: str
    language: str
    state: CorroborationState
    given_as: str
    words: str
    asked: bool


@dataclass(frozen=True)
class CheckInRow:
    """One check-in as everyone may read it once it was answered."""

    evidence: Sequence[Piece]
    colleagues: Sequence[Seen]
    id: UUID
    after_days: int
    due_on: date
    state: CheckInState
    applied: Applied | None
    text: str
    because: Because | None
    days_to_first_use: int | None
    helped: str
    hindered: str
    answered_at: datetime | None
    confirmed_by: str | None
    confirmed_language: str
    confirmed_as: str
    confirmation: str

    @property
    def seen_by(self) -> list[Seen]:
        """Return the colleagues who say that they saw it."""
        return [one for one in self.colleagues if one.state is CorroborationState.GIVEN]


def checkins_of(session: Session, pitch_id: UUID) -> list[CheckInRow]:
    """Return a pitch's check-ins, the earlier one first: three statements."""
    rows: list[Any] = [*session.execute(_answers(pitch_id))]
    pieces = [Piece(*row) for row in session.execute(_pieces(pitch_id))]
    seen = [Seen(*row) for row in session.execute(_seen(pitch_id))]
    return [
        CheckInRow(
            [piece for piece in pieces if piece.checkin_id == row.id],
            [one for one in seen if one.checkin_id == row.id],
            *row,
        )
        for row in rows
    ]


def _answers(pitch_id: UUID) -> "sa.Select[*tuple[object, ...]]":
    return (
        sa.select(
            col(CheckIn.id),
            col(CheckIn.after_days),
            col(CheckIn.due_on),
            col(CheckIn.state),
            col(CheckIn.applied),
            col(CheckIn.text),
            col(CheckIn.because),
            col(CheckIn.days_to_first_use),
            col(CheckIn.helped),
            col(CheckIn.hindered),
            col(CheckIn.answered_at),
            col(Person.name),
            sa.func.coalesce(col(Person.language), ""),
            col(CheckIn.confirmed_as),
            col(CheckIn.confirmation),
        )
        .join(Person, col(Person.id) == col(CheckIn.confirmed_by), isouter=True)
        .where(col(CheckIn.pitch_id) == pitch_id)
        .order_by(col(CheckIn.after_days))
    )


def _pieces(pitch_id: UUID) -> "sa.Select[*tuple[object, ...]]":
    return (
        sa.select(
            col(Evidence.id),
            col(Evidence.checkin_id),
            col(Evidence.kind),
            col(Evidence.text),
            col(Evidence.link),
            col(Evidence.unit),
            col(Evidence.before),
            col(Evidence.after),
            col(Evidence.file_id),
            col(StoredFile.name),
            sa.func.coalesce(col(StoredFile.visibility) == Visibility.MEMBERS, sa.false()),
        )
        .join(CheckIn, col(CheckIn.id) == col(Evidence.checkin_id))
        .join(StoredFile, col(StoredFile.id) == col(Evidence.file_id), isouter=True)
        .where(col(CheckIn.pitch_id) == pitch_id)
        .order_by(col(Evidence.added_at), col(Evidence.id))
    )


def _seen(pitch_id: UUID) -> "sa.Select[*tuple[object, ...]]":
    colleague = aliased(Person)
    return (
        sa.select(
            col(Corroboration.checkin_id),
            col(Corroboration.person_id),
            col(colleague.name),
            col(colleague.language),
            col(Corroboration.state),
            col(Corroboration.given_as),
            col(Corroboration.words),
            col(Corroboration.asked_by).is_not(None),
        )
        .join(CheckIn, col(CheckIn.id) == col(Corroboration.checkin_id))
        .join(colleague, col(colleague.id) == col(Corroboration.person_id))
        .where(col(CheckIn.pitch_id) == pitch_id)
        .order_by(col(Corroboration.given_at), col(Corroboration.id))
    )
