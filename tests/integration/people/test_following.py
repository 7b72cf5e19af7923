"""Who hears of what they follow, who may be asked, and what a person follows."""

import pytest

from crowdlearn.db.session import reading
from crowdlearn.people import service
from crowdlearn.people.queries import followers_of, takes_asks
from crowdlearn.people.rules import FollowKind, PersonState
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


def test_each_follower_is_found_once_by_the_nearest_route(database):
    author, both, topical, gone = make.person(), make.person(), make.person(), make.person(state=PersonState.LEFT)
    for person in (both, topical, gone):
        service.follow(person.id, FollowKind.TOPIC, "data")
    service.follow(both.id, FollowKind.PERSON, str(author.id))
    targets = {FollowKind.PERSON: [str(author.id)], FollowKind.TOPIC: ["data", "policy"]}
    with reading() as session:
        assert followers_of(session, targets) == {both.id: FollowKind.PERSON, topical.id: FollowKind.TOPIC}


def test_nobody_hears_of_a_person_whose_profile_is_private(database):
    shy, fan = make.person(profile_public=False), make.person()
    service.follow(fan.id, FollowKind.PERSON, str(shy.id))
    with reading() as session:
        assert followers_of(session, {FollowKind.PERSON: [str(shy.id)]}) == {}
