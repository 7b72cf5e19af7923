"""At the door of an event: when one checks in, what one types, and how many of how many came. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .states import FEWEST_RATED

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(hours=2)
FEEDBACK_FOR = timedelta(days=30)
NEEDS_KEPT = timedelta(days=30)  # what people need to take part is forgotten so long after the event


def door_is_open(starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Tell whether one may check in: from half an hour before it begins until two hours after it ends."""
    return starts_at - OPENS_BEFORE <= now <= starts_at + timedelta(minutes=minutes) + CLOSES_AFTER


def feedback_is_open(starts_at: datetime, now: datetime) -> bool:
    """Tell whether those who came may give feedback: from the beginning until thirty days later."""
    return starts_at <= now <= starts_at + FEEDBACK_FOR


def plain_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed: "k7m-4p2" is K7M4P2."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    count: int
    base: int

    @property
    def percent(self) -> int | None:
        """Return whole per cent, rounded half up; None about fewer than five people, of whom each could be guessed."""
        if self.base < FEWEST_RATED:
            return None
        return (200 * self.count + self.base) // (2 * self.base)
