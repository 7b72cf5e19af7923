"""Telling people what comes back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import CommitmentDelivered
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.db.session import transaction
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell, tell_each
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.crowd import ROUTES
from crowdlearn.sharebacks.models import Invitation, Review, ShareBack, ThankYou, WishAnswer
from crowdlearn.sharebacks.queries.authors import by_line, co_authors_of
from crowdlearn.sharebacks.queries.content import occasion_of
from crowdlearn.sharebacks.queries.crowd import followers_by_route
from crowdlearn.sharebacks.queries.given import given_to
from crowdlearn.sharebacks.rules import (
    Form,
    ReviewAnswered,
    ReviewWritten,
    SharebackPublished,
    ThankYouSent,
    WishAnswered,
)


def tell_of_published(event: SharebackPublished) -> None:
    """Tell backers and followers of something new; who is asked to confirm a delivery hears of it that way.

    Each follower hears once, by the nearest of their routes that they want to hear of.
    """
    with transaction() as session:
        shareback = session.get_one(ShareBack, event.shareback_id)
        if hidden_now(session, "shareback", shareback.id) is not None:
            return
        backers = backers_of(session, shareback.pitch_id) if shareback.pitch_id else set()
        is_event = shareback.form is Form.EVENT
        if is_event or shareback.commitment_id is None:
            tell_all(session, event, shareback, backers, "event_announced" if is_event else "shareback_published")
        kinds = {
            person_id: [f"{ROUTES[route]}_shareback" for route in routes]
            for person_id, routes in followers_by_route(session, shareback).items()
            if person_id not in {event.by, *authors(session, shareback), *backers}
        }
        path = f"/sharebacks/{shareback.id}"
        told = tell_each(session, kinds, event_id=event.id, facts=facts_of(session, shareback), path=path)
        if is_event:
            _note_invited(session, shareback.id, backers - {event.by} | told)


def _note_invited(session: Session, shareback_id: UUID, people: set[UUID]) -> None:
    known = set(session.exec(select(Invitation.person_id).where(Invitation.shareback_id == shareback_id)))
    session.add_all(Invitation(shareback_id=shareback_id, person_id=person) for person in people - known)


def tell_of_review(event: ReviewWritten) -> None:
    """Tell the authors of a review."""
    with transaction() as session:
        shareback = session.get_one(ShareBack, event.shareback_id)
        reviewer = session.get_one(Person, event.by).name
        tell_all(session, event, shareback, authors(session, shareback), "review_written", reviewer=reviewer)


def tell_of_answer(event: ReviewAnswered) -> None:
    """Tell a reviewer that the author answered."""
    with transaction() as session:
        review = session.get(Review, event.review_id)
        if review is not None:
            shareback = session.get_one(ShareBack, event.shareback_id)
            tell_all(session, event, shareback, [review.reviewer_id], "review_answered")


def ask_wishes(event: CommitmentDelivered) -> None:
    """After a delivery, ask each backer who wrote a wish and has not answered it yet."""
    with transaction() as session:
        pitch = session.get_one(Pitch, session.get_one(Commitment, event.commitment_id).pitch_id)
        owner = session.get_one(Person, pitch.owner_id).name
        for backer_id, wish in _open_wishes(session, pitch.id):
            facts = {"wish": wish, "pitch": Passage(pitch.title, pitch.language), "owner": owner}
            tell(session, backer_id, "wish_asked", event_id=event.id, facts=facts, path=f"/pitches/{pitch.id}/wishes")


def tell_of_wish(event: WishAnswered) -> None:
    """Tell the pitcher that a backer answered their wish; who it was stays with the backer."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"pitch": Passage(pitch.title, pitch.language), "met": event.met.label}
        path = f"/pitches/{pitch.id}/impact"
        tell(session, pitch.owner_id, "wish_answered", event_id=event.id, facts=facts, path=path)


def tell_of_thanks(event: ThankYouSent) -> None:
    """Bring a backer the pitcher's thanks."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        thanks = session.get_one(ThankYou, event.thanks_id)
        owner = session.get_one(Person, pitch.owner_id).name
        facts = {"pitch": Passage(pitch.title, pitch.language), "owner": owner, "text": thanks.text}
        tell(session, event.backer_id, "thank_you", event_id=event.id, facts=facts, path="/me/thanks")


def tell_all(
    session: Session,
    event: Event,
    shareback: ShareBack,
    people: Iterable[UUID],
    kind: str,
    *,
    also_actor: bool = False,
    page: str = "",
    **facts: Any,
) -> None:
    """Tell people of a share-back, all but who caused it; the letter leads to its page, or to a `page` below it."""
    known, path = facts_of(session, shareback), f"/sharebacks/{shareback.id}{page}"
    told = set(people) if also_actor else set(people) - {event.by}
    for person_id in sorted(told, key=str):
        tell(session, person_id, kind, event_id=event.id, facts=known | facts, path=path)


def facts_of(session: Session, shareback: ShareBack) -> dict[str, Any]:
    """Return what every letter about a share-back may speak of."""
    occasion = occasion_of(session, shareback.id)
    return {
        "title": Passage(shareback.title, shareback.language),
        "kind": shareback.kind.label,
        "author": _names(session, shareback),
        "starts": occasion.starts_at if occasion else None,
    }


def authors(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return who hears what an author hears: the author, and who is named beside them."""
    return {shareback.author_id} | (co_authors_of(session, shareback.id) if shareback.co_authors else set())


def _names(session: Session, shareback: ShareBack) -> str:
    query = sa.select(by_line()).select_from(ShareBack).join(Person, col(Person.id) == col(ShareBack.author_id))
    return str(session.execute(query.where(col(ShareBack.id) == shareback.id)).scalar_one())


def _open_wishes(session: Session, pitch_id: UUID) -> list[tuple[UUID, str]]:
    answers = session.exec(select(WishAnswer.promise_id).where(WishAnswer.pitch_id == pitch_id))
    answered = set(answers)
    return [
        (given.person_id, given.wish)
        for given in given_to(session, pitch_id)
        if given.wish and given.promise_id not in answered
    ]
