"""What a person chooses about notices holds: by reason and channel, quiet hours, asks, and one click in a mail."""

from datetime import datetime

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices import queries, service
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import REASONS, Channel, QuietAllDay, QuietHours
from crowdlearn.people.queries import takes_asks
from crowdlearn.web import mail
from tests import make
from tests.support.web import Browser

QUIET = QuietHours(20, 7)


def told(person, kind="pledge_received"):
    with transaction() as session:
        return service.tell(session, person.id, kind, event_id=new_id(), facts={}, path="/pitches")


def channels(person):
    return queries.preferences(person.id).channels


def choose(person, quiet=None, takes=True, **wanted):
    service.choose(person.id, wanted, quiet, takes_asks=takes)


def test_what_was_not_chosen_keeps_its_default(database):
    person = make.person()
    choose(person, pledge=Channel.WEEKLY)
    choose(person, pledge=Channel.WEEKLY, topic=Channel.NEVER)
    assert channels(person) == {reason.key: reason.default for reason in REASONS} | {
        "pledge": Channel.WEEKLY,
        "topic": Channel.NEVER,
    }


def test_mail_waits_until_quiet_hours_end_but_account_and_money_do_not(database, clock):
    person, sent = make.person(time_zone="America/Vancouver"), []
    choose(person, QUIET)
    clock.stand(datetime.fromisoformat("2026-11-24T05:30:00+00:00"))  # half past nine in the evening, in Vancouver
    told(person)
    told(person, "money_asked")
    told(person, "account_role")
    service.send_waiting(sent.append)
    assert {one.kind for one in sent} == {"money_asked", "account_role"}
    clock.stand(datetime.fromisoformat("2026-11-24T14:59:00+00:00"))
    assert service.send_waiting(sent.append) == 0
    clock.stand(datetime.fromisoformat("2026-11-24T15:00:00+00:00"))
    assert service.send_waiting(sent.append) == 1


def test_quiet_hours_leave_an_hour_for_mail(database):
    person = make.person()
    with pytest.raises(QuietAllDay):
        choose(person, QuietHours(7, 7), pledge=Channel.NEVER)
    assert channels(person)["pledge"] is Channel.AT_ONCE
    choose(person, QUIET)
    choose(person, QuietHours(21, 6))
    assert queries.preferences(person.id).quiet == QuietHours(21, 6)
    choose(person, None)
    assert queries.preferences(person.id).quiet is None


@pytest.mark.parametrize(("channel", "mails"), [(Channel.AT_ONCE, 1), (Channel.SITE, 0), (Channel.NEVER, 0)])
def test_what_waits_for_a_digest_goes_the_new_way(database, clock, channel, mails):
    person, sent = make.person(), []
    told(person, "topic_pitch")
    choose(person, topic=channel)
    assert service.send_waiting(sent.append) == mails
    clock.forward(days=8)
    assert service.send_waiting(sent.append) == 0
    assert queries.unread(person.id) == 1


def one_click(browser: Browser, app, person, what: str) -> str:
    with app.app_context():
        return f"/u/{mail.signed(f'{person.id}/{what}')}"


def test_one_click_stops_one_kind_of_mail(app, browser):
    person = make.person(language="fr")
    address = one_click(browser, app, person, "pitch")
    page = browser.get(address)
    assert page.tree.get("lang") == "fr"
    assert "Un projet de ma part" in page.text
    assert channels(person)["pitch"] is Channel.AT_ONCE, "to look changes nothing: mail scanners follow links"
    answer = browser.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert answer.response.headers["Referrer-Policy"] == "no-referrer"
    assert [key for key, channel in channels(person).items() if channel is Channel.SITE] == ["pitch"]
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status == 200
    for broken in (f"{address}x", one_click(browser, app, person, "money"), one_click(browser, app, person, "nothing")):
        assert browser.get(broken).status == 404
        assert browser.post(broken, {"List-Unsubscribe": "One-Click"}).status == 404


def test_one_click_as_mail_programs_post_it_with_neither_cookie_nor_key(app, database):
    person = make.person()
    with app.app_context():
        token = mail.signed(f"{person.id}/pledge")
    for body in ({"data": {"List-Unsubscribe": "One-Click"}}, {"content_type": "multipart/form-data"}):
        answer = app.test_client(use_cookies=False).post(f"/u/{token}", **body)
        assert (answer.status_code, "Set-Cookie" in answer.headers, "Location" in answer.headers) == (200, False, False)
    assert channels(person)["pledge"] is Channel.SITE


def test_one_click_never_brings_back_what_was_never_wanted(database):
    person = make.person()
    choose(person, pledge=Channel.NEVER, seat=Channel.DAILY, wish=Channel.WEEKLY)
    service.stop_mail(person.id, "pledge")
    service.stop_mail(person.id, "daily")
    found = channels(person)
    assert (found["pledge"], found["seat"], found["wish"]) == (Channel.NEVER, Channel.SITE, Channel.WEEKLY)
    assert Channel.DAILY not in found.values()


def test_the_page_shows_every_reason_and_keeps_what_is_chosen(app, browser):
    person = make.person()
    browser.sign_in(person.id)
    page = browser.get("/en/me/notifications")
    values = page.form().values
    assert {reason.key: values[f"tell_{reason.key}"][0] for reason in REASONS} == channels(person)
    page.submit(tell_pledge="weekly", quiet="y", quiet_from="21", quiet_until="6", takes_asks=None)
    chosen = queries.preferences(person.id)
    assert (chosen.channels["pledge"], chosen.quiet, chosen.takes_asks) == (Channel.WEEKLY, QuietHours(21, 6), False)
    with reading() as session:
        assert not takes_asks(session, person.id)
    page = browser.get("/en/me/notifications")
    page = page.submit(quiet_from="6")
    assert "Choose an hour at which quiet hours end." in page.text


def test_no_mail_of_a_kind_can_be_stopped_by_a_link_in_mail_that_is_always_sent(database):
    person, sent = make.person(), []
    for kind in ("money_asked", "pledge_received"):
        told(person, kind)
    service.send_waiting(sent.append)
    assert {one.kind: one.unsubscribe for one in sent} == {
        "money_asked": "",
        "pledge_received": f"{person.id}/pledge",
    }
    with reading() as session:
        assert len(session.exec(select(Notice)).all()) == 2
