"""Every kind of letter is in docs/notices.md with its subjects, and can be sent and read in both languages."""

import re
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from crowdlearn.db.session import transaction
from crowdlearn.jobs import send_mail
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices import service
from crowdlearn.notices.rules import KNOWN, REASONS, Channel, may_be_silenced
from crowdlearn.people.models import Person
from crowdlearn.web import mail
from tests import make
from tests.support.samples import DIGESTS, facts_for, kinds

DOCUMENT = Path(__file__).parents[3] / "docs" / "notices.md"
ROW = re.compile(r"^\| `(?P<kind>\w+)` \| (?P<who>[^|]+) \| (?P<when>[^|]+) \| (?P<en>[^|]+) \| (?P<fr>[^|]+) \|$")


def rows() -> dict[str, dict[str, str]]:
    found = (ROW.match(line) for line in DOCUMENT.read_text("utf-8").splitlines())
    return {row["kind"]: {name: text.strip() for name, text in row.groupdict().items()} for row in found if row}


def test_the_document_lists_every_letter_and_no_other():
    assert sorted(rows()) == kinds()


def test_the_document_lists_every_reason_with_its_default_and_its_kinds():
    words = DOCUMENT.read_text("utf-8")
    for reason in REASONS:
        listed = ", ".join(f"`{kind}`" for kind in reason.kinds)
        assert f"| {reason.words} | {reason.section.label} | {reason.default.label} | {listed} |" in words


@pytest.mark.parametrize("kind", kinds())
def test_its_subjects_are_as_documented_and_its_words_can_be_read(app, kind):
    facts = facts_for(app, kind)
    with app.app_context():
        for language in ("en", "fr"):
            letter = mail.render(kind, language, facts, "/pitches")
            assert letter.subject == rows()[kind][language]
            assert letter.text.strip()
            assert "<html" in letter.html
            assert not re.search(r"%\(|\{\{|\bNone\b|Undefined", letter.text + letter.subject)


@pytest.fixture
def letters_sent(app):
    """Return what reads the mail that left, and throws it away afterwards."""
    folder = Path(app.config["CROWDLEARN_HOME"]) / "mail"

    def read() -> list[EmailMessage]:
        files = sorted(folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=default) for file in files]

    shutil.rmtree(folder, ignore_errors=True)
    yield read
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_is_told_sent_by_the_worker_and_read_once(app, database, letters_sent, language):
    person, told = make.person("Noor Holm", language=language), [kind for kind in kinds() if kind not in DIGESTS]
    service.choose(person.id, dict.fromkeys(KNOWN, Channel.AT_ONCE), None, takes_asks=True)
    for kind in told:
        with transaction() as session:
            service.tell(session, person.id, kind, event_id=new_id(), facts=facts_for(app, kind), path="/pitches")
    with app.app_context():
        while send_mail():
            pass
        assert send_mail() == 0
    letters = {letter["Subject"]: letter for letter in letters_sent()}
    assert set(letters) == {rows()[kind][language] for kind in told}
    assert len(letters_sent()) == len(told)
    for kind in told:
        _check(letters[rows()[kind][language]], kind, person, language)


def _check(letter: EmailMessage, kind: str, person: Person, language: str) -> None:
    assert [address.addr_spec for address in letter["To"].addresses] == [person.email]
    assert letter["Content-Language"] == language
    assert ("List-Unsubscribe" in letter) is may_be_silenced(kind)
    text, html = (letter.get_body((form,)).get_content() for form in ("plain", "html"))
    for words in (text, html):
        assert f"http://localhost/{language}/pitches" in words
        assert ("http://localhost/u/" in words) is may_be_silenced(kind)
        assert ("Sent by" in words, "Envoyé par" in words) == (language == "en", language == "fr")
    assert f'lang="{language}"' in html
