"""From rows to a plan."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Session, SQLModel, col

from crowdlearn.pitches.models import CostLine, Need, OrganisationMoney, Pitch, PlannedShareBack, Resource
from crowdlearn.pitches.rules import (
    EDITABLE,
    PARTS,
    UNFINISHED,
    Cost,
    Funding,
    OrganisationMoneyState,
    Plan,
    Reading,
    Return,
    Shares,
    Wanted,
)

_PLAN = TypeAdapter(Plan)
FIGURES = ("cost_cents", "organisation_cents", "base_cents", "own_share_cents", "peer_goal_cents")


def plan_of(session: Session, pitch: Pitch) -> Plan:
    """Return what a pitch says now, in five queries."""
    fields: dict[str, Any] = {name: getattr(pitch, name) for name in EDITABLE - set(PARTS)}
    fields["topics"] = tuple(pitch.topics)
    if pitch.carries_half and pitch.state in UNFINISHED:
        fields["own_share_cents"] = 0
    return Plan(
        **fields,
        costs=tuple(
            Cost(id=r.id, kind=r.kind, label=r.label, amount_cents=r.amount_cents, replaced_cents=r.replaced_cents)
            for r in _rows(session, CostLine, pitch.id)
        ),
        organisation_money=tuple(
            Funding(
                id=r.id,
                kind=r.kind,
                label=r.label,
                amount_cents=r.amount_cents,
                confirmed=r.state is OrganisationMoneyState.CONFIRMED,
            )
            for r in _rows(session, OrganisationMoney, pitch.id)
            if r.state is not OrganisationMoneyState.REFUSED
        ),
        needs=tuple(_as(Wanted, r) for r in _rows(session, Need, pitch.id) if r.closed_at is None),
        share_backs=tuple(_as(Return, r) for r in _rows(session, PlannedShareBack, pitch.id)),
        resources=tuple(_as(Reading, r) for r in _rows(session, Resource, pitch.id)),
    )


def shares_of(pitch: Pitch) -> Shares:
    """Return how a published pitch divides its money, as frozen at publication or the last agreed change."""
    base = pitch.base_cents
    return Shares(base, (base + 1) // 2, base // 2, pitch.own_share_cents, pitch.peer_goal_cents)


def terms_of(pitch: Pitch, plan: Plan) -> dict[str, Any]:
    """Return what approvals and consents are bound to, as plain JSON: the plan and the pitch's figures in cents."""
    terms: dict[str, Any] = _PLAN.dump_python(plan, mode="json")
    return terms | {name: getattr(pitch, name) for name in FIGURES}


def plan_from_terms(terms: dict[str, Any]) -> Plan:
    """Return the plan that an earlier version said."""
    return _PLAN.validate_python({name: value for name, value in terms.items() if name in EDITABLE})


def _rows(session: Session, table: type[SQLModel], pitch_id: UUID) -> list[Any]:
    columns: Any = table
    return list(session.scalars(sa.select(columns).where(columns.pitch_id == pitch_id).order_by(col(columns.position))))


def _as(shape: Any, row: SQLModel) -> Any:
    return shape(**{name: getattr(row, name) for name in shape.__dataclass_fields__})
