"""From a blank page to a published pitch."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.db.tables import Table
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import DraftAnswers, Pitch, PitchTopic
from crowdlearn.pitches.queries.plans import plan_of
from crowdlearn.pitches.queries.standing import money_standing
from crowdlearn.pitches.rules import (
    UNFINISHED,
    IdeaNeedsWords,
    IdeaShared,
    OnlyDraftsAreDeleted,
    OrganisationUnconfirmed,
    PitchFixed,
    PitchPublished,
    PitchState,
    Plan,
    QuickAnswers,
    Step,
    TitleMissing,
    check_gate,
    copy_of,
    plan_from_answers,
)

from .index import keep_findable
from .keeping import TABLES, keep_plan, note_version
from .moves import move
from .revising import changed


def start_draft(person_id: UUID, data: Mapping[str, object]) -> UUID:
    """Begin a draft that only its pitcher sees, with what is known already; return its id."""
    with transaction() as session:
        pitch = _begin(session, person_id, changed(Plan(), data))
        record(session, "pitch.create", by=person_id, about=pitch.id)
        return pitch.id


def save_step(person_id: UUID, pitch_id: UUID, step: Step, data: Mapping[str, object], typed: Any = None) -> None:
    """Keep what one step of the guided form says, in a draft or an idea.

    `typed` is the raw form when some of it could not be read: it waits until the step is saved whole.
    Raises PitchFixed once the pitch is published; then pledges.change_open_pitch is the way.
    """
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        if pitch.state not in UNFINISHED:
            raise PitchFixed
        keep_plan(session, pitch, changed(plan_of(session, pitch), data))
        _keep_typed(session, pitch, step, typed)
        if pitch.state is PitchState.IDEA:
            pitch.version += 1
        keep_findable(session, pitch)
        record(session, "pitch.edit", by=person_id, about=pitch.id, step=step)


def quick_pitch(person_id: UUID, answers: QuickAnswers) -> UUID:
    """Make a whole pitch of ten answers and publish it at once; return its id. Raises what publish() does."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        today = clock.today(answers.time_zone or person.time_zone)
        pitch = _begin(session, person_id, plan_from_answers(answers, today))
        _publish(session, pitch, person_id)
        return pitch.id


def keep_answers(person_id: UUID, answers: QuickAnswers) -> UUID:
    """Keep ten answers as a draft, for who may not publish yet; return its id."""
    with transaction() as session:
        pitch = _begin(session, person_id, plan_from_answers(answers, clock.today(answers.time_zone)))
        record(session, "pitch.create", by=person_id, about=pitch.id)
        return pitch.id


def share_idea(person_id: UUID, data: Mapping[str, object], pitch_id: UUID | None = None) -> UUID:
    """Show an unfinished idea, a new one or a draft, to everybody; return its id. Raises what is missing."""
    with transaction() as session:
        if pitch_id is None:
            pitch = _begin(session, person_id, changed(Plan(), data))
        else:
            pitch = own_pitch(session, person_id, pitch_id)
            keep_plan(session, pitch, changed(plan_of(session, pitch), data))
        if not pitch.title.strip():
            raise TitleMissing
        if not (pitch.summary.strip() or pitch.story.strip()):
            raise IdeaNeedsWords
        _check_confirmed(session, person_id)
        move(session, pitch, PitchState.IDEA)
        record(session, "pitch.share_idea", by=person_id, about=pitch.id)
        emit(session, IdeaShared(pitch_id=pitch.id, by=person_id))
        return pitch.id


def publish(person_id: UUID, pitch_id: UUID) -> None:
    """Make a draft or an idea an open pitch, its figures frozen. Raises NotReady or OrganisationUnconfirmed."""
    with transaction() as session:
        _publish(session, own_pitch(session, person_id, pitch_id), person_id)


def clone(person_id: UUID, pitch_id: UUID) -> UUID:
    """Begin a new draft that says what an own pitch said, without its days; return its id."""
    with transaction() as session:
        original = own_pitch(session, person_id, pitch_id)
        draft = _begin(session, person_id, copy_of(plan_of(session, original)))
        draft.cloned_from = original.id
        record(session, "pitch.clone", by=person_id, about=draft.id, of=original.id)
        return draft.id


def delete_draft(person_id: UUID, pitch_id: UUID) -> None:
    """Take a draft away with all its parts. Raises OnlyDraftsAreDeleted for what was public."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        if pitch.state is not PitchState.DRAFT:
            raise OnlyDraftsAreDeleted
        parts: tuple[Any, ...] = (*TABLES.values(), PitchTopic, DraftAnswers)
        for table in parts:
            session.execute(sa.delete(table).where(table.pitch_id == pitch.id))
        session.delete(pitch)
        record(session, "pitch.delete", by=person_id, about=pitch.id)


def own_pitch(session: Session, person_id: UUID, pitch_id: UUID) -> Pitch:
    """Return one's own pitch, held. Raises NotFound for another's draft, NotAllowed for another's public pitch."""
    pitch = lock(session, Pitch, pitch_id)
    if pitch.owner_id != person_id:
        raise NotFound("Pitch") if pitch.state is PitchState.DRAFT else NotAllowed("Pitch")
    return pitch


def _begin(session: Session, person_id: UUID, plan: Plan) -> Pitch:
    person = lock(session, Person, person_id)
    pitch = Pitch(owner_id=person_id, organisation_id=person.organisation_id)
    session.add(pitch)
    keep_plan(session, pitch, replace(plan, region=plan.region or person.region))
    return pitch


def _check_confirmed(session: Session, person_id: UUID) -> None:
    if session.get_one(Person, person_id).state is PersonState.WAITING:
        raise OrganisationUnconfirmed


def _publish(session: Session, pitch: Pitch, by: UUID) -> None:
    plan = plan_of(session, pitch)
    if pitch.state not in UNFINISHED:
        raise PitchFixed
    _check_confirmed(session, by)
    check_gate(plan, clock.today(plan.time_zone), money_standing(session, by, pitch.organisation_id))
    keep_plan(session, pitch, replace(plan, ends_on=plan.last_day), plan.shares)
    pitch.published_at = now()  # an idea becomes news again
    move(session, pitch, PitchState.OPEN)
    note_version(session, pitch, by)
    _forget_typed(session, pitch)
    record(session, "pitch.publish", by=by, about=pitch.id, terms_version=pitch.terms_version)
    emit(session, PitchPublished(pitch_id=pitch.id, by=by))


def _keep_typed(session: Session, pitch: Pitch, step: Step, typed: Any) -> None:
    query = sa.select(DraftAnswers).where(col(DraftAnswers.pitch_id) == pitch.id, col(DraftAnswers.step) == step)
    row: Table | None = session.scalars(query).first()
    if row is not None:
        session.delete(row)
        session.flush()
    if typed is not None:
        session.add(DraftAnswers(pitch_id=pitch.id, step=step, typed=typed))


def _forget_typed(session: Session, pitch: Pitch) -> None:
    session.execute(sa.delete(DraftAnswers).where(col(DraftAnswers.pitch_id) == pitch.id))
