"""A steward's decision as those it concerns see it, and the appeals that wait for another steward."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Appeal, Flag, Hidden, Thread
from crowdlearn.conversations.rules import AppealState, Decided, FlagState, check_appeal
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound, RuleBroken

from .appealed import AppealLine, appeal_lines
from .hidden import hidden_now
from .moderation import Content, content_for


@dataclass(frozen=True)
class Decision:
    """What a steward decided of a thing, when and why; `owner_id` made it, the `parties` may appeal.

    `holds` while nothing was decided after it.
    """

    decided: Decided
    id: UUID
    about_kind: str
    about_id: UUID
    by: UUID
    at: datetime
    reason: str
    owner_id: UUID | None
    parties: frozenset[UUID]
    holds: bool


@dataclass(frozen=True)
class DecisionPage:
    """A decision with its thing and the appeal against it; `refusal` says why none can be made now."""

    decision: Decision
    content: Content
    appeal: AppealLine | None
    refusal: RuleBroken | None


def decision_of(session: Session, decided: Decided, decision_id: UUID) -> Decision:
    """Return a steward's decision with whom it concerns. Raises NotFound where there is none."""
    return _on_report(session, decision_id) if decided is Decided.KEPT else _on_hiding(session, decided, decision_id)


def decision_page(decided: Decided, decision_id: UUID, viewer_id: UUID) -> DecisionPage:
    """Return a decision for those it concerns. Raises NotFound for anyone else."""
    with reading() as session:
        decision = decision_of(session, decided, decision_id)
        if viewer_id not in decision.parties:
            raise NotFound("Decision")
        found = session.execute(appeal_lines().where(_against(decision))).first()
        refusal = _refusal(session, decision, appealed=found is not None)
    content = content_for(decision.about_kind, decision.about_id, None)
    return DecisionPage(decision, content, AppealLine(*found) if found else None, refusal)


def appeal_page(appeal_id: UUID) -> DecisionPage:
    """Return an appeal with the decision it is about, for a steward. Raises NotFound."""
    with reading() as session:
        found = session.execute(appeal_lines().where(col(Appeal.id) == appeal_id)).first()
        if found is None:
            raise NotFound("Appeal")
        line = AppealLine(*found)
        decision = decision_of(session, line.decided, line.decision_id)
    content = content_for(decision.about_kind, decision.about_id, None)
    return DecisionPage(decision, content, line, None)


def is_final(session: Session, decision: Decision) -> bool:
    """Tell whether a decision was made on an appeal: the hiding that one led to, or the end of a hiding by one."""
    ended = sa.and_(
        col(Appeal.decided) == Decided.HIDDEN,
        col(Appeal.decision_id) == decision.id,
        col(Appeal.state) == AppealState.GRANTED,
    )
    made = col(Appeal.led_to) == decision.id
    query = sa.select(Appeal.id).where(ended if decision.decided is Decided.SHOWN else made)
    return session.execute(query.limit(1)).first() is not None


def is_appealed(session: Session, decision: Decision) -> bool:
    """Tell whether somebody appealed against a decision."""
    return session.execute(sa.select(Appeal.id).where(_against(decision)).limit(1)).first() is not None


def relations_to_decision(viewer_id: UUID, decision_id: UUID) -> set[str]:
    """Return "pledger" for who made the thing a decision is about, "pitcher" for anyone else whom it concerns."""
    with reading() as session:
        for decided in Decided:
            try:
                decision = decision_of(session, decided, decision_id)
            except NotFound:
                continue
            if viewer_id in decision.parties:
                return {"pledger" if viewer_id == decision.owner_id else "pitcher"}
    return set()


def _refusal(session: Session, decision: Decision, *, appealed: bool) -> RuleBroken | None:
    final = is_final(session, decision)
    try:
        check_appeal(decision.at, now(), holds=decision.holds, is_final=final, appealed=appealed)
    except RuleBroken as refused:
        return refused
    return None


def _on_hiding(session: Session, decided: Decided, hidden_id: UUID) -> Decision:
    hidden = session.get(Hidden, hidden_id)
    if hidden is None or (decided is Decided.SHOWN and (hidden.lifted_by is None or hidden.lifted_at is None)):
        raise NotFound("Decision")
    judged = _judged(session, hidden.about_kind, hidden.about_id)
    lifted = hidden.lifted_at is not None
    if decided is Decided.HIDDEN:
        by, at, parties, holds = hidden.hidden_by, hidden.hidden_at, judged | {hidden.owner_id}, not lifted
    else:
        assert hidden.lifted_by is not None
        assert hidden.lifted_at is not None
        parties = judged | _reporters(session, hidden.about_kind, hidden.about_id)
        holds = hidden_now(session, hidden.about_kind, hidden.about_id) is None
        by, at = hidden.lifted_by, hidden.lifted_at
    return Decision(
        decided,
        hidden.id,
        hidden.about_kind,
        hidden.about_id,
        by,
        at,
        hidden.reason,
        hidden.owner_id,
        frozenset(parties),
        holds,
    )


def _on_report(session: Session, flag_id: UUID) -> Decision:
    flag = session.get(Flag, flag_id)
    if flag is None or flag.state is not FlagState.DISMISSED or flag.settled_by is None or flag.settled_at is None:
        raise NotFound("Decision")
    return Decision(
        Decided.KEPT,
        flag.id,
        flag.about_kind,
        flag.about_id,
        flag.settled_by,
        flag.settled_at,
        "",
        None,
        frozenset(_judged(session, flag.about_kind, flag.about_id) | {flag.reporter_id}),
        hidden_now(session, flag.about_kind, flag.about_id) is None,
    )


def _judged(session: Session, about_kind: str, about_id: UUID) -> set[UUID]:
    """Return whom a thing judges, such as the author of what a review is about."""
    query = sa.select(Thread.concerns_id).where(
        col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id, col(Thread.concerns_id).is_not(None)
    )
    return {row.concerns_id for row in session.execute(query) if row.concerns_id is not None}


def _reporters(session: Session, about_kind: str, about_id: UUID) -> set[UUID]:
    query = sa.select(Flag.reporter_id).where(col(Flag.about_kind) == about_kind, col(Flag.about_id) == about_id)
    return set(session.execute(query).scalars())


def _against(decision: Decision) -> sa.ColumnElement[bool]:
    return sa.and_(col(Appeal.decided) == decision.decided, col(Appeal.decision_id) == decision.id)
