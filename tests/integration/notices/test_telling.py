"""People are told once, and mail survives a server that is down."""

from datetime import date

import pytest

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.notices import queries, service
from crowdlearn.notices.models import Notice, NoticeChoice
from crowdlearn.notices.rules import GROUPS, group_of, may_be_silenced
from crowdlearn.web import mail
from crowdlearn.web.templating import FOLDER
from tests import make


def told(person, kind="pledge_promised", event_id=None, **facts):
    with transaction() as session:
        return service.tell(session, person.id, kind, event_id=event_id or new_id(), facts=facts, path="/pitches")


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


def test_who_switched_a_kind_off_is_told_on_the_site_only(database):
    person, sent = make.person(), []
    make.kept(NoticeChoice(person_id=person.id, kind="topic_pitch", by_mail=False))
    make.kept(NoticeChoice(person_id=person.id, kind="money_due", by_mail=False))
    told(person, "topic_pitch")
    told(person, "money_due")
    service.send_waiting(sent.append)
    assert [one.kind for one in sent] == ["money_due"]
    assert queries.unread(person.id) == 2


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


def test_a_switch_counts_for_its_whole_group(database):
    person, sent = make.person(), []
    service.choose_mail(person.id, {"event": False, "pitch": True})
    for kind in ("seat_freed", "event_soon", "pitch_funded"):
        told(person, kind)
    service.send_waiting(sent.append)
    assert [one.kind for one in sent] == ["pitch_funded"]


def test_every_kind_of_mail_belongs_to_a_group_or_cannot_be_silenced():
    kinds = [path.parent.name for path in FOLDER.glob("email/*/subject.txt")]
    assert [kind for kind in kinds if may_be_silenced(kind) and group_of(kind) not in GROUPS] == []


def test_one_click_switches_a_group_off(app, browser):
    person = make.person()
    with app.app_context():
        token = mail.signed(f"{person.id}/pitch")
    assert "Stop mail of this kind?" in browser.get(f"/u/{token}").text
    assert queries.switched_off(person.id) == set()
    answer = browser.post(f"/u/{token}", {"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert answer.response.headers["Referrer-Policy"] == "no-referrer"
    assert queries.switched_off(person.id) == {"pitch"}
    assert browser.get(f"/u/{token}x").status == 404


def test_a_person_chooses_what_comes_by_mail(app, browser):
    person = make.person()
    browser.sign_in(person.id)
    page = browser.get("/en/me/notifications")
    assert sorted(page.form().values["wanted"]) == sorted(GROUPS)
    page.submit(wanted=["pitch", "event"])
    assert queries.switched_off(person.id) == set(GROUPS) - {"pitch", "event"}
