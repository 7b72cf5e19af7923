"""Builders for tests: one finished row each, with believable defaults that a test overrides by name.

They write directly, so that a test of settlement need not walk through sign-up; walks through the use-cases are in
the browser tests and in the demo.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Applied, CheckInState
from crowdlearn.people.models import Adoption, ManagerLink, Organisation, OrganisationDomain, Person, RoleGrant
from crowdlearn.people.rules import LinkState, MoneyMode, OrganisationLevel, PersonState, Role
from crowdlearn.pitches.models import CostLine, Need, OrganisationMoney, Pitch, PlannedShareBack
from crowdlearn.pitches.rules import (
    CostKind,
    NeedKind,
    OrganisationMoneyKind,
    OrganisationMoneyState,
    PitchKind,
    PitchState,
    ShareBackKind,
)
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement.rules import end_of_day
from crowdlearn.sharebacks.models import Occasion, Review, Seat, ShareBack
from crowdlearn.sharebacks.rules import Form, SeatState, SharebackState

_numbers = count(1)


def kept(row: SQLModel) -> Any:
    """Store one row in a transaction of its own, and return it."""
    with transaction() as session:
        session.add(row)
    return row


def today() -> date:
    """Return the program's present day, UTC."""
    return now().date()


def days(number: int) -> date:
    """Return the day so many days from today."""
    return today() + timedelta(days=number)


def organisation(*, adopted: bool = True, mode: MoneyMode = MoneyMode.COLLECTED, **fields: Any) -> Organisation:
    """Return a confirmed organisation with a domain, one that adopted the programme unless told otherwise."""
    number = next(_numbers)
    row: Organisation = kept(
        Organisation(
            **{
                "name_en": f"Harbour Services {number}",
                "name_fr": f"Services portuaires {number}",
                "level": OrganisationLevel.FEDERAL,
                "region": "NB",
                "confirmed_at": now(),
            }
            | fields
        )
    )
    kept(OrganisationDomain(organisation_id=row.id, domain=f"harbour{number}.example"))
    if adopted:
        adoption(row, mode)
    return row


def domain_of(of: Organisation) -> str:
    """Return the domain of an organisation's addresses."""
    with reading() as session:
        return session.exec(select(OrganisationDomain.domain).where(OrganisationDomain.organisation_id == of.id)).one()


def adoption(of: Organisation, mode: MoneyMode = MoneyMode.COLLECTED, **policy: Any) -> Adoption:
    """Return the organisation's decision to take part; `policy` overrides who is asked from which amount."""
    row: Adoption = kept(
        Adoption(
            **{
                "organisation_id": of.id,
                "adopted_on": today(),
                "adopted_by": "Director General",
                "authority": "Learning policy, section 4",
                "money_mode": mode,
            }
            | policy
        )
    )
    return row


def person(name: str = "", *, of: Organisation | None = None, **fields: Any) -> Person:
    """Return an active, verified member, of `of` or of nobody."""
    number = next(_numbers)
    row: Person = kept(
        Person(
            **{
                "name": name or f"Member {number}",
                "email": f"member{number}@harbour.example",
                "state": PersonState.ACTIVE,
                "verified_at": now(),
                "welcomed_at": now(),
                "organisation_id": of.id if of else None,
                "region": "NB",
            }
            | fields
        )
    )
    return row


def role(holder: Person, what: Role, of: Organisation | None = None) -> RoleGrant:
    """Grant a role, for an organisation or for the whole installation."""
    row: RoleGrant = kept(RoleGrant(person_id=holder.id, role=what, organisation_id=of.id if of else None))
    return row


def manages(manager: Person, report: Person, state: LinkState = LinkState.CONFIRMED) -> ManagerLink:
    """Return the reporting line from `report` up to `manager`."""
    row: ManagerLink = kept(
        ManagerLink(
            person_id=report.id,
            manager_id=manager.id,
            manager_email=manager.email,
            state=state,
            confirmed_at=now() if state is LinkState.CONFIRMED else None,
        )
    )
    return row


