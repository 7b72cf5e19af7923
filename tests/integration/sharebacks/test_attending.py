"""Who came: with the code at the door, by the host's list, by head-count; consent, needs, and figures kept apart."""

import csv
import io
import re

import pytest
import segno
from sqlmodel import select

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import Seat
from crowdlearn.sharebacks.rules import DoorClosed, Rate, SeatState, WrongCode
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def author():
    return make.person("Amira Haddad")


def seat_of(event, person):
    with reading() as session:
        return session.exec(select(Seat).where(Seat.shareback_id == event.id, Seat.person_id == person.id)).one()


def test_the_code_counts_who_has_a_seat_and_who_has_none_once_each(author, clock):
    event = make.event(author, in_hours=1)
    code = make.code_of(event)
    seated, walk_in = make.person("Bao"), make.person("Chloe")
    service.take_seat(seated.id, event.id)
    with pytest.raises(DoorClosed):
        service.check_in(seated.id, code)
    clock.forward(minutes=31)
    for typed in (code, f" {code[:3].lower()}-{code[3:]} "):
        assert service.check_in(seated.id, typed) == event.id
    service.check_in(walk_in.id, code)
    page = queries.shareback_page(event.id, seated.id)
    assert (page.attended, page.i_attended, page.occasion.registered) == (2, True, 1)
    assert seat_of(event, walk_in).state is SeatState.WALK_IN


def test_wrong_late_called_off_and_own_are_refused(author, clock):
    event, off = make.event(author, in_hours=-0.5), make.event(author, in_hours=-0.5)
    guest = make.person()
    with pytest.raises(WrongCode):
        service.check_in(guest.id, "AAAAAA" if make.code_of(event) != "AAAAAA" else "BBBBBB")
    with pytest.raises(NotAllowed):
        service.check_in(author.id, make.code_of(event))
    service.cancel_event(author.id, off.id)
    with pytest.raises(DoorClosed):
        service.check_in(guest.id, make.code_of(off))
    clock.forward(hours=2.3)  # 45 minutes long, and two hours more: just past
    with pytest.raises(DoorClosed):
        service.check_in(guest.id, make.code_of(event))


def test_every_event_has_its_own_code_and_a_new_one_ends_the_old(author):
    event, other = make.event(author, in_hours=-0.5), make.event(author, in_hours=-0.5)
    old, guest = make.code_of(event), make.person()
    assert old != make.code_of(other)
    service.renew_code(author.id, event.id)
    with pytest.raises(WrongCode):
        service.check_in(guest.id, old)
    service.check_in(guest.id, make.code_of(event))
    with pytest.raises(NotAllowed):
        service.renew_code(guest.id, event.id)


def test_codes_cannot_be_tried_without_end(author, browser, app, monkeypatch):
    monkeypatch.setitem(app.config, "RATE_LIMITS_ENABLED", True)
    browser.sign_in(make.person().id)
    page = browser.get("/en/check-in")
    answers = [page.submit(code=f"AAAA{number:02d}").status for number in range(11)]
    assert (answers[0], answers[9], answers[10]) == (200, 200, 429)


def test_the_host_s_list_stands_beside_those_who_checked_in(author, browser):
    event = make.event(author, in_hours=-0.5)
    for name in ("Noor Sandhu", "Ben Okafor"):
        make.seat(event, make.person(name))
    himself = make.person("Max Roy")
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{event.id}/attendance")
    service.check_in(himself.id, make.code_of(event))  # while the host has the page open
    noor = next(row.person_id for row in queries.attendance(event.id) if row.name == "Noor Sandhu")
    assert "Recorded." in page.submit(came=[str(noor)], unnamed="4").text
    came = {row.name: row.attended for row in queries.attendance(event.id)}
    assert came == {"Noor Sandhu": True, "Ben Okafor": False, "Max Roy": True}
    assert queries.shareback_page(event.id, None).attended == 6
    again = browser.get(f"/en/sharebacks/{event.id}/attendance")
    assert "1 person checked in with the code: Max Roy" in again.text
    assert "Recorded." in again.submit(came=[], unnamed="0").text
    assert queries.shareback_page(event.id, None).attended == 1


