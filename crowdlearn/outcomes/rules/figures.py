"""Figures that keep their denominators."""

from dataclasses import dataclass

FEWEST_SHOWN = 5  # rates about fewer people are suppressed


@dataclass(frozen=True)
class Rate:
    """A rate that keeps its denominator: `part` of `whole`. `people` are those it is about, where they are fewer."""

    part: int
    whole: int
    people: int | None = None

    @property
    def percent(self) -> int | None:
        """Return the rounded percentage, half up; None when there is nothing to divide by."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else None

    @property
    def shown(self) -> bool:
        """Tell whether enough people stand behind the rate for it to be shown."""
        return (self.whole if self.people is None else self.people) >= FEWEST_SHOWN


def shared_out(cents: int, among: int) -> int | None:
    """Return the cents for each of `among`, rounded half up; None where there is nobody, or nothing to share."""
    return (2 * cents + among) // (2 * among) if among and cents else None
