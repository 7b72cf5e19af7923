"""What the page shows on which money is pledged."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.pitches.models import PlannedShareBack
from crowdlearn.pitches.rules import MINIMUM_CENTS, ShareBackKind
from crowdlearn.pledges.rules import (
    Given,
    allowance,
    bounds,
    check_takes_money,
    consent_until,
    why_not_back,
)

from .cards import SavedCard, good_cards
from .facts import money_ask, takes_cards, takes_cards_to
from .frames import PitchFrame, frame_of
from .situation import situation_of


@dataclass(frozen=True)
class Promised:
    """A planned share-back: what backing this brings to everyone."""

    kind: ShareBackKind
    title: str
    due_on: date


@dataclass(frozen=True)
class PledgePage:
    """Everything the pledge page shows. `refusal` says why this person's money cannot help, None if it can.

    `least` and `most` bound one offer, `already` is what the person promised here before. `cards` are the person's own
    that may carry a pledge, where pledges are made by card.
    """

    pitch: PitchFrame
    refusal: RuleBroken | None
    least: Money
    most: Money
    already: Money
    until: date
    comes_back: tuple[Promised, ...]
    by_card: bool
    cards: tuple[SavedCard, ...]


def pledge_page(pitch_id: UUID, person_id: UUID | None, language: str) -> PledgePage:
    """Return what a peer, or a visitor, sees before pledging. Raises NotFound for a pitch that is not public."""
    with reading() as session:
        pitch = frame_of(session, pitch_id, language)
        if person_id is None:
            given, refusal = Given(), _closed(pitch)
            by_card = takes_cards_to(session, pitch.organisation_id)
        else:
            facts = situation_of(session, pitch_id, person_id)
            given, refusal = facts.given, _closed(pitch) or why_not_back(facts.backing)
            by_card = takes_cards(facts.backing)
        until = consent_until(pitch.deadline or clock.today(pitch.time_zone))
        return PledgePage(
            pitch=pitch,
            refusal=refusal,
            least=Money(MINIMUM_CENTS, pitch.currency),
            most=Money(allowance(bounds.limits, given), pitch.currency),
            already=Money(given.here, pitch.currency),
            until=until,
            comes_back=_comes_back(session, pitch_id),
            by_card=by_card,
            cards=good_cards(session, person_id, until) if by_card and person_id else (),
        )


def _closed(pitch: PitchFrame) -> RuleBroken | None:
    try:
        check_takes_money(money_ask(pitch, declined=pitch.clearance is ClearanceState.DECLINED))
    except RuleBroken as refusal:
        return refusal
    return None


def _comes_back(session: Session, pitch_id: UUID) -> tuple[Promised, ...]:
    return tuple(Promised(*row) for row in _planned(session, pitch_id))


@prepared
def _planned(pitch_id: UUID) -> Any:
    return (
        sa.select(PlannedShareBack.kind, PlannedShareBack.title, PlannedShareBack.due_on)
        .where(col(PlannedShareBack.pitch_id) == pitch_id)
        .order_by(col(PlannedShareBack.due_on))
    )
