"""Appeals as lines of a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.models import Appeal
from crowdlearn.conversations.rules import AppealState, Decided
from crowdlearn.people.models import Person

MOST = 100


@dataclass(frozen=True)
class AppealLine:
    """One appeal."""

    id: UUID
    decided: Decided
    decision_id: UUID
    decided_by: UUID
    decided_by_name: str
    appellant: str
    appellant_id: UUID
    text: str
    state: AppealState
    made_at: datetime
    answer: str
    settled_at: datetime | None
    about_kind: str
    about_id: UUID


def open_appeals(session: Session) -> tuple[AppealLine, ...]:
    """Return the appeals that wait, oldest first. One query."""
    waiting = appeal_lines().where(col(Appeal.state) == AppealState.OPEN).order_by(col(Appeal.id)).limit(MOST)
    return tuple(AppealLine(*row) for row in session.execute(waiting))


def appeal_lines() -> Any:
    """Return the select behind AppealLine."""
    steward, appellant = aliased(Person), aliased(Person)
    return (
        sa.select(
            Appeal.id,
            Appeal.decided,
            Appeal.decision_id,
            Appeal.decided_by,
            col(steward.name),
            col(appellant.name),
            Appeal.appellant_id,
            Appeal.text,
            Appeal.state,
            Appeal.made_at,
            Appeal.answer,
            Appeal.settled_at,
            Appeal.about_kind,
            Appeal.about_id,
        )
        .join(steward, col(steward.id) == col(Appeal.decided_by))
        .join(appellant, col(appellant.id) == col(Appeal.appellant_id))
    )
