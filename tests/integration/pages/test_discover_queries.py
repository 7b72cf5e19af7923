"""Finding pitches: filters, orders, pages, two queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.pages.queries.cards import card_facts
from crowdlearn.pages.queries.discover import listing
from crowdlearn.pages.queries.front import front
from crowdlearn.pages.rules import PAGE, Filters
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import Role, SkillSide
from crowdlearn.pitches.models import Pitch, PitchTopic
from crowdlearn.pitches.rules import PitchKind, PitchState, Place, Scope, ShareBackMode
from crowdlearn.search.service import index
from tests import make
from tests.support.clocks import Hands


def asked(viewer: Person | None = None, **words: str) -> list[UUID]:
    """Return the ids that an address with these words lists."""
    with reading() as session:
        return [place.id for place in listing(session, Filters.read(words), viewer.id if viewer else None).places]


def findable(pitch: Pitch) -> None:
    """Put a pitch into the index, as publishing does."""
    with transaction() as session:
        index(session, "pitch", pitch.id, language="en", title=pitch.title, text=pitch.story, visible=True)


@pytest.fixture
def owner(database: Database, clock: Hands) -> Person:
    clock.stand(datetime(2026, 11, 23, 17, tzinfo=UTC))  # the same day in every zone of the country
    return make.person("Amira", of=make.organisation())


def test_only_what_looks_for_something_is_listed(owner: Person) -> None:
    listed = [make.pitch(owner, state=state) for state in (PitchState.IDEA, PitchState.OPEN)]
    for state in set(PitchState) - {PitchState.IDEA, PitchState.OPEN, PitchState.LOCKED, PitchState.SETTLING}:
        make.money_pitch(owner, state=state, closed_at=now(), locked_at=now())
    make.money_pitch(owner, state=PitchState.LOCKED, locked_at=now())
    helped = make.pitch(owner, state=PitchState.FUNDED)
    make.need(helped)
    filled, late, closed = (make.pitch(owner, state=PitchState.FUNDED) for _ in range(3))
    make.need(filled, filled=180)
    make.need(closed, closed_at=now())
    make.need(late)
    with transaction() as session:
        session.execute(sa.update(Pitch).where(Pitch.id == late.id).values(deadline=make.days(-1)))
    assert set(asked()) == make.ids(*listed, helped)


def test_every_filter_narrows(owner: Person) -> None:
    other = make.organisation()
    plain = make.pitch(owner, kind=PitchKind.ATTEND, region="on", place=Place.ONLINE, scope=Scope.NATIONAL)
    special = make.pitch(
        make.person(of=other),
        kind=PitchKind.HOST,
        region="nb",
        place=Place.ONSITE,
        scope=Scope.LOCAL,
        language="fr",
        deadline=make.days(14),
    )
    make.kept(PitchTopic(pitch_id=special.id, topic="data"))
    make.planned(special, mode=ShareBackMode.ONGOING)
    make.planned(plain, mode=ShareBackMode.ONLINE)
    for words in (
        {"kind": "host"},
        {"region": "nb"},
        {"place": "onsite"},
        {"scope": "local"},
        {"mode": "ongoing"},
        {"language": "fr"},
        {"topic": "data"},
        {"soon": "1"},
        {"organisation": str(other.id)},
        {"kind": "host", "topic": "data", "region": "nb"},
    ):
        assert asked(**words) == [special.id], words
    assert asked(kind="host", region="on") == []
    for nonsense in ({"kind": "x"}, {"region": "zz"}, {"topic": "'"}, {"organisation": "1"}, {"after": "x_y"}):
        assert set(asked(**nonsense)) == make.ids(plain, special), nonsense


def test_what_a_reader_could_give(owner: Person) -> None:
    reader = make.person()
    make.kept(PersonSkill(person_id=reader.id, side=SkillSide.OFFERED, skill="sql"))
    make.kept(PersonSkill(person_id=reader.id, side=SkillSide.WANTED, skill="coaching"))
    money = make.money_pitch(owner)
    full = make.money_pitch(owner, promised_cents=70000)
    sql, coaching, filled = make.pitch(owner), make.pitch(owner), make.pitch(owner)
    make.need(sql, skill="sql")
    make.need(coaching, skill="coaching")
    make.need(filled, skill="sql", filled=180)
    assert asked(give="money") == [money.id]
    assert set(asked(give="expertise")) == make.ids(sql, coaching)
    make.need(make.pitch(reader), skill="sql")
    assert asked(reader, give="skills") == [sql.id], "not one's own"
    assert full.id in asked()


def test_stages(owner: Person) -> None:
    idea, done = make.pitch(owner, state=PitchState.IDEA), make.pitch(owner, state=PitchState.COMPLETED)
    funded = make.pitch(owner, state=PitchState.FUNDED)
    assert asked(stage="idea") == [idea.id]
    assert asked(stage="done") == [done.id]
    assert asked(stage="under_way") == [funded.id]


def test_orders(owner: Person) -> None:
    first = make.money_pitch(owner, trend=1, promised_cents=7000, deadline=make.days(9), published_at=now())
    second = make.money_pitch(
        owner, trend=3, promised_cents=60000, deadline=make.days(30), published_at=now() - timedelta(days=2)
    )
    third = make.money_pitch(
        owner, trend=2, promised_cents=30000, deadline=make.days(3), published_at=now() - timedelta(days=1)
    )
    late = make.money_pitch(owner, deadline=make.days(-1), published_at=now() - timedelta(days=9))
    a, b, c, d = first.id, second.id, third.id, late.id
    assert asked() == [b, c, a, d]
    assert asked(sort="newest") == [a, c, b, d]
    without = make.pitch(owner, state=PitchState.IDEA, deadline=None, published_at=now() - timedelta(days=10))
    assert asked(sort="closing") == [c, a, b, without.id]
    assert asked(sort="nearly")[:3] == [b, c, a]


def test_nearly_there_is_what_peers_can_still_complete(owner: Person) -> None:
    half = make.money_pitch(owner, promised_cents=35000)
    being_held = make.money_pitch(owner, state=PitchState.SETTLING, promised_cents=70000, locked_at=now())
    make.need(being_held)
    assert asked(sort="nearly") == [half.id, being_held.id]


@pytest.mark.parametrize("sort", ["trend", "newest", "closing", "nearly"])
@pytest.mark.parametrize("query", ["", "letters"])
def test_pages_follow_each_other_without_a_gap(owner: Person, sort: str, query: str) -> None:
    for number in range(2 * PAGE + 5):
        findable(
            make.money_pitch(
                owner,
                trend=number % 3,
                promised_cents=number % 4 * 10000,
                deadline=make.days(5 + number % 5) if number % 3 else None,
                published_at=now() - timedelta(hours=number % 6),
            )
        )
    words, seen, sizes = {"sort": sort, "q": query}, [], []
    while True:
        with reading() as session:
            page = listing(session, Filters.read(words), None)
        seen += [place.id for place in page.places]
        sizes.append(len(page.places))
        if not page.following:
            break
        words["after"] = page.following
    assert sizes == [PAGE, PAGE, 5]
    assert len(set(seen)) == 2 * PAGE + 5


@pytest.mark.parametrize(
    "after", ["x_" + "0" * 32, "5_" + "g" * 32, "2026-01-01_" + "0" * 32, "9" * 40 + "_" + "0" * 32]
)
@pytest.mark.parametrize("sort", ["trend", "newest", "closing", "nearly"])
def test_a_strange_cursor_begins_anew_or_ends_the_list(owner: Person, sort: str, after: str) -> None:
    make.pitch(owner)
    asked(sort=sort, after=after)


def test_search_and_filters_together(owner: Person) -> None:
    letters, maps = make.pitch(owner), make.pitch(owner, title="Accessible maps", story="Wildfire")
    draft = make.pitch(owner, state=PitchState.DRAFT)
    for pitch in (letters, maps, draft):
        findable(pitch)
    assert asked(q="letter") == [letters.id]
    assert asked(q="letter", kind="host") == []
    assert asked(q="WILDFIRES") == [maps.id]
    assert asked(q="...") == []


def test_what_a_steward_hid_is_not_listed(owner: Person) -> None:
    steward = make.person()
    make.role(steward, Role.STEWARD)
    pitch = make.pitch(owner)
    with transaction() as session:
        conversations.keep_thread(
            session, "pitch", pitch.id, owner_id=owner.id, title=pitch.title, path="/", language="en"
        )
    conversations.hide(steward.id, "pitch", pitch.id, "Copied.")
    assert asked() == []


def test_a_card_knows_its_first_open_need(owner: Person) -> None:
    pitch = make.money_pitch(owner)
    make.need(pitch, position=1, title="Filled", filled=180)
    make.need(pitch, position=3, title="Later")
    make.need(pitch, position=2, title="First", filled=60)
    with reading() as session:
        card = card_facts(session, [pitch.id])[pitch.id]
    assert (card.need_title, card.need_left, card.owner, card.goal.cents) == ("First", 120, "Amira", 70000)
    with reading() as session:
        assert card_facts(session, []) == {}


@pytest.mark.parametrize("number", [1, PAGE])
@pytest.mark.parametrize("words", [{}, {"q": "letters"}, {"topic": "data", "give": "expertise"}])
def test_two_queries_whatever_the_number(
    owner: Person,
    words: dict[str, str],
    number: int,
    assert_queries: Callable[[int], AbstractContextManager[list[str]]],
) -> None:
    for _ in range(number):
        pitch = make.pitch(owner)
        make.need(pitch)
        make.kept(PitchTopic(pitch_id=pitch.id, topic="data"))
        findable(pitch)
    with assert_queries(2), reading() as session:
        page = listing(session, Filters.read(words), owner.id)
        assert len(card_facts(session, [place.id for place in page.places])) == number


def plan(statement: Any, database: Database) -> str:
    """Return how the database means to answer."""
    with reading() as session:
        return "\n".join(map(str, session.execute(statement).all()))


@pytest.mark.parametrize("sort", ["trend", "newest", "closing", "nearly"])
def test_the_list_is_read_in_the_order_of_an_index(
    database: Database, sort: str, assert_queries: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    with assert_queries(1) as statements, reading() as session:
        listing(session, Filters.read({"sort": sort}), None)
    if database.is_sqlite:
        with reading() as session:
            steps = session.connection().exec_driver_sql(
                "EXPLAIN QUERY PLAN " + statements[0], tuple([""] * statements[0].count("?"))
            )
            said = "\n".join(row[3] for row in steps)
        assert "ix_pitch_listed_" in said
        assert "TEMP B-TREE" not in said


def test_figures_are_suppressed_below_five_people(owner: Person) -> None:
    pitch = make.money_pitch(owner, cost=300000)
    for _ in range(4):
        make.pledge(pitch, make.person(), 5000)
        make.offer(pitch, make.person(), 90)
    with reading() as session:
        before = front(session)
    assert (before.pledged.shown, before.offered.shown, before.kept.shown) == (False, False, False)
    make.pledge(pitch, make.person(), 5000)
    make.offer(pitch, make.person(), 90)
    with reading() as session:
        after = front(session)
    assert (after.pledged.shown, after.pledged_money.cents) == (True, 25000)
    assert (after.offered.shown, after.offered.value, after.offered.people) == (True, 450, 5)
    assert [row[0] for row in after.organisations] == [owner.organisation_id]
