"""What waits for a member, and the first page that says it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from crowdlearn.commitments.models import Replacement, ReplacementVote
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import WAYS, Task
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.models import HoursEntry, Side
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement.models import Claim
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.rules import Form, SharebackState
from tests import make
from tests.support.clocks import Hands
from tests.support.waiting import Scene, tasks_of
from tests.support.web import Browser


def test_nothing_waits_for_a_newcomer(scene: Scene) -> None:
    assert waiting_for(make.person().id) == []


def test_a_backer_answers_and_pays(scene: Scene) -> None:
    changed, locked = scene.pitch(), scene.pitch(state=PitchState.LOCKED, locked_at=now())
    make.pledge(changed, scene.backer, state=PledgeState.RECONFIRM, reconfirm_until=now() + timedelta(hours=72))
    pledge = make.pledge(locked, scene.backer, state=PledgeState.COMMITTED)
    make.payment(pledge)
    first, second = waiting_for(scene.backer.id)
    assert (first.task, first.due) == (Task.STILL_STANDS, make.days(3))
    assert (second.task, second.due, second.id) == (Task.PAY, make.days(14), pledge.id)


def test_a_pitcher_covers_proves_changes_and_finishes(scene: Scene) -> None:
    scene.pitch(state=PitchState.TOP_UP, top_up_until=now() + timedelta(days=7))
    funded = scene.funded()
    scene.settlement(funded)
    make.kept(Claim(pitch_id=funded.id, amount_cents=500, currency="CAD"))
    scene.pitch(clearance="changes_asked")
    scene.pitch(state=PitchState.DRAFT, title="")
    assert tasks_of(scene.pitcher) == [Task.COVER, Task.RECEIPTS, Task.REPAY, Task.CHANGE, Task.FINISH]


def test_a_pitcher_answers_offers_and_says_hours_once(scene: Scene) -> None:
    pitch = scene.pitch()
    make.offer(pitch, scene.helper)
    assert [(one.task, one.name) for one in waiting_for(scene.pitcher.id)] == [(Task.ANSWER_OFFER, "Chloé")]
    held = scene.pitch()
    make.offer(held, scene.helper, state=OfferState.SCHEDULED, scheduled_at=now() - timedelta(days=2))
    make.offer(held, scene.backer, state=OfferState.SCHEDULED, scheduled_at=now() + timedelta(days=2))
    assert tasks_of(scene.helper) == [Task.SAY_HOURS]
    assert tasks_of(scene.backer) == []
    assert Task.SAY_HOURS in tasks_of(scene.pitcher)


@pytest.mark.parametrize(("due_in", "waits"), [(-3, True), (0, True), (30, True), (31, False)])
def test_promises_wait_from_a_month_before(scene: Scene, due_in: int, waits: bool) -> None:
    scene.commitment(CommitmentState.OPEN, due_in)
    assert (Task.DELIVER in tasks_of(scene.pitcher)) is waits


def test_what_was_delivered_waits_for_those_who_backed_it(scene: Scene) -> None:
    scene.commitment(CommitmentState.DELIVERED)
    assert tasks_of(scene.backer) == [Task.CONFIRM, Task.ANSWER_WISH]
    assert tasks_of(scene.helper) == [Task.CONFIRM]
    assert tasks_of(scene.pitcher) == [Task.THANK]
    assert tasks_of(scene.steward) == []


def test_check_ins_wait_for_the_learner_then_for_the_manager(scene: Scene) -> None:
    scene.check_in(CheckInState.OPEN)
    assert (tasks_of(scene.pitcher), tasks_of(scene.manager)) == ([Task.CHECK_IN], [])
    scene.check_in(CheckInState.ANSWERED)
    assert tasks_of(scene.manager) == [Task.CONFIRM_USE]


def test_every_task_has_its_way() -> None:
    assert set(WAYS) == set(Task)


def test_the_first_page_says_it_in_words(
    browser: Browser, clock: Hands, assert_queries: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    clock.stand(datetime(2026, 11, 23, 17, tzinfo=UTC))
    scene = Scene()
    scene.commitment(CommitmentState.OPEN, -3)
    scene.commitment(CommitmentState.OPEN, 0)
    scene.commitment(CommitmentState.OPEN, 9)
    browser.sign_in(scene.pitcher.id)
    with assert_queries(5):
        text = browser.get("/en/").text.replace("\u00a0", " ")
    assert text.index("Late since 20 November") < text.index("Today") < text.index("By 2 December")
    assert "Deliver what you promised: The post" in text
    assert "Livrez" in browser.get("/fr/").text


def test_a_backer_is_asked_about_something_else_instead_once(scene: Scene) -> None:
    commitment = scene.commitment(CommitmentState.OPEN)
    wish = Replacement(commitment_id=commitment.id, kind=ShareBackKind.PODCAST, due_on=make.days(30), reason="Quieter")
    make.kept(wish)
    (asked,) = waiting_for(scene.backer.id)
    assert (asked.task, asked.id, asked.name, asked.title) == (Task.VOTE, commitment.id, "Amira", "The post")
    make.kept(ReplacementVote(replacement_id=wish.id, backer_id=scene.backer.id, agrees=True))
    assert tasks_of(scene.backer) == []
    assert tasks_of(scene.helper) == [Task.VOTE]


def test_help_is_scheduled_handed_over_and_asked_about_when_a_pitch_ends(scene: Scene) -> None:
    pitch = scene.pitch()
    make.offer(pitch, scene.helper, state=OfferState.ACCEPTED, minutes=60)
    assert tasks_of(scene.helper) == tasks_of(scene.pitcher) == [Task.FIND_TIME]
    thing = make.offer(pitch, scene.backer, state=OfferState.ACCEPTED, minutes=0)
    assert tasks_of(scene.backer) == [Task.HAND_OVER]
    make.kept(HoursEntry(offer_id=thing.id, side=Side.HELPER, received=True, said_by=scene.backer.id))
    assert tasks_of(scene.backer) == []
    assert tasks_of(scene.pitcher) == [Task.FIND_TIME, Task.HAND_OVER]
    make.offer(scene.pitch(), scene.manager, state=OfferState.OFFERED, still_stands_asked_at=now())
    assert tasks_of(scene.manager) == [Task.HELP_STANDS]


def test_an_author_publishes_what_is_written_and_says_who_came(scene: Scene) -> None:
    draft = make.kept(
        ShareBack(
            author_id=scene.pitcher.id, kind=ShareBackKind.STORY, form=Form.POST, title="Brouillon", language="fr"
        )
    )
    held = make.kept(
        ShareBack(
            author_id=scene.pitcher.id,
            kind=ShareBackKind.WEBINAR,
            form=Form.EVENT,
            title="At noon",
            state=SharebackState.PUBLISHED,
            published_at=now(),
        )
    )
    later = make.kept(Occasion(shareback_id=held.id, starts_at=now() + timedelta(hours=1), time_zone="UTC"))
    (waits,) = waiting_for(scene.pitcher.id)
    assert (waits.task, waits.id, waits.title.language) == (Task.PUBLISH, draft.id, "fr")
    with transaction() as session:
        session.get_one(Occasion, later.id).starts_at = now() - timedelta(hours=1)
    assert tasks_of(scene.pitcher) == [Task.ATTENDANCE, Task.PUBLISH]


def test_whether_one_may_appear_waits_until_it_is_answered(scene: Scene) -> None:
    post = make.shareback(make.person("Amira Haddad"))
    row = make.appearance(post, scene.backer)
    assert tasks_of(scene.backer) == [Task.APPEAR]
    sharebacks.answer_consent(scene.backer.id, row.id, agrees=False)
    assert tasks_of(scene.backer) == []


def test_a_question_waits_until_its_owner_answers(scene: Scene) -> None:
    pitch = scene.pitch()
    with transaction() as session:
        conversations.keep_thread(
            session, "pitch", pitch.id, owner_id=scene.pitcher.id, title="Letters", path="/pitches/1", language="en"
        )
    asked = conversations.ask(scene.helper.id, "pitch", pitch.id, "Which templates?", "en")
    (waits,) = waiting_for(scene.pitcher.id)
    assert (waits.task, waits.id, waits.name) == (Task.ANSWER_QUESTION, asked, "Chloé")
    conversations.answer(scene.pitcher.id, asked, "All of them.", "en")
    assert tasks_of(scene.pitcher) == []


def test_a_title_in_the_other_language_is_marked(scene: Scene, browser: Browser) -> None:
    scene.pitch(clearance="changes_asked", title="Écrire", language="fr")
    browser.sign_in(scene.pitcher.id)
    assert '“<span lang="fr">Écrire</span>”' in browser.get("/en/").response.text
    assert "<span lang" not in browser.get("/fr/").response.text
