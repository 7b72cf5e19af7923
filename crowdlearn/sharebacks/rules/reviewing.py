"""Reviews in two phases: a view of one's own first, then the others'; and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

from .states import FEWEST_RATED

FIRST_PHASE = timedelta(days=7)  # until then only members who wrote, or chose to read, see what others wrote
CRITERIA = ("clear", "useful", "usable")


class Confidence(Worded):
    """How sure a reviewer is of their view."""

    LOW = "low", N_("Not sure")
    FAIR = "fair", N_("Fairly sure")
    HIGH = "high", N_("Very sure")


class Curtain(StrEnum):
    """Whether somebody sees what others wrote in their reviews, and why not yet."""

    OPEN = "open"
    OWN_VIEW_FIRST = "own_view_first"
    FIRST_PHASE = "first_phase"


class NothingToRead(RuleBroken):
    """There is no review yet, or its reader sees them all."""

    msgid = N_("There is nothing more to read: you see every review there is.")


def curtain(
    *, is_member: bool, may_review: bool, reads_first: bool, given_at: datetime | None, at: datetime
) -> Curtain:
    """Tell whether others' reviews are shown to somebody.

    Who may still review sees them after writing, or after choosing to read first; visitors when the first phase is
    over; authors, their reporting line and whoever wrote one at once.
    """
    if may_review and not reads_first:
        return Curtain.OWN_VIEW_FIRST
    if not is_member and given_at is not None and at < given_at + FIRST_PHASE:
        return Curtain.FIRST_PHASE
    return Curtain.OPEN


@dataclass(frozen=True)
class View:
    """A reviewer's view: criteria from 1 to 5, and whether it was written before reading the others'."""

    clear: int
    useful: int
    usable: int
    confidence: Confidence
    blind: bool


@dataclass(frozen=True)
class ReviewFigures:
    """What reviews add up to. Means, to a tenth, are of the `blind` ones; None, like `sure`, below five.

    `sure` counts the blind reviewers who are very sure of their view.
    """

    written: int
    blind: int
    clear: Decimal | None = None
    useful: Decimal | None = None
    usable: Decimal | None = None
    sure: int | None = None

    @property
    def shown(self) -> bool:
        """Tell whether there are enough for means."""
        return self.clear is not None


def figures_of(reviews: Sequence[View]) -> ReviewFigures:
    """Return the figures over some reviews; those written after reading the others' are counted, not averaged."""
    blind = [review for review in reviews if review.blind]
    sure = sum(review.confidence is Confidence.HIGH for review in blind)
    sums = [sum(getattr(review, name) for review in blind) for name in CRITERIA]
    return figures_from(len(reviews), len(blind), sure, sums)


def figures_from(written: int, blind: int, sure: int, sums: Sequence[int]) -> ReviewFigures:
    """Return the figures over so many reviews, from the sums of each criterion over the blind ones."""
    if blind < FEWEST_RATED:
        return ReviewFigures(written, blind)
    clear, useful, usable = (_mean(total, blind) for total in sums)
    return ReviewFigures(written, blind, clear, useful, usable, sure)


def stays_blind(*, was: bool, others: int, same_scores: bool) -> bool:
    """Tell whether a changed review still counts as a view of one's own: not with new scores once others were read."""
    return was and (same_scores or others == 0)


def _mean(total: int, count: int) -> Decimal:
    """Return the mean to one decimal, a half rounded up."""
    return Decimal((20 * total + count) // (2 * count)).scaleb(-1)
