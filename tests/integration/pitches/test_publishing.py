"""Publishing: a quick pitch and a draft become public, if nothing is missing and money may be asked for."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.people.models import Person
from crowdlearn.people.rules import HoldReason, MoneyMode
from crowdlearn.people.service.holds import hold
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Need, Pitch, PitchTopic, PitchVersion
from crowdlearn.pitches.rules import NotReady, PitchFixed, PitchState
from crowdlearn.search.queries import matching
from tests import make
from tests.support.pitching import actions, emitted, said, stored, ten, whole

pytestmark = pytest.mark.usefixtures("database")


def test_a_quick_pitch_is_live_at_once(pitcher: Person) -> None:
    pitch_id = service.quick_pitch(pitcher.id, ten(topics=("data", "policy")))

    pitch = stored(pitch_id)
    assert pitch.state is PitchState.OPEN
    assert pitch.published_at is not None
    assert (pitch.organisation_id, pitch.region) == (pitcher.organisation_id, "nb")
    assert (pitch.own_share_cents, pitch.peer_goal_cents, pitch.asks_money) == (0, 0, False)
    assert emitted() == ["pitches.PitchPublished"]
    assert actions(pitch_id) == ["pitch.publish"]
    with reading() as session:
        assert session.exec(select(Need.wanted).where(Need.pitch_id == pitch_id)).one() == 120
        assert set(session.exec(select(PitchTopic.topic).where(PitchTopic.pitch_id == pitch_id))) == {"data", "policy"}
    assert [hit.object_id for hit in matching("evidence données")] == [pitch_id]


def test_a_quick_pitch_with_a_cost_asks_peers_for_half(pitcher: Person) -> None:
    pitch = stored(service.quick_pitch(pitcher.id, ten(cost_cents=80_001)))
    assert (pitch.cost_cents, pitch.base_cents) == (80_001, 80_001)
    assert (pitch.own_share_cents, pitch.peer_goal_cents) == (40_001, 40_000)


def test_a_quick_pitch_that_lacks_something_keeps_nothing(pitcher: Person) -> None:
    with pytest.raises(NotReady) as refused:
        service.quick_pitch(pitcher.id, ten(benefit_me="", deadline=make.days(1)))
    assert [point.field for point in refused.value.points] == ["benefit_me", "deadline"]
    with reading() as session:
        assert session.exec(select(Pitch.id)).all() == []
    assert emitted() == []


def test_a_quick_pitch_grows_into_a_full_one_without_retyping(pitcher: Person) -> None:
    pitch_id = service.quick_pitch(pitcher.id, ten(cost_cents=80_000))
    with transaction() as session:
        pitch = session.get_one(Pitch, pitch_id)
        more = {"provider": "Evidence House", "story": "Why trials?", "improves": "Decisions that hold."}
        comparison = service.revise(session, pitch, more, pitcher.id)
    assert comparison.material == ("provider",)
    after = said(pitch_id)
    assert (after.provider, after.benefit_me) == ("Evidence House", "I learn to run a trial.")


def test_publishing_freezes_the_figures_and_keeps_the_first_version(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, whole(own_share_cents=60_000))
    service.publish(pitcher.id, pitch_id)

    pitch = stored(pitch_id)
    assert (pitch.state, pitch.base_cents, pitch.own_share_cents, pitch.peer_goal_cents) == (
        PitchState.OPEN,
        100_000,
        60_000,
        40_000,
    )
    with reading() as session:
        version = session.exec(select(PitchVersion).where(PitchVersion.pitch_id == pitch_id)).one()
    assert version.version == pitch.version
    assert version.terms["peer_goal_cents"] == 40_000
    assert version.terms["share_backs"][0]["due_on"] == make.days(90).isoformat()
    assert version.terms["costs"][0]["id"]


def test_publishing_names_every_point(pitcher: Person) -> None:
    with pytest.raises(NotReady) as refused:
        service.publish(pitcher.id, service.start_draft(pitcher.id, {"title": "Service design week"}))
    assert len(refused.value.points) == 7


def test_publishing_twice_is_refused(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, whole())
    service.publish(pitcher.id, pitch_id)
    with pytest.raises(PitchFixed):
        service.publish(pitcher.id, pitch_id)
    assert emitted() == ["pitches.PitchPublished"]


@pytest.mark.parametrize("mode", [None, MoneyMode.EXPERTISE_ONLY], ids=["not-adopted", "expertise-only"])
def test_money_is_off_until_the_organisation_adopts_it(database: Database, mode: MoneyMode | None) -> None:
    office = make.organisation(adopted=mode is not None, mode=mode or MoneyMode.COLLECTED, name_fr="Bureau des côtes")
    person = make.person(of=office, language="fr")
    with pytest.raises(NotReady) as refused:
        service.publish(person.id, service.start_draft(person.id, whole()))
    assert [(p.code, p.facts) for p in refused.value.points] == [("NotAdopted", {"organisation": "Bureau des côtes"})]
    service.publish(person.id, service.start_draft(person.id, whole(asks_money=False)))


def test_who_belongs_to_no_organisation_asks_for_expertise(database: Database) -> None:
    guest = make.person()
    with pytest.raises(NotReady) as refused:
        service.quick_pitch(guest.id, ten(cost_cents=80_000))
    assert [point.code for point in refused.value.points] == ["NoOrganisation"]
    service.quick_pitch(guest.id, ten())


def test_a_hold_stops_a_money_ask_only(pitcher: Person) -> None:
    with transaction() as session:
        hold(session, pitcher.id, HoldReason.OVERDUE_COMMITMENTS)
    with pytest.raises(NotReady) as refused:
        service.quick_pitch(pitcher.id, ten(cost_cents=80_000))
    assert [point.code for point in refused.value.points] == ["CommitmentsOverdue"]
    service.quick_pitch(pitcher.id, ten())
