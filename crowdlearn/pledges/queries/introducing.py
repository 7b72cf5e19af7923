"""How far an introduction is, for its two sides."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.pitches.models import Need
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, Introduction
from crowdlearn.pledges.rules import INTRODUCTION, IntroductionState, OfferState


@dataclass(frozen=True)
class Introduced:
    """How far an introduction is; `who` is there once the person agreed to be named."""

    state: IntroductionState
    who: str
    consent_on: date | None
    outcome: str

    def may(self, to: str) -> bool:
        """Tell whether it can go on to a state."""
        return INTRODUCTION.may(self.state, IntroductionState(to))


def introduced(session: Session, offer: ExpertiseOffer, need: Need | None) -> Introduced | None:
    """Return the introduction that an offer is about; an accepted one that nobody wrote of yet is being asked for."""
    if need is None or need.kind is not NeedKind.INTRODUCTION:
        return None
    row = session.execute(sa.select(Introduction).where(col(Introduction.offer_id) == offer.id)).scalar()
    if row is not None:
        return Introduced(row.state, row.who, row.consent_on, row.outcome)
    accepted = offer.state in (OfferState.ACCEPTED, OfferState.SCHEDULED)
    return Introduced(IntroductionState.ASKED, "", None, "") if accepted else None
