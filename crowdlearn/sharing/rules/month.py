"""A month of the calendar."""

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WEEKS = Calendar(firstweekday=6)  # weeks begin on Sunday, as calendars in Canada do
REACH = 24  # months that the pages lead on to, from the present one


@dataclass(frozen=True, order=True)
class Month:
    """One month; `str()` writes it as addresses do, "2026-11"."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, written: str, today: date) -> "Month":
        """Return the month that an address names, else that of `today`."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), int(found[2])) if found else cls.of(today)

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.after(1).first - timedelta(days=1)

    @property
    def weeks(self) -> list[list[date]]:
        """Return its days by weeks from Sunday to Saturday, with those of its neighbours that fill them."""
        return _WEEKS.monthdatescalendar(self.year, self.number)

    def after(self, months: int) -> "Month":
        """Return the month so many months later, or earlier."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def is_near(self, today: date) -> bool:
        """Tell whether pages lead on to it."""
        there, here = self.year * 12 + self.number, today.year * 12 + today.month
        return abs(there - here) <= REACH

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"
