"""What waits for a person: one provider per kind of task, all asked in one query.

A provider returns a select in the shape of `shape.task`; a new feature adds its own to PROVIDERS.
"""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.pages.rules import Task, Waiting, by_urgency

from . import backer, office, pitcher
from .shape import AHEAD, Asker, Provider

ZONE = "America/Toronto"
PROVIDERS: tuple[Provider, ...] = (
    backer.pay,
    backer.still_stands,
    backer.confirm,
    backer.answer_wish,
    pitcher.cover,
    pitcher.repay,
    pitcher.receipts,
    pitcher.change,
    pitcher.deliver,
    pitcher.check_in,
    pitcher.answer_offer,
    pitcher.say_hours,
    pitcher.thank,
    pitcher.finish,
    office.clear,
    office.lead,
    office.confirm_use,
    office.documents,
    office.payout,
    office.refund,
    office.arrival,
    office.dispute,
    office.report,
    office.feedback,
)


def waiting_for(person_id: UUID) -> list[Waiting]:
    """Return what waits for a person, most urgent first, in one query."""
    today = clock.today(ZONE)
    with reading() as session:
        rows = _tasks(session, person_id, today, today + AHEAD).all()
    found = [Waiting(Task(row.task), row.id, row.title, row.name or "", row.due) for row in rows]
    return by_urgency(list({(one.task, one.id): one for one in found}.values()))


@prepared
def _tasks(person_id: UUID, today: date, soon: date) -> Any:
    asker = Asker(person_id, today, soon)
    return sa.union_all(*(provider(asker) for provider in PROVIDERS))
