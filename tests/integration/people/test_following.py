"""Who hears of what they follow, who may be asked, and what a person follows."""

import pytest
from sqlmodel import select

from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.pages.queries.follows import follows_page
from crowdlearn.people import service
from crowdlearn.people.models import Follow, Person
from crowdlearn.people.queries import followers_of, takes_asks
from crowdlearn.people.rules import FollowKind, FollowsSelf, PersonState, Role
from crowdlearn.pitches.rules import PitchState
from tests import make


def may_be_asked(person) -> bool:
    with reading() as session:
        return takes_asks(session, person.id)


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({}, True),
        ({"takes_asks": False}, False),
        ({"state": PersonState.SUSPENDED}, False),
        ({"state": PersonState.LEFT}, False),
    ],
)
def test_who_opted_out_or_is_not_here_is_asked_for_nothing(database, fields, may):
    assert may_be_asked(make.person(**fields)) is may


def test_each_follower_is_found_once_with_the_nearest_route_first(database):
    author, both, topical, gone = make.person(), make.person(), make.person(), make.person(state=PersonState.LEFT)
    for person in (both, topical, gone):
        service.follow(person.id, FollowKind.TOPIC, "data")
    service.follow(both.id, FollowKind.PERSON, str(author.id))
    targets = {FollowKind.PERSON: [str(author.id)], FollowKind.TOPIC: ["data", "policy"]}
    with reading() as session:
        assert followers_of(session, targets) == {
            both.id: [FollowKind.PERSON, FollowKind.TOPIC],
            topical.id: [FollowKind.TOPIC],
        }


def test_nobody_hears_of_a_person_whose_profile_is_private(database):
    shy, fan = make.person(), make.person()
    service.follow(fan.id, FollowKind.PERSON, str(shy.id))
    with transaction() as session:
        session.get_one(Person, shy.id).profile_public = False
    with reading() as session:
        assert followers_of(session, {FollowKind.PERSON: [str(shy.id)]}) == {}


def test_nobody_follows_themselves_or_what_is_not_shown(database):
    me, shy, gone = make.person(), make.person(profile_public=False), make.person(state=PersonState.LEFT)
    unknown = make.organisation(confirmed_at=None)
    with pytest.raises(FollowsSelf):
        service.follow(me.id, FollowKind.PERSON, str(me.id))
    for kind, target in (
        (FollowKind.PERSON, shy.id),
        (FollowKind.PERSON, gone.id),
        (FollowKind.ORGANISATION, unknown.id),
        (FollowKind.TOPIC, "astrology"),
    ):
        with pytest.raises(NotFound):
            service.follow(me.id, kind, str(target))


def test_the_topics_of_the_profile_and_of_the_welcome_are_those_that_are_followed(browser):
    me = make.person("Amira Haddad")
    browser.sign_in(me.id)
    browser.get("/en/welcome/topics").submit(topics=["data", "writing"])
    assert "Data" in browser.get(f"/en/people/{me.id}").text
    page = browser.get("/en/me/profile")
    assert page.form().values["topics"] == ["data", "writing"]
    page.submit(topics=["writing"])
    with reading() as session:
        assert session.exec(select(Follow.target).where(Follow.person_id == me.id)).all() == ["writing"]


def test_buttons_follow_and_unfollow_and_the_list_names_what_is_followed(browser, assert_queries):
    home = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
    me, other = make.person(), make.person("Noor Holm", of=home)
    pitch = make.pitch(other, title="Letters that people finish")
    places = {
        "/en/topics/data": "/en/pitches?topic=data",
        f"/en/people/{other.id}": f"/en/people/{other.id}",
        f"/en/organisations/{home.id}": f"/en/organisations/{home.id}",
        f"/en/pitches/{pitch.id}": f"/en/pitches/{pitch.id}",
    }
    for page in places.values():
        assert "Follow" in browser.get(page).text, "visitors see it, and are led to sign in"
    browser.sign_in(me.id)
    for thing, page in places.items():
        browser.get(page).form(action=f"{thing}/follow").submit()
        assert browser.get(page).form(action=f"{thing}/unfollow")
        assert browser.send(f"{thing}/follow").status == 303
    listed = browser.get("/fr/me/follows").text
    assert all(name in listed for name in ("Données", "Noor Holm", "Services côtiers", "Letters that people finish"))
    with assert_queries(4):
        assert len(follows_page(me.id, "").lines) == 4
    with transaction() as session:
        session.get_one(Person, other.id).profile_public = False
    shown = browser.get("/en/me/follows")
    assert "Noor Holm" not in shown.text
    assert "Not shown any more" in shown.text
    for thing in places:
        shown = browser.get("/en/me/follows").form(action=f"{thing}/unfollow").submit()
        assert shown.url.startswith("/en/me/follows")
    assert "You follow nothing yet" in shown.text


def test_an_organisations_page_shows_what_is_public_of_it(browser):
    home = make.organisation(name_en="Coastal Services")
    owner = make.person(of=home)
    make.pitch(owner, title="Letters that people finish", organisation_id=home.id)
    make.pitch(owner, title="A draft of mine", organisation_id=home.id, state=PitchState.DRAFT)
    hidden = make.pitch(owner, title="A hidden one", organisation_id=home.id)
    steward = make.person()
    make.role(steward, Role.STEWARD)
    with transaction() as session:
        talk = {"title": hidden.title, "path": f"/pitches/{hidden.id}", "language": "en"}
        conversations.keep_thread(session, "pitch", hidden.id, owner_id=owner.id, **talk)
    conversations.hide(steward.id, "pitch", hidden.id, "Copied.")
    page = browser.get(f"/en/organisations/{home.id}").text
    assert "Coastal Services" in page
    assert "Letters that people finish" in page
    assert "A draft of mine" not in page
    assert "A hidden one" not in page
    assert browser.get(f"/en/organisations/{make.organisation(confirmed_at=None).id}").status == 404


@pytest.mark.parametrize("followed", [3, 61])
def test_the_list_of_what_one_follows_turns_its_pages(database, assert_queries, followed):
    me = make.person()
    for _ in range(followed):
        service.follow(me.id, FollowKind.PERSON, str(make.person().id))
    seen, after = [], ""
    while True:
        with assert_queries(2):
            page = follows_page(me.id, after)
        seen += [line.id for line in page.lines]
        if not (after := page.after or ""):
            break
    assert len(seen) == len(set(seen)) == followed
