"""What the pages of a pitcher show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotAllowed, NotFound, RuleBroken
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import DraftAnswers, Pitch
from crowdlearn.pitches.rules import (
    PITCH,
    PUBLIC,
    REVISABLE,
    TRANSLATED,
    UNFINISHED,
    Figures,
    PitchKind,
    PitchState,
    Plan,
    Step,
    figures,
    gate,
    said_so_far,
    step_of,
)
from crowdlearn.search.queries import alike

from .plans import plan_of
from .standing import money_standing
from .totals import is_holding, public_total

LEARNERS = ("shareback", "pitch", "person")  # where somebody may have learned this already
MOST_LEARNED = 5


@dataclass(frozen=True)
class Learned:
    """Something like what the pitcher has in mind, with a line `about` it: whose pitch, or what a person does."""

    kind: str
    object_id: UUID
    language: str
    title: str
    about: str = ""
    state: PitchState | None = None


@dataclass(frozen=True)
class EditPage:
    """One step of the guided form. `typed` is what could not be kept as it was; `done` are the steps that say all."""

    pitch_id: UUID
    state: PitchState
    plan: Plan
    typed: list[tuple[str, str]]
    done: frozenset[Step]
    waiting: frozenset[Step]
    figures: Figures | None
    backers: int
    helpers: int

    @property
    def is_open(self) -> bool:
        """Tell whether others rely on the pitch already, so that a change may be material."""
        return self.state in REVISABLE

    @property
    def is_unfinished(self) -> bool:
        """Tell whether the pitch is a draft or an idea."""
        return self.state in UNFINISHED


@dataclass(frozen=True)
class CheckPage:
    """What stands between a draft and its publication, each point with its step; and who knows this already."""

    pitch_id: UUID
    state: PitchState
    plan: Plan
    points: list[tuple[Step, RuleBroken]]
    done: frozenset[Step]
    waiting: frozenset[Step]
    figures: Figures | None
    learned: list[Learned]


@dataclass(frozen=True)
class OwnPitch:
    """One line of "my pitches"; amounts are cents. `promised_cents` is what is held while cards are being held."""

    id: UUID
    state: PitchState
    title: str
    language: str
    asks_money: bool
    own_share_cents: int
    peer_goal_cents: int
    promised_cents: int
    backers: int
    helpers: int
    followers: int
    deadline: date | None
    starts_on: date | None
    updated_at: datetime
    clearance: str
    cloned_from: UUID | None
    holding: bool

    @property
    def may_withdraw(self) -> bool:
        """Tell whether the pitch can be taken back now."""
        return PITCH.may(self.state, PitchState.WITHDRAWN)


@dataclass(frozen=True)
class Face:
    """What a page of acts on one pitch needs to name it."""

    id: UUID
    state: PitchState
    title: str
    language: str
    kind: PitchKind
    backers: int
    helpers: int
    followers: int
    owner_name: str


def edit_page(person_id: UUID, pitch_id: UUID, step: Step) -> EditPage:
    """Return one step of one's own pitch. Raises NotFound for another's draft, NotAllowed for another's pitch."""
    with reading() as session:
        pitch = own(session, person_id, pitch_id)
        plan = plan_of(session, pitch)
        typed = _typed(session, pitch)
        return EditPage(
            pitch.id,
            pitch.state,
            plan,
            typed.get(step, []),
            said_so_far(plan) - typed.keys(),
            frozenset(typed),
            figures(plan),
            pitch.backers,
            pitch.helpers,
        )


def check_page(person_id: UUID, pitch_id: UUID) -> CheckPage:
    """Return what a draft still lacks, and who may have learned the same already. Raises as edit_page does."""
    with reading() as session:
        pitch = own(session, person_id, pitch_id)
        plan = plan_of(session, pitch)
        typed = _typed(session, pitch)
        standing = money_standing(session, person_id, pitch.organisation_id)
        points = gate(plan, clock.today(plan.time_zone), standing) if pitch.state in UNFINISHED else []
        return CheckPage(
            pitch.id,
            pitch.state,
            plan,
            [(step_of(point.field), point) for point in points],
            said_so_far(plan) - typed.keys(),
            frozenset(typed),
            figures(plan),
            learned_already(session, plan, person_id, pitch.id),
        )


