"""Writing a share-back: draft, edit, publish, withdraw."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import OWED
from crowdlearn.commitments.service import deliver
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.languages.service import note_original, unsay
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import CLOSED, PitchState, Place, ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.models import Appearance, CoAuthor, Occasion, ShareBack, ShareBackTopic, ShareBackVersion
from crowdlearn.sharebacks.queries.content import LISTS, TEXTS, WHEN, content_of, occasion_of
from crowdlearn.sharebacks.rules import (
    PARTS,
    SHAREBACK,
    SHAREBACK_KIND,
    BadCommitment,
    Content,
    EventCancelled,
    EventChanged,
    Form,
    SharebackPublished,
    SharebackRetold,
    SharebackState,
    check_change,
    check_complete,
)

from .authors import own, writable
from .chain import check_drawing, check_retelling
from .collections import check_story
from .finding import list_it, unlist
from .media import beside, show_media, throw_media_away
from .saying import check_title, said
from .seats import change_calendars, move_up
from .topics import keep_topics

EDITABLE = (SharebackState.DRAFT, SharebackState.PUBLISHED, SharebackState.HELD)
READ = ("title", "summary", "problem", "body", "transcript", "link")  # what readers read
KEPT = ("title", "summary", "problem", "body_html", "transcript_html", "link")  # of it, in an earlier version


def draft(
    person_id: UUID,
    kind: ShareBackKind,
    form: Form,
    content: Content,
    *,
    pitch_id: UUID | None = None,
    commitment_id: UUID | None = None,
    retold_from_id: UUID | None = None,
    drawn_from_id: UUID | None = None,
) -> UUID:
    """Begin a share-back and return its id: for an own commitment, for an own pitch, or a story that needs neither.

    One that gives another member's again (`retold_from_id`) keeps no promise. A practice or tool may come out of a
    share-back (`drawn_from_id`), and out of its pitch with it where that is one's own. Raises NotToBeRetold, NotFound,
    and BadCommitment or NotAllowed when the commitment or the pitch is not the author's to answer.
    """
    with transaction() as session:
        if retold_from_id is not None:
            check_retelling(session, retold_from_id, person_id, promises=commitment_id is not None)
        if drawn_from_id is not None:
            pitch_id = check_drawing(session, drawn_from_id, person_id) or pitch_id
        shareback = begin(session, person_id, kind, form, content, pitch_id=pitch_id, commitment_id=commitment_id)
        shareback.retold_from_id, shareback.drawn_from_id = retold_from_id, drawn_from_id
    return shareback.id


def begin(
    session: Session,
    person_id: UUID,
    kind: ShareBackKind,
    form: Form,
    content: Content,
    *,
    pitch_id: UUID | None = None,
    commitment_id: UUID | None = None,
) -> ShareBack:
    """Begin a share-back as draft() does, for a use-case that has more to do with it."""
    if commitment_id is not None:
        pitch_id = _owed(session, commitment_id, person_id).pitch_id
    if pitch_id is not None:
        _check_own_pitch(session, pitch_id, person_id)
    shareback = ShareBack(author_id=person_id, pitch_id=pitch_id, commitment_id=commitment_id, kind=kind, form=form)
    session.add(shareback)
    _fill(session, shareback, content)
    record(session, "share.create", by=person_id, about=shareback.id)
    return shareback


def edit(person_id: UUID, shareback_id: UUID, content: Content) -> None:
    """Save what an author typed; once it is published, what it said before is kept as a version, with who wrote it.

    Whoever holds a seat is told when the time or place of an announced event changes, and more seats let people move
    up. Raises what check_change() finds.
    """
    with transaction() as session:
        shareback = writable(session, shareback_id, person_id)
        if shareback.state not in EDITABLE:
            raise NotAllowed
        if shareback.state is SharebackState.DRAFT:
            _fill(session, shareback, content)
        else:
            _change_what_is_read(session, shareback, content, person_id)
        shareback.changed_by = person_id
        record(session, "share.edit", by=person_id, about=shareback_id, version=shareback.version)


def _change_what_is_read(session: Session, shareback: ShareBack, content: Content, by: UUID) -> None:
    occasion = occasion_of(session, shareback.id)
    check_change(shareback.form, content, now(), occasion.starts_at if occasion else None, beside(session, shareback))
    _keep_version(session, shareback, content)
    moved = _fill(session, shareback, content)
    show_media(session, shareback)
    list_it(session, shareback)
    if occasion is None or occasion.starts_at <= now() or shareback.state is not SharebackState.PUBLISHED:
        return
    move_up(session, occasion)
    if moved:
        emit(session, EventChanged(shareback.id, by=by))


def _keep_version(session: Session, shareback: ShareBack, content: Content) -> None:
    """Keep the words as they were read until now; a change of time or place alone is not a new version."""
    if all(getattr(shareback, name) == getattr(content, name) for name in READ):
        return
    kept = {name: getattr(shareback, name) for name in KEPT}
    version = ShareBackVersion(
        shareback_id=shareback.id,
        number=shareback.version,
        written_at=shareback.updated_at,
        written_by=shareback.changed_by,
        **kept,
    )
    session.add(version)
    shareback.version += 1


def discard(person_id: UUID, shareback_id: UUID) -> None:
    """Throw one's own draft away; nobody else ever saw it. Raises MoveRefused once it was published."""
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        if shareback.state is not SharebackState.DRAFT:
            raise MoveRefused
        if (occasion := occasion_of(session, shareback_id)) is not None:
            session.delete(occasion)
        throw_media_away(session, shareback_id, person_id)
        for beside_it in (Appearance, CoAuthor, ShareBackTopic):
            session.execute(sa.delete(beside_it).where(col(beside_it.shareback_id) == shareback_id))
        if shareback.in_both:
            unsay(session, SHAREBACK_KIND, shareback_id)
        session.delete(shareback)
        record(session, "share.discard", by=person_id, about=shareback_id)


