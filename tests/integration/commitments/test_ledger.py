"""The commitment ledger on a real database."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from crowdlearn.commitments import queries, service
from crowdlearn.commitments.models import Commitment, JournalEntry
from crowdlearn.commitments.rules import (
    AlreadyMoved,
    CommitmentState,
    EntryKind,
    NotForYou,
    OwnDelivery,
    Standing,
)
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import CommitmentsOverdue
from crowdlearn.people.service.holds import check_no_hold
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from tests import make


@dataclass
class Funded:
    """Stands for the event that settlement emits."""

    pitch_id: UUID


def promised(kinds=(ShareBackKind.BLOG,), due_in=60):
    owner = make.person("Amira")
    pitch = make.pitch(owner, state=PitchState.FUNDED)
    for kind in kinds:
        make.planned(pitch, kind, due_in)
    service.open_commitments(Funded(pitch.id))
    with reading() as session:
        commitments = session.exec(select(Commitment).where(Commitment.pitch_id == pitch.id)).all()
    return owner, pitch, commitments


def journal(commitment):
    with reading() as session:
        rows = (
            select(JournalEntry.kind).where(JournalEntry.commitment_id == commitment.id).order_by(col(JournalEntry.id))
        )
        return list(session.exec(rows))


def fresh(commitment):
    with reading() as session:
        return session.get_one(Commitment, commitment.id)


def delivered(commitment, owner):
    with transaction() as session:
        service.promises.deliver(session, commitment.id, owner.id)


def test_planned_share_backs_become_commitments_once(database):
    _, pitch, commitments = promised((ShareBackKind.BLOG, ShareBackKind.WEBINAR))
    service.open_commitments(Funded(pitch.id))
    assert {c.kind for c in commitments} == {ShareBackKind.BLOG, ShareBackKind.WEBINAR}
    assert [journal(c) for c in commitments] == [[EntryKind.MADE]] * 2


def test_it_moves_once(database):
    owner, _, (commitment,) = promised()
    service.move(owner.id, commitment.id, make.days(90), "The venue closed.")
    with pytest.raises(AlreadyMoved):
        service.move(owner.id, commitment.id, make.days(120), "Again.")
    moved = fresh(commitment)
    assert (moved.due_on, moved.moved_from) == (make.days(90), make.days(60))
    assert journal(commitment) == [EntryKind.MADE, EntryKind.MOVED]


def test_a_backer_confirms_and_nobody_else(database):
    owner, pitch, (commitment,) = promised()
    helper, stranger = make.person(), make.person()
    make.offer(pitch, helper, state=OfferState.ACCEPTED)
    with pytest.raises(MoveRefused):
        service.confirm(helper.id, commitment.id)
    delivered(commitment, owner)
    with pytest.raises(OwnDelivery):
        service.confirm(owner.id, commitment.id)
    with pytest.raises(NotForYou):
        service.confirm(stranger.id, commitment.id)
    service.confirm(helper.id, commitment.id)
    assert fresh(commitment).state is CommitmentState.CONFIRMED
    assert journal(commitment) == [EntryKind.MADE, EntryKind.DELIVERED, EntryKind.CONFIRMED]


def test_an_unanswered_delivery_lapses_after_14_days(database, clock):
    owner, _, (commitment,) = promised()
    delivered(commitment, owner)
    clock.forward(days=13)
    assert service.settle_unanswered() == 0
    clock.forward(days=2)
    assert service.settle_unanswered() == 1
    assert fresh(commitment).state is CommitmentState.LAPSED


def test_its_owner_is_told_that_it_counts_unconfirmed_and_backers_that_one_is_broken(database, clock, mailbox):
    owner, pitch, (kept, broken) = promised((ShareBackKind.BLOG, ShareBackKind.STORY), due_in=5)
    backer = make.person()
    make.offer(pitch, backer, state=OfferState.CONFIRMED)
    delivered(kept, owner)
    mailbox.fetch()
    clock.forward(days=15)
    service.settle_unanswered()
    assert [(letter.kind, letter.email) for letter in mailbox.fetch()] == [("commitment_lapsed", owner.email)]
    clock.forward(days=60)
    service.mark_overdue()
    told = sorted((letter.kind, letter.email) for letter in mailbox.fetch())
    assert told == [("commitment_broken", owner.email), ("commitment_broken_backer", backer.email)]
    assert fresh(broken).state is CommitmentState.BROKEN


def test_reminders_come_once_each(database, clock):
    _, _, (commitment,) = promised(due_in=20)
    assert service.remind_of_due() == 0
    clock.forward(days=6)
    assert service.remind_of_due() == 1
    assert service.remind_of_due() == 0
    clock.forward(days=14)
    assert service.remind_of_due() == 1
    assert fresh(commitment).last_reminded == 0


def test_two_overdue_hold_new_money_asks_until_one_is_delivered(database, clock):
    owner, _, commitments = promised((ShareBackKind.BLOG, ShareBackKind.STORY), due_in=5)
    clock.forward(days=7)
    assert service.mark_overdue() == 2
    assert service.mark_overdue() == 0
    with transaction() as session, pytest.raises(CommitmentsOverdue):
        check_no_hold(session, owner.id)
    delivered(commitments[0], owner)
    with transaction() as session:
        check_no_hold(session, owner.id)


def test_it_breaks_after_60_days_and_can_still_be_mended(database, clock):
    owner, _, (commitment,) = promised(due_in=5)
    clock.forward(days=66)
    service.mark_overdue()
    assert fresh(commitment).state is CommitmentState.BROKEN
    delivered(commitment, owner)
    assert fresh(commitment).state is CommitmentState.DELIVERED


def test_a_steward_with_a_stake_cannot_waive(database):
    _, pitch, (commitment,) = promised()
    steward, other = make.person(), make.person()
    make.offer(pitch, steward, state=OfferState.ACCEPTED)
    with pytest.raises(NotAllowed):
        service.waive(steward.id, commitment.id, "Parental leave.")
    service.waive(other.id, commitment.id, "Parental leave.")
    assert fresh(commitment).state is CommitmentState.WAIVED


def test_strangers_see_what_was_delivered_and_members_every_state(database, clock):
    owner, _, commitments = promised((ShareBackKind.BLOG, ShareBackKind.STORY), due_in=5)
    delivered(commitments[0], owner)
    clock.forward(days=10)
    stranger = queries.follow_up(queries.Wanted(member=False)).lines
    member = queries.follow_up(queries.Wanted(member=True)).lines
    assert {line.standing for line in stranger} == {Standing.DELIVERED}
    assert {line.standing for line in member} == {Standing.DELIVERED, Standing.LATE}
    assert queries.counts(queries.Wanted(member=True)) == {Standing.DELIVERED: 1, Standing.LATE: 1}
    with pytest.raises(NotFound):
        queries.commitment_page(commitments[1].id, None, member=False)


def test_the_follow_up_page_turns_without_losing_a_line(database):
    owner, _, _ = promised([ShareBackKind.BLOG] * 60)
    seen, after = [], ""
    while True:
        page = queries.follow_up(queries.Wanted(member=True, owner_id=owner.id), after)
        seen += [line.id for line in page.lines]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == 60
    assert make.ids(*queries.all_follow_ups(queries.Wanted(member=True))) == set(seen)


@pytest.mark.parametrize("how", list(Standing))
def test_filters_agree_with_what_is_shown(database, clock, how):
    owner, _, commitments = promised([ShareBackKind.BLOG] * 4, due_in=5)
    delivered(commitments[0], owner)
    service.waive(make.person().id, commitments[1].id, "Illness.")
    clock.forward(days=10)
    page = queries.follow_up(queries.Wanted(member=True, standing=how))
    assert {line.standing for line in page.lines} <= {how}


def test_the_sun_sets_in_the_pitch_s_own_time_zone(database, clock):
    _, _, (commitment,) = promised(due_in=5)
    with transaction() as session:
        row = session.get_one(Commitment, commitment.id)
        row.time_zone = "Pacific/Kiritimati"
        service.journal.set_due(row, row.due_on)
    clock.stand(fresh(commitment).made_at.replace(hour=12) + timedelta(days=5))
    everyone = queries.Wanted(member=True)
    assert [line.standing for line in queries.follow_up(everyone).lines] == [Standing.LATE]
    assert queries.counts(everyone) == {Standing.LATE: 1}
    assert service.mark_overdue() == 1
