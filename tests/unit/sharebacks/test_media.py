"""Pictures in a text, and what may lie beside it."""

import pytest

from crowdlearn.sharebacks.rules import (
    Beside,
    Content,
    Form,
    LinkMissing,
    MediumKind,
    NoCaptions,
    NoPicture,
    NoSound,
    PictureUndescribed,
    TranscriptMissing,
    check_complete,
    check_medium,
    placed,
)

from .test_rules import NOW, WORDS


@pytest.mark.parametrize(
    ("html", "numbers", "parts"),
    [
        ("<p>A</p>", [], ["<p>A</p>"]),
        ("<p>A</p>", [1], ["<p>A</p>", 1]),
        ("<p>A</p>\n<p>{2}</p>\n<p>B</p>", [1, 2], ["<p>A</p>\n", 2, "\n<p>B</p>", 1]),
        ("<p>{1}</p><p>{1}</p>", [1], [1, "<p>{1}</p>"]),
        ("<p>{7}</p>", [1], ["<p>{7}</p>", 1]),
        ("<p>see {1} here</p>", [1], ["<p>see {1} here</p>", 1]),
        ("", [1, 2], [1, 2]),
    ],
)
def test_a_picture_stands_where_its_number_stands_alone_and_else_at_the_end(html, numbers, parts):
    assert placed(html, numbers) == parts


@pytest.mark.parametrize(
    ("kind", "media_type", "alt", "refusal"),
    [
        (MediumKind.PICTURE, "image/png", " ", PictureUndescribed),
        (MediumKind.PICTURE, "application/pdf", "A letter", NoPicture),
        (MediumKind.SOUND, "image/png", "", NoSound),
        (MediumKind.CAPTIONS, "text/plain", "", NoCaptions),
        (MediumKind.CAPTIONS, "", "", NoCaptions),
    ],
)
def test_a_picture_needs_words_and_everything_its_own_kind_of_file(kind, media_type, alt, refusal):
    with pytest.raises(refusal):
        check_medium(kind, media_type, alt)


@pytest.mark.parametrize(
    ("given", "beside", "missing"),
    [
        ({"transcript": WORDS}, Beside(), LinkMissing),
        ({"transcript": WORDS}, Beside(sound=True), None),
        ({"link": "https://video.example/1"}, Beside(), TranscriptMissing),
        ({"link": "https://video.example/1"}, Beside(captions=True), None),
        ({}, Beside(sound=True), TranscriptMissing),
    ],
)
def test_a_recording_is_somewhere_and_everybody_can_follow_it(given, beside, missing):
    content = Content("Fog", "en", **given)
    if missing is None:
        check_complete(Form.RECORDING, content, NOW, beside)
        return
    with pytest.raises(missing):
        check_complete(Form.RECORDING, content, NOW, beside)
