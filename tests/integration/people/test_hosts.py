"""One programme, several hosts: inside government and outside, who may join and read, and which money."""

from typing import Any

import pytest

from crowdlearn.app import create_app
from crowdlearn.people import service
from crowdlearn.people.models import OrganisationDomain
from crowdlearn.people.rules import PersonState, Role
from tests import make
from tests.support.accounts import PASSWORD, person_at, sign_up
from tests.support.web import Browser, with_signer

INSIDE = {"HOST_JOIN": "invitation", "HOST_READING": "members", "HOST_MONEY_MODES": ("expertise_only",)}
OUTSIDE = {
    "HOST_JOIN": "open",
    "HOST_READING": "public",
    "HOST_NAME": "Learning Commons",
    "BRAND_NAME": "Moitié-moitié",
}


@pytest.fixture
def host(settings: dict[str, Any], database: object):
    """Return a function that opens a browser at a host set up in another way."""
    yield lambda **how: Browser(with_signer(create_app({**settings, **how})))
    create_app(settings)  # the post office and payments are one per process


def test_inside_people_join_by_invitation_only(host):
    browser = host(**INSIDE)
    assert "by invitation" in browser.get("/en/register").text
    assert sign_up(browser).title.startswith("Er")


def test_inside_an_invited_manager_still_joins(host, mailbox):
    browser, organisation = host(**INSIDE), make.organisation()
    make.kept(OrganisationDomain(organisation_id=organisation.id, domain="harbour.example"))
    service.name_manager(make.person(of=organisation).id, "boss@harbour.example")
    mailbox.fetch()
    page = browser.get(mailbox.link("account_invitation")).submit(name="Bea Boss", password=PASSWORD)
    assert page.url.endswith("/me/team")


@pytest.mark.parametrize("path", ["/en/", "/en/pitches", "/en/people/{id}"])
def test_inside_visitors_are_asked_to_sign_in(host, path):
    browser = host(**INSIDE)
    answer = browser.get(path.format(id=make.person().id), follow=False)
    assert (answer.status, "/sign-in?next=" in (answer.response.location or "")) == (303, True)


@pytest.mark.parametrize(
    "path",
    [
        *("how-it-works", "for-pitchers", "for-backers", "for-managers", "rules", "privacy", "accessibility"),
        *("display", "sign-in", "register", "forgot", "mail-sent"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_inside_the_standing_words_are_open_to_everyone(host, language, path):
    assert host(**INSIDE).get(f"/{language}/{path}", follow=False).status == 200


@pytest.mark.parametrize("path", ["search?q=a", "sharebacks", "commitments", "commitments.csv", "pitches/quick"])
def test_inside_what_members_wrote_is_for_members(host, path):
    assert "/sign-in?next=" in (host(**INSIDE).get(f"/en/{path}", follow=False).response.location or "")


def test_inside_only_the_offered_money_modes_can_be_adopted(host):
    browser, admin, organisation = host(**INSIDE), make.person(), make.organisation(adopted=False)
    make.role(admin, Role.ADMINISTRATOR)
    browser.sign_in(admin.id)
    address = f"/en/admin/organisations/{organisation.id}/adoption"
    offered = [
        option.get("value") for option in browser.get(address).tree.iter("input") if option.get("type") == "radio"
    ]
    assert "expertise_only" in offered
    assert "collected" not in offered
    decision = {"adopted_on": "2026-11-01", "adopted_by": "DG", "authority": "Policy", "steps_needed": "1"}
    assert browser.send(address, **decision, step_order="in_order", money_mode="collected").status == 422
    assert browser.send(address, **decision, step_order="in_order", money_mode="expertise_only").status == 303


def test_outside_anyone_joins_and_an_unknown_organisation_makes_nobody_wait(host, mailbox):
    browser = host(**OUTSIDE)
    page = browser.get("/fr/")
    assert page.status == 200
    assert "Moitié-moitié" in page.title
    sign_up(browser, "someone@gmail.com")
    mailbox.fetch()
    browser.get(mailbox.link("account_verify")).submit(password=PASSWORD)
    assert person_at("someone@gmail.com").state is PersonState.ACTIVE
