"""Championing a pitch, also a colleague's, in one public line."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.service import close_thread, keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.outreach.models import Champion
from crowdlearn.outreach.rules import CHAMPION_KIND, ChampionCame, ChampionThanked, check_line
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC


def champion(person_id: UUID, pitch_id: UUID, text: str, language: str) -> UUID:
    """Stand up for a public pitch in one line, or say it in other words; return the champion's id.

    Refused: no line, one above 140 characters, whoever is no active member. The line can be reported and hidden.
    """
    line = check_line(text)
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if pitch.state not in PUBLIC or hidden_now(session, "pitch", pitch_id) is not None:
            raise NotFound("Pitch")
        if session.get_one(Person, person_id).state is not PersonState.ACTIVE:
            raise NotAllowed
        row = _own(session, person_id, pitch_id)
        fresh = row is None
        if row is None:
            row = Champion(pitch_id=pitch_id, person_id=person_id, line=line, language=language)
            session.add(row)
        row.line, row.language, row.withdrawn_at = line, language, None
        _let_it_be_reported(session, row)
        record(session, "champion.come", by=person_id, about=pitch_id)
        if fresh and person_id != pitch.owner_id:
            emit(session, ChampionCame(row.id, by=person_id))
        return row.id


def stop_championing(person_id: UUID, pitch_id: UUID) -> None:
    """Take one's line back; the link still leads to the pitch."""
    with transaction() as session:
        lock(session, Pitch, pitch_id)
        row = _own(session, person_id, pitch_id)
        if row is None:
            raise NotFound("Champion")
        row.withdrawn_at = row.withdrawn_at or now()
        record(session, "champion.go", by=person_id, about=pitch_id)


def thank_champion(pitcher_id: UUID, pitch_id: UUID, champion_id: UUID) -> None:
    """Thank a champion of one's pitch, once."""
    with transaction() as session:
        row = lock(session, Champion, champion_id)
        pitch = session.get_one(Pitch, row.pitch_id)
        if pitch.id != pitch_id or row.withdrawn_at is not None:
            raise NotFound("Champion")
        if pitch.owner_id != pitcher_id or row.person_id == pitcher_id:
            raise NotAllowed
        if row.thanked_at is None:
            row.thanked_at = now()
            emit(session, ChampionThanked(row.id, by=pitcher_id))
        record(session, "champion.thank", by=pitcher_id, about=pitch_id)


def count_visit(champion_id: UUID) -> None:
    """Count one more who came by a champion's link."""
    with transaction() as session:
        counted = sa.update(Champion).where(col(Champion.id) == champion_id)
        session.execute(counted.values(came=col(Champion.came) + 1))


def _own(session: Session, person_id: UUID, pitch_id: UUID) -> Champion | None:
    return session.exec(select(Champion).where(Champion.person_id == person_id, Champion.pitch_id == pitch_id)).first()


def _let_it_be_reported(session: Session, row: Champion) -> None:
    """Make the line known to stewards; nobody comments on it."""
    keep_thread(
        session,
        CHAMPION_KIND,
        row.id,
        owner_id=row.person_id,
        title=row.line,
        path=f"/pitches/{row.pitch_id}#champions",
        language=row.language,
    )
    session.flush()
    close_thread(session, CHAMPION_KIND, row.id)
