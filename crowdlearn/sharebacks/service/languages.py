"""Putting a share-back into the other language, and taking that version off again."""

from functools import partial
from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.languages.rules import OTHER, check_said
from crowdlearn.languages.service import say, unsay
from crowdlearn.sharebacks.rules import MARKDOWN, NEEDED, PARTS, SHAREBACK_KIND, Version

from .authors import writable
from .finding import list_anew
from .saying import check_title, said
from .writing import EDITABLE


def write_other_language(person_id: UUID, shareback_id: UUID, version: Version) -> None:
    """Say one's own share-back in the other language, in the place of what it said there.

    Raises what check_said() finds missing, NotAllowed once it is off the site.
    """
    with transaction() as session:
        shareback = writable(session, shareback_id, person_id)
        if shareback.state not in EDITABLE:
            raise NotAllowed
        check_said(version.said, {part: getattr(shareback, part) for part in NEEDED})
        check_title(session, shareback, version.title, version.summary, version.problem)
        say(
            session,
            SHAREBACK_KIND,
            shareback_id,
            version.said,
            language=OTHER[shareback.language],
            original={part: getattr(shareback, part) for part in PARTS},
            markdown=dict.fromkeys(MARKDOWN, partial(said, session, shareback)),
        )
        shareback.in_both = True
        list_anew(session, shareback)
        record(session, "share.language", by=person_id, about=shareback_id, made_by=version.made_by.value)


def drop_other_language(person_id: UUID, shareback_id: UUID) -> None:
    """Take the version in the other language off one's own share-back. Raises NotFound where there is none."""
    with transaction() as session:
        shareback = writable(session, shareback_id, person_id)
        unsay(session, SHAREBACK_KIND, shareback_id)
        shareback.in_both = False
        list_anew(session, shareback)
        record(session, "share.language_drop", by=person_id, about=shareback_id)
