"""Every kind of letter is in docs/notices.md with its subjects, and can be sent and read in both languages."""

import re
from pathlib import Path

import pytest

from crowdlearn.db.session import transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices import service
from crowdlearn.web import mail
from tests import make
from tests.support.samples import facts_for, kinds

DOCUMENT = Path(__file__).parents[3] / "docs" / "notices.md"
ROW = re.compile(r"^\| `(?P<kind>\w+)` \| (?P<who>[^|]+) \| (?P<when>[^|]+) \| (?P<en>[^|]+) \| (?P<fr>[^|]+) \|$")


def rows() -> dict[str, dict[str, str]]:
    found = (ROW.match(line) for line in DOCUMENT.read_text("utf-8").splitlines())
    return {row["kind"]: {name: text.strip() for name, text in row.groupdict().items()} for row in found if row}


def test_the_document_lists_every_letter_and_no_other():
    assert sorted(rows()) == kinds()


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


def test_each_is_sent_once(app, database):
    person, sent = make.person("Noor", language="fr"), []
    for kind in kinds():
        with transaction() as session:
            service.tell(session, person.id, kind, event_id=new_id(), facts=facts_for(app, kind), path="/pitches")
    while service.send_waiting(sent.append):
        pass
    assert sorted(letter.kind for letter in sent) == kinds()
    assert service.send_waiting(sent.append) == 0
