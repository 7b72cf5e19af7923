"""The board of open needs: why one fits a reader, and how needs fare as figures. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST = 5  # a rate about fewer needs says too much about each
FIGURES_OVER = timedelta(days=365)
OF_SKILL, OF_REGION, OF_LANGUAGE = 4, 2, 1  # one skill weighs more than place and language together
MOST_FIT = OF_SKILL + OF_REGION + OF_LANGUAGE


@dataclass(frozen=True)
class Fit:
    """What of a need is also the reader's."""

    skill: bool
    region: bool
    language: bool

    @classmethod
    def of(cls, score: int) -> "Fit":
        """Return what a score was summed from."""
        return cls(bool(score & OF_SKILL), bool(score & OF_REGION), bool(score & OF_LANGUAGE))


@dataclass(frozen=True)
class NeedFigures:
    """How needs fared that were published since `since`: `filled` of `needs`, and first offers for `offered` of them.

    `hours` is the median time from publication to the first offer, in whole hours. Both are None below five.
    """

    needs: int
    filled: int | None
    offered: int
    hours: int | None
    since: date
    as_of: date


def need_figures(needs: int, filled: int, waits: Sequence[timedelta], as_of: date) -> NeedFigures:
    """Return the figures; `waits` are the times to the first offer of the needs that got one."""
    return NeedFigures(
        needs=needs,
        filled=filled if needs >= FEWEST else None,
        offered=len(waits),
        hours=_median_hours(waits) if len(waits) >= FEWEST else None,
        since=as_of - FIGURES_OVER,
        as_of=as_of,
    )


def _median_hours(waits: Sequence[timedelta]) -> int:
    """Return the median in whole hours, half an hour rounded up; of an even number the mean of the middle two."""
    minutes = sorted(wait // timedelta(minutes=1) for wait in waits)
    middle = (minutes[(len(minutes) - 1) // 2] + minutes[len(minutes) // 2]) // 2
    return (middle + 30) // 60
