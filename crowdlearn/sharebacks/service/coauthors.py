"""Writing together: the author invites, whoever accepts is named and may write, and anyone of them may leave."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.service import note_keepers
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.sharebacks.models import CoAuthor, Learned, Review, ShareBack
from crowdlearn.sharebacks.queries.authors import IN_IT, ever_named, part_of
from crowdlearn.sharebacks.rules import CO_AUTHOR, SHAREBACK, AuthorAnswered, AuthorInvited, AuthorState
from crowdlearn.sharebacks.rules.authors import (
    MOST_CO_AUTHORS,
    EnoughAuthors,
    InvitedBefore,
    NobodyToInvite,
    ReviewedIt,
)

from .authors import own
from .finding import list_anew
from .media import show_media
from .telling import tell_all


def invite_author(person_id: UUID, shareback_id: UUID, who: str) -> str:
    """Ask a member, by name or work e-mail, to stand with one's own share-back; return their name.

    They are named once they accept. Raises NobodyToInvite, InvitedBefore, EnoughAuthors.
    """
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        if SHAREBACK.final & {shareback.state}:
            raise NotAllowed
        asked = _member(session, person_id, who)
        part = part_of(session, shareback_id, asked.id)
        if part is None:
            part = CoAuthor(shareback_id=shareback_id, person_id=asked.id)
            session.add(part)
        elif not CO_AUTHOR.may(part.state, AuthorState.INVITED):
            raise InvitedBefore(name=asked.name)
        if _asked(session, shareback_id) > MOST_CO_AUTHORS:
            raise EnoughAuthors(most=MOST_CO_AUTHORS)
        part.state, part.invited_at, shareback.together = AuthorState.INVITED, now(), True
        record(session, "share.invite_author", by=person_id, about=shareback_id, invited=asked.id)
        emit(session, AuthorInvited(shareback_id, asked.id, by=person_id))
        return asked.name


def join_authors(person_id: UUID, shareback_id: UUID) -> None:
    """Accept to be named as a co-author. Raises NotFound for who was not invited, ReviewedIt for who judged it."""
    with transaction() as session:
        shareback, part = _with_part(session, shareback_id, person_id)
        judged = select(Review.id).where(Review.shareback_id == shareback_id, Review.reviewer_id == person_id)
        if session.exec(judged).first() is not None:
            raise ReviewedIt
        part.state, part.named_at = CO_AUTHOR.move(part.state, AuthorState.NAMED), now()
        shareback.co_authors += 1
        if shareback.commitment_id is not None:
            note_keepers(session, shareback.commitment_id, ever_named(session, shareback_id))
        _learned_no_more(session, shareback, person_id)
        _note(session, shareback, part, "share.join_authors")


def leave_authors(person_id: UUID, shareback_id: UUID) -> None:
    """Decline to be named, or stand with a share-back no longer; what one wrote stays in it."""
    with transaction() as session:
        shareback, part = _with_part(session, shareback_id, person_id)
        invited = part.state is AuthorState.INVITED
        shareback.co_authors -= not invited
        part.state = CO_AUTHOR.move(part.state, AuthorState.DECLINED if invited else AuthorState.LEFT)
        _note(session, shareback, part, "share.leave_authors")


def remove_author(person_id: UUID, shareback_id: UUID, part_id: UUID) -> None:
    """Take an invitation back, or a co-author off one's own share-back. Raises NotFound for another one's."""
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        part = lock(session, CoAuthor, part_id)
        if part.shareback_id != shareback_id or part.state not in IN_IT:
            raise NotFound
        shareback.co_authors -= part.state is AuthorState.NAMED
        part.state = CO_AUTHOR.move(part.state, AuthorState.LEFT)
        show_media(session, shareback)
        list_anew(session, shareback)
        record(session, "share.remove_author", by=person_id, about=shareback_id, removed=part.person_id)


def tell_of_invitation(event: AuthorInvited) -> None:
    """Tell a member that they are asked to stand with a share-back."""
    with transaction() as session:
        part = part_of(session, event.shareback_id, event.invited_id)
        if part is None or part.state is not AuthorState.INVITED:
            return
        shareback = session.get_one(ShareBack, event.shareback_id)
        tell_all(session, event, shareback, [event.invited_id], "coauthor_invited")


def tell_of_authorship(event: AuthorAnswered) -> None:
    """Tell the author that somebody stands with it, declined, or left."""
    with transaction() as session:
        shareback = session.get_one(ShareBack, event.shareback_id)
        facts: dict[str, Any] = {"who": session.get_one(Person, event.person_id).name}
        kind = {
            AuthorState.NAMED: "coauthor_joined",
            AuthorState.DECLINED: "coauthor_declined",
            AuthorState.LEFT: "coauthor_left",
        }[event.state]
        tell_all(session, event, shareback, [shareback.author_id], kind, **facts)


def _with_part(session: Session, shareback_id: UUID, person_id: UUID) -> tuple[ShareBack, CoAuthor]:
    shareback = lock(session, ShareBack, shareback_id)
    part = part_of(session, shareback_id, person_id)
    if part is None:
        raise NotFound
    return shareback, part


def _note(session: Session, shareback: ShareBack, part: CoAuthor, action: str) -> None:
    show_media(session, shareback)
    list_anew(session, shareback)
    record(session, action, by=part.person_id, about=shareback.id, state=part.state.value)
    emit(session, AuthorAnswered(shareback.id, part.person_id, part.state, by=part.person_id))


def _learned_no_more(session: Session, shareback: ShareBack, person_id: UUID) -> None:
    """Take back "I learned from this": authors are not among those whom their own work reached."""
    query = select(Learned).where(Learned.shareback_id == shareback.id, Learned.person_id == person_id)
    if (row := session.exec(query).first()) is not None:
        session.delete(row)
        shareback.learned -= 1


def _asked(session: Session, shareback_id: UUID) -> int:
    session.flush()
    count = sa.select(sa.func.count()).where(col(CoAuthor.shareback_id) == shareback_id, col(CoAuthor.state).in_(IN_IT))
    return int(session.execute(count).scalar_one())


def _member(session: Session, person_id: UUID, who: str) -> Person:
    """Return the one other member of this name who shows their profile, or of this e-mail in one's organisation.

    Nobody's address tells here whether somebody elsewhere has an account.
    """
    own_place, words = session.get_one(Person, person_id).organisation_id, who.strip().lower()
    by_name = sa.and_(sa.func.lower(col(Person.name)) == words, col(Person.profile_public))
    near = sa.and_(col(Person.organisation_id).is_not(None), col(Person.organisation_id) == own_place)
    by_mail = sa.and_(col(Person.email) == words, sa.or_(near, col(Person.profile_public)))
    query = select(Person).where(Person.state == PersonState.ACTIVE, Person.id != person_id, sa.or_(by_name, by_mail))
    found = session.exec(query.limit(2)).all()
    if len(found) != 1:
        raise NobodyToInvite
    return found[0]
