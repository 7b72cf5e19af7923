"""The list of those who came: whoever has a seat lets their name stand on it, and takes it back."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import Appearance, ShareBack
from crowdlearn.sharebacks.rules import ConsentState, Item

from .consents import give


def show_name(session: Session, shareback: ShareBack, person_id: UUID, *, shown: bool) -> None:
    """Let a person's name stand on the list of those who came, or no longer. The share-back's row is held."""
    query = select(Appearance).where(
        Appearance.shareback_id == shareback.id, Appearance.person_id == person_id, Appearance.item == Item.LIST
    )
    row = session.exec(query).first()
    if row is not None:
        give(session, shareback, row, agrees=shown, by=person_id)
    elif shown:
        name = session.get_one(Person, person_id).name
        agreed = Appearance(
            shareback_id=shareback.id,
            person_id=person_id,
            item=Item.LIST,
            name=name,
            consent=ConsentState.AGREED,
            answered_at=now(),
        )
        session.add(agreed)
