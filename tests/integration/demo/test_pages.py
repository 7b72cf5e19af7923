"""The demo's own pages, and that they are nowhere else."""

import re
from datetime import timedelta

import pytest

from crowdlearn.app import create_app
from crowdlearn.commitments.models import Commitment
from crowdlearn.db import travel
from crowdlearn.db.session import reading
from crowdlearn.db.travel import ClockAhead
from crowdlearn.demo import content
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.post_office import Letter, post_office
from tests import make
from tests.support.web import Browser


def test_it_says_who_to_sign_in_as(browser):
    page = browser.get("/en/demo")
    scenario = content.load()
    assert all(scenario.people[one.person].email in page.text for one in scenario.sign_ins)
    assert scenario.password in page.text
    assert scenario.sign_ins[0].see.fr in browser.get("/fr/demo").text


def ahead() -> timedelta:
    with reading() as session:
        row = session.get(ClockAhead, 1)
        return timedelta(seconds=row.seconds if row else 0)


@pytest.fixture
def live(app, committed_database, clock):
    """Return a browser of a program whose clock follows the demo's; what it does is really committed."""
    travel._last.until = 0.0
    travel.follow()
    yield Browser(app)
    travel._last.until = 0.0


def test_the_clock_is_moved_and_what_happened_on_the_way_is_said(live):
    owner = make.person(name="Yusuf Okonkwo")
    late = make.commitment(make.pitch(owner), due_in=2)
    page = live.get("/en/demo").submit(days="4")
    assert "The clock was moved." in page.text
    assert ahead() == timedelta(days=4)
    with reading() as session:
        assert session.get_one(Commitment, late.id).overdue_noted == late.due_on
    assert " told to " in page.text
    assert "to Yusuf Okonkwo" in page.text


def test_a_leap_in_which_nothing_falls_due_says_so(live):
    assert "Nothing fell due." in live.get("/en/demo").submit(days="1").text


def test_while_the_worker_is_at_it_the_page_says_so(browser):
    later = int((now() + timedelta(days=4)).timestamp())
    page = browser.get(f"/en/demo?since={later - 345600}&until={later}")
    assert "still on its way" in page.text
    assert "Nothing fell due." not in page.text
    assert "on its way" not in browser.get("/en/demo?since=x&until=99999999999999999").text


def test_a_leap_of_another_length_is_refused(browser):
    browser.get("/en/demo").submit(days="400")
    assert ahead() == timedelta()


def test_mail_is_read_on_a_page_by_whoever_looks(browser, app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "CROWDLEARN_HOME", str(tmp_path))
    assert "No mail yet" in browser.get("/en/demo/mail").text
    with app.app_context():
        post_office.deliver(
            Letter("account_verify", "Zoé", "zoe@x.example", "fr", "/email/verify/abc", {"name": "Zoé"})
        )
    page = browser.get("/en/demo/mail")
    assert "zoe@x.example" in page.text
    assert 'href="http://localhost/fr/email/verify/abc"' in page.response.text
    (address,) = re.findall(r'href="(/en/demo/mail/[^"]+)"', page.response.text)
    letter = browser.get(address).response
    assert letter.mimetype == "text/html"
    assert '<a href="http://localhost/fr/email/verify/abc">' in letter.text
    assert "style-src 'sha256-" in letter.headers["Content-Security-Policy"]
    assert "script" not in letter.headers["Content-Security-Policy"]
    assert browser.get(f"/en/demo/mail/{new_id()}").response.status_code == 404


@pytest.mark.parametrize("path", ["/en/demo", "/en/demo/mail"])
def test_every_page_of_a_demo_leads_there_and_no_other_one_does(browser, settings, database, path):
    assert f'href="{path}"' in browser.get("/en/").response.text
    elsewhere = create_app({**settings, "ENVIRONMENT": "development"}).test_client()
    assert elsewhere.get(path).status_code == 404
    assert path not in elsewhere.get("/en/").text
