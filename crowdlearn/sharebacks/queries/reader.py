"""What one reader may say of a share-back."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.sharebacks.models import Learned


def confirms_as(session: Session, row: "sa.Row[*tuple[object, ...]]", viewer_id: UUID | None, *, reviewed: bool) -> str:
    """Return as whom somebody may confirm the promise behind a share-back now: "backer", "reviewer" or ""."""
    waits = row.commitment_state in (CommitmentState.DELIVERED, CommitmentState.LAPSED)
    if not waits or viewer_id is None:
        return ""
    backers = backers_of(session, row.ShareBack.pitch_id)
    if viewer_id in backers:
        return "backer"
    return "reviewer" if reviewed and not backers else ""


def i_learned(session: Session, shareback_id: UUID, viewer_id: UUID | None) -> bool:
    """Tell whether somebody said that they learned from a share-back."""
    query = select(Learned.id).where(Learned.shareback_id == shareback_id, Learned.person_id == viewer_id)
    return viewer_id is not None and session.exec(query).first() is not None
