"""Steps that write a plan into a pitch's rows, and keep its versions and its search entry true."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.tables import Table
from crowdlearn.kernel.clock import clock, now
from crowdlearn.languages.service import note_original
from crowdlearn.pitches.models import (
    CostLine,
    Need,
    OrganisationMoney,
    Pitch,
    PitchTopic,
    PitchVersion,
    PlannedShareBack,
    Resource,
)
from crowdlearn.pitches.queries.plans import plan_of, terms_of
from crowdlearn.pitches.rules import (
    EDITABLE,
    PARTS,
    TRANSLATED,
    Funding,
    MoneyAskRefused,
    NeedBelowFilled,
    OrganisationMoneyState,
    Part,
    PitchState,
    Plan,
    Shares,
)
from crowdlearn.web.markdown import render

SHARE_BACK_AFTER = timedelta(days=30)  # the learning, unless the pitcher says when
TABLES: dict[str, type[Any]] = {
    "costs": CostLine,
    "organisation_money": OrganisationMoney,
    "needs": Need,
    "share_backs": PlannedShareBack,
    "resources": Resource,
}


def keep_plan(session: Session, pitch: Pitch, plan: Plan, shares: Shares | None = None) -> None:
    """Write the plan into the pitch and its rows. `shares` freezes the figures; a draft keeps what was declared."""
    for name in EDITABLE - set(PARTS):
        setattr(pitch, name, getattr(plan, name))
    pitch.story_html = render(plan.story)
    pitch.topics = list(dict.fromkeys(plan.topics))
    pitch.cost_cents, pitch.organisation_cents = plan.cost_cents, plan.organisation_cents
    _divide(pitch, plan, shares)
    _keep_topics(session, pitch)
    for part in PARTS:
        _keep_rows(session, pitch, part, getattr(plan, part), plan)
    pitch.updated_at = now()
    if pitch.in_both:
        note_original(session, "pitch", pitch.id, {part: getattr(pitch, part) for part in TRANSLATED})


def _divide(pitch: Pitch, plan: Plan, shares: Shares | None) -> None:
    pitch.carries_half = plan.own_share_cents == 0
    if shares is None:
        shares = _as_far_as_they_hold(plan)
    pitch.base_cents, pitch.own_share_cents, pitch.peer_goal_cents = shares.base, shares.own_share, shares.peer_goal


def _as_far_as_they_hold(plan: Plan) -> Shares:
    """Return how a draft divides its money; figures may be half typed, and what was declared is never lost."""
    declared = Shares(own_share=plan.own_share_cents)
    try:
        return plan.shares if plan.asks_money else declared
    except MoneyAskRefused:
        return declared


def _keep_topics(session: Session, pitch: Pitch) -> None:
    query = sa.select(PitchTopic).where(col(PitchTopic.pitch_id) == pitch.id)
    known = {row.topic: row for row in session.scalars(query)}
    for topic in known.keys() - set(pitch.topics):
        session.delete(known[topic])
    session.add_all(PitchTopic(pitch_id=pitch.id, topic=topic) for topic in pitch.topics if topic not in known)


def _keep_rows(session: Session, pitch: Pitch, part: str, wanted: tuple[Part, ...], plan: Plan) -> None:
    """Make the rows of one part say what is wanted: change those with a known id, add and take away the others."""
    table = TABLES[part]
    query = sa.select(table).where(table.pitch_id == pitch.id)
    known: dict[UUID, Any] = {row.id: row for row in session.scalars(query) if _is_in_plan(row)}
    for position, shape in enumerate(wanted):
        values = _columns(shape, plan) | {"position": position}
        row = known.pop(shape.id, None) if shape.id else None
        if row is None:
            session.add(table(pitch_id=pitch.id, **values))
        else:
            _change(row, values)
    for row in known.values():
        _take_away(session, pitch, row)


def _is_in_plan(row: Table) -> bool:
    if isinstance(row, OrganisationMoney):
        return row.state is not OrganisationMoneyState.REFUSED
    return not isinstance(row, Need) or row.closed_at is None


def _columns(shape: Part, plan: Plan) -> dict[str, Any]:
    values = {name: getattr(shape, name) for name in shape.__dataclass_fields__ if name != "id"}
    if isinstance(shape, Funding):
        confirmed = values.pop("confirmed")
        values["state"] = OrganisationMoneyState.CONFIRMED if confirmed else OrganisationMoneyState.PENDING
    if "due_on" in values and values["due_on"] is None:
        values["due_on"] = due_by_default(plan)
    return values


def _change(row: Any, values: dict[str, Any]) -> None:
    if isinstance(row, Need) and values["wanted"] < row.filled:
        raise NeedBelowFilled
    if isinstance(row, OrganisationMoney) and (values["amount_cents"], values["state"]) != (
        row.amount_cents,
        row.state,
    ):
        row.decided_by, row.decided_at = None, None  # somebody decided on other words than these
    for name, value in values.items():
        setattr(row, name, value)


def _take_away(session: Session, pitch: Pitch, row: Table) -> None:
    if isinstance(row, Need) and pitch.state is not PitchState.DRAFT:
        row.closed_at = now()  # offers may stand against it
    else:
        session.delete(row)


def due_by_default(plan: Plan) -> date:
    """Return when a share-back is due if the pitcher did not say: 30 days after the learning."""
    return (plan.last_day or clock.today(plan.time_zone)) + SHARE_BACK_AFTER


def note_version(
    session: Session, pitch: Pitch, by: UUID, *, changes: tuple[str, ...] = (), material: bool = False
) -> None:
    """Remember what the pitch says at its present version."""
    session.flush()
    session.add(
        PitchVersion(
            pitch_id=pitch.id,
            version=pitch.version,
            terms_version=pitch.terms_version,
            made_by=by,
            material=material,
            changes=list(changes),
            terms=terms_of(pitch, plan_of(session, pitch)),
        )
    )
