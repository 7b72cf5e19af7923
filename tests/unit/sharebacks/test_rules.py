"""What counts as a share-back."""

from datetime import UTC, datetime, timedelta

import pytest

from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks.rules import (
    FORM_OF,
    Content,
    Form,
    LinkMissing,
    TextTooShort,
    TimeMissing,
    TitleMissing,
    TranscriptMissing,
    check_complete,
    reading_minutes,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WORDS = "word " * 40


def content(**fields):
    return Content(**({"title": "What readers told us", "language": "en"} | fields))


@pytest.mark.parametrize(
    ("form", "given", "missing"),
    [
        (Form.POST, content(title=" ", body=WORDS), TitleMissing),
        (Form.POST, content(body="too short"), TextTooShort),
        (Form.RECORDING, content(transcript=WORDS), LinkMissing),
        (Form.RECORDING, content(link="https://audio.example/1"), TranscriptMissing),
        (Form.EVENT, content(), TimeMissing),
        (Form.EVENT, content(starts_at=NOW - timedelta(minutes=1)), TimeMissing),
    ],
)
def test_what_is_missing_is_named(form, given, missing):
    with pytest.raises(missing):
        check_complete(form, given, NOW)


@pytest.mark.parametrize(
    ("form", "given"),
    [
        (Form.POST, content(body=WORDS)),
        (Form.RECORDING, content(link="https://audio.example/1", transcript=WORDS)),
        (Form.EVENT, content(starts_at=NOW + timedelta(days=1))),
    ],
)
def test_a_complete_one_passes(form, given):
    check_complete(form, given, NOW)


def test_every_kind_has_a_form():
    assert set(FORM_OF) == set(ShareBackKind)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (221, 2), (1100, 5)])
def test_reading_time_rounds_up(words, minutes):
    assert reading_minutes("word " * words) == minutes
