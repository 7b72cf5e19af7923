"""The scenario as one sequence: who does what, in the order in which the demo clock passes it."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from crowdlearn.pitches.rules import PitchState

from .shapes import Delivery, Entry, EventHeld, Offer, Pitch, Pledge, Return, Scenario


class Verb(StrEnum):
    """What happens in a scene. Within one day scenes follow each other in this order."""

    JOIN = "person.join"
    ADOPT = "organisation.adopt"
    CONFIRM_LINE = "person.confirm_line"
    GRANT_ROLE = "role.grant"
    WRITE_INSTRUCTION = "payment.explain"
    NAME_ACTING = "acting.name"
    SHARE_IDEA = "idea.share"
    DRAFT = "pitch.draft"
    PUBLISH = "pitch.publish"
    CONFIRM_MONEY = "organisation_money.confirm"
    WITHDRAW_MONEY = "organisation_money.withdraw"
    REVISE = "pitch.revise"
    DECIDE = "approval.decide"
    FOLLOW = "pitch.follow"
    ASK_PEOPLE = "people.ask"
    ENCOURAGE = "pitch.encourage"
    CHAMPION = "pitch.champion"
    ASK = "question.ask"
    ANSWER = "question.answer"
    WITHDRAW_PLEDGE = "pledge.withdraw"
    RECONFIRM = "pledge.reconfirm"
    PROMISE = "pledge.promise"
    WITHDRAW_OFFER = "offer.withdraw"
    OFFER = "offer.make"
    DECLINE_OFFER = "offer.decline"
    ACCEPT_OFFER = "offer.accept"
    SCHEDULE_OFFER = "offer.schedule"
    CONFIRM_HELP = "offer.confirm"
    UPDATE = "pitch.update"
    PAUSE = "pitch.pause"
    WITHDRAW = "pitch.withdraw"
    TOP_UP = "pitch.top_up"
    RECORD_PAYMENT = "payment.record"
    DISPUTE = "payment.dispute"
    CANCEL = "pitch.cancel"
    NOTE_LIVE = "pitch.note_live"
    REACT = "note.react"
    SUBMIT_RECEIPT = "receipt.submit"
    VERIFY_RECEIPT = "receipt.verify"
    SAY_COMPLETE = "receipt.complete"
    PROPOSE_PAYOUT = "payout.propose"
    CONFIRM_PAYOUT = "payout.confirm"
    PROPOSE_BACK = "refund.propose"
    CONFIRM_BACK = "refund.confirm"
    SEND_BACK = "refund.send"
    MOVE = "commitment.move"
    REPLACE = "commitment.replace"
    WAIVE = "commitment.waive"
    ANNOUNCE = "event.announce"
    SIGN_UP = "event.sign_up"
    ATTEND = "event.record_attendance"
    SHARE = "shareback.publish"
    TRANSLATE = "language.say"
    APPEAR = "shareback.appear"
    FEEDBACK = "event.feedback"
    ASK_STORIES = "collection.open"
    TELL = "story.tell"
    WRITE_TOGETHER = "shareback.co_author"
    CONFIRM_DELIVERY = "commitment.confirm"
    LEARN = "shareback.learned"
    USE = "shareback.used"
    REVIEW = "review.write"
    THANK = "backer.thank"
    TICK_WISH = "wish.tick"
    CHECK_IN = "check_in.answer"
    SEE = "check_in.see"
    CONFIRM_CHECK_IN = "check_in.confirm"
    OFFER_FREELY = "expertise.offer"
    OPEN_PLACE = "expertise.open"
    SHOW_INTEREST = "expertise.interest"
    ADD_ENTRY = "library.add"


ORDER = {verb: place for place, verb in enumerate(Verb)}
FIRST_MINUTE, APART = 12 * 60, 10  # from noon UTC, which is morning in every Canadian zone but the westernmost


@dataclass(frozen=True)
class Scene:
    """`verb` says what to do with `item`; `pitch` and `about` (what came back, if anything did) say to what."""

    day: int
    verb: Verb
    item: Any
    pitch: Pitch | None = None
    about: Return | Entry | None = None

    @property
    def minute(self) -> int:
        """Return the minutes after midnight UTC: by the verb's place, a little later or earlier for each thing."""
        seed = f"{self.pitch.key if self.pitch else ''}{self.day}{self.verb}"
        return FIRST_MINUTE + ORDER[self.verb] * APART + zlib.crc32(seed.encode()) % APART

    def at(self, today: date) -> datetime:
        """Return the aware UTC moment of this scene when the demo is loaded on `today`."""
        return datetime.combine(today, time(), UTC) + timedelta(days=self.day, minutes=self.minute)


