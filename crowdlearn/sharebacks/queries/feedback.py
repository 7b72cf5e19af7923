"""What those who came said, together: means and words, never who."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.sharebacks.models import EventFeedback
from crowdlearn.sharebacks.rules import FEWEST_RATED, Rate, WouldUse

from .figures import Figures, event_figures


@dataclass(frozen=True)
class Criterion:
    """One question: its name in the form, and the mean of the answers in tenths of a point."""

    name: str
    tenths: int

    @property
    def mean(self) -> Decimal:
        """Return the mean of the answers, from 1 to 5."""
        return Decimal(self.tenths).scaleb(-1)


@dataclass(frozen=True)
class Results:
    """An event's figures and its feedback. Below five answers there are no means and no words, only their number.

    `texts` stand in the order of their random ids: not in that of their arrival.
    """

    figures: Figures
    criteria: list[Criterion]
    would_use: dict[WouldUse, Rate]
    texts: list[str]

    @property
    def shown(self) -> bool:
        """Tell whether enough people answered for nobody to be guessed."""
        return bool(self.criteria)


def results_of(shareback_id: UUID) -> Results:
    """Return what a host may know of the feedback to an event."""
    with reading() as session:
        figures = event_figures(session, shareback_id)
        if figures.given < FEWEST_RATED:
            return Results(figures, [], {}, [])
        return Results(figures, *_answers(session, shareback_id))


def _answers(session: Session, shareback_id: UUID) -> tuple[list[Criterion], dict[WouldUse, Rate], list[str]]:
    query = (
        sa.select(
            col(EventFeedback.clear),
            col(EventFeedback.worth),
            col(EventFeedback.included),
            col(EventFeedback.would_use),
            col(EventFeedback.text),
        )
        .where(col(EventFeedback.shareback_id) == shareback_id)
        .order_by(col(EventFeedback.id))
    )
    rows = session.execute(query).all()
    many = len(rows)
    means = [
        Criterion(name, (20 * sum(getattr(row, name) for row in rows) + many) // (2 * many))
        for name in ("clear", "worth", "included")
    ]
    uses = {answer: Rate(sum(row.would_use is answer for row in rows), many) for answer in WouldUse}
    return means, uses, [row.text for row in rows if row.text]