def who_learned(plan: Plan, by: UUID | None) -> list[Learned]:
    """Return who (but `by`) and what may know this already, for a plan that is not stored yet."""
    with reading() as session:
        return learned_already(session, plan, by)


def learned_already(session: Session, plan: Plan, by: UUID | None = None, but: UUID | None = None) -> list[Learned]:
    """Return share-backs, pitches and people (but `by`) whose words are like the plan's; it informs, never blocks."""
    words = " ".join(filter(None, (plan.title, plan.provider)))
    hits = alike(session, words, LEARNERS, limit=2 * MOST_LEARNED, but=but)
    said = _what_they_are(session, [hit.object_id for hit in hits]) if hits else {}
    found = [(hit, *said.get(hit.object_id, (None, "", None))) for hit in hits]
    return [
        Learned(hit.kind, hit.object_id, hit.language, hit.title, about, state)
        for hit, whose, about, state in found
        if whose is None or (whose != by and not (state and state.fell_through))
    ][:MOST_LEARNED]


def _what_they_are(session: Session, ids: list[UUID]) -> dict[UUID, tuple[UUID, str, PitchState | None]]:
    """Return of each pitch and each person whose it is, a line about it, and a pitch's state."""
    pitches = (
        sa.select(Pitch.id, Pitch.owner_id, Person.name, Pitch.state)
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(Pitch.id).in_(ids))
    )
    people = sa.select(Person.id, col(Person.id).label("whose"), Person.title, sa.null()).where(col(Person.id).in_(ids))
    return {key: (whose, about, state) for key, whose, about, state in session.execute(sa.union_all(pitches, people))}


def mine(person_id: UUID) -> list[OwnPitch]:
    """Return a person's pitches, drafts and ideas first, then those that are alive, the newest first."""
    counted = {"promised_cents": public_total(), "holding": is_holding()}
    columns = (counted.get(name, getattr(Pitch, name, None)) for name in OwnPitch.__dataclass_fields__)
    order = sa.case(
        (col(Pitch.state).in_(UNFINISHED), 0),
        (col(Pitch.closed_at).is_(None), 1),
        else_=2,
    )
    query = (
        sa.select(*columns)
        .where(col(Pitch.owner_id) == person_id)
        .order_by(order, col(Pitch.updated_at).desc(), col(Pitch.id).desc())
    )
    with reading() as session:
        return [OwnPitch(*row) for row in session.execute(query)]


def face_of_own(person_id: UUID, pitch_id: UUID) -> Face:
    """Return the name and state of one's own pitch. Raises as edit_page does."""
    with reading() as session:
        pitch = own(session, person_id, pitch_id)
        return _face(pitch, session.get_one(Person, pitch.owner_id).name)


@dataclass(frozen=True)
class Original:
    """What a pitch says that can be said in the other language, by its parts; those that are empty are left out."""

    language: str
    words: dict[str, str]


def original_of_own(person_id: UUID, pitch_id: UUID) -> Original:
    """Return the words of one's own pitch. Raises as edit_page does."""
    with reading() as session:
        pitch = own(session, person_id, pitch_id)
        return Original(pitch.language, {part: text for part in TRANSLATED if (text := getattr(pitch, part))})


def own(session: Session, person_id: UUID, pitch_id: UUID) -> Pitch:
    """Return one's own pitch. Raises NotFound for another's draft, NotAllowed for another's public pitch."""
    pitch = session.get(Pitch, pitch_id)
    if pitch is None or (pitch.owner_id != person_id and pitch.state not in PUBLIC):
        raise NotFound("Pitch")
    if pitch.owner_id != person_id:
        raise NotAllowed("Pitch")
    return pitch


def _face(pitch: Pitch, owner_name: str) -> Face:
    values = {name: getattr(pitch, name) for name in Face.__dataclass_fields__ if name != "owner_name"}
    return Face(**values, owner_name=owner_name)


def _typed(session: Session, pitch: Pitch) -> dict[Step, list[tuple[str, str]]]:
    query = sa.select(DraftAnswers.step, DraftAnswers.typed).where(col(DraftAnswers.pitch_id) == pitch.id)
    rows: Any = session.execute(query)
    return {Step(step): [(name, value) for name, value in typed["pairs"]] for step, typed in rows}
