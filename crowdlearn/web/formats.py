"""Money, numbers, days, moments and durations as each language writes them.

Babel formats one amount in some 20 µs, too much for a page of cards, so each language's habits are taken from its
data once and applied here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from babel.numbers import format_currency
from babel.units import format_unit

from crowdlearn.kernel.clock import HOME_ZONE
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.vocabulary import TIME_ZONES

from .locale import LOCALES

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Formatter:
    """How one language writes what is not a word."""

    language: str
    locale: Locale
    group: str
    decimal: str
    months: Mapping[int, str]
    short_months: Mapping[int, str]
    weekdays: Mapping[int, str]
    hour_words: Mapping[str, str]
    minute_words: Mapping[str, str]
    _frames: dict[str, tuple[str, str]] = field(default_factory=dict)

    def number(self, value: int | Decimal, places: int = 0) -> str:
        """Write a number with its groups, rounded to at most `places` decimals: "1,234.5" or "1 234,5"."""
        if places == 0 and isinstance(value, int):
            return f"{value:,}".replace(",", self.group)
        text = f"{Decimal(value):,.{places}f}"
        whole, _, fraction = text.partition(".")
        fraction = fraction.rstrip("0")
        return whole.replace(",", self.group) + (self.decimal + fraction if fraction else "")

    def megabytes(self, size: int) -> str:
        """Write a size in bytes: "12.4 MB" or "12,4 Mo"."""
        return format_unit(round(size / 1_000_000, 1), "digital-megabyte", "short", locale=self.locale)

    def money(self, amount: Money, exact: bool = False) -> str:
        """Write an amount: "$1,800.50" or "1 800,50 $". A whole one without cents unless `exact`."""
        before, after = self._frame(amount.currency)
        dollars, cents = divmod(abs(amount.cents), 100)
        text = f"{dollars:,}".replace(",", self.group)
        if cents or exact:
            text += f"{self.decimal}{cents:02d}"
        return f"{'-' if amount.cents < 0 else ''}{before}{text}{after}"

    def day(self, value: date, short: bool = False, year: bool = True) -> str:
        """Write a day: "30 November 2026" or "30 novembre 2026"; "30 Nov" when short and without year."""
        months = self.short_months if short else self.months
        number = "1er" if self.language == "fr" and value.day == 1 else str(value.day)
        return f"{number}{NBSP}{months[value.month]}" + (f" {value.year}" if year else "")

    def weekday(self, value: date) -> str:
        """Return the name of the day of the week."""
        return self.weekdays[value.weekday()]

    def clock(self, value: datetime) -> str:
        """Write a time of day: "14:30" or "14 h 30"."""
        if self.language == "fr":
            return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02d}" if value.minute else "")
        return f"{value.hour}:{value.minute:02d}"

    def moment(self, value: datetime, zone: str = HOME_ZONE) -> str:
        """Write a moment with its zone: "30 November 2026, 23:59 Eastern Time"."""
        there = value.astimezone(ZoneInfo(zone))
        comma = "," if self.language == "fr" else ""
        return f"{self.day(there)}, {self.clock(there)}{comma} {zone_name(self.language, zone)}"

    def hours(self, minutes: int) -> str:
        """Write a duration kept in minutes: "2.5 hours", "45 minutes"."""
        if 0 < minutes < 60:
            return self._with_unit(Decimal(minutes), self.minute_words)
        return self._with_unit(Decimal(minutes) / 60, self.hour_words)

    def _with_unit(self, value: Decimal, words: Mapping[str, str]) -> str:
        value = round(value, 2).normalize()
        pattern = words.get(self.locale.plural_form(value)) or words["other"]
        return pattern.replace("{0}", self.number(value, 2)).replace(" ", NBSP)

    def _frame(self, currency: str) -> tuple[str, str]:
        """Return what stands before and after the figures of a currency."""
        if currency not in self._frames:
            sample = format_currency(Decimal("1.11"), currency, locale=self.locale)
            before, after = sample.split(f"1{self.decimal}11")
            self._frames[currency] = (before, after)
        return self._frames[currency]


@cache
def formatter(language: str) -> Formatter:
    """Return the formatter of "en" or "fr", built from Babel's data once."""
    locale = LOCALES[language]
    symbols = locale.number_symbols["latn"]
    names = locale.months["format"]
    units = locale._data["unit_patterns"]  # Babel offers no public door to them
    return Formatter(
        language=language,
        locale=locale,
        group=symbols["group"],
        decimal=symbols["decimal"],
        months=names["wide"],
        short_months=names["abbreviated"],
        weekdays=locale.days["format"]["wide"],
        hour_words=units["duration-hour"]["long"],
        minute_words=units["duration-minute"]["long"],
    )


@cache
def zone_name(language: str, zone: str) -> str:
    """Return what people call a time zone: "Eastern Time", "heure de l’Est"."""
    if known := TIME_ZONES.get(zone):
        return known[1 if language == "fr" else 0]
    return get_timezone_name(ZoneInfo(zone), width="long", locale=LOCALES[language])


def machine_moment(value: datetime) -> str:
    """Return the moment for a `datetime` attribute: ISO 8601 in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
