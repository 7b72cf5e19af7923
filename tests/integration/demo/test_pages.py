"""The demo's own pages, and that they are nowhere else."""

from datetime import timedelta

import pytest

from crowdlearn.app import create_app
from crowdlearn.db.session import reading
from crowdlearn.db.travel import ClockAhead
from crowdlearn.demo import content
from crowdlearn.kernel.post_office import Letter, post_office


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


def test_the_clock_is_moved(browser):
    page = browser.get("/en/demo").submit(days="4")
    assert "The clock was moved." in page.text
    assert ahead() == timedelta(days=4)


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


@pytest.mark.parametrize("path", ["/en/demo", "/en/demo/mail"])
def test_every_page_of_a_demo_leads_there_and_no_other_one_does(browser, settings, database, path):
    assert f'href="{path}"' in browser.get("/en/").response.text
    elsewhere = create_app({**settings, "ENVIRONMENT": "development"}).test_client()
    assert elsewhere.get(path).status_code == 404
    assert path not in elsewhere.get("/en/").text
