"""How each language writes amounts, numbers, days, moments and durations."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency

from crowdlearn.kernel.money import Money
from crowdlearn.web.formats import formatter

EN, FR = formatter("en"), formatter("fr")


@pytest.mark.parametrize(
    ("cents", "english", "french"),
    [
        (180000, "$1,800", "1\xa0800\xa0$"),
        (180050, "$1,800.50", "1\xa0800,50\xa0$"),
        (5, "$0.05", "0,05\xa0$"),
        (-1250, "-$12.50", "-12,50\xa0$"),
        (0, "$0", "0\xa0$"),
    ],
)
def test_money(cents: int, english: str, french: str) -> None:
    assert (EN.money(Money(cents)), FR.money(Money(cents))) == (english, french)


@pytest.mark.parametrize("cents", [0, 1, 99, 100, 123456, 99999999999])
@pytest.mark.parametrize("habits", [EN, FR], ids=lambda habits: habits.language)
@pytest.mark.parametrize("currency", ["CAD", "USD", "EUR"])
def test_money_is_written_as_babel_writes_it(cents: int, habits: object, currency: str) -> None:
    ours = habits.money(Money(cents, currency), exact=True)  # type: ignore[attr-defined]
    assert ours == format_currency(Decimal(cents).scaleb(-2), currency, locale=habits.locale)  # type: ignore[attr-defined]


def test_numbers() -> None:
    assert (EN.number(1234567), FR.number(1234567)) == ("1,234,567", "1\xa0234\xa0567")
    assert (EN.number(Decimal("4.70"), 1), FR.number(Decimal("4.75"), 2)) == ("4.7", "4,75")


def test_days() -> None:
    day = date(2026, 12, 1)
    assert (EN.day(day), FR.day(day)) == ("1\xa0December 2026", "1er\xa0décembre 2026")
    assert EN.day(day, short=True, year=False) == "1\xa0Dec"
    assert (EN.weekday(day), FR.weekday(day)) == ("Tuesday", "mardi")


def test_moments_carry_their_zone() -> None:
    moment = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
    assert EN.moment(moment) == "14\xa0December 2026, 12:00 Eastern Time"
    assert FR.moment(moment, "America/Moncton").startswith("14\xa0décembre 2026, 13\xa0h, heure de l’Atlantique")


@pytest.mark.parametrize(
    ("minutes", "english", "french"),
    [
        (60, "1\xa0hour", "1\xa0heure"),
        (90, "1.5\xa0hours", "1,5\xa0heure"),
        (150, "2.5\xa0hours", "2,5\xa0heures"),
        (45, "45\xa0minutes", "45\xa0minutes"),
        (0, "0\xa0hours", "0\xa0heure"),
    ],
)
def test_durations(minutes: int, english: str, french: str) -> None:
    assert (EN.hours(minutes), FR.hours(minutes)) == (english, french)
