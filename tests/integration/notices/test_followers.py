"""Followers are told, in their digest: once, by the nearest of their routes, and of nothing that is not shown."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices import service as notices
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import Channel
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Applied, CheckInState
from crowdlearn.outcomes.service import tell_of_confirmed
from crowdlearn.people import service as people
from crowdlearn.people.models import Follow, Person
from crowdlearn.people.rules import FollowKind, Role
from crowdlearn.pitches import service as pitches
from crowdlearn.pitches.rules import PitchRevised, PitchState
from crowdlearn.pledges.service import remind_followers
from crowdlearn.reactions import AFTER
from crowdlearn.settlement.service import tell_of_funding
from crowdlearn.sharebacks.rules import SharebackState
from crowdlearn.sharebacks.service import tell_of_published
from tests import make


@pytest.fixture
def home(database):
    return make.organisation(name_en="Coastal Services")


@pytest.fixture
def amira(home):
    return make.person("Amira Haddad", of=home)


@pytest.fixture
def pitch(amira, home):
    return make.pitch(amira, topics=["data", "writing"], organisation_id=home.id)


def follower(*targets, name=""):
    """Return a person who follows topics (words), people, organisations and pitches (rows)."""
    who = make.person(name)
    for target in targets:
        if isinstance(target, str):
            people.follow(who.id, FollowKind.TOPIC, target)
        elif type(target).__name__ == "Pitch":
            pitches.follow(who.id, target.id)
        else:
            kind = FollowKind.PERSON if isinstance(target, Person) else FollowKind.ORGANISATION
            people.follow(who.id, kind, str(target.id))
    return who


def happens(reaction, by=None, **facts):
    """Let an event reach its reaction, twice as the outbox may; return who was told of it, by which kind."""
    event = SimpleNamespace(id=new_id(), by=by, **facts)
    reaction(event)
    reaction(event)
    with reading() as session:
        rows = session.exec(select(Notice).where(Notice.event_id == event.id)).all()
    found = {row.person_id: row.kind for row in rows}
    assert len(found) == len(rows), "somebody was told twice"
    assert all(row.channel is Channel.DAILY for row in rows if row.kind.startswith(("topic", "person", "followed")))
    return found


def published(pitch, by=None):
    found = happens(pitches.tell_of_publication, by, pitch_id=pitch.id)
    return {person: kind for person, kind in found.items() if kind != "pitch_live"}


def choose(who, **channels):
    notices.choose(who.id, channels, None, takes_asks=True)


def hide(row, kind="pitch"):
    steward, owner = make.person(), make.person()
    make.role(steward, Role.STEWARD)
    path = f"/{'pitches' if kind == 'pitch' else 'sharebacks'}/{row.id}"
    with transaction() as session:
        talk = {"owner_id": owner.id, "title": row.title, "path": path, "language": "en"}
        conversations.keep_thread(session, kind, row.id, **talk)
    return conversations.hide(steward.id, kind, row.id, "Copied.")


def test_a_new_pitch_reaches_each_once_by_the_nearest_route(pitch, amira, home):
    topical, twice, near, idea = (
        follower("data", "writing"),
        follower("data", home),
        follower("data", home, amira),
        follower("data", home, amira, pitch),
    )
    follower("wellness")
    people.follow(amira.id, FollowKind.ORGANISATION, str(home.id))
    assert published(pitch, by=amira.id) == {
        topical.id: "topic_pitch",
        twice.id: "organisation_pitch",
        near.id: "person_pitch",
        idea.id: "followed_pitch",
    }


def test_who_never_wants_to_hear_by_one_route_hears_by_the_next(pitch, amira):
    some, none = follower("data", amira), follower("data", amira)
    choose(some, person=Channel.NEVER)
    choose(none, person=Channel.NEVER, topic=Channel.NEVER)
    assert published(pitch) == {some.id: "topic_pitch"}


def test_who_acts_is_not_told(pitch, amira):
    acting = follower(amira, pitch)
    assert published(pitch, by=acting.id) == {}
    assert happens(tell_of_funding, by=acting.id, pitch_id=pitch.id).keys() == {amira.id}


def test_nobody_hears_of_what_is_hidden_or_private(pitch, amira):
    follower("data", pitch)
    draft = make.pitch(amira, topics=["data"], state=PitchState.DRAFT)
    assert published(draft) == {}
    hide(pitch)
    assert published(pitch) == {}
    assert happens(tell_of_funding, pitch_id=pitch.id).keys() == {amira.id}
    shy = make.pitch(make.person(profile_public=False), topics=["wellness"])
    make.kept(Follow(person_id=make.person().id, kind=FollowKind.PERSON, target=str(shy.owner_id)))
    assert published(shy) == {}


def test_what_followers_were_told_of_is_taken_back_when_it_is_hidden(pitch, clock):
    who, sent = follower("data"), []
    published(pitch)
    conversations.take_back_notices(SimpleNamespace(id=new_id(), hidden_id=hide(pitch)))
    clock.forward(days=2)
    notices.send_waiting(sent.append)
    assert who.email not in {letter.email for letter in sent}
    with reading() as session:
        assert session.exec(select(Notice).where(Notice.person_id == who.id)).all() == []


def test_turning_points_reach_followers_who_did_not_hear_otherwise(pitch, amira):
    backer, reader = follower(pitch), follower(pitch)
    make.offer(pitch, backer, state="accepted")
    assert happens(tell_of_funding, pitch_id=pitch.id) == {
        amira.id: "pitch_funded",
        backer.id: "pitch_funded_backer",
        reader.id: "followed_funded",
    }


@pytest.mark.parametrize(("applied", "told"), [(Applied.YES, True), (Applied.PARTLY, True), (Applied.NO, False)])
def test_followers_hear_when_the_learning_is_used(pitch, amira, applied, told):
    reader, manager = follower(pitch), follower(pitch)
    row = CheckIn(pitch_id=pitch.id, owner_id=amira.id, after_days=30, due_on=make.today())
    row.state, row.applied, row.confirmed_by = CheckInState.CONFIRMED, applied, manager.id
    make.kept(row)
    found = happens(tell_of_confirmed, by=manager.id, checkin_id=row.id)
    assert found == {amira.id: "checkin_confirmed"} | ({reader.id: "followed_applied"} if told else {})


def test_what_is_shared_back_reaches_backers_and_followers_once(pitch, amira, home):
    backer = follower(pitch, amira)
    make.offer(pitch, backer, state="accepted")
    of_pitch, of_author, of_home, of_topic = follower(pitch, amira), follower(amira), follower(home), follower("data")
    shared = make.shareback(amira, SharebackState.PUBLISHED, pitch_id=pitch.id)
    found = happens(tell_of_published, by=amira.id, shareback_id=shared.id)
    assert found == {
        backer.id: "shareback_published",
        of_pitch.id: "followed_shareback",
        of_author.id: "person_shareback",
        of_home.id: "organisation_shareback",
        of_topic.id: "topic_shareback",
    }
    hide(shared, "shareback")
    assert happens(tell_of_published, by=amira.id, shareback_id=shared.id) == {}


def closing():
    remind_followers()
    remind_followers()
    with reading() as session:
        return [row.person_id for row in session.exec(select(Notice).where(Notice.kind == "followed_closing"))]


def test_a_closing_pitch_is_reminded_of_once_and_only_to_who_has_not_decided(amira, clock):
    pitch = make.pitch(amira, deadline=make.days(5))
    undecided, helper, silent = follower(pitch), follower(pitch), follower(pitch)
    make.offer(pitch, helper)
    choose(silent, closing=Channel.NEVER)
    assert closing() == []
    clock.forward(days=2)
    assert closing() == [undecided.id]
    with transaction() as session:
        session.get_one(type(pitch), pitch.id).deadline = make.days(20)
    clock.forward(days=18)
    assert closing() == [undecided.id], "the deadline moved, and it is still the one reminder"


def test_small_changes_are_told_to_nobody():
    assert [reaction.__name__ for reaction in AFTER[PitchRevised] if "tell" in reaction.__name__] == []
