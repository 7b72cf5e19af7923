"""Mail in two languages, in two forms, and with nobody's headers in it."""

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
    assert mail._as_text(source) == "Good <day>.\nSecond line.\n\nOpen it: https://x.example/a?b=c&d\n\nBye.\n"
