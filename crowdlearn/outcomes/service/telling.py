"""Telling people about check-ins, and of what others did with a share-back."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.queries import backers_of
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import N_, Passage
from crowdlearn.notices.service import tell
from crowdlearn.outcomes.models import CheckIn, Corroboration, Used
from crowdlearn.outcomes.rules import (
    Adopted,
    ApplicationConfirmed,
    Applied,
    CheckInAnswered,
    CheckInDue,
    CorroborationAsked,
    CorroborationGiven,
    CorroborationState,
    SharebackUsed,
)
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.service import tell_followers
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import co_authors_of


def tell_of_due(event: CheckInDue) -> None:
    """Ask the learner whether the learning is used, and remind once."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        kind = "checkin_reminder" if event.reminder else "checkin_due"
        _tell(session, event, checkin, [checkin.owner_id], kind)


def tell_of_answered(event: CheckInAnswered) -> None:
    """Ask who may confirm the answer: the managers above, else the backers."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        pitch = session.get_one(Pitch, checkin.pitch_id)
        above = approvers_above(session, checkin.owner_id, clock.today(pitch.time_zone))
        nearest = {approver.person_id for approver in above if approver.level == 1}
        backers = backers_of(session, pitch.id) if not pitch.peer_goal_cents else set()
        _tell(session, event, checkin, nearest or backers, "checkin_answered")


def tell_of_confirmed(event: ApplicationConfirmed) -> None:
    """Tell the learner that the answer was confirmed, and who follows the pitch that the learning is used."""
    with transaction() as session:
        checkin = session.get_one(CheckIn, event.checkin_id)
        _tell(session, event, checkin, [checkin.owner_id], "checkin_confirmed")
        if checkin.applied in (Applied.YES, Applied.PARTLY):
            tell_followers(session, event, session.get_one(Pitch, checkin.pitch_id), "followed_applied")


def tell_of_question(event: CorroborationAsked) -> None:
    """Ask the colleague whom the learner named."""
    with transaction() as session:
        row = session.get(Corroboration, event.corroboration_id)
        if row is not None and row.state is CorroborationState.ASKED:
            checkin = session.get_one(CheckIn, row.checkin_id)
            _tell(session, event, checkin, [row.person_id], "checkin_asked")


def tell_of_corroboration(event: CorroborationGiven) -> None:
    """Tell the learner that a colleague saw it too."""
    with transaction() as session:
        row = session.get(Corroboration, event.corroboration_id)
        if row is not None and row.state is CorroborationState.GIVEN:
            checkin = session.get_one(CheckIn, row.checkin_id)
            name = session.get_one(Person, row.person_id).name
            _tell(session, event, checkin, [checkin.owner_id], "checkin_seen", colleague=name)


def tell_of_use(event: SharebackUsed) -> None:
    """Tell its authors that someone used what they shared, or taught it on."""
    with transaction() as session:
        use = session.get(Used, event.use_id)
        if use is None:
            return
        shareback, person = session.get_one(ShareBack, use.shareback_id), session.get_one(Person, use.person_id)
        named = person.profile_public and person.in_chain
        kind = "shareback_taught" if use.how is Adopted.TAUGHT else "shareback_used"
        facts = {
            "title": Passage(shareback.title, shareback.language),
            "who": person.name if named else N_("A member who stays unnamed"),
            "text": Passage(use.text, person.language),
            "reached": use.reached,
        }
        path = f"/sharebacks/{shareback.id}/uses"
        for author_id in sorted({shareback.author_id, *co_authors_of(session, shareback.id)} - {event.by}, key=str):
            tell(session, author_id, kind, event_id=event.id, facts=facts, path=path)


def _tell(session: Session, event: Event, checkin: CheckIn, people: Iterable[UUID], kind: str, **more: str) -> None:
    pitch = session.get_one(Pitch, checkin.pitch_id)
    owner = session.get_one(Person, checkin.owner_id).name
    facts = {"pitch": Passage(pitch.title, pitch.language), "owner": owner, "days": checkin.after_days, **more}
    for person_id in sorted(set(people) - {event.by}, key=str):
        tell(session, person_id, kind, event_id=event.id, facts=facts, path=f"/checkins/{checkin.id}")