def scenes(scenario: Scenario) -> list[Scene]:
    """Return everything that happened before day 0, in order. What lies ahead is left to whoever tries the demo."""
    all_scenes = [*_people(scenario), *(scene for pitch in scenario.pitches.values() for scene in _pitch(pitch))]
    return sorted((scene for scene in all_scenes if scene.day < 0), key=lambda scene: (scene.day, scene.minute))


def _people(scenario: Scenario) -> Iterator[Scene]:
    people = scenario.people
    for person in people.values():
        yield Scene(person.joined, Verb.JOIN, person)
        if person.manager and person.line in ("confirmed", "by_administrator"):
            yield Scene(max(person.joined, people[person.manager].joined) + 1, Verb.CONFIRM_LINE, person)
    for role in scenario.roles:
        yield Scene(people[role.person].joined + 1, Verb.GRANT_ROLE, role)
    for organisation in scenario.organisations.values():
        if organisation.adoption:
            yield Scene(organisation.adoption.day, Verb.ADOPT, organisation)
            if organisation.adoption.pay:
                yield Scene(organisation.adoption.day + 1, Verb.WRITE_INSTRUCTION, organisation)
            if organisation.adoption.cards_from is not None:
                yield Scene(organisation.adoption.cards_from, Verb.ADOPT, organisation)
    for offer in scenario.offers:
        yield Scene(offer.day, Verb.OFFER_FREELY, offer)
    for opening in scenario.openings:
        yield Scene(opening.day, Verb.OPEN_PLACE, opening)
        yield from (Scene(interest.day, Verb.SHOW_INTEREST, (opening, interest)) for interest in opening.interests)
    for entry in scenario.entries.values():
        yield from _entry(entry)
    for one in scenario.collections:
        yield Scene(one.day, Verb.ASK_STORIES, one)
        for story in one.stories:
            yield Scene(story.day, Verb.TELL, (one, story))
            yield from (Scene(other.day, Verb.WRITE_TOGETHER, (story, other)) for other in story.together)
    for acting in scenario.acting:
        yield Scene(min(acting.first - 2, -1), Verb.NAME_ACTING, acting)


def _entry(entry: Entry) -> Iterator[Scene]:
    yield Scene(entry.day, Verb.ADD_ENTRY, entry)
    if entry.other:
        yield Scene(entry.other.day, Verb.TRANSLATE, entry.other, about=entry)
    yield from (Scene(use.day, Verb.USE, use, about=entry) for use in entry.uses)
    yield from (Scene(review.day, Verb.REVIEW, review, about=entry) for review in entry.reviews)


def _pitch(pitch: Pitch) -> Iterator[Scene]:
    def on(day: int | None, verb: Verb, item: Any = pitch) -> Iterator[Scene]:
        if day is not None:
            yield Scene(day, verb, item, pitch)

    yield from on(pitch.idea, Verb.SHARE_IDEA)
    if pitch.expected is not PitchState.IDEA:
        yield from on(pitch.drafted, Verb.DRAFT)
    yield from on(pitch.published, Verb.PUBLISH)
    for ending, verb in ((pitch.paused, Verb.PAUSE), (pitch.withdrawn, Verb.WITHDRAW), (pitch.cancelled, Verb.CANCEL)):
        yield from on(ending.day if ending else None, verb, ending)
    for money in pitch.organisation_money:
        if not money.counts_on(pitch.published):
            yield from on(money.confirmed, Verb.CONFIRM_MONEY, money)
        yield from on(money.withdrawn, Verb.WITHDRAW_MONEY, money)
    for question in pitch.questions:
        yield from on(question.day, Verb.ASK, question)
        yield from on(question.answered, Verb.ANSWER, question)
    for receipt in pitch.receipts:
        yield from on(receipt.day, Verb.SUBMIT_RECEIPT, receipt)
        yield from on(receipt.verified, Verb.VERIFY_RECEIPT, receipt)
    for payout in pitch.payouts:
        yield from on(payout.proposed, Verb.PROPOSE_PAYOUT, payout)
        yield from on(payout.confirmed, Verb.CONFIRM_PAYOUT, payout)
    yield from on(pitch.receipts_complete, Verb.SAY_COMPLETE)
    if back := pitch.money_back:
        yield from on(back.proposed, Verb.PROPOSE_BACK, back)
        yield from on(back.confirmed, Verb.CONFIRM_BACK, back)
        yield from on(back.sent, Verb.SEND_BACK, back)
    yield from on(pitch.other.day if pitch.other else None, Verb.TRANSLATE, pitch.other)
    for check_in in pitch.check_ins:
        yield from on(check_in.day, Verb.CHECK_IN, check_in)
        for seen in check_in.seen:
            yield from on(seen.day, Verb.SEE, (check_in, seen))
        yield from on(check_in.confirmation.day if check_in.confirmation else None, Verb.CONFIRM_CHECK_IN, check_in)
    for items, verb in _single(pitch):
        for item in items:
            yield from on(item.day, verb, item)
    for note in pitch.live_notes:
        for said in note.reactions:
            yield from on(said.day, Verb.REACT, (note, said))
    for pledge in pitch.pledges:
        yield from _backing(pitch, pledge)
        for revision in pitch.revisions:
            if pledge.day <= revision.day and pledge.withdrawn is None:  # the day after, they stand by it
                yield Scene(revision.day + 1, Verb.RECONFIRM, pledge, pitch)
    for offer in pitch.offers:
        yield from _backing(pitch, offer)
    for promised in pitch.returns:
        yield from _return(pitch, promised)


