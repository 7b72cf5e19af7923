"""A share-back's content as its author typed it."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.pitches.rules import ShareBackMode
from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.rules import FOR_USE, Content

TEXTS = (
    "title", "summary", "problem", "body", "language", "link", "transcript", "open_to_all", "may_be_retold", "tool",
    "worked_by", "collection_id",
)  # fmt: skip
WHEN = (
    "starts_at", "minutes", "time_zone", "place_name", "join_link", "seats", "event_language", "access_contact",
)  # fmt: skip
LISTS = ("spoken", "services")


def content_of(session: Session, shareback: ShareBack) -> Content:
    """Return a share-back's content as its author typed it."""
    occasion = occasion_of(session, shareback.id)
    text = {name: getattr(shareback, name) for name in TEXTS}
    when = {name: getattr(occasion, name) for name in (*WHEN, "place")} if occasion else {}
    if occasion is not None:
        when |= {name: tuple(getattr(occasion, name)) for name in LISTS}
    mode = shareback.mode if shareback.form in FOR_USE else None
    ongoing = shareback.mode is ShareBackMode.ONGOING
    return Content(**text, **when, topics=tuple(shareback.topics), mode=mode, ongoing=ongoing)


def occasion_of(session: Session, shareback_id: UUID) -> Occasion | None:
    """Return the when and where of an event, None if it has none yet."""
    return session.exec(select(Occasion).where(Occasion.shareback_id == shareback_id)).first()
