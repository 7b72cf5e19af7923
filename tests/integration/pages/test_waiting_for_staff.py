"""What waits for managers, treasurers, stewards and administrators."""

from sqlmodel import select

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import Authority, ClearanceState, RequestState
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.rules import FlagReason
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import ActingManager, Organisation
from crowdlearn.people.rules import LinkState, Role
from crowdlearn.people.service import propose_role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement.models import Arrival, Document, Payout, RefundRound, Settlement
from crowdlearn.settlement.rules import ArrivalState, DocumentKind, Payee, RefundReason, RoundState
from tests import make
from tests.support.waiting import Scene, tasks_of


def test_a_dispute_waits_for_a_steward(scene: Scene) -> None:
    scene.commitment(CommitmentState.DISPUTED)
    assert tasks_of(scene.steward) == [Task.DISPUTE]


def test_a_manager_clears_and_says_whom_they_lead(scene: Scene) -> None:
    pitch = scene.pitch(clearance="waiting")
    clearance = make.kept(Clearance(pitch_id=pitch.id, terms_version=1, state=ClearanceState.WAITING, line_needed=1))
    request = make.kept(
        ApprovalRequest(
            clearance_id=clearance.id,
            pitch_id=pitch.id,
            position=1,
            authority=Authority.LINE,
            level=1,
            state=RequestState.ASKED,
            asked_id=scene.manager.id,
        )
    )
    make.manages(scene.manager, scene.helper, LinkState.REQUESTED)
    assert [(one.task, one.name) for one in waiting_for(scene.manager.id)] == [
        (Task.CLEAR, "Amira"),
        (Task.LEAD, "Chloé"),
    ]
    with transaction() as session:
        asked = session.get_one(ApprovalRequest, request.id)
        asked.state, asked.decided_by, asked.decided_at = RequestState.CHANGES_ASKED, scene.manager.id, now()
        asked.reason = "Say who covers your files."
    assert tasks_of(scene.manager) == [Task.LEAD]


def test_a_treasurer_sees_what_money_waits_for(scene: Scene) -> None:
    pitch = scene.funded()
    pledge = make.pledge(pitch, scene.backer, state=PledgeState.COMMITTED)
    payment = make.payment(pledge, due_at=now())
    money = {"pitch_id": pitch.id, "amount_cents": 100, "currency": "CAD"}
    for _ in range(2):
        make.kept(
            Document(**money, kind=DocumentKind.RECEIPT, label="Fee", dated_on=make.days(0), added_by=scene.pitcher.id)
        )
    make.kept(Payout(**money, payee=Payee.PITCHER, method="transfer", proposed_by=scene.steward.id))
    make.kept(Payout(**money, payee=Payee.PITCHER, method="transfer", proposed_by=scene.treasurer.id))
    make.kept(RefundRound(**money, reason=RefundReason.SAVED, state=RoundState.OPENED))
    make.kept(
        Arrival(
            **money,
            payment_id=payment.id,
            came_on=make.days(0),
            bank_reference="B1",
            state=ArrivalState.WAITING,
            recorded_by=scene.treasurer.id,
        )
    )
    assert tasks_of(scene.treasurer) == [Task.DOCUMENTS, Task.PAYOUT, Task.REFUND, Task.ARRIVAL]
    elsewhere = make.person()
    make.role(elsewhere, Role.TREASURER, make.organisation())
    assert tasks_of(elsewhere) == []
    make.role(scene.pitcher, Role.TREASURER)
    assert not {Task.DOCUMENTS, Task.PAYOUT} & set(tasks_of(scene.pitcher))


def test_a_steward_sees_reports_and_feedback(scene: Scene) -> None:
    pitch = make.pitch(scene.pitcher)
    with transaction() as session:
        conversations.keep_thread(
            session, "pitch", pitch.id, owner_id=scene.pitcher.id, title="Letters", path="/", language="en"
        )
    question = conversations.ask(scene.backer.id, "pitch", pitch.id, "Why?", "en")
    conversations.report(scene.helper.id, "comment", question, FlagReason.UNKIND, "")
    conversations.give_feedback(None, "The menu cannot be read aloud.", "")
    talk = conversations.write_to_owner(scene.helper.id, "pitch", pitch.id, "May I think along?")
    assert [(one.task, one.title) for one in waiting_for(scene.steward.id)] == [
        (Task.REPORT, "Letters"),
        (Task.FEEDBACK, ""),
    ]
    assert tasks_of(scene.helper) == []
    assert tasks_of(scene.pitcher)[-1] is Task.REPLY
    conversations.reply(scene.pitcher.id, talk, "Gladly.")
    assert Task.REPLY not in tasks_of(scene.pitcher)


def test_who_stands_in_for_a_manager_decides_and_confirms(scene: Scene) -> None:
    scene.check_in(CheckInState.ANSWERED)
    assert tasks_of(scene.helper) == []
    make.kept(
        ActingManager(
            manager_id=scene.manager.id, acting_id=scene.helper.id, starts_on=make.days(-1), ends_on=make.days(1)
        )
    )
    assert tasks_of(scene.helper) == [Task.CONFIRM_USE]


def test_a_treasurer_records_and_pays_out(scene: Scene) -> None:
    locked, proven = scene.pitch(state=PitchState.LOCKED, locked_at=now()), scene.funded()
    scene.settlement(locked)
    scene.settlement(proven)
    pledge = make.pledge(locked, scene.backer, state=PledgeState.COMMITTED)
    make.payment(pledge)
    assert tasks_of(scene.treasurer) == [Task.RECORD]
    with transaction() as session:
        for row in session.exec(select(Settlement).where(Settlement.pitch_id == proven.id)):
            row.own_proven_at = now()
    assert tasks_of(scene.treasurer) == [Task.RECORD, Task.PAY_OUT]


def test_a_steward_confirms_an_unknown_organisation(scene: Scene) -> None:
    unknown = make.organisation()
    with transaction() as session:
        session.get_one(Organisation, unknown.id).confirmed_at = None
    assert tasks_of(scene.steward) == [Task.ORGANISATION]


def test_a_proposed_role_waits_for_another_administrator_only(scene: Scene) -> None:
    first, second, chosen = (make.person(name) for name in ("Farah Haidari", "Noor Holm", "Théo Roy"))
    for one in (first, second, chosen):
        make.role(one, Role.ADMINISTRATOR)
    propose_role(first.id, chosen.id, Role.AUDITOR)
    assert [tasks_of(who) for who in (first, second, chosen)] == [[], [Task.ROLE], []]
