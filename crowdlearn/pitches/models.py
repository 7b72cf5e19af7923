"""A pitch and its parts. Amounts are integer cents of the pitch's currency, times are minutes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, not_negative, positive, promise, state, words
from crowdlearn.kernel.clock import HOME_ZONE, now

from .rules import (
    ORGANISATION_MONEY,
    PITCH,
    CostKind,
    NeedKind,
    OrganisationMoneyKind,
    OrganisationMoneyState,
    PitchKind,
    PitchState,
    Place,
    Scope,
    ShareBackKind,
    ShareBackMode,
)

_UNFINISHED = "state IN ('draft', 'idea')"  # figures may be half typed
_MONEY_STATES = "('locked', 'settling', 'not_funded_after_lock')"
LISTED = "state IN ('idea', 'open', 'top_up', 'locked', 'settling', 'funded')"  # where Discover may look
_CLOSES = "COALESCE(deadline, '9999-12-31')"  # what has no closing date stands last
# whole percent of what is asked of peers, while they may still promise; the database keeps it
_NEARNESS = "CASE WHEN state = 'open' AND peer_goal_cents > 0 THEN promised_cents * 100 / peer_goal_cents ELSE 0 END"


def listed_by(column: str) -> sa.Index:
    """Return an index that holds only what Discover may list, in the order of `column`."""
    only = sa.text(LISTED)
    return sa.Index(f"ix_pitch_listed_{column}", column, "id", sqlite_where=only, postgresql_where=only)


class Pitch(Table, table=True):
    """One learning opportunity: what, why, when, where, what it costs, what help it needs, what comes back.

    `own_share_cents` (S), `peer_goal_cents` (P_goal) and `base_cents` (B) are frozen at publication or the last agreed
    change; `top_up_cents` is what the pitcher adds later. `version` rises with any edit, `terms_version` with a
    material one. The counters at the end are for display and sorting, and recomputed by `check`.
    """

    __table_args__ = (
        *(not_negative(c) for c in ("cost_cents", "organisation_cents", "own_share_cents", "peer_goal_cents")),
        not_negative("top_up_cents"),
        promise("base_is_divided", f"{_UNFINISHED} OR base_cents = own_share_cents + peer_goal_cents"),
        promise("peers_never_above_half", f"{_UNFINISHED} OR peer_goal_cents <= own_share_cents"),
        promise("no_ask_no_money", f"{_UNFINISHED} OR asks_money OR (peer_goal_cents = 0 AND own_share_cents = 0)"),
        promise("public_is_published", "state = 'draft' OR published_at IS NOT NULL"),
        promise("locked_has_money", f"state NOT IN {_MONEY_STATES} OR (locked_at IS NOT NULL AND peer_goal_cents > 0)"),
        promise("funded_has_moment", "state NOT IN ('funded', 'completed', 'cancelled') OR funded_at IS NOT NULL"),
        *(listed_by(column) for column in ("trend", "published_at", "closes", "nearness")),
    )

    owner_id: UUID = link("person.id")
    organisation_id: UUID | None = link("organisation.id", nullable=True)
    state: PitchState = Field(default=PitchState.DRAFT, sa_type=state(PITCH))
    cloned_from: UUID | None = Field(default=None)

    kind: PitchKind = Field(default=PitchKind.ATTEND, sa_type=choice(PitchKind))
    kind_other: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=140)
    summary: str = Field(default="", max_length=280)
    story: str = Field(default="")
    story_html: str = Field(default="")
    provider: str = Field(default="", max_length=160)
    link: str = Field(default="", max_length=500)
    starts_on: date | None = Field(default=None, index=True)
    ends_on: date | None = None
    place: Place = Field(default=Place.ONLINE, sa_type=choice(Place))
    place_name: str = Field(default="", max_length=160)
    scope: Scope = Field(default=Scope.NATIONAL, sa_type=choice(Scope))
    region: str = Field(default="", max_length=8)
    language: str = Field(default="en", max_length=2)
    topics: list[str] = words()
    audience: str = Field(default="", max_length=300)
    sessions: int | None = None

    improves: str = Field(default="", max_length=1000)
    benefit_me: str = Field(default="", max_length=1000)
    benefit_peers: str = Field(default="", max_length=1000)
    benefit_organisation: str = Field(default="", max_length=1000)
    application_plan: str = Field(default="", max_length=2000)
    also_puts_in: str = Field(default="", max_length=500)
    takes_work_time: bool = False

    asks_money: bool = False
    currency: str = Field(default="CAD", max_length=3)
    cost_cents: int = Field(default=0, sa_type=Cents)
    organisation_cents: int = Field(default=0, sa_type=Cents)
    base_cents: int = Field(default=0, sa_type=Cents)
    own_share_cents: int = Field(default=0, sa_type=Cents)
    carries_half: bool = True  # while it is written: half, whatever that comes to
    peer_goal_cents: int = Field(default=0, sa_type=Cents)
    top_up_cents: int = Field(default=0, sa_type=Cents)

    deadline: date | None = Field(default=None, index=True)
    purchase_on: date | None = None
    time_zone: str = Field(default=HOME_ZONE, max_length=64)
    version: int = 1
    terms_version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    top_up_until: datetime | None = Field(default=None, sa_type=Moment)
    top_up_asked_cents: int = Field(default=0, sa_type=Cents)
    locked_at: datetime | None = Field(default=None, sa_type=Moment)
    funded_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closing_words: str = Field(default="", max_length=500)

    promised_cents: int = Field(default=0, sa_type=Cents)
    backers: int = 0
    helpers: int = 0
    followers: int = 0
    encouragements: int = 0
    trend: int = 0
    closes: date | None = Field(default=None, sa_column=sa.Column(sa.Date, sa.Computed(_CLOSES, persisted=True)))
    nearness: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Computed(_NEARNESS, persisted=True)))
    in_both: bool = False  # it can be read in the other language too
    clearance: str = Field(default="", max_length=20)  # display copy of the clearance's state


class PitchTopic(Table, table=True):
    """One topic of a pitch, for filters."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "topic"), sa.Index("ix_pitchtopic_topic", "topic", "pitch_id"))

    pitch_id: UUID = link("pitch.id", indexed=False)
    topic: str = Field(max_length=40)


