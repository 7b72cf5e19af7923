"""Mail about accounts. It carries one-time links, so it goes straight to the post office and is kept nowhere."""

from dataclasses import replace
from uuid import UUID

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.post_office import Letter, post_office
from crowdlearn.people.models import ManagerLink, OneTimeToken, Person
from crowdlearn.people.rules import (
    EmailChangeAsked,
    LinkState,
    ManagerNamed,
    PasswordChanged,
    PersonState,
    ResetAsked,
    SignUpAsked,
    TokenPurpose,
)

from .tokens import make_token


def write_to_applicant(event: SignUpAsked) -> None:
    """Send the link that proves the address, or word that there is an account already."""
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        if event.repeated:
            letter = _to(person, "account_exists", "/forgot")
        elif person.state is PersonState.UNVERIFIED:
            token = make_token(session, event.id, person.id, TokenPurpose.VERIFY_EMAIL, person.email)
            letter = _to(person, "account_verify", f"/email/verify/{token}")
        else:
            return  # proved meanwhile
    post_office.deliver(letter)


def write_reset(event: ResetAsked) -> None:
    """Send the link for a new password, if the address belongs to anyone."""
    if event.person_id is None:
        return
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        token = make_token(session, event.id, person.id, TokenPurpose.RESET_PASSWORD, person.email)
    post_office.deliver(_to(person, "account_reset", f"/password/reset/{token}"))


def write_of_new_address(event: EmailChangeAsked) -> None:
    """Send the link to the new address, and word to the old one, whose owner may not have been the one."""
    letters = []
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        wanted = session.get_one(OneTimeToken, event.id)
        if wanted.used_at is not None:
            return
        letters.append(_to(person, "account_email_asked", "/me/sessions"))
        if not event.taken:
            token = make_token(session, event.id, person.id, TokenPurpose.CHANGE_EMAIL, wanted.email)
            link = _to(person, "account_email_confirm", f"/me/email/confirm/{token}")
            letters.append(replace(link, email=wanted.email))
    for letter in letters:
        post_office.deliver(letter)


def write_of_new_password(event: PasswordChanged) -> None:
    """Tell the owner, who may not have been the one."""
    post_office.deliver(_to(_person(event.person_id), "account_password_changed", "/forgot"))


def invite_manager(event: ManagerNamed) -> None:
    """Invite a manager who has no account; those who have one are told on the site."""
    with transaction() as session:
        link = session.get_one(ManagerLink, event.link_id)
        if link.manager_id is not None or link.state is not LinkState.REQUESTED:
            return
        person = session.get_one(Person, link.person_id)
        token = make_token(session, event.id, person.id, TokenPurpose.INVITATION, link.manager_email)
    letter = Letter(
        kind="account_invitation",
        name=link.manager_email,
        email=link.manager_email,
        language=person.language,
        path=f"/join/{token}",
        facts={"who": person.name},
    )
    post_office.deliver(letter)


def _person(person_id: UUID) -> Person:
    with reading() as session:
        return session.get_one(Person, person_id)


def _to(person: Person, kind: str, path: str) -> Letter:
    return Letter(kind, person.name, person.email, person.language, path, {"name": person.name})
