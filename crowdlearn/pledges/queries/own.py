"""What a person pledged to a pitch: its parts, their states, what came of the money; for its peer and for a receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.cards import card_name
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.payments.rules import NEVER_AGAIN, NOT_HELD, PaymentState
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import ENDED, PledgeState

from .cards import SavedCard
from .frames import PitchFrame, frame_of
from .own_rows import Row, rows_on


@dataclass(frozen=True)
class Part:
    """One row of a person's pledge: what counts, or waits, and the code to pay it by. `due_at` once it is asked for.

    `returned` is what went back of it; `payment` is where its money stands and `failure` the bank's word on its card.
    """

    id: UUID
    state: PledgeState
    amount: Money
    offered: Money
    reference: str
    promised_at: datetime
    ended_why: str
    due_at: datetime | None
    paid_at: datetime | None
    returned: Money
    waits: bool
    payment: PaymentState | None
    failure: str
    card: str  # "Visa •••• 4242" where it stands on one
    disputed: bool

    @property
    def is_refused(self) -> bool:
        """Tell whether its bank has not held the money: another card may do, or a word to the bank."""
        return self.state is PledgeState.COMMITTED and self.payment in NOT_HELD

    @property
    def may_ask_again(self) -> bool:
        """Tell whether the bank may be asked about the same card once more."""
        return self.is_refused and self.failure not in NEVER_AGAIN


@dataclass(frozen=True)
class OwnPledge:
    """A person's pledge on one pitch: the sum of its parts, of which some may wait or have ended."""

    pitch: PitchFrame
    id: UUID
    parts: tuple[Part, ...]
    wish: str
    name_shown: bool
    up_to: bool
    until: date
    reconfirm_until: datetime | None
    backer: str
    backer_organisation: str
    card: SavedCard | None
    room_until: datetime | None

    @property
    def is_by_card(self) -> bool:
        """Tell whether it stands on a card, or will."""
        return self.card is not None or self.state is PledgeState.CARD_PENDING

    @property
    def refused(self) -> tuple[Part, ...]:
        """Return the parts whose bank has not held the money."""
        return tuple(part for part in self.parts if part.is_refused)

    @property
    def is_held(self) -> bool:
        """Tell whether all that was committed is held on its card."""
        due = [part.payment for part in self.live if part.state is PledgeState.COMMITTED]
        return bool(due) and set(due) == {PaymentState.AUTHORISED}

    @property
    def live(self) -> tuple[Part, ...]:
        """Return the parts that have not ended."""
        return tuple(part for part in self.parts if part.state not in ENDED)

    @property
    def total(self) -> Money:
        """Return what is promised or waits."""
        return sum((part.amount for part in self.live), Money(0, self.pitch.goal.currency))

    @property
    def counted(self) -> Money:
        """Return what counts towards the goal now."""
        return sum((part.amount for part in self.live if not part.waits), Money(0, self.currency))

    @property
    def waiting(self) -> Money:
        """Return what waits for room."""
        return self.total - self.counted

    @property
    def currency(self) -> str:
        """Return the pitch's currency."""
        return self.pitch.goal.currency

    @property
    def state(self) -> PledgeState:
        """Return the state that says most about the whole: what waits for the peer comes first, what ended last."""
        return min((part.state for part in self.live or self.parts), key=_MATTERS.index)

    @property
    def ended_why(self) -> str:
        """Return the word for why it ended, empty while it has not."""
        return "" if self.live else self.parts[-1].ended_why

    @property
    def is_open(self) -> bool:
        """Tell whether it may be changed and taken back freely: before the lock."""
        return bool(self.live) and not {PledgeState.COMMITTED, PledgeState.KEPT} & {p.state for p in self.live}

    @property
    def kept(self) -> tuple[Part, ...]:
        """Return the parts that were given."""
        return tuple(part for part in self.parts if part.state is PledgeState.KEPT)

    @property
    def given(self) -> Money:
        """Return the sum of what was given."""
        return sum((part.amount for part in self.kept), Money(0, self.currency))

    @property
    def returned(self) -> Money:
        """Return the sum of what went back."""
        return sum((part.returned for part in self.parts), Money(0, self.currency))

    @property
    def is_disputed(self) -> bool:
        """Tell whether a bank disputes what was given."""
        return any(part.disputed for part in self.parts)

    @property
    def is_kept(self) -> bool:
        """Tell whether money was given, so that there is a receipt."""
        return bool(self.kept)