def test_code_guests_and_figures_are_for_the_host(author, browser):
    event, guest = make.event(author), make.person("Noor Sandhu")
    service.take_seat(guest.id, event.id, "A seat near the door")
    pages = ("door", "guests", "attendance", "figures.csv")
    browser.sign_in(guest.id)
    assert [browser.get(f"/en/sharebacks/{event.id}/{page}").status for page in pages] == [403] * 4
    assert "seat near the door" not in browser.get(f"/en/sharebacks/{event.id}").text
    browser.sign_in(author.id)
    assert "A seat near the door" in browser.get(f"/en/sharebacks/{event.id}/guests").text
    code = make.code_of(event)
    page = browser.get(f"/en/sharebacks/{event.id}/door")
    door = page.text.replace("\u00a0", " ")
    assert f"{code[:3]} {code[3:]}" in door
    assert "localhost/here" in door
    drawn = segno.make(f"http://localhost/here?code={code}", error="m").svg_inline(scale=5, border=4, omitsize=True)
    assert re.findall(r' d="(M[^"]+)"', drawn)[-1] in page.response.text  # the code leads to check-in, typed


def test_the_short_address_leads_to_the_page_with_the_code_typed(author, browser):
    browser.sign_in(make.person().id)
    page = browser.get("/here?code=k7m-4p2")
    assert 'value="K7M4P2"' in page.response.text


def test_a_name_is_shown_to_members_by_consent_that_can_be_taken_back(author, browser, clock):
    event = make.event(author, in_hours=1)
    shown, hidden = make.person("Noor Sandhu"), make.person("Ben Okafor")
    service.take_seat(shown.id, event.id, name_shown=True)
    service.take_seat(hidden.id, event.id)
    clock.forward(hours=1)
    for person in (shown, hidden):
        service.check_in(person.id, make.code_of(event))
    address = f"/en/sharebacks/{event.id}"
    assert "Noor Sandhu" not in browser.get(address).text  # not for visitors
    browser.sign_in(make.person().id)
    text = browser.get(address).text
    assert ("Noor Sandhu" in text, "Ben Okafor" in text) == (True, False)
    browser.sign_in(shown.id)
    form = browser.get(f"{address}/seat/edit")
    form.submit(name_shown=None)
    browser.sign_in(make.person().id)
    assert "Noor Sandhu" not in browser.get(address).text
    with pytest.raises(NotFound):
        service.change_seat(make.person().id, event.id, "", name_shown=True)


def test_what_people_need_is_forgotten_a_month_later(author, clock):
    event, guest = make.event(author, in_hours=1), make.person()
    service.take_seat(guest.id, event.id, "Captions, please")
    clock.forward(days=29)
    assert service.forget_access_needs() == 0
    clock.forward(days=2)
    assert [service.forget_access_needs(), service.forget_access_needs()] == [1, 0]
    assert seat_of(event, guest).access_need == ""


def test_invited_registered_came_and_answered_are_kept_apart(author, browser, clock):
    event = service_event(author, followers=6)
    people = [make.person() for _ in range(5)]
    with reading() as session:
        follower = session.exec(select(Follow.person_id)).first()
    for person_id in (*(person.id for person in people[:4]), follower):
        service.take_seat(person_id, event.id)
    service.give_seat_back(people[3].id, event.id)
    service.take_seat(people[3].id, event.id)
    clock.forward(hours=48.5)
    service.check_in(people[4].id, make.code_of(event))  # without a seat
    service.hold_event(author.id, event.id, [person.id for person in people[:4]], unnamed=3)
    figures = queries.figures_of(event.id)
    assert (figures.invited, figures.registered, figures.invited_registered) == (6, 5, 1)
    assert (figures.with_seat, figures.without_seat, figures.unnamed, figures.came) == (4, 1, 3, 8)
    assert (figures.shown_up, figures.shown_up.percent) == (Rate(4, 5), 80)
    assert figures.responded == Rate(0, 5)
    browser.sign_in(author.id)
    text = browser.get(f"/en/sharebacks/{event.id}/figures.csv").response.get_data(as_text=True)
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert (rows["came_with_seat"]["people"], rows["came_with_seat"]["base_people"]) == ("4", "5")
    assert (rows["came_with_seat"]["percent"], rows["registered"]["percent"]) == ("80", "17")
    assert rows["came"]["percent"] == ""
    page = browser.get(f"/en/sharebacks/{event.id}").text
    assert "80 % (4 of 5 seats)" in page.replace("\u00a0", " ")


def service_event(author, followers):
    """An event that was announced to so many followers of its host."""
    for _ in range(followers):
        make.kept(Follow(person_id=make.person().id, kind=FollowKind.PERSON, target=str(author.id)))
    draft = make.event(author, state="draft")
    service.publish(author.id, draft.id)
    drain_all(AFTER)
    return draft


def test_a_rate_about_four_is_not_given(author):
    assert Rate(3, 4).percent is None
    assert [Rate(count, 6).percent for count in (0, 1, 5, 6)] == [0, 17, 83, 100]
