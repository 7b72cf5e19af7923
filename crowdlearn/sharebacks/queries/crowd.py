"""Who hears of a share-back when it is published."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.queries import backers_of
from crowdlearn.people.queries import followers_of
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.crowd import routes_to
from crowdlearn.sharebacks.models import ShareBack

from .authors import co_authors_of


def crowd_of(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return who hears of it: the pitch's backers, and who follows the pitch, its authors, place or topics."""
    backers = backers_of(session, shareback.pitch_id) if shareback.pitch_id else set()
    heard = followers_by_route(session, shareback).keys() | backers
    return heard - {shareback.author_id, *co_authors_of(session, shareback.id)}


def followers_by_route(session: Session, shareback: ShareBack) -> dict[UUID, list[FollowKind]]:
    """Return who follows the pitch, its authors, the pitch's organisation, or a topic of either, with their routes."""
    pitch = session.get(Pitch, shareback.pitch_id) if shareback.pitch_id else None
    routes = dict(routes_to(pitch)) if pitch else {}
    authors = [str(one) for one in (shareback.author_id, *co_authors_of(session, shareback.id))]
    topics = sorted({*routes.get(FollowKind.TOPIC, ()), *shareback.topics})
    return followers_of(session, routes | {FollowKind.PERSON: authors, FollowKind.TOPIC: topics})
