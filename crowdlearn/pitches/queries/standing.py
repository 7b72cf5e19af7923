"""Whether a person may ask peers for money."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import adoption_of
from crowdlearn.people.rules import MoneyMode, NotAdopted, OnHold
from crowdlearn.people.service.holds import check_no_hold
from crowdlearn.pitches.rules import NoOrganisation


def money_standing(session: Session, person_id: UUID, organisation_id: UUID | None) -> list[RuleBroken]:
    """Return what keeps the person from asking for money: the organisation has not adopted it, or a hold stands."""
    found: list[RuleBroken] = []
    adoption = adoption_of(session, organisation_id)
    if adoption is None or adoption.money_mode is MoneyMode.EXPERTISE_ONLY:
        found.append(_not_adopted(session, person_id, organisation_id))
    try:
        check_no_hold(session, person_id)
    except OnHold as refusal:
        found.append(refusal)
    return found


def _not_adopted(session: Session, person_id: UUID, organisation_id: UUID | None) -> RuleBroken:
    """Return the refusal that names the organisation, in the person's own language."""
    query = (
        sa.select(Person.language, Organisation.name_en, Organisation.name_fr)
        .select_from(Person)
        .join(Organisation, col(Organisation.id) == organisation_id)
        .where(col(Person.id) == person_id)
    )
    row = session.execute(query).first()
    if row is None:
        return NoOrganisation()
    return NotAdopted(organisation=row.name_fr if row.language == "fr" else row.name_en)
