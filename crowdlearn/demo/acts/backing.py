"""Peers pledge money and help, thank each other, and say whether their wishes were met."""

from datetime import UTC, datetime, time
from uuid import UUID

from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import Offer, Pledge
from crowdlearn.demo.shapes.deeds import Backing
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.kernel.money import Money
from crowdlearn.pitches.models import Need
from crowdlearn.pledges import service
from crowdlearn.pledges.rules import Help, MoneyOffer
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.rules import Met

from .carding import card_in_hand, promise_by_card


@plays(Verb.PROMISE)
def promise(stage: Stage, scene: Scene) -> None:
    """Pledge money: with a card where the pitcher's organisation takes cards, else to be paid by a code."""
    pledge: Pledge = scene.item
    assert scene.pitch is not None
    offer = MoneyOffer(
        amount=Money(pledge.cents),
        terms_version=stage.terms_version(scene),
        up_to=pledge.up_to,
        wish=pledge.wish,
        name_shown=pledge.named,
    )
    who, pitch_id = stage.person(pledge.by), stage.pitch_id(scene)
    if stage.by_card(scene.pitch):
        pledge_id = promise_by_card(pitch_id, offer, card_in_hand(stage, pledge, who))
    else:
        pledge_id = service.promise_money(who, pitch_id, offer)
    stage.remember(pledge, pledge_id)


@plays(Verb.RECONFIRM)
def reconfirm(stage: Stage, scene: Scene) -> None:
    """Stand by a pledge after the pitch was changed."""
    pledge: Pledge = scene.item
    service.reconfirm(stage.person(pledge.by), stage.became(pledge), stage.terms_version(scene))


@plays(Verb.WITHDRAW_PLEDGE)
def withdraw_pledge(stage: Stage, scene: Scene) -> None:
    """Withdraw a money pledge."""
    pledge: Pledge = scene.item
    service.withdraw(stage.person(pledge.by), stage.became(pledge))


@plays(Verb.OFFER)
def offer_help(stage: Stage, scene: Scene) -> None:
    """Offer help against a need."""
    offer: Offer = scene.item
    note = f"{offer.note}\n{offer.window}".strip()
    given = Help(minutes=offer.minutes, note=note, wish=offer.wish, name_shown=offer.named)
    need_id = _need(stage, scene, offer.need)
    stage.remember(offer, service.offer_help(stage.person(offer.by), stage.pitch_id(scene), need_id, given))


@plays(Verb.WITHDRAW_OFFER)
def withdraw_offer(stage: Stage, scene: Scene) -> None:
    """Withdraw an offer of help."""
    service.withdraw_offer(stage.person(scene.item.by), stage.became(scene.item))


@plays(Verb.DECLINE_OFFER)
def decline_offer(stage: Stage, scene: Scene) -> None:
    """Decline an offer of help, kindly."""
    assert scene.pitch is not None
    service.decline_offer(stage.owner(scene.pitch), stage.became(scene.item), scene.item.reason)


@plays(Verb.ACCEPT_OFFER)
def accept_offer(stage: Stage, scene: Scene) -> None:
    """Accept an offer of help."""
    assert scene.pitch is not None
    service.accept_offer(stage.owner(scene.pitch), stage.became(scene.item), scene.item.reason)


@plays(Verb.SCHEDULE_OFFER)
def schedule_offer(stage: Stage, scene: Scene) -> None:
    """Agree on a time."""
    offer: Offer = scene.item
    assert scene.pitch is not None
    assert offer.scheduled is not None
    when = datetime.combine(stage.day(offer.scheduled), time(17), UTC)
    service.schedule_offer(stage.owner(scene.pitch), stage.became(offer), when, offer.window or "Video call")


@plays(Verb.CONFIRM_HELP)
def confirm_help(stage: Stage, scene: Scene) -> None:
    """Let both sides say what was given."""
    offer: Offer = scene.item
    assert scene.pitch is not None
    thing = not offer.minutes
    for who, minutes in (
        (stage.person(offer.by), offer.giver_minutes),
        (stage.owner(scene.pitch), offer.pitcher_minutes),
    ):
        if minutes is not None or thing:
            given = service.Given(minutes=0 if thing else minutes or 0, received=thing)
            if not (thing and who == stage.person(offer.by)):
                service.confirm(who, stage.became(offer), given)


@plays(Verb.THANK)
def thank(stage: Stage, scene: Scene) -> None:
    """Thank a backer."""
    backing: Backing = scene.item
    assert scene.pitch is not None
    sharebacks.thank(stage.owner(scene.pitch), stage.pitch_id(scene), stage.became(backing), backing.thanks)


@plays(Verb.TICK_WISH)
def tick_wish(stage: Stage, scene: Scene) -> None:
    """Say whether one's wish was met."""
    backing: Backing = scene.item
    assert backing.met is not None
    if backing.wish:
        who, pitch_id = stage.person(backing.by), stage.pitch_id(scene)
        sharebacks.answer_wish(who, pitch_id, stage.became(backing), Met(backing.met), backing.met_words)


def _need(stage: Stage, scene: Scene, key: str) -> UUID:
    """Return the stored need of a pitch that the scenario calls `key`."""
    assert scene.pitch is not None
    title = next(need.words for need in scene.pitch.needs if need.key == key)
    with reading() as session:
        query = select(Need.id).where(Need.pitch_id == stage.pitch_id(scene), Need.title == title)
        return session.exec(query).one()
