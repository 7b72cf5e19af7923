"""Drafts: kept step by step, shown as ideas, copied, deleted, and nobody else’s."""

from datetime import date

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches import service
from crowdlearn.pitches.models import CostLine, DraftAnswers, Pitch, PitchTopic, PlannedShareBack
from crowdlearn.pitches.rules import Cost, IdeaNeedsWords, OnlyDraftsAreDeleted, PitchFixed, PitchState, Step, Wanted
from crowdlearn.search.queries import matching
from tests import make
from tests.support.pitching import QUICK, actions, emitted, said, stored, ten, whole

pytestmark = pytest.mark.usefixtures("database")


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
    assert (copy.state, copy.cloned_from, copy.title) == (PitchState.DRAFT, original, QUICK["title"])
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
