"""A digest brings what waited for it: never empty, never the same thing twice, in the reader's language and morning."""

import re
from datetime import datetime
from email.message import EmailMessage

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.words import Passage
from crowdlearn.notices import service
from crowdlearn.notices.models import Digest, Notice
from crowdlearn.notices.rules import Channel, QuietHours
from crowdlearn.people.rules import PersonState
from crowdlearn.web import mail
from tests import make

MONDAY = "2026-11-23T17:00:00+00:00"  # noon in Toronto, nine in Vancouver
TUESDAY, NEXT_MONDAY = "2026-11-24T13:00:00+00:00", "2026-11-30T13:00:00+00:00"  # eight in the morning there
TITLE = Passage('Letters <b>& forms</b> [[x|http://evil.example]] "that people finish"', "en")


def at(clock, moment):
    clock.stand(datetime.fromisoformat(moment))


@pytest.fixture
def sent(database, clock):
    at(clock, MONDAY)
    return []


def told(person, kind="topic_pitch", path="/pitches/1", title=TITLE):
    facts = {"title": title, "pitcher": "Noor Holm", "name": "Noor Holm", "deadline": make.days(9)}
    with transaction() as session:
        return service.tell(session, person.id, kind, event_id=new_id(), facts=facts, path=path)


def choose(person, quiet=None, **wanted):
    service.choose(person.id, wanted, quiet, takes_asks=True)


def test_it_comes_next_morning_with_a_line_for_each_thing_and_never_again(sent, clock):
    person = make.person()
    told(person, path="/pitches/1")
    told(person, path="/pitches/2")
    assert service.send_waiting(sent.append) == 0
    at(clock, TUESDAY)
    assert service.send_waiting(sent.append) == 1
    (letter,) = sent
    assert (letter.kind, letter.unsubscribe) == ("digest_daily", f"{person.id}/daily")
    assert [line.path for line in letter.lines] == ["/pitches/2", "/pitches/1"]
    for _ in range(8):
        clock.forward(days=1)
        assert service.send_waiting(sent.append) == 0


def test_daily_and_weekly_go_apart(sent, clock):
    person = make.person()
    choose(person, pledge=Channel.WEEKLY)
    told(person, path="/pitches/1")
    told(person, "pledge_received", path="/pitches/2")
    at(clock, TUESDAY)
    service.send_waiting(sent.append)
    at(clock, NEXT_MONDAY)
    service.send_waiting(sent.append)
    assert [(one.kind, one.lines[0].path) for one in sent] == [
        ("digest_daily", "/pitches/1"),
        ("digest_weekly", "/pitches/2"),
    ]


def test_what_was_read_on_the_site_stays_out_and_none_is_empty(sent, clock):
    reader, other = make.person(), make.person()
    told(reader)
    told(other)
    service.mark_read(reader.id)
    at(clock, TUESDAY)
    assert service.send_waiting(sent.append) == 1
    assert sent[0].email == other.email
    with reading() as session:
        assert len(session.exec(select(Digest)).all()) == 1


def test_each_in_the_morning_of_their_own_zone_and_after_quiet_hours(sent, clock):
    east, west, late = (
        make.person(time_zone=zone) for zone in ("America/Halifax", "America/Vancouver", "America/Halifax")
    )
    choose(late, QuietHours(20, 9))
    for person in (east, west, late):
        told(person)
    mornings = []
    at(clock, "2026-11-24T11:30:00+00:00")
    for half_hour in range(24, 36):
        before = len(sent)
        service.send_waiting(sent.append)
        mornings += [(one.email, half_hour / 2 - 0.5) for one in sent[before:]]
        clock.forward(minutes=30)
    assert mornings == [(east.email, 12), (late.email, 13), (west.email, 16)]


def test_who_left_or_stopped_digests_gets_none(sent, clock):
    gone, stopped = make.person(), make.person()
    told(gone)
    told(stopped)
    service.stop_mail(stopped.id, "daily")
    with transaction() as session:
        session.get_one(type(gone), gone.id).state = PersonState.LEFT
    at(clock, TUESDAY)
    assert service.send_waiting(sent.append) == 0


def test_one_that_failed_comes_later_with_the_same_lines_unless_it_was_stopped(sent, clock):
    patient, stopped = make.person("Pat"), make.person("Sam")
    told(patient)
    told(stopped)
    at(clock, TUESDAY)

    def down(_letter):
        raise OSError("connection refused")

    assert service.send_waiting(down) == 0
    service.stop_mail(stopped.id, "daily")
    clock.forward(minutes=3)
    assert service.send_waiting(sent.append) == 1
    assert [(one.name, len(one.lines)) for one in sent] == [("Pat", 1)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Your daily digest: 2 things", "What I follow", "New on a topic you follow:")),
        ("fr", ("Votre résumé quotidien : 2 nouvelles", "Ce que je suis", "Nouveau sur un thème que vous suivez")),
    ],
)
def test_it_is_written_in_its_readers_language_with_a_link_to_each_thing(app, sent, clock, language, words):
    person = make.person("Noor", language=language)
    told(person, path="/pitches/1")
    told(person, "encouragement_given", path="/pitches/2", title="x")
    at(clock, TUESDAY)
    with app.app_context():
        service.send_waiting(sent.append)
        (letter,) = sent
        facts = {"zone": letter.time_zone, "unsubscribe": "http://localhost/u/x", "lines": letter.lines}
        written = mail.render(letter.kind, language, letter.facts, letter.path, **facts)
        message: EmailMessage = mail.compose(written, letter.name, letter.email, unsubscribe="http://localhost/u/x")
    assert written.subject == words[0]
    assert message["List-Unsubscribe"] == "<http://localhost/u/x>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for said in (written.text, written.html):
        assert all(one.casefold() in said.casefold() for one in words[1:])
        assert [f"/{language}/pitches/{n}" in said for n in (1, 2)] == [True, True]
    assert TITLE.replace("[[", "[\u200b[") in written.text
    assert "<b>& forms" not in written.html
    assert re.findall(r'href="([^"]+evil[^"]*)"', written.html) == []
    assert (f'<span lang="en">{"Letters"}' in written.html) == (language == "fr")


def test_a_notice_stands_in_one_digest_only(sent, clock):
    person = make.person()
    told(person)
    at(clock, TUESDAY)
    digest_id = service.gather(person.id, Channel.DAILY)
    assert service.gather(person.id, Channel.DAILY) is None
    with reading() as session:
        assert session.exec(select(Notice.digest_id)).all() == [digest_id]
