"""Story collections: asked by any member, answered by anyone they ask, closed by their last day."""

from uuid import UUID

import pytest
from sqlmodel import select

from crowdlearn.conversations import service as conversations
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.models import Notice
from crowdlearn.pages.queries.search import search_page
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import ShareBack, StoryCollection
from crowdlearn.sharebacks.rules import CollectionState, Content, Form
from crowdlearn.sharebacks.rules.collections import (
    Asked,
    BeganBefore,
    CollectionShut,
    EndsTooSoon,
    EnoughOpen,
    LanguageMissing,
    LastsTooLong,
    NoOrganisation,
    day_of,
)
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WORDS = "They stop at the first sentence that makes them sigh. " * 6


@pytest.fixture
def opener():
    return make.person("Amira Haddad")


def asked(first=0, last=99, **more):
    values = {"title_en": "My first counter", "title_fr": "", "question_en": "Who taught you?", "question_fr": ""}
    return Asked(**(values | more), starts_on=make.home_days(first), ends_on=make.home_days(last))


def story(person, collection_id, *, publish=True, kind=ShareBackKind.STORY):
    content = Content("Ninety seconds", "en", body=WORDS, collection_id=collection_id)
    row = service.draft(person.id, kind, Form.POST, content)
    if publish:
        service.publish(person.id, row)
    return row


def told(kind):
    drain_all(AFTER)
    with reading() as session:
        return {notice.person_id for notice in session.exec(select(Notice).where(Notice.kind == kind))}


def test_a_member_asks_another_answers_and_the_page_counts(opener, browser):
    place = make.organisation()
    bao = make.person("Bao Chen", of=place)
    browser.sign_in(opener.id)
    form = browser.get("/en/stories/open")
    page = form.submit(title_en="My first counter", question_en="Who taught you to look up?")
    assert "Day 1 of 100" in page.text
    collection_id = page.url.rpartition("/")[2]
    browser.sign_in(bao.id)
    assert "My first counter" in browser.get("/en/sharebacks").text
    assert "Add my story" in browser.get(f"/en/stories/{collection_id}").text
    form = browser.get(f"/en/sharebacks/new?kind=story&collection={collection_id}")
    assert "Three questions that carry a story" in form.text
    draft = form.submit(title="Ninety seconds", body=WORDS, language="en")
    assert told("collection_story") == set()
    draft.form(action="/publish").submit()
    assert told("collection_story") == {opener.id}
    shown = browser.get(f"/en/stories/{collection_id}")
    assert "Ninety seconds" in shown.text
    row = queries.collection_page(UUID(collection_id), None)
    assert (row.stories, row.people, row.organisations) == (1, 1, 1)
    assert "Ninety seconds" in browser.get(f"/en/stories/{collection_id}.atom").response.text
    assert "Mon" not in browser.get(f"/fr/stories/{collection_id}").title


def test_people_and_organisations_are_counted_once_co_authors_too(opener):
    row, place = make.collection(opener), make.organisation()
    bao, carla = make.person(of=place), make.person(of=place)
    for teller in (bao, bao, opener):
        written = story(teller, row.id)
    with reading() as session:
        together = session.get_one(ShareBack, written)
    make.co_author(together, carla)
    story(carla, row.id, publish=False)
    found = queries.collection_page(row.id, None)
    assert (found.stories, found.people, found.organisations) == (3, 3, 1)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title_en": ""}, LanguageMissing),
        ({"question_en": "", "question_fr": "Qui ?"}, LanguageMissing),
        ({"first": -1}, BeganBefore),
        ({"first": 5, "last": 5}, EndsTooSoon),
        ({"last": 367}, LastsTooLong),
        ({"own_organisation": True}, NoOrganisation),
    ],
)
def test_what_is_asked_is_whole_and_has_its_days(opener, wrong, refusal):
    with pytest.raises(refusal):
        service.open_collection(opener.id, asked(**wrong))


def test_one_looks_after_two_at_once(opener):
    first = service.open_collection(opener.id, asked())
    service.open_collection(opener.id, asked())
    with pytest.raises(EnoughOpen):
        service.open_collection(opener.id, asked())
    service.close_collection(opener.id, first)
    service.open_collection(opener.id, asked())


