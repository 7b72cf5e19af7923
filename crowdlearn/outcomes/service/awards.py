"""Recognition received elsewhere, recorded by its owner with a page that shows it."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes.models import Award
from crowdlearn.outcomes.rules import MOST_AWARDS, AwardAhead, AwardsEnough
from crowdlearn.people.models import Person


def record_award(person_id: UUID, title: str, giver: str, on: date, link: str) -> UUID:
    """Record what a person received elsewhere; return its id. Raises AwardAhead, AwardsEnough."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        if on > clock.today(person.time_zone):
            raise AwardAhead
        count = sa.select(sa.func.count()).where(col(Award.person_id) == person_id)
        if session.execute(count).scalar_one() >= MOST_AWARDS:
            raise AwardsEnough
        row = Award(person_id=person_id, title=title, giver=giver, received_on=on, link=link)
        session.add(row)
        record(session, "award.add", by=person_id, about=row.id)
        return row.id


def remove_award(person_id: UUID, award_id: UUID) -> None:
    """Take an entry away. Raises NotFound for somebody else's."""
    with transaction() as session:
        row = lock(session, Award, award_id)
        if row.person_id != person_id:
            raise NotFound
        session.delete(row)
        record(session, "award.remove", by=person_id, about=award_id)
