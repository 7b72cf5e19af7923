"""What backers gave to a pitch, and whether something came back."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.queries import GAVE_HELP, GAVE_MONEY
from crowdlearn.people.models import Person
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import Form


@dataclass(frozen=True)
class Given:
    """A pledge or an offer that stands, with its wish. `named`: the pitcher may know who gave it."""

    promise_id: UUID
    person_id: UUID
    name: str
    wish: str
    named: bool


def given_to(session: Session, pitch_id: UUID) -> list[Given]:
    """Return what stands of what was given to a pitch, in order of name. Helpers are known to whom they help."""
    money: sa.Select[UUID, UUID, str, bool] = sa.select(
        col(MoneyPledge.id).label("id"),
        col(MoneyPledge.peer_id).label("person_id"),
        col(MoneyPledge.wish).label("wish"),
        col(MoneyPledge.name_shown).label("named"),
    ).where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(GAVE_MONEY))
    help_ = sa.select(col(ExpertiseOffer.id), col(ExpertiseOffer.helper_id), col(ExpertiseOffer.wish), sa.true()).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(GAVE_HELP)
    )
    given = money.union_all(help_).subquery("given")
    query = (
        sa.select(given.c.id, given.c.person_id, col(Person.name), given.c.wish, given.c.named)
        .join(Person, col(Person.id) == given.c.person_id)
        .order_by(col(Person.name), given.c.id)
    )
    return [Given(*row) for row in session.execute(query)]


def something_came_back(session: Session, pitch_id: UUID) -> bool:
    """Tell whether a share-back of the pitch was published, or held."""
    read = sa.and_(col(ShareBack.form) != Form.EVENT, col(ShareBack.published_at).is_not(None))
    held = col(ShareBack.held_at).is_not(None)
    query = sa.select(col(ShareBack.id)).where(col(ShareBack.pitch_id) == pitch_id, sa.or_(read, held)).limit(1)
    return session.execute(query).first() is not None
