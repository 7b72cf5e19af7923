"""A share-back's content as its author typed it."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.rules import Content

TEXTS = ("title", "summary", "body", "language", "link", "transcript", "open_to_all")
WHEN = (
    "starts_at", "minutes", "time_zone", "place_name", "join_link", "seats", "event_language", "materials",
)  # fmt: skip


def content_of(session: Session, shareback: ShareBack) -> Content:
    """Return a share-back's content as its author typed it."""
    occasion = occasion_of(session, shareback.id)
    text = {name: getattr(shareback, name) for name in TEXTS}
    when = {name: getattr(occasion, name) for name in (*WHEN, "place")} if occasion else {}
    return Content(**text, **when)


def occasion_of(session: Session, shareback_id: UUID) -> Occasion | None:
    """Return the when and where of an event, None if it has none yet."""
    return session.exec(select(Occasion).where(Occasion.shareback_id == shareback_id)).first()
