"""Changing a pitch that is public and takes pledges."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import clock
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.plans import plan_of, shares_of
from crowdlearn.pitches.queries.standing import money_standing
from crowdlearn.pitches.rules import (
    EDITABLE,
    Comparison,
    NotReady,
    PitchRevised,
    Plan,
    Shares,
    check_revisable,
    compare,
    revision_points,
    shares_of_revision,
)

from .index import keep_findable
from .keeping import keep_plan, note_version


def revise(
    session: Session, pitch: Pitch, changes: Mapping[str, object], by: UUID, *, live_cents: int = 0
) -> Comparison:
    """Change an open pitch and say what that meant. The caller holds its row and sums `live_cents` under the lock.

    `changes` maps names of `rules.Plan` to values; parts (costs, needs …) are tuples of their shapes. The figures
    follow money.md rows 48-53. A material change raises `terms_version`. Raises PitchFixed, NotReady (with its points),
    a MoneyAskRefused or GoalBelowPledged. Trimming pledges to a smaller goal is the caller's.
    """
    after, divided, said = _consider(session, pitch, changes, live_cents)
    if not said.changes:
        return said
    keep_plan(session, pitch, after, divided)
    pitch.version += 1
    pitch.terms_version += bool(said.material)
    note_version(session, pitch, by, changes=said.changes, material=bool(said.material))
    keep_findable(session, pitch)
    _tell(session, pitch, said, by)
    return said


def preview_revision(session: Session, pitch: Pitch, changes: Mapping[str, object], live_cents: int) -> Comparison:
    """Return what revise() would mean, without doing it. Raises what revise() does."""
    return _consider(session, pitch, changes, live_cents)[2]


def _consider(
    session: Session, pitch: Pitch, changes: Mapping[str, object], live_cents: int
) -> tuple[Plan, Shares, Comparison]:
    check_revisable(pitch.state)
    before = plan_of(session, pitch)
    after = changed(before, changes)
    standing = money_standing(session, pitch.owner_id, pitch.organisation_id)
    if points := revision_points(before, after, clock.today(pitch.time_zone), standing):
        raise NotReady(points)
    shares = shares_of(pitch)
    divided = shares_of_revision(before, after, shares, live_cents)
    return after, divided, compare(before, after, shares, divided)


def changed(plan: Plan, changes: Mapping[str, object]) -> Plan:
    """Return the plan with changes made. Raises TypeError for a name that a plan does not have."""
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"a plan has no {sorted(unknown)}")
    values: dict[str, Any] = dict(changes)
    return replace(plan, **values)


def _tell(session: Session, pitch: Pitch, said: Comparison, by: UUID) -> None:
    record(session, "pitch.edit", by=by, about=pitch.id, version=pitch.version, material=said.material)
    emit(
        session,
        PitchRevised(
            pitch_id=pitch.id,
            material=bool(said.material),
            terms_version=pitch.terms_version,
            raised_cost=said.raised_cost,
            raised_goal=said.raised_goal,
            changes=said.changes,
            by=by,
        ),
    )
