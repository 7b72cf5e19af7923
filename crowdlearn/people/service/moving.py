"""Moving to another address, as when changing department: pledges, promises and history stay with the person."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import ManagerLink, Person
from crowdlearn.people.rules import (
    MANAGER_LINK,
    EmailChangeAsked,
    JoinPolicy,
    LinkState,
    LinkWorn,
    ManagerLinkEnded,
    NotAnAddress,
    TokenPurpose,
    check_may_join,
    same_address,
)

from .joining import settle_organisation
from .sessions import end_sessions
from .tokens import find_token, make_token, use_token, void_tokens


def ask_for_new_address(person_id: UUID, email: str, policy: JoinPolicy) -> None:
    """Let a link be sent to the new address and word to the old; an address someone has gets none, and nobody is told.

    Raises NotAnAddress or NotForYou.
    """
    address = same_address(email)
    if not is_email(address):
        raise NotAnAddress
    if policy is JoinPolicy.DOMAINS:
        check_may_join(address, policy)
    with transaction() as session:
        taken = session.exec(select(Person.id).where(Person.email == address)).first() is not None
        event = EmailChangeAsked(person_id=person_id, taken=taken, by=person_id)
        make_token(session, event.id, person_id, TokenPurpose.CHANGE_EMAIL, address)  # the mail gets a token of its own
        record(session, "email.change_asked", by=person_id)
        emit(session, event)


def confirm_new_address(person_id: UUID, session_id: UUID, token: str, policy: JoinPolicy) -> None:
    """Make the proved address the person's own. Raises LinkWorn, also when someone else has it by now.

    Another organisation means another reporting line: the standing ones end. All other sessions end.
    """
    found = find_token(token, TokenPurpose.CHANGE_EMAIL)
    if found.person_id != person_id:
        raise LinkWorn
    with transaction() as session:
        use_token(session, found)
        person = lock(session, Person, person_id)
        if session.exec(select(Person.id).where(Person.email == found.email)).first() is not None:
            raise LinkWorn
        void_tokens(session, person_id, TokenPurpose.RESET_PASSWORD, TokenPurpose.CHANGE_EMAIL)  # sent to where it was
        before, person.email, person.organisation_id = person.organisation_id, found.email, None
        settle_organisation(session, person, policy)
        if person.organisation_id != before:
            _end_lines(session, person_id)
        end_sessions(session, person_id, keep=session_id)
        record(session, "email.change", by=person_id)


def _end_lines(session: Session, person_id: UUID) -> None:
    standing = select(ManagerLink).where(
        (col(ManagerLink.person_id) == person_id) | (col(ManagerLink.manager_id) == person_id),
        col(ManagerLink.state).in_((LinkState.REQUESTED, LinkState.CONFIRMED)),
    )
    for link in session.exec(standing):
        link.state, link.ended_at = MANAGER_LINK.move(link.state, LinkState.ENDED), now()
        emit(
            session,
            ManagerLinkEnded(link_id=link.id, person_id=link.person_id, manager_id=link.manager_id, by=person_id),
        )
