"""One review, and who may do what with a review or a share-back."""

from uuid import UUID

from sqlmodel import select

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import Review, Seat, ShareBack

from .page import ShareBackPage, shareback_page


def own_review(review_id: UUID, person_id: UUID) -> Review:
    """Return a person's own review. Raises NotFound, NotAllowed for somebody else's."""
    with reading() as session:
        row = session.get(Review, review_id)
        if row is None:
            raise NotFound
        if row.reviewer_id != person_id:
            raise NotAllowed
        return row


def reviewed_page(review_id: UUID, viewer_id: UUID) -> ShareBackPage:
    """Return the share-back that a review is about. Raises NotFound."""
    with reading() as session:
        row = session.get(Review, review_id)
        if row is None:
            raise NotFound
    return shareback_page(row.shareback_id, viewer_id)


def relations(viewer_id: UUID, shareback_id: UUID) -> set[str]:
    """Return what a viewer is to a share-back: "pitcher" for its author, "pledger" for who gives or comes.

    That is a backer of its pitch, and whoever has, waits for or gave back a seat at its event.
    """
    with reading() as session:
        row = session.get(ShareBack, shareback_id)
        if row is None:
            return set()
        found = {"pitcher"} if row.author_id == viewer_id else set()
        backs = row.pitch_id is not None and viewer_id in backers_of(session, row.pitch_id)
        seat = select(Seat.id).where(Seat.shareback_id == shareback_id, Seat.person_id == viewer_id)
        return found | ({"pledger"} if backs or session.exec(seat).first() is not None else set())


def review_relations(viewer_id: UUID, review_id: UUID) -> set[str]:
    """Return what a viewer is to a review: "pledger" for who wrote it, "pitcher" for the share-back's author."""
    with reading() as session:
        row = session.get(Review, review_id)
        if row is None:
            return set()
        author = session.get_one(ShareBack, row.shareback_id).author_id
        return ({"pledger"} if row.reviewer_id == viewer_id else set()) | (
            {"pitcher"} if author == viewer_id else set()
        )
