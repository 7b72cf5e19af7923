"""One commitment with its history, and who may do what with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment, JournalEntry, Replacement, ReplacementVote
from crowdlearn.commitments.rules import ANSWERS_WITHIN, OPEN_TO_STRANGERS, EntryKind
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import ShareBackKind

from .backers import backers_of
from .follow_up import FollowUp, one_follow_up


@dataclass(frozen=True)
class JournalLine:
    """One line of a commitment's history; `who` is None when the calendar spoke."""

    kind: EntryKind
    at: datetime
    who: str | None
    reason: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class OpenReplacement:
    """A replacement that waits for the backers' answer until `until`; `mine` is the viewer's own."""

    id: UUID
    kind: ShareBackKind
    title: str
    due_on: date
    reason: str
    until: datetime
    agreed: int
    refused: int
    mine: bool | None


@dataclass(frozen=True)
class CommitmentPage:
    """One commitment with its history, as far as its reader may know it."""

    line: FollowUp
    journal: list[JournalLine]
    replacement: OpenReplacement | None


def commitment_page(commitment_id: UUID, viewer_id: UUID | None, *, member: bool) -> CommitmentPage:
    """Return a commitment and its journal, oldest line first.

    Who is not a `member` finds only what was delivered, and nothing of moves, delays and disputes before.
    """
    with reading() as session:
        line = one_follow_up(session, commitment_id, member=member)
        if line is None:
            raise NotFound
        journal = _journal(session, commitment_id)
        if not member:
            return CommitmentPage(line, [entry for entry in journal if entry.kind in OPEN_TO_STRANGERS], None)
        return CommitmentPage(line, journal, _open(session, commitment_id, viewer_id))


def _journal(session: Session, commitment_id: UUID) -> list[JournalLine]:
    query = (
        sa.select(
            col(JournalEntry.kind), col(JournalEntry.at), col(Person.name), col(JournalEntry.reason), JournalEntry.facts
        )
        .join(Person, col(Person.id) == col(JournalEntry.by), isouter=True)
        .where(col(JournalEntry.commitment_id) == commitment_id)
        .order_by(col(JournalEntry.at), col(JournalEntry.id))
    )
    return [JournalLine(*row) for row in session.execute(query)]


def _open(session: Session, commitment_id: UUID, viewer_id: UUID | None) -> OpenReplacement | None:
    wish = session.execute(
        sa.select(Replacement).where(col(Replacement.commitment_id) == commitment_id, col(Replacement.agreed).is_(None))
    ).scalar()
    if wish is None:
        return None
    votes = _votes(session, wish.id)
    agreed = sum(votes.values())
    mine = votes.get(viewer_id) if viewer_id else None
    offered = (wish.id, wish.kind, wish.title, wish.due_on, wish.reason, wish.asked_at + ANSWERS_WITHIN)
    return OpenReplacement(*offered, agreed, len(votes) - agreed, mine)


def _votes(session: Session, replacement_id: UUID) -> dict[UUID, bool]:
    query = sa.select(ReplacementVote.backer_id, ReplacementVote.agrees).where(
        col(ReplacementVote.replacement_id) == replacement_id
    )
    return {row.backer_id: row.agrees for row in session.execute(query)}


def relations(viewer_id: UUID, commitment_id: UUID) -> set[str]:
    """Return what a viewer is to a commitment: "pitcher", "pledger"."""
    with reading() as session:
        row = session.get(Commitment, commitment_id)
        if row is None:
            return set()
        found = {"pitcher"} if row.owner_id == viewer_id else set()
        return found | ({"pledger"} if viewer_id in backers_of(session, row.pitch_id) else set())
