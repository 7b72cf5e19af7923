"""Appeals against what a steward decided, and their decision by another steward without a stake."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Appeal, Flag, Hidden, Thread
from crowdlearn.conversations.queries.appeals import Decision, decision_of, is_appealed, is_final
from crowdlearn.conversations.rules import (
    APPEAL,
    LONGEST_APPEAL,
    AppealDecided,
    AppealMade,
    AppealState,
    Decided,
    check_appeal,
    check_reason,
    check_text,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.queries import reporting_line

from .moderation import bring_back, find_content, put_away


def appeal(person_id: UUID, decided: Decided, decision_id: UUID, text: str) -> UUID:
    """Appeal against a steward's decision that concerns oneself; return the appeal's id.

    Whoever made the thing may, whom it judges, and who reported it, each where the decision went against them. Raises
    NotFound for anyone else, AppealedBefore, DecisionIsFinal, DecisionIsOver, AppealTooLate.
    """
    words = check_text(text, LONGEST_APPEAL)
    with transaction() as session:
        lock(session, Flag if decided is Decided.KEPT else Hidden, decision_id)
        decision = decision_of(session, decided, decision_id)
        if person_id not in decision.parties:
            raise NotFound("Decision")
        final, appealed = is_final(session, decision), is_appealed(session, decision)
        check_appeal(decision.at, now(), holds=decision.holds, is_final=final, appealed=appealed)
        row = Appeal(
            decided=decided,
            decision_id=decision_id,
            decided_by=decision.by,
            about_kind=decision.about_kind,
            about_id=decision.about_id,
            appellant_id=person_id,
            text=words,
        )
        session.add(row)
        record(session, "appeal.make", by=person_id, about=row.id, decided=decided.value, decision=decision_id)
        emit(session, AppealMade(by=person_id, appeal_id=row.id))
    return row.id


def decide_appeal(steward_id: UUID, appeal_id: UUID, answer: str, *, grants: bool) -> None:
    """Overturn a decision or let it stand, with words for those it concerns; final either way.

    Raises NotAllowed for the steward who decided and for whoever has a stake in it, MoveRefused a second time.
    """
    words = check_reason(answer)
    with transaction() as session:
        row = lock(session, Appeal, appeal_id)
        decision = decision_of(session, row.decided, row.decision_id)
        if steward_id in stakes_in(session, row, decision):
            raise NotAllowed
        row.state = APPEAL.move(row.state, AppealState.GRANTED if grants else AppealState.REFUSED)
        row.settled_by, row.settled_at, row.answer = steward_id, now(), words
        if grants and decision.holds:
            row.led_to = _overturn(session, steward_id, decision, words)
        record(session, "appeal.decide", by=steward_id, about=appeal_id, state=row.state.value)
        emit(session, AppealDecided(by=steward_id, appeal_id=appeal_id))


def stakes_in(session: Session, row: Appeal, decision: Decision) -> set[UUID]:
    """Return who does not decide an appeal: who decided before, who reported, the parties and their lines."""
    content = find_content(session, row.about_kind, row.about_id)
    parties = {row.appellant_id, content.author_id, *decision.parties}
    reporters = select(Flag.reporter_id).where(Flag.about_kind == row.about_kind, Flag.about_id == row.about_id)
    today = clock.today("UTC")
    lines = [reporting_line(session, party, today) for party in sorted(parties, key=str)]
    return parties.union({row.decided_by}, session.exec(reporters), *lines)


def _overturn(session: Session, steward_id: UUID, decision: Decision, words: str) -> UUID | None:
    """Undo a decision; return the hiding that this makes, if it makes one."""
    if decision.decided is Decided.HIDDEN:
        bring_back(session, steward_id, lock(session, Hidden, decision.id))
        return None
    content = find_content(session, decision.about_kind, decision.about_id)
    lock(session, Thread, content.thread.id)
    return put_away(session, steward_id, decision.about_kind, decision.about_id, content, words).id