_MATTERS = (
    PledgeState.RECONFIRM,
    PledgeState.CARD_PENDING,
    PledgeState.COMMITTED,
    PledgeState.PLEDGED,
    PledgeState.KEPT,
    PledgeState.WAITLISTED,
    PledgeState.DROPPED,
    PledgeState.RELEASED,
    PledgeState.EXPIRED,
    PledgeState.WITHDRAWN,
    PledgeState.ABANDONED,
)


def own_pledge_page(pledge_id: UUID, viewer_id: UUID, language: str) -> OwnPledge:
    """Return one pledge with all that its peer promised on the pitch. Raises NotFound unless it is the viewer's own."""
    with reading() as session:
        return own_pledge_in(session, pledge_id, viewer_id, language)


def own_pledge_in(session: Session, pledge_id: UUID, viewer_id: UUID, language: str) -> OwnPledge:
    """Return what own_pledge_page() does, in a session that is open."""
    pledge = session.get(MoneyPledge, pledge_id)
    if pledge is None or pledge.peer_id != viewer_id:
        raise NotFound("MoneyPledge")
    return _whole(session, pledge, language)


def receipt_page(pledge_id: UUID, viewer_id: UUID, language: str) -> OwnPledge:
    """Return a pledge that was given, for its peer and the treasurers of its pitch's host. Raises NotFound."""
    with reading() as session:
        pledge = session.get(MoneyPledge, pledge_id)
        if pledge is None or not _may_see_receipt(session, pledge, viewer_id):
            raise NotFound("receipt")
        whole = _whole(session, pledge, language)
        if not whole.is_kept:
            raise NotFound("receipt")
        return whole


def _may_see_receipt(session: Session, pledge: MoneyPledge, viewer_id: UUID) -> bool:
    host = session.get_one(Pitch, pledge.pitch_id).organisation_id
    return pledge.peer_id == viewer_id or holds(session, viewer_id, Role.TREASURER, host)


def _whole(session: Session, pledge: MoneyPledge, language: str) -> OwnPledge:
    frame = frame_of(session, pledge.pitch_id, language)
    rows = rows_on(session, pledge.pitch_id, pledge.peer_id)
    name, organisation = _peer(session, pledge.peer_id, language)
    return own_pledge_of(frame, rows, name, organisation)


def own_pledge_of(frame: PitchFrame, rows: list[Row], backer: str = "", organisation: str = "") -> OwnPledge:
    """Return what a person's rows on one pitch add up to."""
    standing = [row for row in rows if row.state not in ENDED] or rows
    return OwnPledge(
        pitch=frame,
        id=standing[0].id,
        parts=tuple(map(_part, rows)),
        wish=standing[0].wish,
        name_shown=standing[0].name_shown,
        up_to=standing[0].up_to,
        until=standing[0].consent_until,
        reconfirm_until=next((p.reconfirm_until for p in standing if p.reconfirm_until), None),
        backer=backer,
        backer_organisation=organisation,
        card=next((_card(row) for row in standing if row.card_id), None),
        room_until=max((row.room_until for row in standing if row.room_until), default=None),
    )


def _part(row: Row) -> Part:
    stands = row.offered_cents if row.state is PledgeState.WAITLISTED else row.accepted_cents
    return Part(
        id=row.id,
        state=row.state,
        amount=Money(stands or row.offered_cents, row.currency),
        offered=Money(row.offered_cents, row.currency),
        reference=row.reference,
        promised_at=row.promised_at,
        ended_why=row.ended_why,
        due_at=row.due_at,
        paid_at=row.collected_at,
        returned=Money(row.refunded_cents or 0, row.currency),
        waits=row.accepted_cents == 0,
        payment=row.payment,
        failure=row.failure or "",
        card=_card(row).name if row.card_id else "",
        disputed=row.disputed_at is not None,
    )


def _card(row: Row) -> SavedCard:
    return SavedCard(row.card_id, card_name(row.brand, row.last_four), row.expires_year, row.expires_month)


def _peer(session: Session, person_id: UUID, language: str) -> tuple[str, str]:
    organisation = col(Organisation.name_fr if language == "fr" else Organisation.name_en)
    query = sa.select(col(Person.name), organisation).outerjoin(
        Organisation, col(Organisation.id) == col(Person.organisation_id)
    )
    name, its_name = session.execute(query.where(col(Person.id) == person_id)).one()
    return name, its_name or ""