def _single(pitch: Pitch) -> Iterator[tuple[tuple[Any, ...], Verb]]:
    """Give the lists whose entries happen once, on their own day."""
    yield pitch.revisions, Verb.REVISE
    yield pitch.decisions, Verb.DECIDE
    yield pitch.follows, Verb.FOLLOW
    yield pitch.askings, Verb.ASK_PEOPLE
    yield pitch.encouragements, Verb.ENCOURAGE
    yield pitch.champions, Verb.CHAMPION
    yield pitch.updates, Verb.UPDATE
    yield pitch.live_notes, Verb.NOTE_LIVE
    yield pitch.top_ups, Verb.TOP_UP


def _backing(pitch: Pitch, given: Pledge | Offer) -> Iterator[Scene]:
    days: dict[Verb, int | None] = {Verb.THANK: given.thanked, Verb.TICK_WISH: given.met_day}
    if isinstance(given, Pledge):
        days |= {Verb.PROMISE: given.day, Verb.WITHDRAW_PLEDGE: given.withdrawn}
        days |= {Verb.RECORD_PAYMENT: given.paid, Verb.DISPUTE: given.disputed}
    else:
        days |= {Verb.OFFER: given.day, Verb.WITHDRAW_OFFER: given.withdrawn, Verb.DECLINE_OFFER: given.declined}
        days |= {Verb.ACCEPT_OFFER: given.accepted, Verb.CONFIRM_HELP: given.given}
        if given.scheduled is not None and given.accepted is not None:
            days[Verb.SCHEDULE_OFFER] = given.accepted
    for verb, day in days.items():
        if day is not None:
            yield Scene(day, verb, given, pitch)


def _return(pitch: Pitch, promised: Return) -> Iterator[Scene]:
    changes = ((promised.moved, Verb.MOVE), (promised.replaced, Verb.REPLACE), (promised.waived, Verb.WAIVE))
    for change, verb in changes:
        if change:
            yield Scene(change.day, verb, change, pitch, promised)
    if promised.delivery:
        yield from _delivery(pitch, promised, promised.delivery)


def _delivery(pitch: Pitch, promised: Return, delivery: Delivery) -> Iterator[Scene]:
    if delivery.event:
        yield Scene(delivery.day, Verb.ANNOUNCE, delivery, pitch, promised)
        yield from _event(pitch, promised, delivery.day, delivery.event)
    else:
        yield Scene(delivery.day, Verb.SHARE, delivery, pitch, promised)
    for other in delivery.together:
        yield Scene(other.day, Verb.WRITE_TOGETHER, (delivery, other), pitch, promised)
    for items, verb in (
        ((delivery.other,) if delivery.other else (), Verb.TRANSLATE),
        (delivery.appears, Verb.APPEAR),
        (delivery.event.feedback if delivery.event else (), Verb.FEEDBACK),
        (delivery.confirmations, Verb.CONFIRM_DELIVERY),
        (delivery.learned, Verb.LEARN),
        (delivery.uses, Verb.USE),
        (delivery.reviews, Verb.REVIEW),
    ):
        for item in items:
            yield Scene(item.day, verb, item, pitch, promised)


def _event(pitch: Pitch, promised: Return, announced: int, event: EventHeld) -> Iterator[Scene]:
    """People sign up over the days between the announcement and the event; then it is written down who came."""
    last = min(event.day, 0) - 1
    for number, person in enumerate(event.signed_up):
        yield Scene(min(announced + number // 2, last), Verb.SIGN_UP, person, pitch, promised)
    yield Scene(event.recorded, Verb.ATTEND, event, pitch, promised)
