"""The mail that the demo wrote into files in place of sending it."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

SHOWN = 60


@dataclass(frozen=True)
class WrittenLetter:
    """A letter as its reader got it; `text` is the plain part."""

    to_name: str
    to_email: str
    subject: str
    sent_at: datetime
    language: str
    text: str


def newest(folder: Path) -> list[WrittenLetter]:
    """Return the newest letters in `folder`, at most SHOWN; files are named by ids that grow with time."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    return [_read(file) for file in files]


def _read(file: Path) -> WrittenLetter:
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    to = message["To"].addresses[0]
    body = message.get_body(("plain",))
    return WrittenLetter(
        to_name=to.display_name,
        to_email=to.addr_spec,
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        language=str(message.get("Content-Language", "en")),
        text=body.get_content() if body else "",
    )
