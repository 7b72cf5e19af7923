"""What the viewer is to an offer, an opening or an interest, in the words of authz.csv."""

from uuid import UUID

from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.expertise.models import Interest, Opening, StandingOffer


def relations_to_standing(viewer_id: UUID, standing_id: UUID) -> set[str]:
    """Return "pledger" for who offers."""
    with reading() as session:
        row = session.get(StandingOffer, standing_id)
        return {"pledger"} if row is not None and row.giver_id == viewer_id else set()


def relations_to_opening(viewer_id: UUID, opening_id: UUID) -> set[str]:
    """Return "pitcher" for who opened the place, "pledger" for who is interested."""
    with reading() as session:
        row = session.get(Opening, opening_id)
        if row is None:
            return set()
        mine = select(Interest.id).where(Interest.opening_id == opening_id, Interest.person_id == viewer_id)
        found = {"pitcher"} if row.owner_id == viewer_id else set()
        return found | ({"pledger"} if session.exec(mine).first() is not None else set())


def relations_to_interest(viewer_id: UUID, interest_id: UUID) -> set[str]:
    """Return "pledger" for who is interested, "pitcher" for who opened the place."""
    with reading() as session:
        row = session.get(Interest, interest_id)
        if row is None:
            return set()
        owner = session.get_one(Opening, row.opening_id).owner_id
        return ({"pledger"} if row.person_id == viewer_id else set()) | ({"pitcher"} if owner == viewer_id else set())
