"""Letting share-backs be found: by whoever may read them, in both languages, by the problem they solve."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.languages.service import words_said
from crowdlearn.search.service import forget, index
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import FOR_MEMBERS, SHAREBACK_KIND, SharebackState, without_names

from .saying import names_withheld

ON_SITE = (SharebackState.PUBLISHED, SharebackState.HELD)
BATCH = 200  # share-backs whose search entries are written anew in one transaction


def list_it(session: Session, shareback: ShareBack) -> None:
    """Let those who may read it find it, and let people report it."""
    language, title = shareback.language, shareback.title
    kind, other = (SHAREBACK_KIND, FOR_MEMBERS) if shareback.open_to_all else (FOR_MEMBERS, SHAREBACK_KIND)
    forget(session, other, shareback.id)
    text = _words(session, shareback)
    index(session, kind, shareback.id, language=language, title=title, text=text, visible=True)
    path = f"/sharebacks/{shareback.id}"
    keep_thread(
        session, SHAREBACK_KIND, shareback.id, owner_id=shareback.author_id, title=title, path=path, language=language
    )


def list_anew(session: Session, shareback: ShareBack) -> None:
    """Write the search entry of a share-back that is on the site anew."""
    if shareback.state in ON_SITE:
        list_it(session, shareback)


def unlist(session: Session, shareback_id: UUID) -> None:
    """Let nobody find it any more."""
    for kind in (SHAREBACK_KIND, FOR_MEMBERS):
        forget(session, kind, shareback_id)


def index_all() -> int:
    """Write the search entry of every share-back that is on the site anew, in batches; return how many there are."""
    shown = select(ShareBack.id).where(col(ShareBack.state).in_(ON_SITE)).order_by(col(ShareBack.id))
    with reading() as session:
        ids = list(session.exec(shown))
    for first in range(0, len(ids), BATCH):
        _index_batch(ids[first : first + BATCH])
    return len(ids)


def _index_batch(ids: list[UUID]) -> None:
    with transaction() as session:
        for shareback in session.exec(select(ShareBack).where(col(ShareBack.id).in_(ids))).all():
            list_it(session, shareback)


def _words(session: Session, shareback: ShareBack) -> str:
    """Return what it says in its own language and in the other one, without names withheld, and its topics in both."""
    topics = (name for topic in shareback.topics for name in TOPICS.get(topic, ()))
    said = (shareback.problem, shareback.summary, shareback.body, shareback.transcript)
    in_other_words = words_said(session, SHAREBACK_KIND, shareback.id) if shareback.in_both else ""
    words = without_names("\n".join((*said, in_other_words)), names_withheld(session, shareback), shareback.language)
    return "\n".join((words, *topics))
