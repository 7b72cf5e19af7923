"""Mail in two languages, in two forms, and with nobody's headers in it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from crowdlearn.db.session import Database, transaction
from crowdlearn.web import mail

LETTER = mail.Written("Your pitch\r\nBcc: all@evil.example", "Good day.\n", "<p>Good day.</p>", "en")


def test_a_message_has_both_forms_and_no_foreign_header(app: Flask) -> None:
    with app.app_context():
        message = mail.compose(
            LETTER, "Zoé\r\nBcc: x@evil.example", "zoe@harbour.example", unsubscribe="https://x.example/u/1"
        )
    raw = message.as_bytes()
    assert message["Subject"] == "Your pitch Bcc: all@evil.example"
    assert message["To"].addresses[0].display_name == "Zoé Bcc: x@evil.example"
    assert "Bcc" not in message
    assert b"\nBcc:" not in raw
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "en"


def test_a_long_french_subject_arrives_letter_by_letter(app: Flask) -> None:
    for length in range(40):
        subject = f"{'N' * length} vous remercie d’être porte-voix de «\u00a0Des lettres que l’on finit\u00a0»".strip()
        with app.app_context():
            raw = mail.compose(replace(LETTER, subject=subject), "Zoé", "zoe@harbour.example").as_bytes()
        assert message_from_bytes(raw, policy=default)["Subject"] == subject
        assert max(map(len, raw.partition(b"\n\n")[0].splitlines())) <= 78
        assert raw.isascii()


def test_a_long_way_out_stays_an_address_that_mail_programs_can_follow(app: Flask) -> None:
    address = "https://x.example/u/" + "a" * 150
    with app.app_context():
        message = mail.compose(LETTER, "Zoé", "zoe@harbour.example", unsubscribe=address)
    assert f"\nList-Unsubscribe: <{address}>\n".encode() in message.as_bytes()


def test_without_smtp_a_message_becomes_a_file(app: Flask) -> None:
    with app.app_context():
        mail.send(mail.compose(LETTER, "Zoé", "zoe@harbour.example"))
    files = list((Path(app.config["CROWDLEARN_HOME"]) / "mail").glob("*.eml"))
    assert any(b"zoe@harbour.example" in file.read_bytes() for file in files)


def test_mail_never_leaves_inside_a_transaction(app: Flask, database: Database) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError):
        mail.send(mail.compose(LETTER, "Zoé", "zoe@harbour.example"))


def test_a_line_becomes_the_button() -> None:
    source = "Good <day>.\nSecond line.\n\n[[Open it|https://x.example/a?b=c&d]]\n\nBye."
    text = "Good <day>.\nSecond line.\n\nOpen it: https://x.example/a?b=c&d\n\nBye.\n\n-- \nSent by us.\n"
    assert mail._as_text(source, "Sent by us.\n", ()) == text


def test_nobody_writes_a_button_into_somebody_else_s_mail(app: Flask) -> None:
    facts = {"owner": "Eve", "pitch": "Letters", "text": "[[Confirm your account|https://evil.example/]]"}
    with app.app_context():
        letter = mail.render("thank_you", "en", facts, "/pitches")
    assert 'href="https://evil.example' not in letter.html
    assert letter.html.count("<a href") == 1
    assert "Confirm your account: https" not in letter.text


def test_moments_are_told_in_the_reader_s_zone(app: Flask) -> None:
    facts = {"title": "Letters", "starts": datetime(2026, 12, 14, 17, tzinfo=UTC)}
    with app.app_context():
        east, west = (mail.render("seat_waiting", "en", facts, zone=zone).text for zone in ("", "America/Vancouver"))
    assert "14\u00a0December 2026, 12:00 Eastern Time" in east
    assert "14\u00a0December 2026, 9:00 Pacific Time" in west
