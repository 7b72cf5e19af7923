"""Writing the audit trail, chaining it and proving that nothing was taken out."""

import hashlib
import json
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import reading, transaction
from crowdlearn.db.statements import add_row
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id

from .models import AuditLink, AuditRow

CHUNK = 500


def record(session: Session, action: str, *, by: UUID | None, about: UUID | None = None, **facts: object) -> None:
    """Write one audit row in the caller's transaction; `action` is the name in authz.csv, such as "pitch.publish"."""
    add_row(
        session,
        AuditRow,
        id=new_id(),
        happened_at=now(),
        actor_id=by,
        action=action,
        object_id=about,
        facts=json.dumps(facts, default=str, sort_keys=True),
    )


def note(action: str, *, by: UUID | None, about: UUID | None = None, **facts: object) -> None:
    """Write one audit row of what changed nothing: a reading, a refusal."""
    with transaction() as session:
        record(session, action, by=by, about=about, **facts)


def chain() -> int:
    """Link the rows that are not in the chain yet, oldest first; return how many were linked."""
    with transaction() as session:
        last = session.exec(select(AuditLink).order_by(col(AuditLink.position).desc()).limit(1)).first()
        position, digest = (last.position, last.hash) if last else (0, "")
        linked = sa.exists().where(col(AuditLink.row_id) == col(AuditRow.id))
        rows = session.exec(select(AuditRow).where(~linked).order_by(col(AuditRow.id)).limit(CHUNK)).all()
        for row in rows:
            position, digest = position + 1, _digest(digest, row)
            session.add(AuditLink(row_id=row.id, position=position, hash=digest))
        return len(rows)


def verify() -> list[str]:
    """Walk the chain and return what is wrong with it, an empty list if nothing is."""
    with reading() as session:
        wrong, digest, expected = [], "", 0
        query = (
            sa.select(AuditLink.position, AuditLink.hash, AuditLink.row_id, AuditRow)
            .join(AuditRow, col(AuditRow.id) == col(AuditLink.row_id), isouter=True)
            .order_by(AuditLink.position)
        )
        for position, stored, row_id, row in session.execute(query).yield_per(CHUNK):
            expected += 1
            if position != expected:
                wrong.append(f"link {expected} is missing")
                expected = position
            if row is None:
                wrong.append(f"row {row_id} is missing")
            elif stored != _digest(digest, row):
                wrong.append(f"row {row_id} or a link before it was changed")
            digest = stored
        return wrong


def head() -> tuple[int, str]:
    """Return the chain's length and newest hash, to be kept elsewhere so that a rewrite shows."""
    with reading() as session:
        last = session.exec(select(AuditLink).order_by(col(AuditLink.position).desc()).limit(1)).first()
        return (last.position, last.hash) if last else (0, "")


def _digest(before: str, row: AuditRow) -> str:
    parts = (before, row.id, row.happened_at.isoformat(), row.actor_id, row.action, row.object_id, row.facts)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