def pitch(owner: Person, **fields: Any) -> Pitch:
    """Return an open pitch that asks for expertise only; see money_pitch for one that asks for money."""
    values = {
        "owner_id": owner.id,
        "organisation_id": owner.organisation_id,
        "state": PitchState.OPEN,
        "kind": PitchKind.ATTEND,
        "title": "Plain-language letters that people finish",
        "summary": "Two days with a health-literacy editor.",
        "story": "Every week we mail 41,000 letters.",
        "story_html": "<p>Every week we mail 41,000 letters.</p>",
        "provider": "Clear Words Institute",
        "starts_on": days(40),
        "ends_on": days(41),
        "improves": "Fewer people call to ask what a letter meant.",
        "benefit_me": "I learn to test letters with readers.",
        "benefit_peers": "They get the templates.",
        "benefit_organisation": "Fewer calls.",
        "application_plan": "Rewrite our ten most-sent letters.",
        "deadline": days(20),
        "time_zone": "UTC",  # so that a day of the tests is a day of the pitch
        "published_at": now(),
    } | fields
    if values["state"] in (PitchState.FUNDED, PitchState.COMPLETED, PitchState.CANCELLED):
        values.setdefault("funded_at", now())
    if values["state"] is PitchState.DRAFT:
        values["published_at"] = fields.get("published_at")
    row: Pitch = kept(Pitch(**values))
    return row


def money_pitch(
    owner: Person, *, cost: int = 240000, organisation: int = 100000, own: int | None = None, **fields: Any
) -> Pitch:
    """Return a pitch that asks peers for money, in cents: by default 2,400.00, 1,000.00 of it from the organisation."""
    base = cost - organisation
    own = (base + 1) // 2 if own is None else own
    figures = {
        "asks_money": True,
        "cost_cents": cost,
        "organisation_cents": organisation,
        "base_cents": base,
        "own_share_cents": own,
        "peer_goal_cents": base - own,
        "purchase_on": days(36),
    }
    row = pitch(owner, **(figures | fields))
    kept(CostLine(pitch_id=row.id, position=1, kind=CostKind.FEE, label="Workshop seat", amount_cents=cost))
    if organisation:
        employer = {"kind": OrganisationMoneyKind.EMPLOYER, "state": OrganisationMoneyState.CONFIRMED}
        kept(
            OrganisationMoney(
                pitch_id=row.id, position=1, label="Training budget", amount_cents=organisation, **employer
            )
        )
    return row


def need(of: Pitch, **fields: Any) -> Need:
    """Return a need for three hours of a skill."""
    values = {
        "pitch_id": of.id,
        "position": 1,
        "kind": NeedKind.HOURS,
        "skill": "",
        "title": "Readability testing",
        "wanted": 180,
    }
    row: Need = kept(Need(**(values | fields)))
    return row


def planned(of: Pitch, kind: ShareBackKind = ShareBackKind.BLOG, due_in: int = 60, **fields: Any) -> PlannedShareBack:
    """Return a planned share-back, open to all."""
    values = {"pitch_id": of.id, "position": 1, "kind": kind, "title": "What readers told us", "due_on": days(due_in)}
    row: PlannedShareBack = kept(PlannedShareBack(**(values | fields)))
    return row


def pledge(
    to: Pitch, peer: Person, cents: int = 10000, state: PledgeState = PledgeState.PLEDGED, **fields: Any
) -> MoneyPledge:
    """Return a peer's money pledge, wholly accepted unless it waits."""
    values = {
        "pitch_id": to.id,
        "peer_id": peer.id,
        "offered_cents": cents,
        "accepted_cents": 0 if state is PledgeState.WAITLISTED else cents,
        "currency": to.currency,
        "state": state,
        "reference": f"CL-{next(_numbers):06d}",
        "terms_version": to.terms_version,
        "consent_version": "1",
        "consent_cents": cents,
        "consent_until": days(40),
        "room_until": now() + timedelta(minutes=31) if state is PledgeState.CARD_PENDING else None,
    }
    row: MoneyPledge = kept(MoneyPledge(**(values | fields)))
    return row


