"""Holds on cards: how long they are waited for, and the one decision about all of them (money.md, rows 41 and 42).

Pure; amounts are integer cents.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NOTICE_BEFORE_HOLD = timedelta(days=3)  # the debit notice
HOLD_WINDOW = timedelta(hours=72)  # from the first answer of a bank
LAST_DAYS = timedelta(hours=24)  # of the window: whoever waits is held, the pitcher may top up
BEFORE_HOLDS_LAPSE = timedelta(hours=12)
REMIND_OF_CARD = (timedelta(hours=24), timedelta(hours=40))  # after the first answer; the first word comes at once
COVER_LAPSED_WITHIN = timedelta(hours=24)  # after a hold lapsed before it was taken


class Decision(StrEnum):
    """What becomes of the holds of a pitch. It is stored once, before anybody is told, and never changed."""

    TAKE = "take"
    LET_GO = "let_go"


@dataclass(frozen=True)
class Window:
    """How long holds are waited for. Until `repair_until` cards are repaired; nothing is taken from `take_before` on.

    From `repair_until` to `ends_at` whoever waits is held and the pitcher may top up.
    """

    since: datetime
    repair_until: datetime
    ends_at: datetime
    take_before: datetime


def window(since: datetime, consent_ends: datetime, holds_lapse: datetime | None) -> Window:
    """Return the window that began with the first answer: 72 hours, less where a hold lapses or a consent ends sooner.

    `consent_ends` is when the earliest consent of a backer ends, `holds_lapse` when the earliest hold does.
    """
    take_before = consent_ends if holds_lapse is None else min(consent_ends, holds_lapse - BEFORE_HOLDS_LAPSE)
    ends_at = min(since + HOLD_WINDOW, take_before)
    return Window(since, max(since, ends_at - LAST_DAYS), ends_at, take_before)


@dataclass(frozen=True)
class Holding:
    """What is held of a peer goal, and what the pitcher added. Cents."""

    goal: int
    held: int
    top_up: int

    @property
    def covers(self) -> bool:
        """Tell whether the whole goal is held or added."""
        return self.held + self.top_up >= self.goal


def decide(holding: Holding, waits: Window, at: datetime, *, cleared: bool) -> Decision | None:
    """Decide about the holds of a pitch at a moment; None while there is time and something is missing.

    All or nobody: taken when the whole goal is covered and cleared, and no hold is about to lapse.
    """
    if not cleared:
        return Decision.LET_GO
    if holding.covers and at < waits.take_before:
        return Decision.TAKE
    return Decision.LET_GO if at >= waits.ends_at else None
