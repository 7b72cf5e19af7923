"""How far an introduction is, for its two sides."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Thread
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.pitches.models import Need
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, Introduction
from crowdlearn.pledges.rules import INTRODUCTION, INTRODUCTION_KIND, OUTCOME_KIND, IntroductionState, OfferState


@dataclass(frozen=True)
class Introduced:
    """How far an introduction is; `who` is there once the person agreed to be named.

    `who` and `outcome` are "" where a steward hid them; `reportable` are the kinds of what the other one wrote.
    """

    state: IntroductionState
    who: str
    consent_on: date | None
    outcome: str
    reportable: tuple[str, ...] = ()

    def may(self, to: str) -> bool:
        """Tell whether it can go on to a state."""
        return INTRODUCTION.may(self.state, IntroductionState(to))


def introduced(session: Session, offer: ExpertiseOffer, need: Need | None, viewer_id: UUID) -> Introduced | None:
    """Return the introduction that an offer is about; an accepted one that nobody wrote of yet is being asked for."""
    if need is None or need.kind is not NeedKind.INTRODUCTION:
        return None
    row = session.execute(sa.select(Introduction).where(col(Introduction.offer_id) == offer.id)).scalar()
    if row is not None:
        written = _written(session, offer.id)
        reportable = tuple(kind for kind, (writer, hidden) in written.items() if writer != viewer_id and not hidden)
        who, outcome = (
            "" if written.get(kind, (None, False))[1] else words
            for kind, words in ((INTRODUCTION_KIND, row.who), (OUTCOME_KIND, row.outcome))
        )
        return Introduced(row.state, who, row.consent_on, outcome, reportable)
    accepted = offer.state in (OfferState.ACCEPTED, OfferState.SCHEDULED)
    return Introduced(IntroductionState.ASKED, "", None, "") if accepted else None


def _written(session: Session, offer_id: UUID) -> dict[str, tuple[UUID, bool]]:
    """Return who wrote which of the private words, and whether a steward hid them."""
    query = sa.select(
        col(Thread.about_kind), col(Thread.owner_id), is_hidden(col(Thread.about_kind), col(Thread.about_id))
    ).where(col(Thread.about_id) == offer_id, col(Thread.about_kind).in_((INTRODUCTION_KIND, OUTCOME_KIND)))
    return {kind: (writer, hidden) for kind, writer, hidden in session.execute(query)}