def offer(
    to: Pitch, helper: Person, minutes: int = 60, state: OfferState = OfferState.OFFERED, **fields: Any
) -> ExpertiseOffer:
    """Return a peer's offer of hours."""
    values = {"pitch_id": to.id, "helper_id": helper.id, "minutes": minutes, "state": state}
    if state is OfferState.CONFIRMED:
        values |= {"confirmed_minutes": minutes, "confirmed_at": now()}
    row: ExpertiseOffer = kept(ExpertiseOffer(**(values | fields)))
    return row


def ids(*rows: Any) -> set[UUID]:
    """Return the ids of some rows."""
    return {row.id for row in rows}


def commitment(to: Pitch, state: CommitmentState = CommitmentState.OPEN, due_in: int = 30, **fields: Any) -> Commitment:
    """Return a commitment of a pitch's owner."""
    values = {
        "pitch_id": to.id,
        "owner_id": to.owner_id,
        "kind": ShareBackKind.BLOG,
        "title": "What readers told us",
        "due_on": days(due_in),
        "time_zone": "UTC",
        "state": state,
    } | fields
    values.setdefault("late_from", end_of_day(values["due_on"], values["time_zone"]))
    if state not in (CommitmentState.OPEN, CommitmentState.BROKEN, CommitmentState.WAIVED):
        values.setdefault("delivered_at", now())
    row: Commitment = kept(Commitment(**values))
    return row


def shareback(author: Person, state: SharebackState = SharebackState.PUBLISHED, **fields: Any) -> ShareBack:
    """Return a blog post that stands by itself."""
    text = "Readers stop at the first sentence that makes them sigh. " * 8
    values = {
        "author_id": author.id,
        "kind": ShareBackKind.BLOG,
        "form": Form.POST,
        "state": state,
        "title": "What readers told us",
        "body": text,
        "body_html": f"<p>{text}</p>",
        "published_at": None if state is SharebackState.DRAFT else now(),
        "held_at": now() if state is SharebackState.HELD else None,
    }
    row: ShareBack = kept(ShareBack(**(values | fields)))
    return row


def event(author: Person, *, in_hours: float = 48, seats: int | None = None, **fields: Any) -> ShareBack:
    """Return an announced lunch and learn that begins in so many hours (below zero: it has begun)."""
    row = shareback(author, **({"kind": ShareBackKind.LUNCH_AND_LEARN, "form": Form.EVENT} | fields))
    kept(
        Occasion(
            shareback_id=row.id,
            starts_at=now() + timedelta(hours=in_hours),
            minutes=45,
            time_zone="America/Toronto",
            join_link="https://meet.example/letters",
            seats=seats,
        )
    )
    return row


def seat(at: ShareBack, holder: Person, state: SeatState = SeatState.REGISTERED, **fields: Any) -> Seat:
    """Return a place at an event."""
    row: Seat = kept(Seat(**({"shareback_id": at.id, "person_id": holder.id, "state": state} | fields)))
    return row


def review(of: ShareBack, reviewer: Person, **fields: Any) -> Review:
    """Return a kind review."""
    values = {"shareback_id": of.id, "reviewer_id": reviewer.id, "clear": 5, "useful": 4, "usable": 4, "text": "Clear."}
    row: Review = kept(Review(**(values | fields)))
    return row


def checkin(of: Pitch, state: CheckInState = CheckInState.OPEN, **fields: Any) -> CheckIn:
    """Return the check-in 30 days after a pitch's learning."""
    values = {"pitch_id": of.id, "owner_id": of.owner_id, "after_days": 30, "due_on": today(), "state": state}
    if state is CheckInState.ANSWERED:
        values |= {"applied": Applied.YES, "text": "We rewrote ten letters.", "answered_at": now()}
    row: CheckIn = kept(CheckIn(**(values | fields)))
    return row
