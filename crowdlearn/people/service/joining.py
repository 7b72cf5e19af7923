"""From signing up to being a member. Nothing here tells whether an address has an account."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, OrganisationDomain, Person
from crowdlearn.people.queries import organisation_id_for
from crowdlearn.people.rules import (
    FREE_MAIL,
    PERSON,
    Applicant,
    JoinPolicy,
    NotAnAddress,
    OrganisationLevel,
    PersonState,
    PersonVerified,
    SignUpAsked,
    TokenPurpose,
    WrongPassword,
    check_may_join,
    check_password,
    same_address,
)

from .lines import meet_invitations
from .passwords import hash_password, is_right
from .sessions import open_session
from .tokens import TokenFacts, find_token, use_token


def sign_up(applicant: Applicant, policy: JoinPolicy) -> UUID | None:
    """Begin an account and let its mail be sent. None when the address has one: then another mail is sent.

    Raises NotAnAddress, NotForYou, InvitationNeeded or PasswordRefused, none of which looks at who has an account.
    """
    email = same_address(applicant.email)
    if not is_email(email):
        raise NotAnAddress
    check_may_join(email, policy)
    check_password(applicant.password, applicant.name, email)
    kept = hash_password(applicant.password)
    with transaction() as session:
        person = session.exec(select(Person).where(Person.email == email).with_for_update()).first()
        if person is None:
            person = Person(name=applicant.name, email=email, language=applicant.language)
            session.add(person)
        fresh = person.state is PersonState.UNVERIFIED
        if fresh:  # whoever asks last has the password: the link proves the address and the password together
            person.name, person.password_hash, person.language = applicant.name, kept, applicant.language
        record(session, "account.create", by=None, about=person.id)
        emit(session, SignUpAsked(person_id=person.id, repeated=not fresh))
    return person.id if fresh else None


def verify_address(token: str, password: str, policy: JoinPolicy, browser: str = "") -> tuple[UUID, str]:
    """Make whoever holds the link and knows the password a member; return the person and a session token.

    Raises LinkWorn, or WrongPassword: an account begun by someone else with my address does not become theirs.
    """
    found = find_token(token, TokenPurpose.VERIFY_EMAIL)
    if not is_right(_password_of(found.person_id), password):
        raise WrongPassword
    with transaction() as session:
        use_token(session, found)
        person = lock(session, Person, found.person_id)
        if person.state is PersonState.UNVERIFIED:
            admit(session, person, policy)
        record(session, "email.verified", by=person.id)
        return person.id, open_session(session, person.id, browser)


def accept_invitation(token: str, applicant: Applicant, browser: str = "") -> tuple[UUID, str]:
    """Make the invited person a member at once: the link has proved the address. Returns person and session token.

    Raises LinkWorn or PasswordRefused. The address is the invitation's, whatever was typed.
    """
    found = find_token(token, TokenPurpose.INVITATION)
    check_password(applicant.password, applicant.name, found.email)
    kept = hash_password(applicant.password)
    with transaction() as session:
        use_token(session, found)
        person = session.exec(select(Person).where(Person.email == found.email)).first()
        if person is None:
            person = Person(name=applicant.name, email=found.email, language=applicant.language)
            session.add(person)
        if person.state is PersonState.UNVERIFIED:
            person.name, person.password_hash, person.language = applicant.name, kept, applicant.language
            admit(session, person, JoinPolicy.DOMAINS)
            record(session, "account.create", by=person.id, about=person.id)
        else:
            raise NotFound("invitation")
        return person.id, open_session(session, person.id, browser)


def admit(session: Session, person: Person, policy: JoinPolicy) -> None:
    """Make a person whose address is proved a member: active, or waiting while a steward confirms the organisation."""
    known = settle_organisation(session, person, policy)
    person.state = PERSON.move(person.state, PersonState.ACTIVE if known else PersonState.WAITING)
    person.verified_at = now()
    meet_invitations(session, person)
    emit(session, PersonVerified(person_id=person.id, organisation_known=known, by=person.id))


def settle_organisation(session: Session, person: Person, policy: JoinPolicy) -> bool:
    """Find the organisation by the address, or note that a steward has to; tell whether nobody needs to wait for it."""
    domain = person.email.rpartition("@")[2]
    if (known := organisation_id_for(session, person.email)) is not None:
        person.organisation_id = known
        return session.get_one(Organisation, known).confirmed_at is not None
    if domain in FREE_MAIL:
        return True
    organisation = Organisation(name_en=domain, name_fr=domain, level=OrganisationLevel.OTHER, region=person.region)
    session.add(organisation)
    session.add(OrganisationDomain(organisation_id=organisation.id, domain=domain))
    person.organisation_id = organisation.id
    return policy is JoinPolicy.OPEN


def _password_of(person_id: UUID) -> str | None:
    with reading() as session:
        return session.execute(sa.select(Person.password_hash).where(col(Person.id) == person_id)).scalar()


def invited_address(token: str) -> str:
    """Return the address an invitation was sent to. Raises LinkWorn."""
    found: TokenFacts = find_token(token, TokenPurpose.INVITATION)
    return found.email
