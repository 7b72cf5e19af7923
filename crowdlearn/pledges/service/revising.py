"""Changing an open pitch: its pledges are summed first, and follow afterwards."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS, Comparison, TermsWouldChange
from crowdlearn.pitches.service import preview_revision, revise
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, PledgeTrimmed, trim

from .ending import ask_again, release
from .room import live_cents, promote_waitlist, recount


def change_open_pitch(
    person_id: UUID, pitch_id: UUID, changes: Mapping[str, object], *, understood: bool = True
) -> Comparison:
    """Change one's own public pitch, and say what that meant; `changes` maps names of pitches.rules.Plan to values.

    The pledges are summed while the pitch is held. A smaller goal trims them, a greater one lets the waitlist in, and a
    material change asks every backer again. Raises what pitches' revise() does, and TermsWouldChange for a material
    change unless the pitcher `understood` that.
    """
    with transaction() as session:
        pitch = _own(lock(session, Pitch, pitch_id), person_id)
        said = revise(session, pitch, changes, person_id, live_cents=live_cents(session, pitch.id))
        if said.material and not understood:
            raise TermsWouldChange
        if said.changes:
            follow_pitch(session, pitch, material=bool(said.material))
        return said


def preview_change(person_id: UUID, pitch_id: UUID, changes: Mapping[str, object]) -> Comparison:
    """Return what change_open_pitch() would mean, without doing it."""
    with reading() as session:
        pitch = _own(session.get(Pitch, pitch_id), person_id)
        return preview_revision(session, pitch, changes, live_cents(session, pitch.id))


def follow_pitch(session: Session, pitch: Pitch, *, material: bool) -> None:
    """Let the pledges of a held pitch follow its changed figures and terms."""
    _trim(session, pitch)
    if material:
        ask_again(session, pitch)
    promote_waitlist(session, pitch)
    recount(session, pitch)


def _trim(session: Session, pitch: Pitch) -> None:
    session.flush()
    query = sa.select(MoneyPledge).where(col(MoneyPledge.pitch_id) == pitch.id, col(MoneyPledge.state).in_(HOLDS_ROOM))
    rows = list(session.scalars(query.order_by(col(MoneyPledge.id)).execution_options(populate_existing=True)))
    kept = trim(pitch.peer_goal_cents, [row.accepted_cents for row in rows], MINIMUM_CENTS)
    for row, cents in zip(rows, kept, strict=True):
        was = row.accepted_cents
        if cents == was:
            continue
        if cents == 0:
            release(session, row, "goal_lowered")
            continue
        row.accepted_cents = cents
        emit(
            session,
            PledgeTrimmed(pledge_id=row.id, pitch_id=pitch.id, person_id=row.peer_id, was_cents=was, now_cents=cents),
        )


def _own(pitch: Pitch | None, person_id: UUID) -> Pitch:
    if pitch is None or pitch.owner_id != person_id:
        raise NotFound("Pitch")
    return pitch
