"""People are told once, and mail survives a server that is down."""

from datetime import date

import pytest

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.notices import queries, service
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import Channel
from tests import make


def told(person, kind="pledge_received", event_id=None, **facts):
    with transaction() as session:
        return service.tell(session, person.id, kind, event_id=event_id or new_id(), facts=facts, path="/pitches")


def choose(person, **channels):
    service.choose(person.id, channels, None, takes_asks=True)


def test_the_same_event_is_told_once(database):
    person, event = make.person(), new_id()
    assert told(person, event_id=event)
    assert not told(person, event_id=event)
    assert told(make.person(), event_id=event)
    assert queries.unread(person.id) == 1


def test_facts_keep_their_kind(database):
    person = make.person()
    told(person, amount=Money(1250), due=date(2026, 12, 1), title="Letters", hours=3)
    (line,) = queries.notices_of(person.id).lines
    assert line.facts == {"amount": Money(1250), "due": date(2026, 12, 1), "title": "Letters", "hours": 3}


def test_mail_goes_out_once(database):
    person, sent = make.person("Noor", language="fr"), []
    told(person, title="Letters")
    assert service.send_waiting(sent.append) == 1
    assert service.send_waiting(sent.append) == 0
    assert [(one.name, one.language, one.facts["title"]) for one in sent] == [("Noor", "fr", "Letters")]


def test_what_is_not_wanted_by_mail_stands_on_the_site_and_what_is_never_wanted_nowhere(database):
    person, sent = make.person(), []
    choose(person, pledge=Channel.SITE, seat=Channel.NEVER)
    assert told(person, "pledge_received")
    assert not told(person, "seat_freed")
    assert told(person, "money_asked")
    service.send_waiting(sent.append)
    assert [one.kind for one in sent] == ["money_asked"]
    assert sent[0].unsubscribe == ""
    assert {line.kind for line in queries.notices_of(person.id).lines} == {"pledge_received", "money_asked"}


def test_a_mail_server_that_is_down_is_tried_again_later(database, clock):
    person, sent = make.person(), []
    told(person)

    def down(_outgoing):
        raise OSError("connection refused")

    assert service.send_waiting(down) == 0
    assert service.send_waiting(sent.append) == 0
    clock.forward(minutes=3)
    assert service.send_waiting(sent.append) == 1


def test_one_bad_mail_does_not_hold_up_the_others(database):
    told(make.person("Bad"))
    told(make.person("Good"))
    sent = []

    def picky(outgoing):
        if outgoing.name == "Bad":
            raise ValueError("no such template")
        sent.append(outgoing.name)

    assert service.send_waiting(picky) == 1
    assert sent == ["Good"]


@pytest.mark.parametrize("people", [2, 61])
def test_the_list_turns_its_pages(database, people):
    person = make.person()
    for _ in range(people):
        told(person)
    seen, after = [], ""
    while True:
        page = queries.notices_of(person.id, after)
        seen += [line.id for line in page.lines]
        if not (after := page.after or ""):
            break
    assert len(seen) == len(set(seen)) == people
    service.mark_read(person.id)
    assert queries.unread(person.id) == 0
    with reading() as session:
        assert session.get_one(Notice, seen[0]).read_at is not None
