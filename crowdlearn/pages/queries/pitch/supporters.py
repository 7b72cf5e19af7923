"""Who supports a pitch, told so that nobody learns who gave money."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.pages.rules import named_supporters
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, OfferState

_HELPS = (OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)


@dataclass(frozen=True)
class Supporters:
    """The names that may be shown, in alphabetical order, and how many stay unnamed.

    Each has its organisation in both languages, and says whether the person shows their profile.
    """

    named: tuple[tuple[UUID, str, str, str, bool], ...] = ()
    unnamed: int = 0


def supporters_of(session: Session, pitch_id: UUID) -> Supporters:
    """Return the supporters of a pitch, in one query. Who gave what, how much or when is not in it."""
    rows = _supporters(session, pitch_id).all()
    named = named_supporters((row.person_id, row.name_shown, bool(row.money)) for row in rows)
    people = {
        row.person_id: (row.person_id, row.name, row.name_en or "", row.name_fr or "", row.profile_public)
        for row in rows
    }
    return Supporters(
        tuple(sorted((people[person] for person in named), key=lambda one: (one[1].casefold(), one[0]))),
        len(people) - len(named),
    )


@prepared
def _supporters(pitch_id: UUID) -> Any:
    given: Any = sa.select(
        col(MoneyPledge.peer_id).label("person_id"), col(MoneyPledge.name_shown), sa.true().label("money")
    ).where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(HOLDS_ROOM))
    helped: Any = sa.select(col(ExpertiseOffer.helper_id), col(ExpertiseOffer.name_shown), sa.false()).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(_HELPS)
    )
    both = given.union_all(helped).subquery("both")
    return (
        sa.select(
            both.c.person_id,
            both.c.name_shown,
            both.c.money,
            Person.name,
            Person.profile_public,
            Organisation.name_en,
            Organisation.name_fr,
        )
        .join(Person, col(Person.id) == both.c.person_id)
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
    )
