"""The whole scenario, played once on each database: it comes out as written, and can be gone on with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col, select

from crowdlearn import jobs
from crowdlearn.audit import service as audit_trail
from crowdlearn.cli.books import CHECKS
from crowdlearn.commitments.models import Commitment, JournalEntry
from crowdlearn.commitments.rules import CommitmentState, EntryKind
from crowdlearn.db.outbox import stuck
from crowdlearn.db.session import reading
from crowdlearn.db.upkeep import not_waiting_for_the_disk
from crowdlearn.demo import content, play, proof
from crowdlearn.demo.stage import Stage
from crowdlearn.notices.models import Digest, Notice
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.people.service import sign_in
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sandbox import line
from crowdlearn.settlement.queries import disagreements
from crowdlearn.sharebacks.models import Review, ShareBack
from crowdlearn.sharebacks.rules import Form
from tests.support.clocks import standing
from tests.support.databases import of_its_own

UNTIL = datetime(2026, 5, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def stage(request: pytest.FixtureRequest, app: Flask) -> Iterator[Stage]:
    """Return the stage after the play; its database stays for every test here."""
    with of_its_own(request.getfixturevalue(request.param)), app.app_context():
        line.store().forget_everything()  # another play may have been before
        with not_waiting_for_the_disk():
            stage = play.play(content.load(), UNTIL)
        with standing(UNTIL):
            yield stage


@pytest.fixture
def session(stage: Stage) -> Iterator[sa.orm.Session]:
    with reading() as one:
        yield one


def test_everything_came_out_as_written(stage):
    assert proof.problems(stage) == []


def test_another_end_would_be_noticed(stage, session):
    pitch = stage.scenario.pitches["letters-people-finish"]
    assert proof.promise_stands(pitch, pitch.returns[0]) is CommitmentState.CONFIRMED
    session.get_one(Pitch, stage.pitches[pitch.key]).state = PitchState.LOCKED
    assert list(proof._state(session, stage, pitch)) == ["is locked, not completed"]


def test_the_books_and_the_audit_trail_are_whole(stage):
    while audit_trail.chain():
        pass
    assert [fault for ask in CHECKS.values() for fault in ask()] == []


def test_pitches_of_every_state_and_both_languages_are_there(session):
    assert set(session.scalars(select(Pitch.state))) == set(PitchState)
    assert set(session.scalars(select(Pitch.language))) == {"en", "fr"}


def test_money_stands_on_cards_in_every_way(session):
    by_card = select(Payment.state).where(Payment.provider == "sandbox")
    never = {PaymentState.CHARGING, PaymentState.REFUNDED}  # every bank answered, and no pitch by card was cancelled
    assert set(session.scalars(by_card)) == set(PaymentState) - never
    assert len(list(session.scalars(select(Payment.id).where(col(Payment.disputed_at).is_not(None))))) == 1


def test_no_two_people_have_the_same_card(session):
    owners = select(sa.func.count(sa.distinct(Card.person_id))).group_by(Card.fingerprint)
    assert set(session.scalars(owners)) == {1}
    assert set(session.scalars(select(Card.brand))) == {"visa", "mastercard", "amex"}
    assert len(set(session.scalars(select(Card.expires_month)))) > 6


def test_promises_were_kept_late_moved_replaced_broken_and_waived(session):
    states = set(session.scalars(select(Commitment.state)))
    assert states >= {CommitmentState.CONFIRMED, CommitmentState.BROKEN, CommitmentState.WAIVED, CommitmentState.OPEN}
    kinds = set(session.scalars(select(JournalEntry.kind)))
    assert kinds >= {EntryKind.MOVED, EntryKind.REPLACED, EntryKind.OVERDUE, EntryKind.BROKEN, EntryKind.LAPSED}


def test_share_backs_of_every_form_were_reviewed(session):
    reviewed = select(ShareBack.form).where(col(ShareBack.id).in_(select(Review.shareback_id)))
    assert set(session.scalars(reviewed)) == set(Form)


def test_check_ins_were_answered_confirmed_and_left_open(session):
    states = set(session.scalars(select(CheckIn.state)))
    assert states >= {CheckInState.CONFIRMED, CheckInState.OPEN, CheckInState.NO_ANSWER, CheckInState.PLANNED}


def test_mail_is_written_for_the_last_weeks_only(session):
    first = UNTIL - play.MAILED
    old = select(Notice.id).where(Notice.created_at < first, col(Notice.mailed_at).is_not(None))
    late = select(Notice.id).where(Notice.mail_due_at <= UNTIL, col(Notice.mailed_at).is_(None))
    assert (list(session.scalars(old)), list(session.scalars(late))) == ([], [])
    assert session.scalar(select(sa.func.count()).where(col(Notice.mailed_at).is_not(None))) > 100


def test_digests_came_with_what_people_follow_and_none_was_empty(session):
    brought = select(Digest.id, sa.func.count(Notice.id)).join(Notice, col(Notice.digest_id) == Digest.id, isouter=True)
    lines = [count for _digest, count in session.execute(brought.group_by(Digest.id))]
    assert len(lines) > 20
    assert min(lines) >= 1
    kinds = set(session.scalars(select(Notice.kind).where(col(Notice.digest_id).is_not(None))))
    assert kinds & {"topic_pitch", "topic_shareback"}
    assert kinds & {"organisation_pitch", "organisation_shareback", "followed_shareback", "followed_funded"}


def test_people_have_read_what_is_older_than_a_week_and_what_is_new_waits(stage, session):
    week_ago = UNTIL - play.READ - timedelta(days=1)
    unread = col(Notice.read_at).is_(None)
    assert list(session.scalars(select(Notice.id).where(Notice.created_at < week_ago, unread))) == []
    waiting = session.execute(select(sa.func.count()).where(unread).group_by(Notice.person_id)).scalars().all()
    assert 1 <= max(waiting) <= 40


def test_everyone_on_the_list_can_sign_in(stage):
    assert len(play.sign_ins()) >= 15
    assert all(sign_in(one.email, one.password, "test") for one in play.sign_ins())


def test_someone_waits_for_their_organisation(session):
    assert list(session.scalars(select(Person.name).where(Person.state == PersonState.WAITING))) == ["Colin McRae"]


@pytest.mark.long
def test_the_clock_goes_on_for_four_months(stage, clock):
    for _ in range(120):
        clock.forward(timedelta(days=1))
        jobs.run_what_is_due()
    assert stuck() == []
    waits_long = 8  # nobody acts in these months
    assert [finding for finding in disagreements() if finding.law != waits_long] == []
