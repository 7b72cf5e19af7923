"""Letters about consent: to those who appear in a share-back, and to its author when they answer."""

import secrets

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.post_office import Letter, post_office
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.sharebacks.models import Appearance, ShareBack
from crowdlearn.sharebacks.rules import ConsentAnswered, ConsentAsked, ConsentState

from .telling import facts_of

ASKED = "consent_asked"
ANSWERS = {
    ConsentState.AGREED: "consent_given",
    ConsentState.DECLINED: "consent_refused",
    ConsentState.WITHDRAWN: "consent_withdrawn",
}


def ask_for_consent(event: ConsentAsked) -> None:
    """Ask who appears: a member is told, others get a letter with a link that stays good, so that they can withdraw."""
    with transaction() as session:
        asked = select(Appearance).where(Appearance.asking_id == event.asking_id).order_by(col(Appearance.id))
        rows = session.exec(asked).all()
        if not rows:
            return  # taken out meanwhile
        shareback = session.get_one(ShareBack, event.shareback_id)
        facts = facts_of(session, shareback) | {"number": len(rows)}
        if (person_id := rows[0].person_id) is not None:
            tell(session, person_id, ASKED, event_id=event.id, facts=facts, path="/me/appearances")
            return
        token = _fresh_token(session, event)
        letter = Letter(ASKED, rows[0].name, rows[0].email, shareback.language, f"/appearing/{token}", facts)
    post_office.deliver(letter)


def _fresh_token(session: Session, event: ConsentAsked) -> str:
    """Return the token of this letter; the same letter sent again makes the earlier one void."""
    token = secrets.token_urlsafe(32)
    rows = sa.update(Appearance).where(col(Appearance.asking_id) == event.asking_id)
    session.execute(rows.values(token_hash=token_hash(token)))
    return token


def tell_of_consent(event: ConsentAnswered) -> None:
    """Tell the author what somebody who appears answered, and what follows."""
    with transaction() as session:
        row = session.get(Appearance, event.appearance_id)
        if row is None:
            return  # taken out meanwhile
        shareback = session.get_one(ShareBack, row.shareback_id)
        name = session.get_one(Person, row.person_id).name if row.person_id else row.name
        facts = facts_of(session, shareback) | {"name": name, "item": row.item.label}
        path = f"/sharebacks/{shareback.id}/people"
        tell(session, shareback.author_id, ANSWERS[event.answer], event_id=event.id, facts=facts, path=path)
