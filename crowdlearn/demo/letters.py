"""The mail that the demo wrote into files in place of sending it."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

SHOWN = 60


@dataclass(frozen=True)
class WrittenLetter:
    """A letter as its reader got it, in both versions: plain `text`, and `html` for programs that show it."""

    id: UUID
    to_name: str
    to_email: str
    subject: str
    sent_at: datetime
    language: str
    text: str
    html: str


def newest(folder: Path) -> list[WrittenLetter]:
    """Return the newest letters in `folder`, at most SHOWN; files are named by ids that grow with time."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    return [_read(file) for file in files]


def find(folder: Path, letter_id: UUID) -> WrittenLetter | None:
    """Return one letter of `folder`, None if there is no such."""
    file = folder / f"{letter_id}.eml"
    return _read(file) if file.exists() else None


def _read(file: Path) -> WrittenLetter:
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    to = message["To"].addresses[0]
    return WrittenLetter(
        id=UUID(file.stem),
        to_name=to.display_name,
        to_email=to.addr_spec,
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        language=str(message.get("Content-Language", "en")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body else ""
