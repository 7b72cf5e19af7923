"""Who hears of a share-back when it is published."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.queries import backers_of
from crowdlearn.people.queries import followers_of
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.crowd import routes_to
from crowdlearn.sharebacks.models import ShareBack


def crowd_of(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return who hears of it: the pitch's backers, and who follows the pitch, its author, place or topics."""
    backers = backers_of(session, shareback.pitch_id) if shareback.pitch_id else set()
    return (followers_by_route(session, shareback).keys() | backers) - {shareback.author_id}


def followers_by_route(session: Session, shareback: ShareBack) -> dict[UUID, list[FollowKind]]:
    """Return who follows the pitch, the author, the pitch's organisation or topics, each with their routes."""
    pitch = session.get(Pitch, shareback.pitch_id) if shareback.pitch_id else None
    routes = routes_to(pitch) if pitch else {}
    return followers_of(session, routes | {FollowKind.PERSON: [str(shareback.author_id)]})
