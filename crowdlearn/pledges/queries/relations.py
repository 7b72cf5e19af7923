"""What a viewer is to a pitch, a pledge, an offer: the columns of authz.csv."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.payments.models import Card, CardPage
from crowdlearn.people.models import ActingManager, ManagerLink
from crowdlearn.people.rules import LinkState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import ENDED, OPEN_OFFERS, OfferState

_STANDING = OPEN_OFFERS | {OfferState.CONFIRMED}


def relations_to_pitch(viewer_id: UUID, pitch_id: UUID) -> set[str]:
    """Return what a viewer is to a pitch: "pitcher", "pledger" with money or help, "manager" above the pitcher.

    One query, for the gate asks it at every request about a pitch.
    """
    with reading() as session:
        return set(_relations(session, viewer_id, pitch_id, clock.today(HOME_ZONE)).scalars())


@prepared
def _relations(viewer_id: UUID, pitch_id: UUID, today: date) -> Any:
    owner = _named("pitcher").where(col(Pitch.id) == pitch_id, col(Pitch.owner_id) == viewer_id)
    money = _named("pledger").where(
        col(MoneyPledge.pitch_id) == pitch_id,
        col(MoneyPledge.peer_id) == viewer_id,
        col(MoneyPledge.state).not_in(ENDED),
    )
    given = _named("pledger").where(
        col(ExpertiseOffer.pitch_id) == pitch_id,
        col(ExpertiseOffer.helper_id) == viewer_id,
        col(ExpertiseOffer.state).in_(_STANDING),
    )
    return sa.union(owner, money, given, _above(viewer_id, pitch_id, today))


def _named(relation: str) -> Any:
    return sa.select(sa.literal(relation))


def _above(viewer_id: UUID, pitch_id: UUID, today: date) -> Any:
    """Select "manager" for whoever leads the pitcher, one or two levels up, or acts today for who does."""
    near, far = aliased(ManagerLink), aliased(ManagerLink)
    leaders = (col(near.manager_id), col(far.manager_id))
    acting = sa.and_(
        col(ActingManager.acting_id) == viewer_id,
        col(ActingManager.manager_id).in_(leaders),
        col(ActingManager.starts_on) <= today,
        col(ActingManager.ends_on) >= today,
        col(ActingManager.ended_at).is_(None),
    )
    return (
        _named("manager")
        .select_from(Pitch)
        .join(near, sa.and_(col(near.person_id) == col(Pitch.owner_id), col(near.state) == LinkState.CONFIRMED))
        .outerjoin(far, sa.and_(col(far.person_id) == col(near.manager_id), col(far.state) == LinkState.CONFIRMED))
        .outerjoin(ActingManager, acting)
        .where(
            col(Pitch.id) == pitch_id,
            sa.or_(*(leader == viewer_id for leader in leaders), col(ActingManager.id).is_not(None)),
        )
    )


def relations_to_pledge(viewer_id: UUID, pledge_id: UUID) -> set[str]:
    """Return {"pledger"} for whose pledge it is, {"pitcher"} for who owns its pitch."""
    with reading() as session:
        return _sides(session, viewer_id, MoneyPledge.peer_id, MoneyPledge.pitch_id, MoneyPledge.id, pledge_id)


def relations_to_card(viewer_id: UUID, card_id: UUID) -> set[str]:
    """Return {"pledger"} for whose card it is."""
    with reading() as session:
        return _owner(viewer_id, session.get(Card, card_id))


def relations_to_card_page(viewer_id: UUID, card_page_id: UUID) -> set[str]:
    """Return {"pledger"} for who saves a card on a page."""
    with reading() as session:
        return _owner(viewer_id, session.get(CardPage, card_page_id))


def _owner(viewer_id: UUID, row: Card | CardPage | None) -> set[str]:
    return {"pledger"} if row is not None and row.person_id == viewer_id else set()


def relations_to_offer(viewer_id: UUID, offer_id: UUID) -> set[str]:
    """Return {"pledger"} for who offers the help, {"pitcher"} for who is offered it."""
    with reading() as session:
        columns = (ExpertiseOffer.helper_id, ExpertiseOffer.pitch_id, ExpertiseOffer.id)
        return _sides(session, viewer_id, *columns, offer_id)


def _sides(session: Session, viewer_id: UUID, giver: UUID, about: UUID, key: UUID, row_id: UUID) -> set[str]:
    query = (
        sa.select(col(giver), col(Pitch.owner_id)).join(Pitch, col(Pitch.id) == col(about)).where(col(key) == row_id)
    )
    row = session.execute(query).first()
    if row is None:
        return set()
    giver_id, owner_id = row
    return {name for name, person in (("pledger", giver_id), ("pitcher", owner_id)) if person == viewer_id}
