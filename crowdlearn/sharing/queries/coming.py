"""Everything public with a date: events of share-backs, closing pitches, days of learning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import LISTED, Pitch, PitchTopic
from crowdlearn.pitches.rules import PitchState, Place
from crowdlearn.sharebacks.models import Occasion, ShareBack, StoryCollection
from crowdlearn.sharebacks.queries.authors import by_line
from crowdlearn.sharebacks.rules import COLLECTION_KIND, READABLE, SHAREBACK_KIND, CollectionState
from crowdlearn.sharing.rules import Asked, Coming, Date

MOST = 300  # of each kind in one month
LONGEST = timedelta(days=120)  # a learning that lasts longer shows in its first months only
_LISTED = sa.text(LISTED.replace("state", "pitch.state"))


def dates_between(first: date, last: date, asked: Asked, *, member: bool) -> list[Date]:
    """Return what has a date from `first` to `last`, both included, soonest first, in four queries.

    Share-backs for members only are there for a `member` only.
    """
    with reading() as session:
        found = [
            *_events(session, first, last, asked, member=member),
            *_closing(session, first, last, asked),
            *_learning(session, first, last, asked),
            *_stories(session, first, last, asked),
        ]
    return sorted(found, key=lambda one: (max(one.first, first), one.starts_at is not None, one.starts_at, one.title))


def _events(session: Session, first: date, last: date, asked: Asked, *, member: bool) -> Iterator[Date]:
    begin = datetime.combine(first, time(), UTC) - timedelta(days=1)  # the day there may be another than in UTC
    end = datetime.combine(last, time(), UTC) + timedelta(days=2)
    query = (
        sa.select(
            ShareBack.id,
            ShareBack.title,
            ShareBack.summary,
            ShareBack.language,
            by_line().label("name"),
            Occasion.place,
            Occasion.place_name,
            ShareBack.updated_at,
            Occasion.sequence,
            Occasion.starts_at,
            Occasion.minutes,
            Occasion.time_zone,
            (col(ShareBack.state) == "cancelled").label("cancelled"),
        )
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id))
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id), isouter=True)
        .where(
            col(Occasion.starts_at).between(begin, end),
            col(ShareBack.state).in_(READABLE),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
            *_fits(asked, ShareBack.language, Occasion.place, sa.func.coalesce(_said(Pitch.region), Person.region)),
        )
        .order_by(col(Occasion.starts_at), col(ShareBack.id))
        .limit(MOST)
    )
    if not member:
        query = query.where(col(ShareBack.open_to_all).is_(True))
    for row in session.execute(query):
        day = row.starts_at.astimezone(ZoneInfo(row.time_zone)).date()
        if first <= day <= last:
            yield Date(
                kind=Coming.EVENT,
                id=row.id,
                title=row.title,
                summary=row.summary,
                language=row.language,
                first=day,
                last=day,
                who=row.name,
                place=row.place,
                place_name=row.place_name,
                changed_at=row.updated_at,
                version=row.sequence,
                starts_at=row.starts_at,
                minutes=row.minutes,
                time_zone=row.time_zone,
                cancelled=row.cancelled,
            )


def _closing(session: Session, first: date, last: date, asked: Asked) -> Iterator[Date]:
    open_now = col(Pitch.state).in_((PitchState.OPEN, PitchState.IDEA, PitchState.TOP_UP))
    query = _pitches(asked).where(_LISTED, open_now, col(Pitch.deadline).between(first, last))
    for row in session.execute(query.order_by(col(Pitch.deadline), col(Pitch.id)).limit(MOST)):
        yield _date(row, Coming.CLOSING, row.deadline, row.deadline)


def _learning(session: Session, first: date, last: date, asked: Asked) -> Iterator[Date]:
    ends = sa.func.coalesce(col(Pitch.ends_on), col(Pitch.starts_on))
    goes_on = col(Pitch.state).in_(
        (PitchState.OPEN, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING, PitchState.FUNDED)
    )
    done = col(Pitch.state) == PitchState.COMPLETED
    query = _pitches(asked).where(
        sa.or_(goes_on, done), col(Pitch.starts_on).between(first - LONGEST, last), ends >= first
    )
    for row in session.execute(query.order_by(col(Pitch.starts_on), col(Pitch.id)).limit(MOST)):
        yield _date(row, Coming.LEARNING, row.starts_on, row.ends_on or row.starts_on)


def _stories(session: Session, first: date, last: date, asked: Asked) -> Iterator[Date]:
    """Give the last days of story collections; they have no topic, no region and no place."""
    if asked.topic or asked.region or asked.mode:
        return
    query = (
        sa.select(StoryCollection, Person.name)
        .join(Person, col(Person.id) == col(StoryCollection.opened_by))
        .where(
            col(StoryCollection.state) == CollectionState.OPEN,
            col(StoryCollection.ends_on).between(first, last),
            sa.not_(is_hidden(COLLECTION_KIND, col(StoryCollection.id))),
        )
    )
    for row, who in session.execute(query.order_by(col(StoryCollection.ends_on)).limit(MOST)):
        language = asked.language or ("en" if row.title_en else "fr")
        yield Date(
            kind=Coming.STORIES,
            id=row.id,
            title=row.title(language),
            summary=(row.question_fr if language == "fr" else row.question_en) or row.question_en or row.question_fr,
            language=language,
            first=row.ends_on,
            last=row.ends_on,
            who=who,
            place=Place.ONLINE,
            place_name="",
            changed_at=row.changed_at,
            version=0,
        )


def _pitches(asked: Asked) -> Any:
    return (
        sa.select(
            Pitch.id,
            Pitch.title,
            Pitch.summary,
            Pitch.language,
            Person.name,
            Pitch.place,
            Pitch.place_name,
            Pitch.updated_at,
            Pitch.version,
            Pitch.deadline,
            Pitch.starts_on,
            Pitch.ends_on,
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(
            sa.not_(is_hidden("pitch", col(Pitch.id))), *_fits(asked, Pitch.language, Pitch.place, col(Pitch.region))
        )
    )


def _date(row: Any, kind: Coming, first: date, last: date) -> Date:
    return Date(
        kind=kind,
        id=row.id,
        title=row.title,
        summary=row.summary,
        language=row.language,
        first=first,
        last=last,
        who=row.name,
        place=row.place,
        place_name=row.place_name,
        changed_at=row.updated_at,
        version=row.version,
    )


def _fits(asked: Asked, language: Any, place: Any, region: Any) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions of the filters; the topics are those of the pitch."""
    if asked.language:
        yield col(language) == asked.language
    if asked.mode:
        yield col(place).in_(asked.mode.places)
    if asked.region:
        yield region == asked.region
    if asked.topic:
        yield (
            sa.select(PitchTopic.id)
            .where(col(PitchTopic.pitch_id) == col(Pitch.id), col(PitchTopic.topic) == asked.topic)
            .exists()
        )


def _said(column: Any) -> Any:
    return sa.func.nullif(col(column), "")
