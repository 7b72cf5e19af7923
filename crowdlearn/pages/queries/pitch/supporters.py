"""Who supports a pitch, told so that nobody learns who gave money."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.statements import prepared
from crowdlearn.outreach.models import Champion
from crowdlearn.outreach.rules import CHAMPION_KIND
from crowdlearn.pages.rules import named_supporters
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, OfferState

_HELPS = (OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)


MOST_CHAMPIONS = 12


@dataclass(frozen=True)
class ChampionLine:
    """Who champions the pitch, in one public line of their own."""

    id: UUID
    person_id: UUID
    name: str
    organisation_en: str
    organisation_fr: str
    shown: bool
    line: str
    language: str
    thanked: bool


@dataclass(frozen=True)
class Supporters:
    """The names that may be shown, in alphabetical order, and how many stay unnamed; and the newest champions.

    Each has its organisation in both languages, and says whether the person shows their profile.
    """

    named: tuple[tuple[UUID, str, str, str, bool], ...] = ()
    unnamed: int = 0
    champions: tuple[ChampionLine, ...] = ()


def supporters_of(session: Session, pitch_id: UUID) -> Supporters:
    """Return the supporters of a pitch, in one query. Who gave what, how much or when is not in it."""
    told = _supporters(session, pitch_id).all()
    rows = [row for row in told if row.champion_id is None]
    named = named_supporters((row.person_id, row.name_shown, bool(row.money)) for row in rows)
    people = {
        row.person_id: (row.person_id, row.name, row.name_en or "", row.name_fr or "", row.profile_public)
        for row in rows
    }
    return Supporters(
        tuple(sorted((people[person] for person in named), key=lambda one: (one[1].casefold(), one[0]))),
        len(people) - len(named),
        _champions([row for row in told if row.champion_id is not None]),
    )


def _champions(rows: list[Any]) -> tuple[ChampionLine, ...]:
    newest = sorted(rows, key=lambda row: row.champion_id, reverse=True)
    return tuple(
        ChampionLine(
            row.champion_id,
            row.person_id,
            row.name,
            row.name_en or "",
            row.name_fr or "",
            row.profile_public,
            row.line,
            row.language,
            row.thanked,
        )
        for row in newest
    )


_NO_LINE = (
    sa.cast(sa.null(), sa.Uuid).label("champion_id"),
    sa.literal("").label("line"),
    sa.literal("").label("language"),
    sa.false().label("thanked"),
)


def _cheers(pitch_id: UUID) -> Any:
    """Return the newest champions that nobody hid."""
    query: Any = sa.select(
        col(Champion.person_id),
        sa.true().label("name_shown"),
        sa.false().label("money"),
        col(Champion.id).label("champion_id"),
        col(Champion.line),
        col(Champion.language),
        col(Champion.thanked_at).is_not(None).label("thanked"),
    ).where(
        col(Champion.pitch_id) == pitch_id,
        col(Champion.withdrawn_at).is_(None),
        sa.not_(is_hidden(CHAMPION_KIND, col(Champion.id))),
    )
    return query.order_by(col(Champion.id).desc()).limit(MOST_CHAMPIONS).subquery("cheers")


@prepared
def _supporters(pitch_id: UUID) -> Any:
    given: Any = sa.select(
        col(MoneyPledge.peer_id).label("person_id"), col(MoneyPledge.name_shown), sa.true().label("money"), *_NO_LINE
    ).where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(HOLDS_ROOM))
    helped: Any = sa.select(col(ExpertiseOffer.helper_id), col(ExpertiseOffer.name_shown), sa.false(), *_NO_LINE).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(_HELPS)
    )
    both = given.union_all(helped, sa.select(*_cheers(pitch_id).c)).subquery("both")
    return (
        sa.select(
            both.c.person_id,
            both.c.name_shown,
            both.c.money,
            both.c.champion_id,
            both.c.line,
            both.c.language,
            both.c.thanked,
            Person.name,
            Person.profile_public,
            Organisation.name_en,
            Organisation.name_fr,
        )
        .join(Person, col(Person.id) == both.c.person_id)
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
    )
