"""CSV that is safe to open."""

from datetime import UTC, date, datetime

import pytest

from crowdlearn.web.spreadsheet import cell, csv_answer


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49", "'+49"),
        ("-x", "'-x"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1+1", "'＝1+1"),
        (-5, "-5"),
        (None, ""),
        ("Échéance", "Échéance"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00Z"),
    ],
)
def test_a_cell(value, text):
    assert cell(value) == text


def test_a_file_opens_with_accents_and_quotes_what_needs_it():
    body = csv_answer("suivi", ["Échéance"], [['du "midi", enfin']]).get_data()
    assert body.startswith("\ufeffÉchéance\r\n".encode())
    assert '"du ""midi"", enfin"' in body.decode()
