"""Pitches, and what was promised to them."""

from datetime import timedelta
from typing import Any

from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person
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

from .people import days, kept, numbers


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
        "reference": f"CL-{next(numbers):06d}",
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