class Resource(Table, table=True):
    """Something to read or watch that helps the community understand a pitch."""

    pitch_id: UUID = link("pitch.id")
    position: int
    title: str = Field(max_length=160)
    link: str = Field(max_length=500)


class CostLine(Table, table=True):
    """One item of the budget. `replaced_cents` is what an accepted in-kind offer took off it."""

    __table_args__ = (
        not_negative("amount_cents"),
        promise("replaced_part", "replaced_cents BETWEEN 0 AND amount_cents"),
    )

    pitch_id: UUID = link("pitch.id")
    position: int
    kind: CostKind = Field(sa_type=choice(CostKind))
    label: str = Field(default="", max_length=160)
    amount_cents: int = Field(sa_type=Cents)
    replaced_cents: int = Field(default=0, sa_type=Cents)


class OrganisationMoney(Table, table=True):
    """Money of an employer, fund or sponsor. Only confirmed lines count."""

    __table_args__ = (positive("amount_cents"),)

    pitch_id: UUID = link("pitch.id")
    position: int
    kind: OrganisationMoneyKind = Field(sa_type=choice(OrganisationMoneyKind))
    label: str = Field(default="", max_length=160)
    amount_cents: int = Field(sa_type=Cents)
    state: OrganisationMoneyState = Field(default=OrganisationMoneyState.PENDING, sa_type=state(ORGANISATION_MONEY))
    decided_by: UUID | None = link("person.id", nullable=True, indexed=False)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)


class Need(Table, table=True):
    """Help asked for. `wanted` is minutes for HOURS, otherwise how many; `filled` is what was accepted of it."""

    __table_args__ = (positive("wanted"), not_negative("filled"))

    pitch_id: UUID = link("pitch.id")
    position: int
    kind: NeedKind = Field(sa_type=choice(NeedKind))
    skill: str = Field(default="", max_length=40, index=True)
    title: str = Field(max_length=160)
    detail: str = Field(default="", max_length=500)
    wanted: int = 1
    wanted_by: date | None = None
    filled: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class PlannedShareBack(Table, table=True):
    """What the pitcher will give back; becomes a commitment when the pitch is funded."""

    pitch_id: UUID = link("pitch.id")
    position: int
    kind: ShareBackKind = Field(sa_type=choice(ShareBackKind))
    title: str = Field(default="", max_length=160)
    audience: str = Field(default="", max_length=160)
    open_to_all: bool = True
    mode: ShareBackMode = Field(default=ShareBackMode.ONLINE, sa_type=choice(ShareBackMode))
    due_on: date


class PitchVersion(Table, table=True):
    """What a pitch said at one version: `terms` is what approvals and consents are bound to, `changes` names fields."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "version"),)

    pitch_id: UUID = link("pitch.id", indexed=False)
    version: int
    terms_version: int
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    made_by: UUID = link("person.id", indexed=False)
    material: bool = False
    changes: list[str] = words()
    terms: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))


class PitchUpdate(Table, table=True):
    """A short piece of news from the pitcher."""

    pitch_id: UUID = link("pitch.id")
    author_id: UUID = link("person.id", indexed=False)
    text: str = Field(max_length=2000)
    html: str
    written_at: datetime = Field(default_factory=now, sa_type=Moment)


class DraftAnswers(Table, table=True):
    """What was typed into one step of a draft and could not be kept as it is, so that nothing typed is ever lost."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "step"),)

    pitch_id: UUID = link("pitch.id", indexed=False)
    step: str = Field(max_length=20)
    typed: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    typed_at: datetime = Field(default_factory=now, sa_type=Moment)


class PitchInterest(Table, table=True):
    """When somebody first backed, helped, followed or encouraged a pitch; the trend counts the newest."""

    __table_args__ = (
        sa.UniqueConstraint("pitch_id", "person_id"),
        sa.Index("ix_pitchinterest_since", "since", "pitch_id"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    person_id: UUID = link("person.id")
    since: datetime = Field(default_factory=now, sa_type=Moment)
