"""What happens to a pitch that is public: changes, pauses, news, good words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from crowdlearn.db.outbox import Outbox, read_event
from crowdlearn.db.session import Database, lock, reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.models import Person
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Need, Pitch, PitchInterest, PitchUpdate, PitchVersion
from crowdlearn.pitches.queries import plan_of
from crowdlearn.pitches.rules import (
    Comparison,
    Cost,
    Funding,
    GoalBelowPledged,
    NeedBelowFilled,
    NotReady,
    PitchFixed,
    PitchRevised,
    PitchState,
    Return,
    Wanted,
    WordsMissing,
)
from crowdlearn.pitches.service.index import ALIVE
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.queries import matching
from tests import make
from tests.support.clocks import Hands
from tests.support.plans import WHOLE

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pitcher(database: Database) -> Person:
    return make.person("Amira Haddad", of=make.organisation())


@pytest.fixture
def open_id(pitcher: Person) -> UUID:
    """Return an open pitch: base 1,000.00, own 600.00, peers 400.00."""
    said = {name: getattr(WHOLE, name) for name in WHOLE.__dataclass_fields__}
    days = {"starts_on": make.days(60), "ends_on": make.days(62), "deadline": make.days(30), "time_zone": "UTC"}
    more = {"share_backs": (Return(due_on=make.days(90)),), "needs": (Wanted(title="An hour", wanted=60),)}
    pitch_id = service.start_draft(pitcher.id, said | days | more | {"own_share_cents": 60_000})
    service.publish(pitcher.id, pitch_id)
    return pitch_id


def revise(pitch_id: UUID, by: Person, live: int = 0, **changes: Any) -> Comparison:
    with transaction() as session:
        return service.revise(session, lock(session, Pitch, pitch_id), changes, by.id, live_cents=live)


def stored(pitch_id: UUID) -> Pitch:
    with reading() as session:
        return session.get_one(Pitch, pitch_id)


def shares(pitch_id: UUID) -> tuple[int, int]:
    pitch = stored(pitch_id)
    return pitch.own_share_cents, pitch.peer_goal_cents


def events(kind: type[Event]) -> list[Any]:
    with reading() as session:
        rows = session.exec(select(Outbox).where(Outbox.name == kind.name()).order_by(col(Outbox.id)))
        return [read_event(row.name, row.payload) for row in rows]


def test_a_small_change_is_a_version_of_the_same_terms(pitcher: Person, open_id: UUID) -> None:
    before = stored(open_id)
    comparison = revise(open_id, pitcher, story="More of it", summary="In short")
    after = stored(open_id)
    assert set(comparison.changes) == {"story", "summary"}
    assert (after.version, after.terms_version) == (before.version + 1, before.terms_version)
    event = events(PitchRevised)[0]
    assert (event.material, event.terms_version, event.raised_cost, event.by) == (False, 1, False, pitcher.id)
    assert [hit.object_id for hit in matching("in short more")] == [open_id]


def test_a_change_of_nothing_leaves_no_trace(pitcher: Person, open_id: UUID) -> None:
    version = stored(open_id).version
    assert revise(open_id, pitcher, title=WHOLE.title).changes == ()
    assert stored(open_id).version == version
    assert events(PitchRevised) == []


def test_a_material_change_makes_new_terms(pitcher: Person, open_id: UUID) -> None:
    assert revise(open_id, pitcher, provider="Someone else").material == ("provider",)
    assert stored(open_id).terms_version == 2
    with reading() as session:
        rows = session.exec(
            select(PitchVersion).where(PitchVersion.pitch_id == open_id).order_by(col(PitchVersion.version))
        )
        first, second = rows.all()
    assert (first.terms["provider"], second.terms["provider"]) == (WHOLE.provider, "Someone else")
    assert (second.material, second.changes, second.made_by) == (True, ["provider"], pitcher.id)


def test_row_48_a_higher_cost_is_the_pitchers(pitcher: Person, open_id: UUID) -> None:
    comparison = revise(open_id, pitcher, live=40_000, costs=(Cost(label="Seat", amount_cents=105_000),))
    assert (comparison.raised_cost, comparison.material) == (True, ())
    assert shares(open_id) == (65_000, 40_000)


def test_row_49_confirmed_organisation_money_relieves_both(pitcher: Person, open_id: UUID) -> None:
    revise(open_id, pitcher, live=40_000, organisation_money=(Funding(amount_cents=50_000, confirmed=True),))
    assert shares(open_id) == (30_000, 20_000)


def test_row_51_pending_money_changes_nothing_until_it_is_confirmed(pitcher: Person, open_id: UUID) -> None:
    revise(open_id, pitcher, organisation_money=(Funding(amount_cents=50_000),))
    assert shares(open_id) == (60_000, 40_000)
    with reading() as session:
        (line,) = plan_of(session, session.get_one(Pitch, open_id)).organisation_money
    revise(open_id, pitcher, organisation_money=(Funding(id=line.id, amount_cents=50_000, confirmed=True),))
    assert shares(open_id) == (30_000, 20_000)


def test_row_68_the_goal_stays_above_what_is_pledged(pitcher: Person, open_id: UUID) -> None:
    with pytest.raises(GoalBelowPledged):
        revise(open_id, pitcher, live=35_000, own_share_cents=70_000)
    assert shares(open_id) == (60_000, 40_000)
    revise(open_id, pitcher, live=30_000, own_share_cents=70_000)
    assert shares(open_id) == (70_000, 30_000)


def test_row_61_help_that_replaces_a_cost_line_lowers_the_cost(pitcher: Person, open_id: UUID) -> None:
    revise(open_id, pitcher, costs=(Cost(label="Hotel", amount_cents=100_000, replaced_cents=60_000),))
    assert stored(open_id).cost_cents == 40_000
    assert shares(open_id) == (24_000, 16_000)


def test_the_money_ask_can_end_and_the_pitch_go_on(pitcher: Person, open_id: UUID) -> None:
    revise(open_id, pitcher, live=20_000, asks_money=False)
    assert shares(open_id) == (0, 0)
    assert stored(open_id).state is PitchState.OPEN


def test_what_publication_asked_for_is_not_taken_away(pitcher: Person, open_id: UUID) -> None:
    with pytest.raises(NotReady) as refused:
        revise(open_id, pitcher, benefit_peers="", share_backs=())
    assert {point.field for point in refused.value.points} == {"benefit_peers", "share_backs"}


def test_a_need_is_closed_not_deleted_for_offers_stand_against_it(pitcher: Person, open_id: UUID) -> None:
    revise(open_id, pitcher, needs=())
    with reading() as session:
        need = session.exec(select(Need).where(Need.pitch_id == open_id)).one()
        assert need.closed_at is not None
        assert plan_of(session, session.get_one(Pitch, open_id)).needs == ()


def test_accepted_help_is_not_unasked(pitcher: Person, open_id: UUID) -> None:
    with transaction() as session:
        need = session.exec(select(Need).where(Need.pitch_id == open_id)).one()
        need.filled = 45
    with pytest.raises(NeedBelowFilled):
        revise(open_id, pitcher, needs=(Wanted(id=need.id, title="Less", wanted=30),))


def test_a_row_of_another_pitch_is_never_taken_over(pitcher: Person, open_id: UUID) -> None:
    theirs = make.need(make.pitch(make.person()), title="Theirs")
    revise(open_id, pitcher, needs=(Wanted(id=theirs.id, title="Mine", wanted=30),))
    with reading() as session:
        assert session.get_one(Need, theirs.id).title == "Theirs"


@pytest.mark.parametrize("state", [PitchState.FUNDED, PitchState.COMPLETED, PitchState.WITHDRAWN])
def test_a_settled_pitch_is_not_rewritten(pitcher: Person, state: PitchState) -> None:
    settled = make.pitch(pitcher, state=state)
    with pytest.raises(PitchFixed):
        revise(settled.id, pitcher, title="Other")


def test_looking_at_what_a_change_would_mean_changes_nothing(pitcher: Person, open_id: UUID) -> None:
    with reading() as session:
        comparison = service.preview_revision(session, session.get_one(Pitch, open_id), {"title": "Other"}, 0)
    assert comparison.material == ("title",)
    assert stored(open_id).title == WHOLE.title


def test_withdrawn_with_a_word_and_still_readable(pitcher: Person, open_id: UUID) -> None:
    service.withdraw(pitcher.id, open_id, "The course was cancelled.")
    pitch = stored(open_id)
    assert (pitch.state, pitch.closing_words) == (PitchState.WITHDRAWN, "The course was cancelled.")
    assert pitch.closed_at is not None
    assert [hit.object_id for hit in matching("service design")] == [open_id]
    with pytest.raises(MoveRefused):
        service.withdraw(pitcher.id, open_id, "")


def test_paused_and_resumed(pitcher: Person, open_id: UUID) -> None:
    with pytest.raises(MoveRefused):
        service.resume(pitcher.id, open_id)
    service.pause(pitcher.id, open_id)
    assert stored(open_id).state is PitchState.PAUSED
    service.resume(pitcher.id, open_id)
    assert stored(open_id).state is PitchState.OPEN


def test_moves_stamp_their_time(pitcher: Person, open_id: UUID) -> None:
    def go(to: PitchState) -> Pitch:
        with transaction() as session:
            service.move(session, lock(session, Pitch, open_id), to)
        return stored(open_id)

    version = stored(open_id).version
    topping_up = go(PitchState.TOP_UP)
    assert topping_up.top_up_until is not None
    assert topping_up.top_up_until - topping_up.updated_at <= timedelta(days=7)
    assert go(PitchState.LOCKED).locked_at is not None
    go(PitchState.SETTLING)
    assert go(PitchState.FUNDED).funded_at is not None
    assert go(PitchState.COMPLETED).closed_at is not None
    assert stored(open_id).version == version + 5
    with pytest.raises(MoveRefused):
        go(PitchState.OPEN)


def test_news_is_written_and_not_of_nothing(pitcher: Person, open_id: UUID) -> None:
    service.write_update(pitcher.id, open_id, "We *met*.")
    with reading() as session:
        assert session.exec(select(PitchUpdate.text)).all() == ["We *met*."]
    with pytest.raises(WordsMissing):
        service.write_update(pitcher.id, open_id, "  ")


def test_following_counts_once_and_is_a_trend_of_others_only(
    pitcher: Person, open_id: UUID, assert_queries: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    peer, other = make.person(), make.person()
    with assert_queries(6):  # the pitch held and read, who follows, whose interest is new, both counters, the trail
        service.follow(peer.id, open_id)
    service.follow(peer.id, open_id)
    service.follow(other.id, open_id)
    service.follow(pitcher.id, open_id)
    pitch = stored(open_id)
    assert (pitch.followers, pitch.trend) == (3, 2)
    service.unfollow(peer.id, open_id)
    service.unfollow(peer.id, open_id)
    assert stored(open_id).followers == 2


def test_a_draft_has_no_followers(pitcher: Person) -> None:
    with pytest.raises(NotFound):
        service.follow(make.person().id, service.start_draft(pitcher.id, {}))


def test_the_trend_forgets_after_fourteen_days(pitcher: Person, open_id: UUID, clock: Hands) -> None:
    service.follow(make.person().id, open_id)
    clock.forward(days=10)
    service.follow(make.person().id, open_id)
    clock.forward(days=5)
    assert service.recount_trends() == 1
    assert stored(open_id).trend == 1
    assert service.recount_trends() == 0
    with reading() as session:
        assert len(session.exec(select(PitchInterest.id)).all()) == 2


def test_search_puts_first_what_people_care_about_now(pitcher: Person, open_id: UUID, clock: Hands) -> None:
    def weight() -> int:
        with reading() as session:
            return session.exec(select(SearchEntry.weight).where(SearchEntry.object_id == open_id)).one()

    service.follow(make.person().id, open_id)
    service.recount_trends()
    assert weight() == ALIVE + 1
    clock.forward(days=15)
    service.recount_trends()
    assert weight() == ALIVE
    service.withdraw(pitcher.id, open_id, "The course was cancelled.")
    service.recount_trends()
    assert weight() == 0
