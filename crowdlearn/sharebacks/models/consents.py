"""People who appear in a share-back, and what they agreed to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks.rules import CONSENT, ConsentState, Item


class Appearance(Table, table=True):
    """One thing of one person in a share-back, and whether they agree that it is shown. Nothing else lets it be.

    Who has no account is known by `email` alone, and answers by a link whose token we keep the SHA-256 of. `name` is
    how the author calls them. `about` is the quotation; of a recording, what it was when they were asked. What was
    asked in one letter has one `asking_id`; None: they agreed of their own accord.
    """

    __table_args__ = (
        promise("reachable", "person_id IS NOT NULL OR email <> ''"),
        promise("answered_has_moment", "consent = 'asked' OR answered_at IS NOT NULL"),
        promise("quotation_has_words", "item <> 'quotation' OR about <> ''"),
        promise("picture_is_one", "item <> 'picture' OR medium_id IS NOT NULL"),
    )

    shareback_id: UUID = link("shareback.id")
    item: Item = Field(sa_type=choice(Item))
    person_id: UUID | None = link("person.id", nullable=True)
    email: str = Field(default="", max_length=254, index=True)
    name: str = Field(max_length=120)
    about: str = Field(default="", max_length=2000)
    medium_id: UUID | None = link("medium.id", nullable=True)
    consent: ConsentState = Field(default=ConsentState.ASKED, sa_type=state(CONSENT))
    asking_id: UUID | None = Field(default=None, index=True)
    token_hash: str = Field(default="", max_length=64, index=True)
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
