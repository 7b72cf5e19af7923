"""What a person gave, and what a pitcher was given."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments.gateway import offers_cards
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, OPEN_OFFERS, OfferState

from .frames import PitchFrame, frame_of, frames_of
from .help import OfferLine, offers_by, offers_to
from .own import OwnPledge, own_pledge_of
from .own_rows import rows_by_pitch


@dataclass(frozen=True)
class Given:
    """What a person gave to one pitch: money, help, or both."""

    pitch: PitchFrame
    money: OwnPledge | None
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True)
class MyPledges:
    """What a person gave, newest first; `by_card` tells whether cards can be saved here."""

    given: tuple[Given, ...]
    confirmed_minutes: int
    by_card: bool


def my_pledges(person_id: UUID, language: str) -> MyPledges:
    """Return everything a person promised and offered, by pitch. Three queries, however much it is."""
    with reading() as session:
        money = rows_by_pitch(session, person_id)
        offers = offers_by(session, person_id)
        by_pitch: dict[UUID, list[OfferLine]] = {}
        for offer in offers:
            by_pitch.setdefault(offer.pitch_id, []).append(offer)
        frames = frames_of(session, {*money, *by_pitch}, language)
    given = [
        Given(
            frame,
            own_pledge_of(frame, money[pitch_id]) if pitch_id in money else None,
            tuple(by_pitch.get(pitch_id, ())),
        )
        for pitch_id, frame in frames.items()
    ]
    given.sort(key=_newest, reverse=True)
    return MyPledges(tuple(given), sum(offer.confirmed_minutes for offer in offers), offers_cards())


def _newest(given: Given) -> UUID:
    ids = [offer.id for offer in given.offers]
    return max([*ids, *(part.id for part in given.money.parts)] if given.money else ids)


@dataclass(frozen=True)
class Supporter:
    """Someone in the list of supporters, with what they hope to get out of it."""

    name: str
    organisation: str
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class SupportersPage:
    """Who stands behind a pitch: names by consent, alphabetical, without amounts, dates or who gave what.

    `unnamed` more support it without showing their name; `unnamed_wishes` are theirs.
    """

    pitch: PitchFrame
    named: tuple[Supporter, ...]
    unnamed: int
    unnamed_wishes: tuple[str, ...]
    offers: tuple[OfferLine, ...]


def supporters_page(pitch_id: UUID, viewer_id: UUID, language: str) -> SupportersPage:
    """Return a pitch's supporters for its pitcher. Raises NotFound for anyone else."""
    with reading() as session:
        pitch = frame_of(session, pitch_id, language)
        if pitch.owner_id != viewer_id:
            raise NotFound("Pitch")
        named, hidden = _supporters(session, pitch_id, language)
        offers = offers_to(session, pitch_id)
        return SupportersPage(
            pitch, named, len(hidden), tuple(sorted(wish for wishes in hidden.values() for wish in wishes)), offers
        )


def _supporters(session: Session, pitch_id: UUID, language: str) -> tuple[tuple[Supporter, ...], dict[UUID, list[str]]]:
    organisation = col(Organisation.name_fr if language == "fr" else Organisation.name_en)
    people: dict[UUID, tuple[str, str]] = {}
    wishes: dict[UUID, list[str]] = {}
    shown: dict[UUID, bool] = {}
    given = sa.union_all(_money_backers(pitch_id), _helpers(pitch_id)).subquery()
    query = (
        sa.select(given.c.person_id, given.c.name_shown, given.c.wish, col(Person.name), organisation)
        .join(Person, col(Person.id) == given.c.person_id)
        .outerjoin(Organisation, col(Organisation.id) == col(Person.organisation_id))
    )
    for person_id, name_shown, wish, name, its_name in session.execute(query):
        people[person_id] = (name, its_name or "")
        shown[person_id] = shown.get(person_id, True) and name_shown
        kept = wishes.setdefault(person_id, [])
        if wish and wish not in kept:
            kept.append(wish)
    named = [Supporter(*people[person], tuple(wishes[person])) for person in people if shown[person]]
    named.sort(key=lambda supporter: supporter.name.casefold())
    return tuple(named), {person: wishes[person] for person in people if not shown[person]}


def _money_backers(pitch_id: UUID) -> Any:
    return sa.select(col(MoneyPledge.peer_id).label("person_id"), MoneyPledge.name_shown, MoneyPledge.wish).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(HOLDS_ROOM)
    )


def _helpers(pitch_id: UUID) -> Any:
    taken = OPEN_OFFERS - {OfferState.OFFERED} | {OfferState.CONFIRMED}
    return sa.select(
        col(ExpertiseOffer.helper_id).label("person_id"), ExpertiseOffer.name_shown, ExpertiseOffer.wish
    ).where(col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(taken))
