"""Whose a share-back is, and who may write in it."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.db.session import lock
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.rules import SharebackState


def own(session: Session, shareback_id: UUID, person_id: UUID) -> ShareBack:
    """Return the author's share-back, held. Raises NotFound for somebody else's draft, NotAllowed otherwise."""
    shareback = lock(session, ShareBack, shareback_id)
    if shareback.author_id != person_id:
        raise _refusal(shareback)
    return shareback


def writable(session: Session, shareback_id: UUID, person_id: UUID) -> ShareBack:
    """Return a share-back that a person wrote, alone or with others, held. Raises as own() does."""
    shareback = lock(session, ShareBack, shareback_id)
    if not is_author(session, shareback, person_id):
        raise _refusal(shareback)
    return shareback


def _refusal(shareback: ShareBack) -> NotFound | NotAllowed:
    return NotFound() if shareback.state is SharebackState.DRAFT else NotAllowed()
