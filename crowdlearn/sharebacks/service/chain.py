"""What goes on from a share-back: others who give it again, and bodies it was presented to."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import Presentation, ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.rules import SHAREBACK_KIND, Decision, NotToBeRetold, SharebackRetold, is_given

from .authors import own
from .telling import authors, tell_all


def check_retelling(session: Session, original_id: UUID, person_id: UUID, *, promises: bool) -> None:
    """Raise NotToBeRetold unless a person may give this share-back of somebody else's again, keeping no promise."""
    original = session.get(ShareBack, original_id)
    given = original is not None and is_given(original.form, original.state)
    if original is None or not given or not original.may_be_retold or promises:
        raise NotToBeRetold
    if is_author(session, original, person_id):
        raise NotToBeRetold


def check_drawing(session: Session, source_id: UUID, person_id: UUID) -> UUID | None:
    """Return the pitch that what comes out of a share-back belongs to, None for somebody else's.

    Raises NotFound for what was not given yet, or is hidden.
    """
    source = session.get(ShareBack, source_id)
    if source is None or not is_given(source.form, source.state):
        raise NotFound
    if hidden_now(session, SHAREBACK_KIND, source_id) is not None:
        raise NotFound
    return source.pitch_id if source.author_id == person_id else None


def tell_of_retelling(event: SharebackRetold) -> None:
    """Tell its authors that someone gives it again, and thank them."""
    with transaction() as session:
        original = session.get_one(ShareBack, event.original_id)
        again = session.get_one(ShareBack, event.shareback_id)
        who = session.get_one(Person, again.author_id).name
        tell_all(session, event, again, authors(session, original), "shareback_retold", who=who)


def present(person_id: UUID, shareback_id: UUID, body: str, day: date) -> UUID:
    """Note that one's own share-back is or was presented to a governance body; return the note's id."""
    with transaction() as session:
        own(session, shareback_id, person_id)
        row = Presentation(shareback_id=shareback_id, body=body, day=day)
        session.add(row)
        record(session, "share.present", by=person_id, about=shareback_id)
        return row.id


def record_response(
    person_id: UUID, shareback_id: UUID, presentation_id: UUID, decision: Decision, response: str
) -> None:
    """Record what the body decided, in its words, and who recorded it; the last record counts. Raises NotFound."""
    with transaction() as session:
        own(session, shareback_id, person_id)
        row = lock(session, Presentation, presentation_id)
        if row.shareback_id != shareback_id:
            raise NotFound
        row.decision, row.response = decision, response
        row.recorded_by, row.recorded_at = person_id, now()
        record(session, "share.response", by=person_id, about=shareback_id, decision=decision.value)
