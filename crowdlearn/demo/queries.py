"""What happened while the demo's clock moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import unpack
from crowdlearn.people.models import Person

SHOWN = 40


@dataclass(frozen=True)
class Told:
    """Something that somebody was told; `facts` fill the words of its kind."""

    name: str
    kind: str
    facts: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class Happened:
    """What people were told in a stretch of time: how often in all, and the newest SHOWN."""

    times: int
    newest: list[Told]


def happened_since(moment: datetime) -> Happened:
    """Return what everyone was told after `moment`, newest first."""
    since = col(Notice.created_at) > moment
    columns = (col(Person.name), col(Notice.kind), col(Notice.facts), col(Notice.created_at))
    query = sa.select(*columns).join_from(Notice, Person, col(Notice.person_id) == col(Person.id)).where(since)
    with reading() as session:
        times = session.execute(sa.select(sa.func.count()).select_from(Notice).where(since)).scalar_one()
        rows = session.execute(query.order_by(col(Notice.created_at).desc(), col(Notice.id).desc()).limit(SHOWN)).all()
    return Happened(times, [Told(name, kind, unpack(facts), at) for name, kind, facts, at in rows])
