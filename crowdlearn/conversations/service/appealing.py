"""Telling of appeals: the stewards who may decide, and everyone a decision concerns."""

from sqlmodel import Session

from crowdlearn.conversations.models import Appeal
from crowdlearn.conversations.queries.appeals import decision_of
from crowdlearn.conversations.rules import AppealDecided, AppealMade
from crowdlearn.db.session import transaction
from crowdlearn.notices.service import tell
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role

from .appeals import stakes_in
from .moderation import find_content


def tell_of_appeal(event: AppealMade) -> None:
    """Tell every steward who has no stake in it."""
    with transaction() as session:
        appeal = session.get_one(Appeal, event.appeal_id)
        staked = stakes_in(session, appeal, decision_of(session, appeal.decided, appeal.decision_id))
        facts = {"title": _title(session, appeal), "decided": appeal.decided.label}
        path = f"/stewardship/appeals/{appeal.id}"
        for steward_id in holders(session, Role.STEWARD):
            if steward_id not in staked:
                tell(session, steward_id, "report_appealed", event_id=event.id, facts=facts, path=path)


def tell_of_decided_appeal(event: AppealDecided) -> None:
    """Tell who appealed, and everyone else it concerns, what was decided and why."""
    with transaction() as session:
        appeal = session.get_one(Appeal, event.appeal_id)
        decision = decision_of(session, appeal.decided, appeal.decision_id)
        content = find_content(session, appeal.about_kind, appeal.about_id)
        facts = {"title": _title(session, appeal), "state": appeal.state.label, "answer": appeal.answer}
        for person_id in sorted({*decision.parties, content.author_id}, key=str):
            path = f"/decisions/{appeal.decided}/{appeal.decision_id}"
            path = path if person_id in decision.parties else content.thread.path
            tell(session, person_id, "report_appeal_decided", event_id=event.id, facts=facts, path=path)


def _title(session: Session, appeal: Appeal) -> str:
    return find_content(session, appeal.about_kind, appeal.about_id).thread.title
