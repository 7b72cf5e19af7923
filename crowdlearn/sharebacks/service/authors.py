"""Whose a share-back is."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.db.session import lock
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import SharebackState


def own(session: Session, shareback_id: UUID, person_id: UUID) -> ShareBack:
    """Return the author's share-back, held. Raises NotFound for somebody else's draft, NotAllowed otherwise."""
    shareback = lock(session, ShareBack, shareback_id)
    if shareback.author_id != person_id:
        raise NotFound if shareback.state is SharebackState.DRAFT else NotAllowed
    return shareback
