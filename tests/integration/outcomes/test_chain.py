"""Who learned from whom: three generations by seats, words and use; who is named; how it stays fast."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.queries import About, Scope
from crowdlearn.outcomes.rules import Adopted, Way
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import Learned, ShareBack
from crowdlearn.sharebacks.rules import SharebackState
from tests import make

pytestmark = pytest.mark.usefixtures("database")
A_DAY = timedelta(days=1)


@pytest.fixture
def people():
    """Amira shared; Bao came; Cleo learned from Bao; Dan taught on what Cleo gave."""
    us = make.organisation(name_en="Coastal Services")
    return [make.person(name, of=us) for name in ("Amira Haddad", "Bao Chen", "Cleo Roy", "Dan Ito")]


@pytest.fixture
def pitch(people, clock):
    amira, bao, cleo, dan = people
    pitch = make.pitch(amira, state=PitchState.FUNDED, title="Letters that people finish")
    event = make.event(amira, in_hours=-1, pitch_id=pitch.id, title="Lunch on letters")
    make.seat(event, bao, name_shown=True)
    sharebacks.hold_event(amira.id, event.id, [bao.id], unnamed=3)
    clock.forward(days=1)
    told_by_bao = make.shareback(bao, title="Letters, two weeks on")
    sharebacks.say_learned(cleo.id, told_by_bao.id)
    clock.forward(days=1)
    told_by_cleo = make.shareback(cleo, title="Letters at our counter", open_to_all=False)
    service.say_used(dan.id, told_by_cleo.id, Adopted.TAUGHT, "In our team meeting.", 12)
    return pitch


def chain(pitch, **more):
    return queries.chain(Scope(About.PITCH, pitch.id), None, **({"member": True} | more))


def hide(person, **fields):
    with transaction() as session:
        row = lock(session, Person, person.id)
        for name, value in fields.items():
            setattr(row, name, value)


def test_three_generations_each_from_the_one_before(pitch):
    rows = [(row.name, row.teacher, row.generation, row.way) for row in chain(pitch).links]
    assert rows == [
        ("Bao Chen", "Amira Haddad", 1, Way.CAME),
        ("Cleo Roy", "Bao Chen", 2, Way.LEARNED),
        ("Dan Ito", "Cleo Roy", 3, Way.TAUGHT),
    ]


def test_what_was_given_before_its_author_learned_is_no_part_of_it(pitch, people):
    _, bao, *_ = people
    earlier = make.shareback(bao, published_at=now() - 10 * A_DAY)
    sharebacks.say_learned(make.person().id, earlier.id)
    assert chain(pitch).people == 3


def test_the_chain_of_a_person_and_of_an_organisation(pitch, people):
    amira, bao, *_ = people
    of_bao = queries.chain(Scope(About.PERSON, bao.id), None, member=True)
    assert [(row.name, row.generation) for row in of_bao.links] == [("Cleo Roy", 1), ("Dan Ito", 2)]
    outsider = make.person("Eve Long")
    sharebacks.say_learned(outsider.id, make.shareback(bao).id)
    ours = queries.chain(Scope(About.ORGANISATION, amira.organisation_id), None, member=True)
    assert [row.name for row in ours.links] == ["Dan Ito", "Eve Long"]  # who shared is a source, not a learner


@pytest.mark.parametrize("fields", [{"in_chain": False}, {"profile_public": False}])
def test_who_is_not_public_is_counted_and_not_named(pitch, people, fields, browser):
    hide(people[1], **fields)
    found = chain(pitch)
    assert found.people == 3
    assert [(one.people, one.unnamed) for one in found.generations] == [(1, 1), (1, 0), (1, 0)]
    page = browser.get(f"/en/pitches/{pitch.id}/chain")
    assert "Bao Chen" not in page.response.text
    assert "Letters, two weeks on" not in page.response.text  # its page names Bao
    assert "1 person who stays unnamed" in page.text
    assert "Cleo Roy" in page.text


def test_who_came_without_agreeing_to_be_listed_is_counted_until_they_say_so_themselves(people):
    amira, bao, *_ = people
    event = make.event(amira, in_hours=-1)
    make.seat(event, bao)
    sharebacks.hold_event(amira.id, event.id, [bao.id], unnamed=0)
    scope = Scope(About.PERSON, amira.id)
    assert [row.name for row in queries.chain(scope, None, member=True).links] == [""]
    later = make.shareback(bao)
    sharebacks.say_learned(people[2].id, later.id)
    assert [row.teacher for row in queries.chain(scope, None, member=True).links] == ["Amira Haddad", ""]
    sharebacks.take_learned_back(people[2].id, later.id)
    sharebacks.say_learned(bao.id, event.id)
    (row,) = queries.chain(scope, None, member=True).links
    assert (row.name, row.way) == ("Bao Chen", Way.LEARNED)


def test_who_gives_it_again_learned_from_whom_they_retell(people):
    amira, bao, cleo, _ = people
    first = make.shareback(amira, may_be_retold=True)
    again = make.shareback(bao, retold_from_id=first.id)
    sharebacks.say_learned(cleo.id, again.id)
    rows = queries.chain(Scope(About.PERSON, amira.id), None, member=True).links
    assert [(row.name, row.generation, row.way) for row in rows] == [
        ("Bao Chen", 1, Way.RETOLD),
        ("Cleo Roy", 2, Way.LEARNED),
    ]


def test_a_private_profile_has_no_chain_but_for_its_owner(people):
    hide(people[0], profile_public=False)
    with pytest.raises(NotFound):
        queries.chain(Scope(About.PERSON, people[0].id), people[1].id, member=True)
    assert queries.chain(Scope(About.PERSON, people[0].id), people[0].id, member=True).people == 0


def test_what_is_for_members_is_not_named_to_visitors(pitch, browser):
    page = browser.get(f"/en/pitches/{pitch.id}/chain")
    assert "Letters, two weeks on" in page.text
    assert "Letters at our counter" not in page.response.text
    browser.sign_in(make.person().id)
    assert "Letters at our counter" in browser.get(f"/en/pitches/{pitch.id}/chain").text


def test_what_was_withdrawn_takes_its_branch_along(pitch, people):
    _, bao, *_ = people
    with reading() as session:
        told_by_bao = session.exec(select(ShareBack).where(ShareBack.author_id == bao.id)).one()
    with transaction() as session:
        lock(session, ShareBack, told_by_bao.id).state = SharebackState.WITHDRAWN
    assert chain(pitch).people == 1


def test_the_page_draws_and_tells_the_same(pitch, browser):
    page = browser.get(f"/en/pitches/{pitch.id}/chain")
    assert [f"Generation {number} · 1 person" in page.text for number in (1, 2, 3)] == [True] * 3
    assert page.response.text.count("<circle") == 4
    assert "people taught on" in page.text
    assert chain(pitch).taught == 12  # by Dan's own count, somewhere along the chain


def test_a_crowd_is_capped_with_an_honest_rest(pitch, people, assert_queries):
    post = make.shareback(people[0], pitch_id=pitch.id)
    crowd = [make.person(f"Peer {number:03}") for number in range(70)]
    with transaction() as session:
        session.add_all([Learned(shareback_id=post.id, person_id=one.id, at=now()) for one in crowd])
    with assert_queries(3):
        found = chain(pitch)
    assert found.people == 73
    assert found.generations[0].people == 71
    assert len(found.named_in(1)) == 60


def test_a_circle_of_learning_ends(pitch, people):
    amira, bao, cleo, _ = people
    back = make.shareback(cleo)
    sharebacks.say_learned(bao.id, back.id)
    sharebacks.say_learned(amira.id, back.id)
    assert [row.name for row in chain(pitch).links] == ["Bao Chen", "Cleo Roy", "Dan Ito"]
