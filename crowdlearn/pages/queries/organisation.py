"""What everyone may see of a public organisation: its newest pitches and what came back from them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation
from crowdlearn.people.queries import adoption_of, follows
from crowdlearn.people.rules import FollowKind, MoneyMode, OrganisationLevel
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import READABLE

MOST = 8


@dataclass(frozen=True)
class PitchLine:
    """One pitch of the organisation's people."""

    id: UUID
    title: str
    language: str
    state: PitchState


@dataclass(frozen=True)
class ShareBackLine:
    """Something that came back from one of its pitches."""

    id: UUID
    title: str
    language: str


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation's page; `mode` is how its people may move money, None where it has not adopted that."""

    id: UUID
    name_en: str
    name_fr: str
    level: OrganisationLevel
    region: str
    mode: MoneyMode | None
    followed: bool
    pitches: tuple[PitchLine, ...]
    sharebacks: tuple[ShareBackLine, ...]


def organisation_page(organisation_id: UUID, viewer_id: UUID | None) -> OrganisationPage:
    """Return the page of a confirmed organisation. Raises NotFound for any other."""
    with reading() as session:
        row = session.get(Organisation, organisation_id)
        if row is None or row.confirmed_at is None:
            raise NotFound("Organisation")
        adoption = adoption_of(session, organisation_id)
        return OrganisationPage(
            id=row.id,
            name_en=row.name_en,
            name_fr=row.name_fr,
            level=row.level,
            region=row.region,
            mode=adoption.money_mode if adoption else None,
            followed=follows(session, viewer_id, FollowKind.ORGANISATION, str(organisation_id)),
            pitches=_pitches(session, organisation_id),
            sharebacks=_sharebacks(session, organisation_id),
        )


def _pitches(session: Session, organisation_id: UUID) -> tuple[PitchLine, ...]:
    query = (
        sa.select(Pitch.id, Pitch.title, Pitch.language, Pitch.state)
        .where(
            col(Pitch.organisation_id) == organisation_id,
            col(Pitch.state).in_(PUBLIC),
            sa.not_(is_hidden("pitch", col(Pitch.id))),
        )
        .order_by(col(Pitch.published_at).desc(), col(Pitch.id).desc())
        .limit(MOST)
    )
    return tuple(PitchLine(*row) for row in session.execute(query))


def _sharebacks(session: Session, organisation_id: UUID) -> tuple[ShareBackLine, ...]:
    query = (
        sa.select(ShareBack.id, ShareBack.title, ShareBack.language)
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id))
        .where(
            col(Pitch.organisation_id) == organisation_id,
            col(ShareBack.state).in_(READABLE),
            col(ShareBack.open_to_all),
            sa.not_(is_hidden("pitch", col(Pitch.id))),
            sa.not_(is_hidden("shareback", col(ShareBack.id))),
        )
        .order_by(col(ShareBack.published_at).desc(), col(ShareBack.id).desc())
        .limit(MOST)
    )
    return tuple(ShareBackLine(*row) for row in session.execute(query))