def test_stories_are_added_while_it_runs_by_those_it_asks(opener):
    place, bao = make.organisation(), make.person()
    shut = (
        make.collection(opener, first=1, last=10),
        make.collection(opener, first=-10, last=-1),
        make.collection(opener, organisation_id=place.id),
        make.collection(opener, state=CollectionState.CLOSED, closed_at=opener.created_at),
    )
    hidden = make.collection(opener)
    service.change_collection(opener.id, hidden.id, asked())
    conversations.hide(make.person().id, "collection", hidden.id, "It names a client.")
    for row in (*shut, hidden):
        with pytest.raises(CollectionShut):
            story(bao, row.id)
    running = make.collection(opener)
    with pytest.raises(CollectionShut):
        story(bao, running.id, kind=ShareBackKind.BLOG)
    assert story(make.person(of=place), shut[2].id)
    assert [one[0] for one in queries.collections_to_choose(bao.id, None)] == [running.id]
    with pytest.raises(NotFound):
        queries.collection_page(hidden.id, bao.id)
    assert queries.collection_page(hidden.id, opener.id).hidden


def test_the_last_day_closes_it_and_tells_what_came_together(opener, clock):
    row, bao = make.collection(opener, first=-1, last=1), make.person()
    written, late = story(bao, row.id), story(bao, row.id, publish=False)
    assert service.close_collections() == 0
    clock.forward(days=2)
    assert service.close_collections() == 1
    assert service.close_collections() == 0
    assert told("collection_closed") == {opener.id, bao.id}
    with reading() as session:
        assert session.get_one(StoryCollection, row.id).state is CollectionState.CLOSED
    with pytest.raises(CollectionShut):
        service.publish(bao.id, late)
    service.edit(bao.id, late, Content("By itself", "en", body=WORDS))
    service.publish(bao.id, late)
    service.edit(bao.id, written, Content("Ninety", "en", body=WORDS, collection_id=row.id))  # it stays where it is
    assert queries.collection_page(row.id, None).stories == 1
    assert [one.id for one in queries.collections_page().closed] == [row.id]


def test_its_opener_changes_it_and_a_steward_may_close_it(opener):
    row, steward, other = make.collection(opener), make.person(), make.person()
    make.role(steward, Role.STEWARD)
    service.change_collection(opener.id, row.id, asked(first=-40, last=10, title_en="Our first counters"))
    found = queries.collection_page(row.id, None)
    assert (found.title_en, found.starts_on, found.ends_on) == ("Our first counters", row.starts_on, make.home_days(10))
    for act in (service.close_collection, lambda person, one: service.change_collection(person, one, asked())):
        with pytest.raises(NotAllowed):
            act(other.id, row.id)
    with pytest.raises(NotAllowed):
        service.change_collection(steward.id, row.id, asked())
    service.close_collection(steward.id, row.id)
    with pytest.raises(MoveRefused):
        service.close_collection(opener.id, row.id)


def test_it_is_found_in_search_and_in_the_calendar(opener, browser):
    collection_id = service.open_collection(opener.id, asked(last=3))
    assert [one.id for one in search_page("counter", member=True).collections] == [collection_id]
    assert "Story collection" in browser.get("/en/search?q=counter").text
    assert "Last day for stories – My first counter" in browser.get("/en/calendar.ics").response.text


@pytest.mark.parametrize("many", [1, 15])
def test_the_lists_ask_few_questions_and_turn_their_pages(opener, many, assert_queries):
    shut = {"state": CollectionState.CLOSED, "closed_at": opener.created_at}
    closed = [make.collection(opener, first=-50 - number, last=-20 - number, **shut) for number in range(many)]
    for row in closed[:3]:
        make.shareback(opener, kind=ShareBackKind.STORY, collection_id=row.id)
    make.collection(opener)
    with assert_queries(4):
        page = queries.collections_page()
    seen = [one.id for one in page.closed]
    if page.after:
        seen += [one.id for one in queries.collections_page(page.after).closed]
    assert seen == [one.id for one in closed]
    with assert_queries(2):
        queries.collection_page(closed[0].id, None)


def test_days_count_from_one_to_all():
    first, last = make.days(0), make.days(99)
    counted = [day_of(first, last, make.days(number)) for number in (-5, 0, 33, 99, 120)]
    assert counted == [(0, 100), (1, 100), (34, 100), (100, 100), (100, 100)]
