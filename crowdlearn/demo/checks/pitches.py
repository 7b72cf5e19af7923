"""The plan of a pitch, the people around it, and the order of its days."""

from collections.abc import Iterator

from crowdlearn.kernel.vocabulary import SKILLS, TOPICS

from ..shapes import Backing, Offer, Pitch, Return, Scenario
from .people import above, ascending

UNPUBLISHED = {"draft", "idea"}
AFTER_DEADLINE = 28  # top-up, notice and two weeks to pay, before anything has to be bought


def problems(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Give what does not hold in one pitch."""
    yield from (f"unknown person {person}" for person in sorted(mentioned(pitch)) if person not in scenario.people)
    yield from (f"unknown topic {topic}" for topic in pitch.topics if topic not in TOPICS)
    yield from (f"need {n.key}: unknown skill" for n in pitch.needs if (n.kind == "skill") != (n.skill in SKILLS))
    if pitch.kind == "other" and not pitch.kind_words:
        yield "of another kind, but it does not say which"
    if pitch.expected not in UNPUBLISHED:
        yield from _published(pitch)
    elif pitch.published is not None:
        yield f"published, so it cannot be a {pitch.expected}"
    yield from _decisions(scenario, pitch)
    for backing in (*pitch.pledges, *pitch.offers):
        yield from (f"{backing.by}: {problem}" for problem in _backing(pitch, backing))
    for promised in pitch.returns:
        yield from (f"share-back {promised.key}: {problem}" for problem in _return(pitch, promised))
    yield from _check_ins(pitch)


def mentioned(pitch: Pitch) -> set[str]:
    """Return the keys of everybody who appears in a pitch."""
    said = (*pitch.encouragements, *pitch.questions, *pitch.follows, *pitch.decisions, *pitch.pledges, *pitch.offers)
    found = {pitch.pitcher, *(entry.by for entry in said)}
    for delivery in (promised.delivery for promised in pitch.returns):
        if delivery:
            found |= {e.by for e in (*delivery.confirmations, *delivery.reviews, *delivery.learned)}
        if delivery and delivery.event:
            found |= {*delivery.event.signed_up, *delivery.event.attended, *(f.by for f in delivery.event.feedback)}
    found |= {check_in.confirmation.by for check_in in pitch.check_ins if check_in.confirmation}
    found |= {receipt.verified_by for receipt in pitch.receipts if receipt.verified_by}
    return found | {by for payout in pitch.payouts for by in (payout.proposed_by, payout.confirmed_by) if by}


def _published(pitch: Pitch) -> Iterator[str]:
    """Check the publish gate and the order of days."""
    if pitch.published is None or pitch.deadline is None or pitch.first is None or pitch.last is None:
        yield "published without its days"
        return
    if not (pitch.benefits and pitch.application and pitch.returns and pitch.improves and pitch.provider):
        yield "published without benefits, application plan, provider or share-back"
    if not 3 <= pitch.deadline - pitch.published <= 90:
        yield "the deadline is not 3 to 90 days after publication"
    if not ascending(pitch.idea, pitch.drafted, pitch.published, pitch.first, pitch.last):
        yield "the days go backwards"
    if pitch.asks_money and pitch.first < pitch.deadline + AFTER_DEADLINE:
        yield f"starts on day {pitch.first}, too early for a deadline on day {pitch.deadline}"
    keys = [need.key for need in pitch.needs] + [promised.key for promised in pitch.returns]
    if len(set(keys)) != len(keys):
        yield "a key of a need or share-back is used twice"
    said = (*pitch.pledges, *pitch.offers, *pitch.questions, *pitch.encouragements, *pitch.updates, *pitch.decisions)
    start = pitch.published if pitch.idea is None else pitch.idea
    if early := [entry.by for entry in said if entry.day < start]:
        yield f"{', '.join(early)}: before it was public"
    if any(by == pitch.pitcher for by in (question.by for question in pitch.questions)):
        yield "a question by the pitcher"


def _decisions(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Who decides is the manager, the next level, one acting for them, or the budget holder, and holds no stake."""
    line = above(scenario, pitch.pitcher)
    stakes = {backing.by for backing in (*pitch.pledges, *pitch.offers)}
    organisation = scenario.organisations[scenario.people[pitch.pitcher].organisation or ""]
    for decision in pitch.decisions:
        if decision.by in stakes | {pitch.pitcher}:
            yield f"{decision.by} decides with a stake"
        if not decision.reason:
            yield f"{decision.by} decides without a reason"
        if decision.step == "budget_holder":
            right = {organisation.policy.budget_holder} if organisation.policy else set()
        else:
            right = {*line[(level := decision.step == "second_manager") : level + 1]}
        if decision.acting:
            right = {a.by for a in scenario.acting if a.manager in right and a.first <= decision.day <= a.last}
        if decision.by not in right:
            yield f"{decision.by} is not the one to decide as {decision.step}"


def _backing(pitch: Pitch, backing: Backing) -> Iterator[str]:
    if backing.by == pitch.pitcher:
        yield "backs an own pitch"
    if backing.met and not (backing.wish and backing.met_day is not None):
        yield "a wish is ticked that was not made, or on no day"
    if backing.thanked is not None and not backing.thanks:
        yield "thanked without words"
    if not ascending(backing.day, backing.withdrawn) or not ascending(backing.day, backing.thanked, backing.met_day):
        yield "the days go backwards"
    if isinstance(backing, Offer):
        need = next((need for need in pitch.needs if need.key == backing.need), None)
        if need is None:
            yield f"offers against an unknown need {backing.need}"
        elif (need.kind == "skill") != (backing.minutes > 0):
            yield "hours belong to a skill, and to nothing else"
        if backing.accepted is not None and backing.declined is not None:
            yield "an offer both accepted and declined"
        if not ascending(backing.day, backing.accepted, backing.given) or (backing.given and not backing.accepted):
            yield "help that was given before it was accepted"


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
    if delivery.form == "recording" and not (delivery.transcript and delivery.link):
        yield "a recording without link or transcript"
    if pitch.pitcher in {e.by for e in (*delivery.confirmations, *delivery.reviews, *delivery.learned)}:
        yield "confirmed, reviewed or learned by its own author"
    reviewers = [review.by for review in delivery.reviews]
    if len(set(reviewers)) != len(reviewers):
        yield "one reviewer twice"
    delivered = delivery.event.day if delivery.event else delivery.day
    if any(e.day < delivered for e in (*delivery.confirmations, *delivery.reviews, *delivery.learned)):
        yield "confirmed or reviewed before it was delivered"
    if delivery.event and not {*delivery.event.attended} <= {*delivery.event.signed_up}:
        yield "someone attended without signing up"
    if delivery.event and len(delivery.event.signed_up) > delivery.event.seats:
        yield "more people than seats"


def _check_ins(pitch: Pitch) -> Iterator[str]:
    for check_in in pitch.check_ins:
        if pitch.last is None or not 0 <= check_in.day - pitch.last - check_in.after <= 30:
            yield f"check-in at {check_in.after} days is outside its window"
        if check_in.applied != "no" and check_in.days_to_first_use is None:
            yield "applied, but not when first"