def publish(person_id: UUID, shareback_id: UUID) -> None:
    """Make a share-back readable. A post or recording delivers its commitment; an event does when it was held.

    Raises what check_complete() finds missing.
    """
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        check_complete(shareback.form, content_of(session, shareback), now(), beside(session, shareback))
        check_story(session, shareback, shareback.collection_id)
        shareback.state = SHAREBACK.move(shareback.state, SharebackState.PUBLISHED)
        shareback.published_at = now()
        record(session, "share.publish", by=person_id, about=shareback_id)
        if shareback.commitment_id is not None and shareback.form is not Form.EVENT:
            deliver(session, shareback.commitment_id, person_id, shareback=str(shareback_id))
        show_media(session, shareback)
        list_it(session, shareback)
        emit(session, SharebackPublished(shareback_id, by=person_id))
        if shareback.retold_from_id is not None:
            emit(session, SharebackRetold(shareback_id, shareback.retold_from_id, by=person_id))


def withdraw(person_id: UUID, shareback_id: UUID) -> None:
    """Take a share-back off the site; its title stays as a tombstone, and what it kept stays kept."""
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        announced = shareback.form is Form.EVENT and shareback.state is SharebackState.PUBLISHED
        shareback.state = SHAREBACK.move(shareback.state, SharebackState.WITHDRAWN)
        record(session, "share.withdraw", by=person_id, about=shareback_id)
        show_media(session, shareback)
        unlist(session, shareback_id)
        if announced:
            change_calendars(session, shareback_id)
            emit(session, EventCancelled(shareback_id, by=person_id))


def _fill(session: Session, shareback: ShareBack, content: Content) -> bool:
    """Write the content into the rows; tell whether an announced event moved."""
    check_story(session, shareback, content.collection_id)
    for name in TEXTS:
        setattr(shareback, name, getattr(content, name))
    shareback.mode = _mode_of(shareback.form, content)
    shareback.open_to_all = content.open_to_all or shareback.commitment_id is not None
    check_title(session, shareback, content.title, content.summary, content.problem)
    shareback.body_html = said(session, shareback, content.body, content.language)
    shareback.transcript_html = said(session, shareback, content.transcript, content.language)
    shareback.updated_at = now()
    keep_topics(session, shareback, content.topics)
    if shareback.in_both:
        note_original(session, SHAREBACK_KIND, shareback.id, {part: getattr(shareback, part) for part in PARTS})
    if shareback.form is not Form.EVENT or content.starts_at is None:
        return False
    return _fill_occasion(session, shareback, content)


def _mode_of(form: Form, content: Content) -> ShareBackMode:
    if content.ongoing or content.mode is not None:
        return content.mode or ShareBackMode.ONGOING
    in_person = form is Form.EVENT and Place(content.place) is Place.ONSITE
    return ShareBackMode.ONSITE if in_person else ShareBackMode.ONLINE


def _fill_occasion(session: Session, shareback: ShareBack, content: Content) -> bool:
    when = {name: getattr(content, name) for name in WHEN} | {"place": Place(content.place)}
    when |= {name: list(getattr(content, name)) for name in LISTS}
    occasion = occasion_of(session, shareback.id)
    if occasion is None:
        session.add(Occasion(shareback_id=shareback.id, **when))
        return False
    moved = any(getattr(occasion, n) != when[n] for n in ("starts_at", "minutes", "place", "place_name", "join_link"))
    for name, value in when.items():
        setattr(occasion, name, value)
    if moved:
        occasion.sequence += 1
        occasion.reminded_at = occasion.hour_reminded_at = None
    return moved


def _owed(session: Session, commitment_id: UUID, person_id: UUID) -> Commitment:
    commitment = lock(session, Commitment, commitment_id)
    if commitment.owner_id != person_id or commitment.state not in OWED:
        raise BadCommitment
    return commitment


def _check_own_pitch(session: Session, pitch_id: UUID, person_id: UUID) -> None:
    pitch = session.get(Pitch, pitch_id)
    if pitch is None or pitch.owner_id != person_id:
        raise NotAllowed
    finished = {PitchState.COMPLETED}
    if pitch.state is PitchState.DRAFT or pitch.state in CLOSED - finished:
        raise NotAllowed
