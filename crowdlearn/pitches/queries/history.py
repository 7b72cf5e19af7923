"""What a pitch said, version by version, and what changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch, PitchVersion
from crowdlearn.pitches.rules import PUBLIC, PitchState, Plan

from .plans import plan_from_terms


@dataclass(frozen=True)
class Difference:
    """One field before and after; the values are those of a Plan, or cents for own_share and peer_goal."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Version:
    """One version: its number counts from 1 among what was published."""

    number: int
    terms_version: int
    made_at: datetime
    made_by: str
    material: bool
    differences: list[Difference]


@dataclass(frozen=True)
class History:
    """The history of a public pitch, newest first."""

    pitch_id: UUID
    title: str
    language: str
    state: PitchState
    time_zone: str
    versions: list[Version]


def history(person_id: UUID | None, pitch_id: UUID) -> History:
    """Return the versions of a public pitch. Raises NotFound for a draft that is not the viewer's."""
    with reading() as session:
        pitch = session.get(Pitch, pitch_id)
        if pitch is None or (pitch.state not in PUBLIC and pitch.owner_id != person_id):
            raise NotFound("Pitch")
        query = (
            sa.select(PitchVersion, Person.name)
            .join(Person, col(Person.id) == col(PitchVersion.made_by))
            .where(col(PitchVersion.pitch_id) == pitch_id)
            .order_by(col(PitchVersion.version))
        )
        rows = list(session.execute(query))
        versions = [_version(n, row, name, rows[n - 2][0] if n > 1 else None) for n, (row, name) in enumerate(rows, 1)]
        return History(pitch.id, pitch.title, pitch.language, pitch.state, pitch.time_zone, versions[::-1])


def _version(number: int, row: PitchVersion, name: str, before: PitchVersion | None) -> Version:
    differences = [] if before is None else differences_between(before, row)
    return Version(number, row.terms_version, row.made_at, name, row.material, differences)


def differences_between(before: PitchVersion, after: PitchVersion) -> list[Difference]:
    """Return what differs between two versions, field by field."""
    old, new = plan_from_terms(before.terms), plan_from_terms(after.terms)
    names = [name for name in Plan.__dataclass_fields__ if name != "own_share_cents"]
    found = [Difference(n, getattr(old, n), getattr(new, n)) for n in names if getattr(old, n) != getattr(new, n)]
    money = {"own_share": "own_share_cents", "peer_goal": "peer_goal_cents"}
    return found + [
        Difference(field, before.terms[key], after.terms[key])
        for field, key in money.items()
        if before.terms[key] != after.terms[key]
    ]
