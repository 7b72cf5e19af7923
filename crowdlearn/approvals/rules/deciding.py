"""Who may decide on a pitch, and when a decision still counts."""

from dataclasses import dataclass
from datetime import date

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.rules import PitchState

from .states import Decision

SHORTEST_REASON = 3


class OwnDecision(NotAllowed):
    """Nobody decides on their own pitch."""


class HasStake(NotAllowed):
    """Who gave or offered something to a pitch steps back from deciding on it, for good."""


class NoAuthority(NotAllowed):
    """The person does not lead the pitcher now, does not act for who does, and holds no budget for it."""


class TermsMoved(MoveRefused):
    """The pitch changed after the page was opened."""

    msgid = N_("The pitch changed after you opened this page. Read what is new, then decide.")


class PitcherSuspended(MoveRefused):
    """Nothing is cleared while the pitcher's account is suspended."""

    msgid = N_("The pitcher’s account is suspended. A steward can tell you more; nothing can be cleared meanwhile.")


class NothingToDecide(MoveRefused):
    """The pitch ended or was already settled."""

    msgid = N_("There is nothing to decide on this pitch any more.")


class TooLateToRevoke(MoveRefused):
    """Money is on its way."""

    msgid = N_("The pledges are being settled, so the clearance can no longer be withdrawn. Tell the treasurer.")


class ReasonMissing(RuleBroken):
    """Every decision but a plain yes says why."""

    msgid = N_("Say why in a sentence; the pitcher reads it.")
    field = "reason"


@dataclass(frozen=True)
class Standing:
    """How a person stands to a pitch. `has_authority`: leads the pitcher today, acts for who does, holds the budget."""

    is_pitcher: bool = False
    has_stake: bool = False
    has_authority: bool = False


def check_may_decide(standing: Standing) -> None:
    """Raise OwnDecision, NoAuthority or HasStake unless the person may decide."""
    if standing.is_pitcher:
        raise OwnDecision
    if not standing.has_authority:
        raise NoAuthority
    if standing.has_stake:
        raise HasStake


def check_reason(decision: Decision, reason: str) -> None:
    """Raise ReasonMissing when a decision other than clearing says nothing."""
    if decision is not Decision.CLEAR and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing


def check_terms(seen: int, present: int) -> None:
    """Raise TermsMoved when the terms that were read are not the present ones."""
    if seen != present:
        raise TermsMoved


def check_decidable(state: PitchState, owner: PersonState) -> None:
    """Raise NothingToDecide or PitcherSuspended unless the pitch can be decided on."""
    if state in _OVER:
        raise NothingToDecide
    if owner is not PersonState.ACTIVE:
        raise PitcherSuspended


def check_revocable(state: PitchState, *, sealed: bool) -> None:
    """Raise TooLateToRevoke once the pitch is settled, or money moves because of the clearance."""
    if sealed or state not in _BEFORE_FUNDING:
        raise TooLateToRevoke


def is_after_the_fact(state: PitchState, today: date, learning_starts: date | None) -> bool:
    """Tell whether a decision comes when the learning has begun, or the money has already been settled."""
    begun = learning_starts is not None and today >= learning_starts
    return begun or state in (PitchState.FUNDED, PitchState.COMPLETED)


_OVER = frozenset(
    {
        PitchState.DRAFT,
        PitchState.IDEA,
        PitchState.NOT_FUNDED,
        PitchState.NOT_FUNDED_AFTER_LOCK,
        PitchState.NOT_APPROVED,
        PitchState.WITHDRAWN,
        PitchState.CANCELLED,
    }
)
_BEFORE_FUNDING = frozenset(
    {PitchState.OPEN, PitchState.PAUSED, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING}
)
