"""What waits for a person: one provider per kind of task, all asked in one query.

A provider returns a select in the shape of `shape.task`; a new feature adds its own to PROVIDERS.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.words import Passage
from crowdlearn.pages.rules import Task, Waiting, by_urgency

from . import backer, help_given, office, pitcher, treasury
from .shape import AHEAD, Asker, Provider

PROVIDERS: tuple[Provider, ...] = (
    backer.pay,
    backer.mend,
    backer.save_card,
    backer.still_stands,
    backer.confirm,
    backer.vote,
    backer.substitute,
    backer.answer_wish,
    backer.confirm_use,
    pitcher.cover,
    pitcher.repay,
    pitcher.receipts,
    pitcher.change,
    pitcher.deliver,
    pitcher.attendance,
    pitcher.publish,
    pitcher.join_authors,
    pitcher.check_in,
    pitcher.answer_question,
    pitcher.reply,
    backer.appear,
    help_given.answer_offer,
    help_given.still_stands,
    help_given.find_time,
    help_given.hand_over,
    help_given.say_hours,
    pitcher.thank,
    pitcher.finish,
    office.clear,
    office.substitute,
    office.lead,
    office.confirm_use,
    treasury.record,
    treasury.documents,
    treasury.pay_out,
    treasury.payout,
    treasury.refund,
    treasury.arrival,
    office.dispute,
    office.report,
    office.organisation,
    office.role,
    office.feedback,
)


def waiting_for(person_id: UUID) -> list[Waiting]:
    """Return what waits for a person, most urgent first, in one query."""
    today = clock.today(HOME_ZONE)
    with reading() as session:
        rows = _tasks(session, person_id, today, today + AHEAD, now()).all()
    found = [Waiting(Task(row.task), row.id, Passage(row.title, row.language), row.name or "", row.due) for row in rows]
    return by_urgency(list({(one.task, one.id): one for one in found}.values()))


@prepared
def _tasks(person_id: UUID, today: date, soon: date, moment: datetime) -> Any:
    asker = Asker(person_id, today, soon, moment)
    return sa.union_all(*(provider(asker) for provider in PROVIDERS))
