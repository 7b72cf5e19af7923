"""What comes back: share-backs, who speaks of them, and check-ins."""

from collections.abc import Iterator

from crowdlearn.pitches.rules import PitchState
from crowdlearn.sharebacks.rules import FORM_OF

from ..shapes import Confirmation, Delivery, Learned, Pitch, Return, Review, Scenario, Use
from .people import in_line, managers_on

UNPUBLISHED = {PitchState.DRAFT, PitchState.IDEA}


def problems(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Give what does not hold in what comes back from one pitch."""
    for promised in pitch.returns:
        yield from (f"share-back {promised.key}: {problem}" for problem in _return(pitch, promised))
        reviewers = promised.delivery.reviews if promised.delivery else ()
        yield from (f"{r.by} reviews in the own line" for r in reviewers if in_line(scenario, r.by, pitch.pitcher))
    yield from _check_ins(scenario, pitch)


def said_of(delivery: Delivery) -> tuple[Confirmation | Review | Learned | Use, ...]:
    """Return what people said of a share-back."""
    return (*delivery.confirmations, *delivery.reviews, *delivery.learned, *delivery.uses)


def _return(pitch: Pitch, promised: Return) -> Iterator[str]:
    if pitch.expected not in UNPUBLISHED and pitch.first is not None and promised.due < pitch.first:
        yield "due before the learning starts"
    if promised.moved and not promised.moved.day <= promised.due < promised.moved.to:
        yield "moved backwards, or after its day"
    delivery = promised.delivery
    if delivery is None:
        return
    if (delivery.form == "event") != (delivery.event is not None):
        yield "an event and its form go together"
    kind = promised.replaced.kind if promised.replaced else promised.kind
    if delivery.form != FORM_OF[kind].value:
        yield f"a {kind} is not given as a {delivery.form}"
    backers = {backing.by for backing in (*pitch.pledges, *pitch.offers)}
    if strangers := [confirmed.by for confirmed in delivery.confirmations if confirmed.by not in backers]:
        yield f"confirmed by {', '.join(strangers)}, who did not back it"
    if delivery.form == "recording" and not (delivery.transcript and delivery.link):
        yield "a recording without link or transcript"
    if pitch.pitcher in {entry.by for entry in said_of(delivery)}:
        yield "confirmed, reviewed, learned or used by its own author"
    reviewers = [review.by for review in delivery.reviews]
    if len(set(reviewers)) != len(reviewers):
        yield "one reviewer twice"
    if any(entry.day < delivery.given for entry in said_of(delivery)):
        yield "confirmed or reviewed before it was delivered"
    if delivery.event and delivery.event.attended and delivery.event.day >= 0:
        yield "people attended an event that lies ahead"
    if delivery.event and not {*delivery.event.attended} <= {*delivery.event.signed_up}:
        yield "someone attended without signing up"
    if delivery.event and len(delivery.event.attended) > delivery.event.seats:
        yield "more people than seats"
    if delivery.event and not {said.by for said in delivery.event.feedback} <= {*delivery.event.attended}:
        yield "feedback of someone who did not come"
    if any(bool(one.by) == bool(one.email) or (one.email and one.answer) for one in delivery.appears):
        yield "who appears is a member who answers, or somebody with an address who has not yet"


def _check_ins(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    for check_in in pitch.check_ins:
        confirmed = check_in.confirmation
        if confirmed and pitch.peer_goal and confirmed.by not in managers_on(scenario, pitch.pitcher, confirmed.day):
            yield f"{confirmed.by} confirms a check-in, and only a manager may where peers' money was asked"
        if pitch.last is None or not 0 <= check_in.day - pitch.last - check_in.after <= 30:
            yield f"check-in at {check_in.after} days is outside its window"
        if check_in.applied == "no" and check_in.because is None:
            yield "not applied, but not why"
        if in_the_line := [one.by for one in check_in.seen if in_line(scenario, one.by, pitch.pitcher)]:
            yield f"seen by {', '.join(in_the_line)} of the own line"
        if check_in.applied != "no" and check_in.days_to_first_use is None:
            yield "applied, but not when first"
