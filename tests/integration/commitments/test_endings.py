"""How commitments end: disputed and decided, waived with their pitch; what strangers and profiles may know of it."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.commitments import queries, service
from crowdlearn.commitments.models import Commitment, JournalEntry
from crowdlearn.commitments.rules import CommitmentMoved, CommitmentState, EntryKind
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.rules import CommitmentsOverdue
from crowdlearn.people.service.holds import check_no_hold
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from tests import make


@pytest.fixture
def pitch(database):
    return make.pitch(make.person("Amira"), state=PitchState.FUNDED)


@pytest.fixture
def backer(pitch):
    helper = make.person("Bao")
    make.offer(pitch, helper, state=OfferState.CONFIRMED)
    return helper


def fresh(commitment):
    with reading() as session:
        return session.get_one(Commitment, commitment.id)


def delivered(commitment):
    with transaction() as session:
        service.deliver(session, commitment.id, commitment.owner_id)
    return commitment


def test_a_disputed_delivery_is_asked_again_with_time_to_give_it(pitch, backer, clock):
    commitment = make.commitment(pitch, due_in=5)
    clock.forward(days=70)
    service.mark_overdue()
    delivered(commitment)
    service.dispute(backer.id, commitment.id, "It is about something else.")
    with pytest.raises(NotAllowed):
        service.resolve(backer.id, commitment.id, CommitmentState.OPEN, "Again, please.")
    service.resolve(make.person().id, commitment.id, CommitmentState.OPEN, "Again, please.")
    assert (fresh(commitment).state, fresh(commitment).due_on) == (CommitmentState.OPEN, make.days(30))
    assert service.mark_overdue() == 0
    delivered(commitment)
    service.confirm(backer.id, commitment.id)


def test_what_a_cancelled_pitch_owes_is_waived_and_holds_nobody_back(pitch, clock):
    owed = [make.commitment(pitch, due_in=5) for _ in range(2)]
    kept = delivered(make.commitment(pitch, due_in=5))
    clock.forward(days=7)
    service.mark_overdue()
    with transaction() as session, pytest.raises(CommitmentsOverdue):
        check_no_hold(session, pitch.owner_id)
    event = SimpleNamespace(pitch_id=pitch.id, id=new_id(), by=pitch.owner_id)
    service.waive_of_cancelled(event)
    service.waive_of_cancelled(event)
    assert {fresh(commitment).state for commitment in owed} == {CommitmentState.WAIVED}
    assert fresh(kept).state is CommitmentState.DELIVERED
    with transaction() as session:
        check_no_hold(session, pitch.owner_id)
    with reading() as session:
        entries = session.exec(select(JournalEntry.kind).where(JournalEntry.commitment_id == owed[0].id)).all()
    assert sorted(entries) == [EntryKind.OVERDUE, EntryKind.WAIVED]


def test_strangers_read_nothing_of_delays_and_disputes(pitch, backer):
    commitment = make.commitment(pitch)
    service.move(pitch.owner_id, commitment.id, make.days(50), "I was ill.")
    delivered(commitment)
    service.dispute(backer.id, commitment.id, "Half of it is missing.")
    service.resolve(make.person().id, commitment.id, CommitmentState.CONFIRMED, "It is all there.")
    member = queries.commitment_page(commitment.id, backer.id, member=True)
    assert [line.reason for line in member.journal if line.reason] == [
        "I was ill.",
        "Half of it is missing.",
        "It is all there.",
    ]
    stranger = queries.commitment_page(commitment.id, None, member=False)
    assert [line.kind for line in stranger.journal] == [EntryKind.DELIVERED]
    assert stranger.line.moved_from is None
    assert queries.follow_up(queries.Wanted(member=False)).lines[0].moved_from is None


def test_the_record_counts_what_came_due_and_leaves_out_what_was_waived(pitch, clock):
    delivered(make.commitment(pitch))
    make.commitment(pitch, due_in=5)
    make.commitment(pitch, due_in=90)
    make.commitment(pitch, CommitmentState.WAIVED)
    make.commitment(pitch, CommitmentState.BROKEN, due_in=-70)
    clock.forward(days=7)
    record = queries.record_of(pitch.owner_id)
    assert (record.kept, record.late, record.to_come, record.came_due) == (1, 2, 1, 3)


def test_a_steward_who_moves_it_tells_owner_and_backers(pitch, backer):
    commitment, steward = make.commitment(pitch), make.person()
    service.tell_of_moved(CommitmentMoved(commitment.id, "Jury duty.", by=steward.id))
    for person_id in (pitch.owner_id, backer.id):
        assert [line.kind for line in notices_of(person_id).lines] == ["commitment_moved"]
    assert notices_of(steward.id).lines == []
