"""One share-back with its event, its reviews and what the viewer may do."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.languages.queries import OtherVersion, other_version
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.models import ShareBack, StoryCollection
from crowdlearn.sharebacks.rules import (
    FOR_USE,
    SHAREBACK_KIND,
    AuthorState,
    Content,
    Form,
    SeatState,
    SharebackState,
    ToolKind,
    WorkedBy,
    is_given,
    reading_minutes,
)

from .appearing import EVERYTHING, Quotation, appearing, names_of_those_who_came, on_list
from .around import Around, around
from .authors import Writer, is_author, writers_of
from .content import content_of
from .crowd import crowd_of
from .figures import Figures, event_figures
from .media import Media, media_of
from .reader import confirms_as, i_learned
from .reviewing import Reviews, reviews_of
from .seats import Occasion, occasion_shown, seat_of


@dataclass(frozen=True)
class ShareBackPage:
    """Everything the page of a share-back shows to one viewer.

    `confirms_as` is "backer" or "reviewer" for who may confirm the promise behind it now, "" for anyone else.
    `told` is how many people hear of a draft once it is published, `withheld` how many items nobody is shown because
    whom they are about has not agreed.
    `writers` are named beside the author; its authors also see who is invited. `my_part` is the viewer's own among
    them, `writes` tells whether they may write in it.
    """

    id: UUID
    kind: ShareBackKind
    form: Form
    state: SharebackState
    hidden: bool
    open_to_all: bool
    title: str
    summary: str
    body_html: str
    transcript_html: str
    language: str
    link: str
    media: Media
    quotations: list[Quotation]
    recording_withheld: bool
    withheld: int
    other: OtherVersion | None
    written_in: str
    reading_minutes: int
    problem: str
    topics: list[str]
    tool: ToolKind | None
    worked_by: WorkedBy | None
    version: int
    published_at: datetime | None
    updated_at: datetime
    author_id: UUID
    author: str
    author_shown: bool
    organisation_en: str
    organisation_fr: str
    pitch_id: UUID | None
    pitch_title: str | None
    pitch_language: str
    collection_id: UUID | None
    collection_en: str
    collection_fr: str
    commitment_id: UUID | None
    commitment_state: CommitmentState | None
    learned: int
    attended: int
    used: int
    used_in: int
    mode: ShareBackMode
    may_be_retold: bool
    around: Around
    occasion: Occasion | None
    reviews: Reviews
    my_seat: SeatState | None
    i_attended: bool
    i_answered: bool
    my_access_need: str
    my_name_shown: bool
    figures: Figures | None
    came: list[str]
    i_learned: bool
    confirms_as: str
    told: int
    writers: list[Writer]
    writes: bool
    my_part: AuthorState | None

    def said_in(self, language: str) -> "ShareBackPage":
        """Return the page as it reads in a language: in the other version where that is the one in it."""
        other = self.other
        if other is None or other.language != language:
            return self
        return replace(
            self,
            title=other.words["title"],
            summary=other.words["summary"],
            problem=other.words.get("problem", ""),
            body_html=other.html.get("body", ""),
            transcript_html="" if self.recording_withheld else other.html.get("transcript", ""),
            language=other.language,
        )

    @property
    def for_use(self) -> bool:
        """Tell whether it is a practice or a tool, there to be used."""
        return self.form in FOR_USE

    @property
    def given(self) -> bool:
        """Tell whether it can be reviewed: published, or held."""
        return is_given(self.form, self.state)


def shareback_page(shareback_id: UUID, viewer_id: UUID | None, after: str = "") -> ShareBackPage:
    """Return one share-back as its viewer may see it, with a page of its reviews (`after` one's key).

    Raises NotFound for somebody else's draft.

    Whether a stranger may read it (`open_to_all`), and who reads what a steward hid, is the caller's to look at.
    """
    with reading() as session:
        row = _head.objects(session, shareback_id).first()
        if row is None:
            raise NotFound
        page = _assemble(session, row, viewer_id, after=after)
    if page.state is SharebackState.DRAFT and not page.writes and page.my_part is None:
        raise NotFound
    return page


def draft_page(shareback_id: UUID, person_id: UUID) -> tuple[ShareBackPage, Content]:
    """Return an author's own share-back, nothing withheld, with its content as typed. NotFound for anyone else."""
    page, content = writing_page(shareback_id, person_id)
    if page.author_id != person_id:
        raise NotAllowed
    return page, content


def writing_page(shareback_id: UUID, person_id: UUID) -> tuple[ShareBackPage, Content]:
    """Return a share-back that a person wrote, alone or with others, as draft_page() does."""
    with reading() as session:
        row = _head.objects(session, shareback_id).first()
        if row is None or not is_author(session, row.ShareBack, person_id):
            raise NotFound
        return _assemble(session, row, person_id, whole=True), content_of(session, row.ShareBack)


@prepared
def _head(shareback_id: UUID) -> Any:
    return (
        sa.select(
            ShareBack,
            col(Person.name).label("author"),
            col(Person.profile_public).label("author_shown"),
            sa.func.coalesce(col(Organisation.name_en), "").label("organisation_en"),
            sa.func.coalesce(col(Organisation.name_fr), "").label("organisation_fr"),
            col(Pitch.title).label("pitch_title"),
            sa.func.coalesce(col(Pitch.language), "").label("pitch_language"),
            col(Commitment.state).label("commitment_state"),
            sa.func.coalesce(col(StoryCollection.title_en), "").label("collection_en"),
            sa.func.coalesce(col(StoryCollection.title_fr), "").label("collection_fr"),
            is_hidden(SHAREBACK_KIND, col(ShareBack.id)).label("hidden"),
        )
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id), isouter=True)
        .join(Commitment, col(Commitment.id) == col(ShareBack.commitment_id), isouter=True)
        .join(StoryCollection, col(StoryCollection.id) == col(ShareBack.collection_id), isouter=True)
        .where(col(ShareBack.id) == shareback_id)
    )


