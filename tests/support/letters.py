"""The mail that people get, read from what the post office was handed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlmodel import select

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.post_office import Letter, post_office
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import unpack
from crowdlearn.notices.service import send_waiting
from crowdlearn.people.models import Person
from crowdlearn.reactions import AFTER
from crowdlearn.web import mail


@dataclass
class Mailbox:
    """Everyone's mail, oldest first, as it was written."""

    app: Flask
    letters: list[tuple[Letter, mail.Written]] = field(default_factory=list)

    def carry(self, letter: Letter) -> None:
        """Write a letter and keep it."""
        self.letters.append((letter, mail.render(letter.kind, letter.language, letter.facts, letter.path)))

    def fetch(self) -> list[Letter]:
        """Deliver what waits, and return the letters that came of it."""
        before = len(self.letters)
        post_office.connect(self.carry)  # an app that was built meanwhile has connected its own
        with self.app.app_context():
            drain_all(AFTER)
            send_waiting(post_office.deliver)
        return [letter for letter, _ in self.letters[before:]]

    def link(self, kind: str) -> str:
        """Return the path that the newest letter of this kind leads to, with its language."""
        letter, written = next(pair for pair in reversed(self.letters) if pair[0].kind == kind)
        found = re.search(r"https?://[^/\s]+(/\S+)", written.text)
        assert found is not None, f"{letter.kind} leads nowhere"
        return found[1]


def told(app: Flask) -> list[tuple[str, str]]:
    """Deliver what happened, twice over; return (kind, person) of each notice, all of them rendered."""
    drain_all(AFTER)
    drain_all(AFTER)
    with reading() as session:
        notices = session.exec(select(Notice).order_by(Notice.id)).all()
        names = {row.id: row.name for row in session.exec(select(Person))}
    for notice in notices:
        for language in ("en", "fr"):
            with app.test_request_context(f"/{language}/"):
                letter = mail.render(notice.kind, language, unpack(notice.facts), notice.path)
            assert letter.subject
            assert "None" not in letter.text
    return [(notice.kind, names[notice.person_id]) for notice in notices]


@pytest.fixture
def mailbox(app: Flask, database: object) -> Iterator[Mailbox]:
    """Return the mail of a test; reactions run when it is fetched."""
    box = Mailbox(app)
    post_office.connect(box.carry)
    yield box
    post_office.connect(mail.deliver)
