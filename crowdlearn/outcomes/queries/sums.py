"""The sums behind every impact page, for one pitch or for many: each counts distinct people and keeps its base."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import GAVE_HELP, GAVE_MONEY
from crowdlearn.commitments.rules import KEPT, CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import CheckIn, Corroboration, Used
from crowdlearn.outcomes.rules import USE_KIND, Applied, Because, CheckInState, CorroborationState, Rate
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks.models import Learned, Occasion, Seat, ShareBack, WishAnswer
from crowdlearn.sharebacks.rules import Met

from .scope import Scope

_CAME_TO_TIME = (CheckInState.ANSWERED, CheckInState.CONFIRMED, CheckInState.NO_ANSWER)
_APPLIED = (Applied.YES, Applied.PARTLY)


def pitches_in(scope: Scope) -> "sa.Select[*tuple[Any, ...]]":
    """Return the ids of the public pitches of a scope, as a select."""
    return sa.select(col(Pitch.id)).where(scope.pitches())


def reached(session: Session, scope: Scope) -> tuple[int, int]:
    """Return the distinct people reached, who came or said they learned, and how many heads have no name."""
    came = (
        sa.select(col(Seat.person_id))
        .join(ShareBack, col(ShareBack.id) == col(Seat.shareback_id))
        .where(scope.sharebacks(), col(Seat.attended_at).is_not(None))
    )
    learned = (
        sa.select(col(Learned.person_id))
        .join(ShareBack, col(ShareBack.id) == col(Learned.shareback_id))
        .where(scope.sharebacks())
    )
    people = sa.select(sa.func.count()).select_from(came.union(learned).subquery()).scalar_subquery()
    unnamed = (
        sa.select(sa.func.coalesce(sa.func.sum(col(Occasion.attended_unnamed)), 0))
        .join(ShareBack, col(ShareBack.id) == col(Occasion.shareback_id))
        .where(scope.sharebacks())
        .scalar_subquery()
    )
    row = session.execute(sa.select(people, unnamed)).one()
    return int(row[0]), int(row[1])


def used(session: Session, scope: Scope) -> tuple[int, int]:
    """Return how many people used share-backs or taught them on, and how many they taught."""
    query = (
        sa.select(
            sa.func.count(sa.distinct(col(Used.person_id))),
            sa.func.coalesce(sa.func.sum(col(Used.reached)), 0),
        )
        .join(ShareBack, col(ShareBack.id) == col(Used.shareback_id))
        .where(scope.sharebacks(), sa.not_(is_hidden(USE_KIND, col(Used.id))))
    )
    people, taught = session.execute(query).one()
    return int(people), int(taught)


def help_received(session: Session, scope: Scope) -> tuple[int, int]:
    """Return the minutes that both sides confirmed, and how many people gave them."""
    return _minutes(session, col(ExpertiseOffer.pitch_id).in_(pitches_in(scope)))


def help_given(session: Session, scope: Scope) -> tuple[int, int]:
    """Return the minutes that people of a scope gave, confirmed by both sides, and how many gave them."""
    return _minutes(session, col(ExpertiseOffer.helper_id).in_(scope.members()))


def _minutes(session: Session, where: sa.ColumnElement[bool]) -> tuple[int, int]:
    query = sa.select(
        sa.func.coalesce(sa.func.sum(col(ExpertiseOffer.confirmed_minutes)), 0),
        sa.func.count(sa.distinct(col(ExpertiseOffer.helper_id))),
    ).where(where, sa.or_(col(ExpertiseOffer.state) == OfferState.CONFIRMED, col(ExpertiseOffer.confirmed_minutes) > 0))
    minutes, helpers = session.execute(query).one()
    return int(minutes), int(helpers)


@dataclass(frozen=True)
class Wishes:
    """How many wishes were answered how; `open` have no answer yet."""

    yes: int
    partly: int
    no: int
    open: int


def wishes(session: Session, scope: Scope) -> tuple[Rate, Wishes]:
    """Return the wishes met among all that were written with what stands or was answered, and the answers apart."""
    ids = pitches_in(scope)
    answers = session.execute(
        sa.select(col(WishAnswer.met), sa.func.count().label("people"))
        .where(col(WishAnswer.pitch_id).in_(ids))
        .group_by(col(WishAnswer.met))
    )
    met = {row.met: row.people for row in answers}
    money = _written(MoneyPledge, col(MoneyPledge.peer_id), ids).where(col(MoneyPledge.state).in_(GAVE_MONEY))
    help_ = _written(ExpertiseOffer, col(ExpertiseOffer.helper_id), ids).where(col(ExpertiseOffer.state).in_(GAVE_HELP))
    answered = sa.select(col(WishAnswer.promise_id), col(WishAnswer.backer_id)).where(col(WishAnswer.pitch_id).in_(ids))
    all_wishes = sa.union(money, help_, answered).subquery()
    count = sa.select(sa.func.count(), sa.func.count(sa.distinct(all_wishes.c.person_id))).select_from(all_wishes)
    written, people = session.execute(count).one()
    yes, partly, no = (met.get(answer, 0) for answer in (Met.YES, Met.PARTLY, Met.NO))
    return Rate(yes, written, people), Wishes(yes, partly, no, written - yes - partly - no)


def _written(table: Any, owner: Any, pitch_ids: Any) -> "sa.Select[*tuple[Any, ...]]":
    """Return the wishes written with what was given to some pitches: id and person_id."""
    return sa.select(col(table.id).label("id"), owner.label("person_id")).where(
        col(table.pitch_id).in_(pitch_ids), col(table.wish) != ""
    )


def promises_due(session: Session, scope: Scope) -> Rate:
    """Return the promises kept of those that came due, of which many people made them."""
    kept = col(Commitment.state).in_(KEPT)
    late = sa.and_(col(Commitment.state) == CommitmentState.OPEN, col(Commitment.late_from) <= now())
    due = sa.or_(kept, col(Commitment.state) == CommitmentState.BROKEN, late)
    query = sa.select(
        sa.func.coalesce(sa.func.sum(sa.case((kept, 1), else_=0)), 0),
        sa.func.count(),
        sa.func.count(sa.distinct(col(Commitment.owner_id))),
    ).where(col(Commitment.pitch_id).in_(pitches_in(scope)), due)
    return Rate(*map(int, session.execute(query).one()))


def applied(session: Session, scope: Scope) -> tuple[Rate, int, int, int]:
    """Return the answers of "yes" and "partly" among check-ins whose time came, silence included; how many pitches
    they are of; how many answers were confirmed; and how many a colleague saw."""
    ids, yes = pitches_in(scope), col(CheckIn.applied).in_(_APPLIED)
    query = sa.select(
        sa.func.coalesce(sa.func.sum(sa.case((yes, 1), else_=0)), 0),
        sa.func.count(),
        sa.func.count(sa.distinct(col(CheckIn.owner_id))),
        sa.func.count(sa.distinct(sa.case((yes, col(CheckIn.pitch_id)), else_=None))),
        sa.func.coalesce(sa.func.sum(sa.case((col(CheckIn.state) == CheckInState.CONFIRMED, 1), else_=0)), 0),
    ).where(col(CheckIn.pitch_id).in_(ids), col(CheckIn.state).in_(_CAME_TO_TIME))
    part, whole, people, pitches, confirmed = map(int, session.execute(query).one())
    seen = (
        sa.select(sa.func.count(sa.distinct(col(Corroboration.checkin_id))))
        .join(CheckIn, col(CheckIn.id) == col(Corroboration.checkin_id))
        .where(col(CheckIn.pitch_id).in_(ids), col(Corroboration.state) == CorroborationState.GIVEN)
    )
    return Rate(part, whole, people), pitches, confirmed, int(session.execute(seen).scalar_one())


def reasons(session: Session, scope: Scope) -> Sequence[tuple[Because, int]]:
    """Return why learning was not, or not all, applied: each reason with its answers, the most frequent first."""
    count = sa.func.count()
    query = (
        sa.select(col(CheckIn.because), count)
        .where(col(CheckIn.pitch_id).in_(pitches_in(scope)), col(CheckIn.because).is_not(None))
        .group_by(col(CheckIn.because))
        .order_by(count.desc(), col(CheckIn.because))
    )
    return [(row[0], int(row[1])) for row in session.execute(query)]
