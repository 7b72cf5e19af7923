"""From a blank page to a published pitch, on both databases."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import col, select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.rules import HoldReason, MoneyMode
from crowdlearn.people.service.holds import hold
from crowdlearn.pitches import service
from crowdlearn.pitches.models import (
    CostLine,
    DraftAnswers,
    Need,
    Pitch,
    PitchTopic,
    PitchVersion,
    PlannedShareBack,
)
from crowdlearn.pitches.queries import plan_of
from crowdlearn.pitches.rules import (
    Cost,
    IdeaNeedsWords,
    NotReady,
    OnlyDraftsAreDeleted,
    PitchFixed,
    PitchState,
    Plan,
    QuickAnswers,
    Return,
    Step,
    Wanted,
)
from crowdlearn.search.queries import matching
from tests import make
from tests.support.plans import WHOLE

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pitcher(database: Database) -> Person:
    return make.person("Amira Haddad", of=make.organisation(name_en="Coastal Services"), region="nb")


def whole(**changes: object) -> dict[str, object]:
    """Return what a pitch says that may be published today."""
    moved = {
        "starts_on": make.days(60),
        "ends_on": make.days(62),
        "deadline": make.days(30),
        "share_backs": (Return(due_on=make.days(90)),),
    }
    plan = replace(WHOLE, **moved)  # type: ignore[arg-type]
    return {name: getattr(plan, name) for name in Plan.__dataclass_fields__} | {"time_zone": "UTC"} | changes


def ten(**changes: object) -> QuickAnswers:
    answers: dict[str, object] = {
        "title": "Evidence week",
        "starts_on": make.days(60),
        "benefit_me": "I learn to run a trial.",
        "benefit_peers": "My notes and templates.",
        "benefit_organisation": "We decide better.",
        "help": "An hour with someone who ran a trial",
        "application_plan": "I run a trial in June.",
        "gives_back": "A lunch talk",
        "deadline": make.days(20),
        "time_zone": "UTC",
    }
    return QuickAnswers(**(answers | changes))  # type: ignore[arg-type]


def stored(pitch_id: UUID) -> Pitch:
    with reading() as session:
        found = session.get(Pitch, pitch_id)
        assert found is not None
        return found


def said(pitch_id: UUID) -> Plan:
    with reading() as session:
        return plan_of(session, session.get_one(Pitch, pitch_id))


def emitted() -> list[str]:
    with reading() as session:
        return list(session.exec(select(Outbox.name).order_by(col(Outbox.id))))


def actions(about: UUID) -> list[str]:
    with reading() as session:
        rows = select(AuditRow.action).where(AuditRow.object_id == about).order_by(col(AuditRow.id))
        return list(session.exec(rows))


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


def test_a_draft_is_kept_step_by_step(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, {"title": "Service design week"})
    service.save_step(
        pitcher.id, pitch_id, Step.MONEY, {"asks_money": True, "costs": (Cost(label="Seat", amount_cents=90_000),)}
    )
    service.save_step(
        pitcher.id, pitch_id, Step.NEEDS, {"needs": (Wanted(title="A case study"), Wanted(title="An hour"))}
    )
    first, second = said(pitch_id).needs
    service.save_step(pitcher.id, pitch_id, Step.NEEDS, {"needs": (second, Wanted(title="New"))})

    after = said(pitch_id)
    assert [need.title for need in after.needs] == ["An hour", "New"]
    assert after.needs[0].id == second.id
    assert first.id not in {need.id for need in after.needs}
    assert (after.title, after.cost_cents) == ("Service design week", 90_000)
    assert stored(pitch_id).state is PitchState.DRAFT
    assert matching("service design") == []


def test_what_could_not_be_read_waits_for_its_step(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, {})
    service.save_step(pitcher.id, pitch_id, Step.WHEN, {}, typed={"starts_on": ["next spring"]})
    service.save_step(pitcher.id, pitch_id, Step.WHEN, {}, typed={"starts_on": ["spring"]})
    with reading() as session:
        assert session.exec(select(DraftAnswers.typed)).all() == [{"starts_on": ["spring"]}]
    service.save_step(pitcher.id, pitch_id, Step.WHEN, {"starts_on": date(2027, 4, 1)})
    with reading() as session:
        assert session.exec(select(DraftAnswers.typed)).all() == []


def test_a_half_typed_money_ask_is_kept_too(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, {"asks_money": True, "own_share_cents": 100})
    service.save_step(pitcher.id, pitch_id, Step.MONEY, {"costs": (Cost(amount_cents=90_000),)})
    assert stored(pitch_id).own_share_cents == 100
    assert stored(pitch_id).base_cents == 0


def test_a_declared_share_survives_a_change_of_mind(pitcher: Person) -> None:
    pitch_id = service.start_draft(pitcher.id, whole(own_share_cents=60_000))
    service.save_step(pitcher.id, pitch_id, Step.MONEY, {"asks_money": False})
    service.save_step(pitcher.id, pitch_id, Step.MONEY, {"asks_money": True})
    assert said(pitch_id).own_share_cents == 60_000
    service.save_step(pitcher.id, pitch_id, Step.MONEY, {"own_share_cents": 0})
    assert (said(pitch_id).own_share_cents, stored(pitch_id).own_share_cents) == (0, 50_000)


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


def test_an_idea_is_public_and_becomes_a_pitch(pitcher: Person) -> None:
    idea_id = service.share_idea(pitcher.id, {"title": "A reading circle", "summary": "Would you read with me?"})
    assert stored(idea_id).state is PitchState.IDEA
    assert [hit.object_id for hit in matching("reading circle")] == [idea_id]
    service.save_step(pitcher.id, idea_id, Step.WHAT, whole(asks_money=False, title="A reading circle"))
    service.publish(pitcher.id, idea_id)
    assert stored(idea_id).state is PitchState.OPEN
    assert emitted() == ["pitches.IdeaShared", "pitches.PitchPublished"]


def test_a_draft_may_be_shown_as_an_idea_when_it_has_words(pitcher: Person) -> None:
    draft_id = service.start_draft(pitcher.id, {"title": "A reading circle"})
    with pytest.raises(IdeaNeedsWords):
        service.share_idea(pitcher.id, {}, draft_id)
    assert service.share_idea(pitcher.id, {"summary": "Would you read with me?"}, draft_id) == draft_id


def test_a_copy_is_a_draft_of_its_own(pitcher: Person) -> None:
    original = service.quick_pitch(pitcher.id, ten())
    copy_id = service.clone(pitcher.id, original)
    copy = stored(copy_id)
    assert (copy.state, copy.cloned_from, copy.title) == (PitchState.DRAFT, original, "Evidence week")
    assert (copy.starts_on, copy.deadline, copy.published_at) == (None, None, None)
    assert said(copy_id).needs[0].id != said(original).needs[0].id


def test_a_draft_is_deleted_with_its_parts_and_a_public_pitch_is_not(pitcher: Person) -> None:
    draft_id = service.start_draft(pitcher.id, whole(topics=("data",)))
    service.delete_draft(pitcher.id, draft_id)
    with reading() as session:
        tables = (Pitch, CostLine, PlannedShareBack, PitchTopic)
        assert [len(session.exec(select(table)).all()) for table in tables] == [0, 0, 0, 0]
    assert actions(draft_id)[-1] == "pitch.delete"
    with pytest.raises(OnlyDraftsAreDeleted):
        service.delete_draft(pitcher.id, service.quick_pitch(pitcher.id, ten()))


def test_nobody_touches_anothers_pitch(pitcher: Person) -> None:
    other = make.person()
    draft_id, open_id = service.start_draft(pitcher.id, whole()), service.quick_pitch(pitcher.id, ten())
    with pytest.raises(NotFound):
        service.save_step(other.id, draft_id, Step.WHAT, {"title": "Mine"})
    with pytest.raises(NotFound):
        service.publish(other.id, draft_id)
    with pytest.raises(NotFound):
        service.delete_draft(other.id, draft_id)
    with pytest.raises(NotFound):
        service.clone(other.id, draft_id)
    with pytest.raises(NotAllowed):
        service.withdraw(other.id, open_id, "")


def test_a_published_pitch_is_not_saved_as_a_draft(pitcher: Person) -> None:
    with pytest.raises(PitchFixed):
        service.save_step(pitcher.id, service.quick_pitch(pitcher.id, ten()), Step.WHAT, {"title": "Other"})


def test_an_unknown_name_is_a_mistake_of_ours(pitcher: Person) -> None:
    with pytest.raises(TypeError):
        service.start_draft(pitcher.id, {"state": "funded"})
