"""What stewards hid."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Hidden
from crowdlearn.db.statements import prepared


def is_hidden(kind: Any, object_id: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a steward hid the object, for any feature's select; `kind` is a word or a column."""
    return (
        sa.select(sa.literal(1))
        .where(
            col(Hidden.about_kind) == kind,
            col(Hidden.about_id) == object_id,
            col(Hidden.lifted_at).is_(None),
        )
        .exists()
    )


def hidden_now(session: Session, about_kind: str, about_id: UUID) -> UUID | None:
    """Return the id of the hiding in force, None if the thing is not hidden."""
    found: UUID | None = _hiding(session, about_kind, about_id).scalar()
    return found


@prepared
def _hiding(about_kind: str, about_id: UUID) -> Any:
    return hiding_of(about_kind, about_id)


def hiding_of(about_kind: Any, about_id: Any) -> Any:
    """Select the hiding in force of a thing; both values may be placeholders."""
    return sa.select(Hidden.id).where(
        col(Hidden.about_kind) == about_kind, col(Hidden.about_id) == about_id, col(Hidden.lifted_at).is_(None)
    )
