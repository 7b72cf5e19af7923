"""Feedback of those who came: asked once, given once, by nobody in particular, shown to the host from five on."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.notices.models import Notice
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import EventFeedback
from crowdlearn.sharebacks.rules import FeedbackClosed, FeedbackGiven, Rate, WouldUse
from tests import make

pytestmark = pytest.mark.usefixtures("database")
SAID = {"clear": 5, "worth": 4, "included": 3, "would_use": WouldUse.YES}


@pytest.fixture
def author():
    return make.person("Amira Haddad")


def came(event, count):
    people = [make.person() for _ in range(count)]
    for person in people:
        make.seat(event, person, attended_at=now())
    return people


def asked(kind="event_held"):
    drain_all(AFTER)
    with reading() as session:
        return {notice.person_id for notice in session.exec(select(Notice).where(Notice.kind == kind))}


def test_who_came_is_asked_once_however_they_were_counted(author, clock):
    event = make.event(author, in_hours=-0.1)
    by_code, listed, late, absent = (make.person() for _ in range(4))
    for person in (by_code, listed, late, absent):
        make.seat(event, person)
    service.check_in(by_code.id, make.code_of(event))
    clock.forward(hours=1)
    assert [service.close_events(), service.close_events()] == [1, 0]
    assert asked() == {by_code.id}
    assert asked("event_over") == {author.id}
    service.hold_event(author.id, event.id, [listed.id])
    assert asked() == {by_code.id, listed.id}
    service.hold_event(author.id, event.id, [listed.id, late.id])
    assert asked() == {by_code.id, listed.id, late.id}
    with reading() as session:
        told = session.exec(select(Notice).where(Notice.kind == "event_held")).all()
    assert len(told) == 3
    assert {notice.path for notice in told} == {f"/sharebacks/{event.id}/feedback"}


def test_one_answers_once_while_one_remembers_and_only_who_came(author, clock):
    event = make.event(author, in_hours=-1)
    first, second = came(event, 2)
    absent = make.person()
    make.seat(event, absent)
    service.give_feedback(first.id, event.id, **SAID)
    with pytest.raises(FeedbackGiven):
        service.give_feedback(first.id, event.id, **SAID)
    for person in (absent, make.person(), author):
        with pytest.raises(NotFound):
            service.give_feedback(person.id, event.id, **SAID)
    clock.forward(days=31)
    with pytest.raises(FeedbackClosed):
        service.give_feedback(second.id, event.id, **SAID)
    assert queries.figures_of(event.id).responded == Rate(1, 2)


def test_nothing_that_is_kept_tells_who_said_what(author):
    event = make.event(author, in_hours=-1)
    people = came(event, 2)
    for person in people:
        service.give_feedback(person.id, event.id, text=f"From {person.id}", **SAID)
    with reading() as session:
        trail = session.exec(select(AuditRow.action)).all()
        rows = session.exec(select(EventFeedback)).all()
        names = [column.name for column in SQLModel.metadata.tables["eventfeedback"].columns]
    assert trail == []
    assert {row.id.version for row in rows} == {4}  # drawn by lot: the usual ids tell the time
    assert not any(name.endswith(("_at", "person_id")) for name in names)
    with reading() as session:
        kept = session.execute(sa.text("SELECT count(*) FROM eventfeedback")).scalar_one()
    assert kept == 2


def test_the_host_sees_answers_together_from_five_on(author, browser):
    event = make.event(author, in_hours=-1)
    people = came(event, 6)
    for number, person in enumerate(people[:4]):
        service.give_feedback(person.id, event.id, **SAID | {"text": f"Word {number}"})
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{event.id}/results").text
    assert "4 of 6 who came answered" in page
    assert "Word 0" not in page
    browser.sign_in(people[4].id)
    form = browser.get(f"/en/sharebacks/{event.id}/feedback")
    done = form.submit(clear="1", worth="1", included="3", would_use="no", text="")
    assert "Thank you." in done.text
    assert "You have answered." in browser.get(f"/en/sharebacks/{event.id}/feedback").text
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{event.id}/results").text.replace("\u00a0", " ")
    assert "5 of 6 who came answered" in page
    assert all(words in page for words in ("Word 0", "4.2", "3.4", "Yes: 80 % (4 of 5)", "No: 20 % (1 of 5)"))
    assert people[4].name not in page
    browser.sign_in(people[5].id)
    assert browser.get(f"/en/sharebacks/{event.id}/results").status == 403
