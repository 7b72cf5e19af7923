"""What the tests of the ways to a pitch share."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries import plan_of
from crowdlearn.pitches.rules import Plan, QuickAnswers, Return
from tests import make
from tests.support.plans import WHOLE

QUICK: dict[str, Any] = {
    "title": "Evidence week in Halifax",
    "benefit_me": "I learn to run a trial.",
    "benefit_peers": "My notes and templates.",
    "benefit_organisation": "We decide better.",
    "help": "An hour with someone who ran a trial",
    "application_plan": "I run a trial in June.",
    "gives_back": "A lunch talk",
}


def only_pitch() -> tuple[Pitch, Plan]:
    with reading() as session:
        pitch = session.exec(select(Pitch)).one()
        return pitch, plan_of(session, pitch)


def whole(**changes: object) -> dict[str, object]:
    """Return what a pitch says that may be published today."""
    moved = {
        "starts_on": make.days(60),
        "ends_on": make.days(62),
        "deadline": make.days(30),
        "share_backs": (Return(due_on=make.days(90)),),
    }
    plan = replace(WHOLE, **moved)  # type: ignore[arg-type]
    return {name: getattr(plan, name) for name in Plan.__dataclass_fields__} | {"time_zone": "UTC"} | changes


def quick() -> dict[str, Any]:
    """Return what a quick pitch says that may be published today."""
    return QUICK | {"starts_on": make.days(60), "deadline": make.days(20)}


def ten(**changes: object) -> QuickAnswers:
    """Return the same as the use-case takes it."""
    return QuickAnswers(**(quick() | {"time_zone": "UTC"} | changes))


def stored(pitch_id: UUID) -> Pitch:
    with reading() as session:
        found = session.get(Pitch, pitch_id)
        assert found is not None
        return found


def said(pitch_id: UUID) -> Plan:
    with reading() as session:
        return plan_of(session, session.get_one(Pitch, pitch_id))


def emitted() -> list[str]:
    with reading() as session:
        return list(session.exec(select(Outbox.name).order_by(col(Outbox.id))))


def actions(about: UUID) -> list[str]:
    with reading() as session:
        rows = select(AuditRow.action).where(AuditRow.object_id == about).order_by(col(AuditRow.id))
        return list(session.exec(rows))