def _assemble(
    session: Session,
    row: "sa.Row[*tuple[object, ...]]",
    viewer_id: UUID | None,
    *,
    whole: bool = False,
    after: str = "",
) -> ShareBackPage:
    shareback: ShareBack = row.ShareBack
    appear = EVERYTHING if whole else appearing(session, shareback)
    writers = writers_of(session, shareback)
    part = next((one.state for one in writers if one.person_id == viewer_id), None)
    writes = viewer_id is not None and (viewer_id == shareback.author_id or part is AuthorState.NAMED)
    reviews = reviews_of(session, shareback, viewer_id, after)
    seat = seat_of(session, shareback.id, viewer_id)
    return ShareBackPage(
        id=shareback.id,
        kind=shareback.kind,
        form=shareback.form,
        state=shareback.state,
        hidden=row.hidden,
        open_to_all=shareback.open_to_all,
        title=shareback.title,
        summary=shareback.summary,
        body_html=shareback.body_html,
        transcript_html="" if appear.recording else shareback.transcript_html,
        language=shareback.language,
        link="" if appear.recording else shareback.link,
        media=appear.media(media_of(session, shareback), shareback.language),
        quotations=appear.quotations,
        recording_withheld=appear.recording,
        withheld=appear.withheld,
        other=other_version(session, SHAREBACK_KIND, shareback.id) if shareback.in_both else None,
        written_in=shareback.language,
        problem=shareback.problem,
        topics=shareback.topics,
        tool=shareback.tool,
        worked_by=shareback.worked_by,
        reading_minutes=reading_minutes(shareback.body or shareback.transcript),
        version=shareback.version,
        published_at=shareback.published_at,
        updated_at=shareback.updated_at,
        author_id=shareback.author_id,
        author=row.author,
        author_shown=row.author_shown,
        organisation_en=row.organisation_en,
        organisation_fr=row.organisation_fr,
        pitch_id=shareback.pitch_id,
        pitch_title=row.pitch_title,
        pitch_language=row.pitch_language,
        collection_id=shareback.collection_id,
        collection_en=row.collection_en or row.collection_fr,
        collection_fr=row.collection_fr or row.collection_en,
        commitment_id=shareback.commitment_id,
        commitment_state=row.commitment_state,
        learned=shareback.learned,
        attended=shareback.attended,
        used=shareback.used,
        used_in=shareback.used_in,
        mode=shareback.mode,
        may_be_retold=shareback.may_be_retold,
        around=appear.around(around(session, shareback, member=viewer_id is not None)),
        occasion=occasion_shown(session, shareback),
        reviews=reviews,
        my_seat=seat.state if seat else None,
        i_attended=seat is not None and seat.attended_at is not None,
        i_answered=seat is not None and seat.answered,
        my_access_need=seat.access_need if seat else "",
        my_name_shown=seat is not None and on_list(session, shareback.id, seat.person_id),
        figures=event_figures(session, shareback.id) if _took_place(shareback) else None,
        came=names_of_those_who_came(session, shareback.id) if viewer_id and shareback.attended else [],
        i_learned=i_learned(session, shareback.id, viewer_id),
        confirms_as="" if writes else confirms_as(session, row, viewer_id, reviewed=reviews.mine is not None),
        told=len(crowd_of(session, shareback)) if shareback.state is SharebackState.DRAFT else 0,
        writers=[one for one in writers if writes or one.state is AuthorState.NAMED],
        writes=writes,
        my_part=part,
    )


def _took_place(shareback: ShareBack) -> bool:
    return shareback.form is Form.EVENT and shareback.state is SharebackState.HELD
