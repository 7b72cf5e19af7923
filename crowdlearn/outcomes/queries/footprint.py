"""What a member, an organisation or everyone together added up to, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.rules import FEWEST_SHOWN, Because, Rate
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks.models import ShareBack

from . import sums
from .carried import UNDER_WAY, Carried, carried
from .chain import size_of
from .gap import Gap, gap_of
from .scope import About, Head, Scope, given, head_of


@dataclass(frozen=True)
class Footprint:
    """The figures of a member, an organisation or the whole. Help is minutes confirmed by both sides.

    `promises` is None where it is its owner's to show, `gap` where the viewer may not see it. `applied` counts
    check-ins, `applied_pitches` pitches whose learning was used; `chain` people and generations, None for everyone.
    """

    head: Head
    at: datetime
    pitches: int
    under_way: int
    given: int
    reached: int
    reached_unnamed: int
    used: int
    taught: int
    help_given: tuple[int, int]
    help_received: tuple[int, int]
    promises: Rate | None
    wishes: Rate
    wish_answers: sums.Wishes
    applied: Rate
    applied_pitches: int
    confirmed: int
    seen: int
    reasons: Sequence[tuple[Because, int]]
    money: Sequence[Carried]
    chain: tuple[int, int] | None
    gap: Gap | None

    @property
    def people_reached(self) -> int:
        """Return distinct people reached by name, and the head-count of those without an account."""
        return self.reached + self.reached_unnamed

    @property
    def applications(self) -> int:
        """Return how often learning was applied: by those who pitched, once for each pitch, and by others."""
        return self.applied_pitches + self.used

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to show yet."""
        return not (self.pitches or self.given or self.help_given[0])


def footprint(scope: Scope, viewer_id: UUID | None, *, sees_gap: bool = False) -> Footprint:
    """Return the figures of a scope. Raises NotFound for what the viewer may not see."""
    with reading() as session:
        head = head_of(session, scope, viewer_id)
        pitches, under_way, shared = _counts(session, scope)
        named, unnamed = sums.reached(session, scope)
        used, taught = sums.used(session, scope)
        applied, applied_pitches, confirmed, seen = sums.applied(session, scope)
        met, wish_answers = sums.wishes(session, scope)
        return Footprint(
            head=head,
            at=now(),
            pitches=pitches,
            under_way=under_way,
            given=shared,
            reached=named,
            reached_unnamed=unnamed,
            used=used,
            taught=taught,
            help_given=sums.help_given(session, scope),
            help_received=sums.help_received(session, scope),
            promises=sums.promises_due(session, scope) if _shows_promises(session, scope, viewer_id) else None,
            wishes=met,
            wish_answers=wish_answers,
            applied=applied,
            applied_pitches=applied_pitches,
            confirmed=confirmed,
            seen=seen,
            reasons=sums.reasons(session, scope) if _enough(applied) else (),
            money=carried(session, scope),
            chain=None if scope.about is About.ALL else size_of(session, scope),
            gap=gap_of(session, scope) if sees_gap and scope.about is About.ORGANISATION else None,
        )


def _enough(rate: Rate) -> bool:
    return (rate.people or 0) >= FEWEST_SHOWN


def _counts(session: Session, scope: Scope) -> tuple[int, int, int]:
    pitches = sa.select(sa.func.count()).select_from(Pitch).where(scope.pitches())
    under_way = pitches.where(col(Pitch.state).in_(UNDER_WAY))
    shared = sa.select(sa.func.count()).select_from(ShareBack).where(scope.sharebacks(), given())
    row = session.execute(
        sa.select(pitches.scalar_subquery(), under_way.scalar_subquery(), shared.scalar_subquery())
    ).one()
    return int(row[0]), int(row[1]), int(row[2])


def _shows_promises(session: Session, scope: Scope, viewer_id: UUID | None) -> bool:
    """Tell whether promises are shown: of a person only if they want it."""
    if scope.about is not About.PERSON or scope.id == viewer_id:
        return True
    return bool(session.execute(sa.select(col(Person.promises_public)).where(col(Person.id) == scope.id)).scalar())
