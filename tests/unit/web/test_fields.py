"""What people write for an amount, a duration, an address."""

import pytest

from crowdlearn.kernel.addresses import is_email
from crowdlearn.web.forms import changed_rows, clean
from crowdlearn.web.typed import is_web_address, read_cents, read_minutes


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12.50", 1250),
        ("12,50", 1250),
        ("12.5", 1250),
        ("$1,234.50", 123450),
        ("1 234,50 $", 123450),
        ("1\u00a0234,50\u00a0$", 123450),
        ("1\u202f234,50 $", 123450),
        ("CA$ 40", 4000),
        ("40 CAD", 4000),
        ("0", 0),
        ("1,234", 123400),
        ("1 234 567", 123456700),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "Infinity", "NaN", "1e9", "12.505", "-5", "−5", "1.234.50", "12,34,56", "1 23", "£5", "5$5", "$", "0x10", "٣"],
)
def test_what_is_no_plain_amount_is_refused(text: str) -> None:
    assert read_cents(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        ("1.5", 90),
        ("1,5 h", 90),
        ("2 h 30", 150),
        ("2h30", 150),
        ("2:30", 150),
        ("45 min", 45),
        ("0,25", 15),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "two", "-1", "1e3", "2:75", "1.234", "9999"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert read_minutes(text) is None


@pytest.mark.parametrize("text", ["a.b+c@harbour.example", "o'neil@a-b.c.example"])
def test_mail_addresses(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", ["amira at harbour", "a@b", "a..b@harbour.example", "a@-b.ca", "a@b.ca\n", "é@b.ca"])
def test_no_mail_addresses(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize("text", ["https://example.org/a?b=c#d", "http://example.org", "https://exämple.ca/é"])
def test_web_addresses(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("javascript:alert(1)", "data:text/html,x", "//example.org", "example.org", "https://", "ftp://example.org"),
        *("https://user:pass@example.org", "https://exa mple.org", "https://example.org/\nx", "https://[::1", "HTTPS"),
        *("java\tscript:alert(1)", "https://example.org/<script>", " https://example.org"),
    ],
)
def test_no_web_addresses(text: str) -> None:
    assert not is_web_address(text)


def test_typed_text_is_composed_and_freed_of_unseen_marks() -> None:
    assert clean("e\u0301\r\nb\rc\x00\x1b[31m\u202e\u200bd\te") == "é\nb\nc[31md e"


def test_joiners_that_scripts_need_stay() -> None:
    assert clean("क्\u200dष") == "क्\u200dष"


def test_rows_are_added_after_the_last_and_removed_by_name() -> None:
    typed = [("a", "1"), ("lines-0-what", "x"), ("lines-2-what", "y"), ("add", "lines")]
    assert changed_rows(typed, "add", "lines")[-1] == ("lines-3-new", "1")
    assert changed_rows(typed, "remove", "lines-2") == [("a", "1"), ("lines-0-what", "x")]
