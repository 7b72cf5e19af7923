"""What waits for a person: one provider per kind of task, all asked in one query.

A provider returns a select in the shape of `shape.task`; a new feature adds its own to PROVIDERS.
"""

from uuid import UUID

import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.pages.rules import Task, Waiting, by_urgency

from . import backer, office, pitcher
from .shape import Asker, Provider

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
    asker = Asker(person_id, clock.today(ZONE))
    with reading() as session:
        rows = session.execute(sa.union_all(*(provider(asker) for provider in PROVIDERS))).all()
    found = [Waiting(Task(row.task), row.id, row.title, row.name or "", row.due) for row in rows]
    return by_urgency(list({(one.task, one.id): one for one in found}.values()))
