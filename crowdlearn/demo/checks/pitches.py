"""The plan of a pitch, the people around it, and the order of its days."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from crowdlearn.kernel.vocabulary import SKILLS, TOPICS
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import NeedKind, PitchKind

from ..shapes import Backing, Decision, Offer, Pitch, Scenario
from .people import above, ascending
from .returns import UNPUBLISHED, said_of

LONGEST = {
    "title": 140,
    "summary": 280,
    "improves": 1000,
    "application": 2000,
    "puts_in": 500,
    "place": 160,
    "audience": 300,
}
TITLE, NOTE, LINE = 160, 500, 140
AFTER_DEADLINE = 28  # top-up, notice and two weeks to pay, before anything has to be bought


def problems(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Give what does not hold in one pitch."""
    for key, day in mentioned(pitch):
        if key not in scenario.people:
            yield f"unknown person {key}"
        elif scenario.people[key].joined >= day:
            yield f"{key} does something on day {day}, before joining"
    yield from (f"unknown topic {topic}" for topic in pitch.topics if topic not in TOPICS)
    yield from (
        f"need {n.key}: unknown skill" for n in pitch.needs if (n.kind is NeedKind.HOURS) != (n.skill in SKILLS)
    )
    if pitch.kind is PitchKind.OTHER and not pitch.kind_words:
        yield "of another kind, but it does not say which"
    if pitch.expected not in UNPUBLISHED:
        yield from _published(pitch)
    elif pitch.published is not None:
        yield f"published, so it cannot be a {pitch.expected}"
    yield from _decisions(scenario, pitch)
    for backing in (*pitch.pledges, *pitch.offers):
        yield from (f"{backing.by}: {problem}" for problem in _backing(pitch, backing))
    yield from _needs(pitch)
    yield from _lengths(pitch)


def mentioned(pitch: Pitch) -> Iterator[tuple[str, int]]:
    """Give everybody who does something around a pitch, and the day they do it."""
    yield pitch.pitcher, pitch.drafted
    said: tuple[Any, ...] = (*pitch.encouragements, *pitch.questions, *pitch.follows, *pitch.decisions)
    said += (*pitch.champions, *pitch.askings)
    yield from ((person, asking.day) for asking in pitch.askings for person in asking.people)
    yield from ((entry.by, entry.day) for entry in (*said, *pitch.pledges, *pitch.offers))
    for delivery in (promised.delivery for promised in pitch.returns):
        if delivery:
            yield from ((entry.by, entry.day) for entry in said_of(delivery))
        if delivery and delivery.event:
            yield from ((person, delivery.day) for person in delivery.event.signed_up)
    for promised in pitch.returns:
        if promised.waived:
            yield promised.waived.by, promised.waived.day
        if promised.replaced:
            yield from ((person, promised.replaced.day) for person in promised.replaced.agreed)
    yield from ((c.confirmation.by, c.confirmation.day) for c in pitch.check_ins if c.confirmation)
    yield from ((receipt.verified_by or "", receipt.day) for receipt in pitch.receipts if receipt.verified is not None)
    yield from ((payout.proposed_by, payout.proposed) for payout in pitch.payouts)


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
    bought = pitch.first if pitch.purchase is None else pitch.purchase
    if pitch.asks_money and bought < pitch.deadline + AFTER_DEADLINE:
        yield f"to be bought on day {bought}, too early for a deadline on day {pitch.deadline}"
    keys = [need.key for need in pitch.needs] + [promised.key for promised in pitch.returns]
    if len(set(keys)) != len(keys):
        yield "a key of a need or share-back is used twice"
    said: tuple[Any, ...] = (
        *pitch.pledges,
        *pitch.offers,
        *pitch.questions,
        *pitch.encouragements,
        *pitch.champions,
        *pitch.askings,
        *pitch.updates,
        *pitch.decisions,
    )
    start = pitch.published if pitch.idea is None else pitch.idea
    if early := [entry.by for entry in said if entry.day < start]:
        yield f"{', '.join(early)}: before it was public"
    if any(by == pitch.pitcher for by in (question.by for question in pitch.questions)):
        yield "a question by the pitcher"


def _decisions(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Who decides is the manager, the next level, one acting for them, or the budget holder, and holds no stake."""
    stakes = {backing.by for backing in (*pitch.pledges, *pitch.offers)}
    for decision in pitch.decisions:
        if decision.by in stakes | {pitch.pitcher}:
            yield f"{decision.by} decides with a stake"
        if not decision.reason:
            yield f"{decision.by} decides without a reason"
        if bool(decision.conditions) != (decision.decision == "conditions"):
            yield f"{decision.by}: conditions belong to a decision with conditions, in words other than its reason"
        if decision.by not in _deciders(scenario, pitch, decision):
            yield f"{decision.by} is not the one to decide as {decision.step}"


def _deciders(scenario: Scenario, pitch: Pitch, decision: Decision) -> set[str]:
    if decision.step == "budget_holder":
        organisation = scenario.people[pitch.pitcher].organisation
        holders = (role for role in scenario.roles if role.role is Role.BUDGET_HOLDER)
        return {role.person for role in holders if role.organisation == organisation}
    level = 1 if decision.step == "second_manager" else 0
    line = above(scenario, pitch.pitcher)[level : level + 1]
    if not decision.acting:
        return {*line}
    return {a.by for a in scenario.acting if a.manager in line and a.first <= decision.day <= a.last}


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
        elif (need.kind is NeedKind.HOURS) != (backing.minutes > 0):
            yield "minutes belong to a need of hours, and to nothing else"
        if backing.accepted is not None and backing.declined is not None:
            yield "an offer both accepted and declined"
        if backing.scheduled is not None and (backing.accepted is None or backing.scheduled <= backing.accepted):
            yield "an appointment that was past when it was made"
        if not ascending(backing.day, backing.accepted, backing.given) or (backing.given and not backing.accepted):
            yield "help that was given before it was accepted"


def _needs(pitch: Pitch) -> Iterator[str]:
    """Nobody offers against a need that is filled, and nobody is thanked twice."""
    for need in pitch.needs:
        offers = [offer for offer in pitch.offers if offer.need == need.key]
        wanted = max(need.minutes, 1) * need.people
        for offer in offers:
            earlier = [o for o in offers if o.accepted is not None and o.accepted < offer.day]
            if sum(max(o.minutes, 1) for o in earlier) >= wanted:
                yield f"{offer.by} offers against {need.key}, which is filled"
    thanked = Counter(backing.by for backing in (*pitch.pledges, *pitch.offers) if backing.thanked is not None)
    yield from (f"{by} is thanked {times} times" for by, times in thanked.items() if times > 1)


def _lengths(pitch: Pitch) -> Iterator[str]:
    """Compare words with the room that the tables have for them."""
    yield from (f"{name} is too long" for name, most in LONGEST.items() if len(getattr(pitch, name)) > most)
    titles = [*(need.words for need in pitch.needs), *(line.words for line in pitch.costs)]
    titles += [words for promised in pitch.returns for words in (promised.title, promised.audience)]
    yield from (f"too long for a title: {words}" for words in titles if len(words) > TITLE)
    lines: tuple[Any, ...] = (*pitch.encouragements, *pitch.champions)
    yield from (f"{said.by}: an encouragement is a line" for said in lines if len(said.text) > LINE)
    for backing in (*pitch.pledges, *pitch.offers):
        if max(len(backing.wish), len(backing.thanks), len(backing.met_words)) > NOTE:
            yield f"{backing.by}: a note is too long"
