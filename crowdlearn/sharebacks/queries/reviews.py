"""One review, and who may do what with a review or a share-back."""

from uuid import UUID

from sqlmodel import select

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import Review, Seat, ShareBack

from .authors import IN_IT, is_author, part_of
from .page import ShareBackPage, shareback_page
from .reviewing import ReviewRow, one_review


def own_review(review_id: UUID, person_id: UUID) -> Review:
    """Return a person's own review. Raises NotFound, NotAllowed for somebody else's."""
    with reading() as session:
        row = session.get(Review, review_id)
        if row is None:
            raise NotFound
        if row.reviewer_id != person_id:
            raise NotAllowed
        return row


def reviewed_page(review_id: UUID, viewer_id: UUID) -> tuple[ShareBackPage, ReviewRow]:
    """Return the share-back that a review is about, and the review. Raises NotFound, also for one that is hidden."""
    with reading() as session:
        row, review = one_review(session, review_id), session.get(Review, review_id)
        if row is None or review is None:
            raise NotFound
    return shareback_page(review.shareback_id, viewer_id), row


def relations(viewer_id: UUID, shareback_id: UUID) -> set[str]:
    """Return what a viewer is to a share-back: "pitcher" for its authors, "pledger" for who gives or comes.

    That is a backer of its pitch, whoever has, waits for or gave back a seat at its event, and co-authors, who were
    invited by the author.
    """
    with reading() as session:
        row = session.get(ShareBack, shareback_id)
        if row is None:
            return set()
        found = {"pitcher"} if is_author(session, row, viewer_id) else set()
        part = part_of(session, shareback_id, viewer_id) if row.together else None
        if part is not None and part.state in IN_IT:
            found |= {"pledger"}
        backs = row.pitch_id is not None and viewer_id in backers_of(session, row.pitch_id)
        seat = select(Seat.id).where(Seat.shareback_id == shareback_id, Seat.person_id == viewer_id)
        return found | ({"pledger"} if backs or session.exec(seat).first() is not None else set())


def review_relations(viewer_id: UUID, review_id: UUID) -> set[str]:
    """Return what a viewer is to a review: "pledger" for who wrote it, "pitcher" for the share-back's authors."""
    with reading() as session:
        row = session.get(Review, review_id)
        if row is None:
            return set()
        about = session.get_one(ShareBack, row.shareback_id)
        return ({"pledger"} if row.reviewer_id == viewer_id else set()) | (
            {"pitcher"} if is_author(session, about, viewer_id) else set()
        )
