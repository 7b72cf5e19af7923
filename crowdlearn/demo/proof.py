"""Whether the play came out as the scenario is written: states, promises, check-ins, share-backs, the books."""

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import BROKEN_AFTER, UNANSWERED_AFTER, CommitmentState
from crowdlearn.db.outbox import stuck
from crowdlearn.db.session import reading
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pitches.models import Pitch as PitchRow
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.service import live_cents
from crowdlearn.settlement.queries import disagreements
from crowdlearn.sharebacks.models import Review, ShareBack
from crowdlearn.sharebacks.rules import FORM_OF, Form, SharebackState

from .checks.money import played
from .shapes import Pitch, Return
from .stage import Stage

ASKING = {PitchState.OPEN, PitchState.PAUSED, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING}
PROMISED = {PitchState.FUNDED, PitchState.COMPLETED, PitchState.CANCELLED}


def problems(stage: Stage) -> list[str]:
    """Return, a sentence each, what came out otherwise than written; an empty list when nothing did."""
    with reading() as session:
        found = list(_share_backs(session, stage))
        for pitch in stage.scenario.pitches.values():
            for look in (_state, _money, _promises, _check_ins):
                found += [f"{pitch.key}: {problem}" for problem in look(session, stage, pitch)]
    found += [f"the books: {finding.words}" for finding in disagreements()]
    return found + [f"{name}: {reaction} failed: {error}" for name, reaction, _, error in stuck()]


def _state(session: Session, stage: Stage, pitch: Pitch) -> Iterator[str]:
    state = session.get_one(PitchRow, stage.pitches[pitch.key]).state
    if state is not pitch.expected:
        yield f"is {state}, not {pitch.expected}"


def _money(session: Session, stage: Stage, pitch: Pitch) -> Iterator[str]:
    """Compare what peers stand by while a pitch is still asking or collecting; a declined ask let them go."""
    declined = any(decision.decision == "decline" for decision in pitch.decisions)
    if pitch.expected not in ASKING or declined:
        return
    live, written = live_cents(session, stage.pitches[pitch.key]), played(pitch).live
    if live != written:
        yield f"peers stand by {live} cents, not {written}"


def _promises(session: Session, stage: Stage, pitch: Pitch) -> Iterator[str]:
    query = select(Commitment).where(Commitment.pitch_id == stage.pitches[pitch.key]).order_by(col(Commitment.id))
    made = session.exec(query).all()
    promised = pitch.returns if pitch.expected in PROMISED else ()
    if len(made) != len(promised):
        yield f"{len(made)} commitments, not {len(promised)}"
        return
    for commitment, written in zip(made, promised, strict=True):
        expected = promise_stands(pitch, written)
        if commitment.state is not expected:
            yield f"{written.key} is {commitment.state}, not {expected}"
        if commitment.due_on != stage.day(due_day(written)):
            yield f"{written.key} is due on {commitment.due_on}"


def due_day(written: Return) -> int:
    """Return the day on which a share-back is due in the end."""
    if written.replaced:
        return written.replaced.due
    return written.moved.to if written.moved else written.due


def promise_stands(pitch: Pitch, written: Return) -> CommitmentState:
    """Return the state of a promise on day 0."""
    delivery = written.delivery
    given = delivery.given if delivery else 0
    if delivery and given < 0:
        if any(confirmed.day < 0 for confirmed in delivery.confirmations):
            return CommitmentState.CONFIRMED
        return CommitmentState.LAPSED if -given > UNANSWERED_AFTER.days else CommitmentState.DELIVERED
    if written.waived or pitch.expected is PitchState.CANCELLED:
        return CommitmentState.WAIVED
    return CommitmentState.BROKEN if -due_day(written) > BROKEN_AFTER.days else CommitmentState.OPEN


def _check_ins(session: Session, stage: Stage, pitch: Pitch) -> Iterator[str]:
    query = select(CheckIn.after_days, CheckIn.state).where(CheckIn.pitch_id == stage.pitches[pitch.key])
    states = dict(session.exec(query).all())
    for said in pitch.check_ins:
        confirmed = said.confirmation is not None and said.confirmation.day < 0
        expected = CheckInState.CONFIRMED if confirmed else CheckInState.ANSWERED
        if said.day < 0 and states.get(said.after) is not expected:
            yield f"the check-in at {said.after} days is {states.get(said.after)}, not {expected}"


def _share_backs(session: Session, stage: Stage) -> Iterator[str]:
    deliveries = [r.delivery for pitch in stage.scenario.pitches.values() for r in pitch.returns if r.delivery]
    entries = [FORM_OF[entry.shareback_kind] for entry in stage.scenario.entries.values()]
    told = [Form.POST for asked in stage.scenario.collections for story in asked.stories if story.day < 0]
    written = Counter([*entries, *told, *(Form(delivery.form) for delivery in deliveries if delivery.day < 0)])
    given = Counter(session.exec(select(ShareBack.form).where(ShareBack.state != SharebackState.DRAFT)))
    if given != written:
        yield f"share-backs: {dict(given)}, not {dict(written)}"
    said = sum(review.day < 0 for delivery in deliveries for review in delivery.reviews)
    if (stored := session.execute(sa.select(sa.func.count()).select_from(Review)).scalar_one()) < said:
        yield f"{stored} reviews, not {said}"
