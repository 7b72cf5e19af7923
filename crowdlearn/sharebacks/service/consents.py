"""Asking the people who appear in a share-back, item by item, and doing at once what they answer."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from crowdlearn.people.rules import NotAnAddress, PersonState, PersonVerified, same_address
from crowdlearn.sharebacks.models import Appearance, Material, Medium, ShareBack
from crowdlearn.sharebacks.queries.consents import whose_letter
from crowdlearn.sharebacks.rules import (
    MOST_APPEARING,
    MOST_ASKED_A_DAY,
    AskedBefore,
    Asking,
    ConsentAnswered,
    ConsentAsked,
    ConsentState,
    Item,
    MaterialKind,
    MediumKind,
    NothingAsked,
    StillThere,
    TooManyAppear,
    TooManyAskedToday,
    YouAppear,
    answered,
    check_asking,
    check_named_only_in_text,
    items_of,
    passages,
)

from .media import changeable
from .withholding import withhold


def ask_to_appear(person_id: UUID, shareback_id: UUID, asking: Asking) -> None:
    """Ask somebody who appears in one's own share-back, by their address; until they agree, nobody is shown it.

    Whether the address has an account is nobody's to learn: a member is told here, others by a letter with a link.
    Raises NotAnAddress, YouAppear, NothingAsked, QuotationMissing, NamedAbove, AskedBefore, TooManyAppear or
    TooManyAskedToday.
    """
    check_asking(asking)
    email = same_address(asking.email)
    if not is_email(email):
        raise NotAnAddress
    with transaction() as session:
        shareback = changeable(session, shareback_id, person_id)
        if session.get_one(Person, person_id).email == email:
            raise YouAppear
        if Item.NAME in asking.items:
            check_named_only_in_text([asking.name], shareback.title, shareback.summary)
        member = _member(session, email)
        wanted = _wanted(session, shareback, asking)
        _check_new(session, shareback, asking.name, member, email, wanted)
        asking_id = new_id()
        for item, about, medium_id in wanted:
            row = Appearance(
                shareback_id=shareback_id,
                item=item,
                person_id=member,
                email="" if member else email,
                name=" ".join(asking.name.split()),
                about=about,
                medium_id=medium_id,
                asking_id=asking_id,
            )
            session.add(row)
        shareback.names_people = True
        withhold(session, shareback)
        record(session, "consent.ask", by=person_id, about=shareback_id, items=[item.value for item, *_ in wanted])
        emit(session, ConsentAsked(shareback_id, asking_id, by=person_id))


def answer_consent(person_id: UUID, appearance_id: UUID, *, agrees: bool) -> None:
    """Agree that something of oneself is shown, or say no, or take back what one agreed to. Counts at once.

    Raises NotFound for what is somebody else's to answer.
    """
    with transaction() as session:
        _answer(session, appearance_id, col(Appearance.person_id) == person_id, agrees=agrees, by=person_id)


def answer_by_letter(token: str, appearance_id: UUID, *, agrees: bool) -> None:
    """Answer like a member, by the link of a letter. Raises NotFound for a link or an item that is none of theirs."""
    with transaction() as session:
        _answer(session, appearance_id, whose_letter(session, token), agrees=agrees, by=None)


def take_out(person_id: UUID, shareback_id: UUID, appearance_id: UUID) -> None:
    """Take off the list of those who appear what is not in one's share-back any more, or was agreed to.

    Raises StillThere for something that nobody agreed to and that would be shown again.
    """
    with transaction() as session:
        shareback = changeable(session, shareback_id, person_id)
        row = session.get(Appearance, appearance_id)
        if row is None or row.shareback_id != shareback_id or row.asking_id is None:
            raise NotFound
        if row.consent is not ConsentState.AGREED and _still_there(session, shareback, row):
            raise StillThere
        session.delete(row)
        withhold(session, shareback)
        record(session, "consent.take_out", by=person_id, about=shareback_id, item=row.item.value)


def meet_appearances(event: PersonVerified) -> None:
    """Give a new member what they were asked by letter before: from now on they answer here."""
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        theirs = sa.update(Appearance).where(col(Appearance.email) == person.email)
        session.execute(theirs.values(person_id=person.id, email=""))


def _member(session: Session, email: str) -> UUID | None:
    row = session.exec(select(Person).where(Person.email == email)).first()
    return row.id if row is not None and row.state is not PersonState.UNVERIFIED else None


def _wanted(session: Session, shareback: ShareBack, asking: Asking) -> list[tuple[Item, str, UUID | None]]:
    """Return each item with what it is about. Raises NothingAsked for what this share-back cannot have."""
    if not asking.items <= set(items_of(shareback.form)):
        raise NothingAsked
    about = {Item.QUOTATION: asking.words.strip(), Item.RECORDING: " ".join(recordings(session, shareback))}
    ours = select(Medium.id).where(
        Medium.shareback_id == shareback.id, Medium.kind == MediumKind.PICTURE, col(Medium.removed_at).is_(None)
    )
    if not set(asking.pictures) <= set(session.exec(ours)):
        raise NothingAsked
    items = [(item, about.get(item, ""), None) for item in Item if item in asking.items]
    return [*items, *((Item.PICTURE, "", medium_id) for medium_id in asking.pictures)]


def _check_new(
    session: Session,
    shareback: ShareBack,
    name: str,
    member: UUID | None,
    email: str,
    wanted: list[tuple[Item, str, UUID | None]],
) -> None:
    there = session.exec(select(Appearance).where(Appearance.shareback_id == shareback.id)).all()
    if len(there) + len(wanted) > MOST_APPEARING:
        raise TooManyAppear(most=MOST_APPEARING)
    if _asked_today(session, shareback.author_id) + len(wanted) > MOST_ASKED_A_DAY:
        raise TooManyAskedToday(most=MOST_ASKED_A_DAY)
    theirs = [row for row in there if (row.person_id == member if member else row.email == email)]
    known = {_sort(row.item, row.about, row.medium_id) for row in theirs}
    if any(_sort(*one) in known for one in wanted):
        raise AskedBefore(name=name)


def _asked_today(session: Session, author_id: UUID) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(Appearance)
        .join(ShareBack, col(ShareBack.id) == col(Appearance.shareback_id))
        .where(
            col(ShareBack.author_id) == author_id,
            col(Appearance.asking_id).is_not(None),
            col(Appearance.asked_at) > now() - timedelta(days=1),
        )
    )
    return int(session.execute(query).scalar_one())


def _sort(item: Item, about: str, medium_id: UUID | None) -> tuple[Item, str, UUID | None]:
    """Return what makes an item the same as another: a quotation is its words, a recording is asked about once."""
    return item, about if item is Item.QUOTATION else "", medium_id


def _answer(
    session: Session, appearance_id: UUID, whose: sa.ColumnElement[bool], *, agrees: bool, by: UUID | None
) -> None:
    row = session.exec(select(Appearance).where(Appearance.id == appearance_id, whose)).first()
    if row is None:
        raise NotFound
    shareback = lock(session, ShareBack, row.shareback_id)
    session.refresh(row)
    give(session, shareback, row, agrees=agrees, by=by)


def give(session: Session, shareback: ShareBack, row: Appearance, *, agrees: bool, by: UUID | None) -> None:
    """Note an answer, and show or withhold at once what it is about. The share-back's row is held."""
    answer = answered(row.consent, agrees=agrees)
    if answer is row.consent:
        return
    row.consent, row.answered_at = answer, now()
    if row.item is not Item.LIST:  # the list asks for itself
        withhold(session, shareback)
    record(session, "consent.answer", by=by, about=shareback.id, item=row.item.value, answer=answer.value)
    emit(session, ConsentAnswered(row.id, answer, by=by))


def recordings(session: Session, shareback: ShareBack) -> list[str]:
    """Return what a share-back's recording is now: ids of its sound and of what was handed out, and its link."""
    sound = select(Medium.id).where(
        Medium.shareback_id == shareback.id, Medium.kind == MediumKind.SOUND, col(Medium.removed_at).is_(None)
    )
    handed_out = select(Material.id).where(
        Material.shareback_id == shareback.id, Material.kind == MaterialKind.RECORDING
    )
    ids = [str(one) for one in (*session.exec(sound), *session.exec(handed_out))]
    return [*ids, *([shareback.link] if shareback.link else [])]


def _still_there(session: Session, shareback: ShareBack, row: Appearance) -> bool:
    if row.item is Item.NAME:
        return bool(passages(f"{shareback.body}\n{shareback.transcript}", row.name))
    if row.item is Item.RECORDING:
        now_there = set(recordings(session, shareback))
        return bool(now_there & set(row.about.split())) or (bool(now_there) and not row.about)
    medium = session.get(Medium, row.medium_id) if row.medium_id else None
    return medium is not None and medium.removed_at is None
