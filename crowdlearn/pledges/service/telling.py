"""Telling backers and helpers what becomes of what they gave, and pitchers who stands behind them."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from crowdlearn.db.session import transaction
from crowdlearn.kernel.cards import card_name
from crowdlearn.kernel.errors import Msgid
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.payments.models import Card
from crowdlearn.people.models import Person
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import (
    CardShared,
    HoursSaid,
    IntroductionMoved,
    OfferAnswered,
    OfferConfirmed,
    OfferMade,
    OfferNotGiven,
    OfferReleased,
    OfferScheduled,
    OfferWithdrawn,
    PledgeAbandoned,
    PledgePromised,
    PledgePromoted,
    PledgeReleased,
    PledgeState,
    PledgeTrimmed,
    PledgeWithdrawn,
    ReconfirmAsked,
    StillStandsAsked,
)

_OfPledge = (
    PledgeAbandoned
    | PledgePromised
    | PledgeWithdrawn
    | PledgePromoted
    | PledgeTrimmed
    | PledgeReleased
    | ReconfirmAsked
)
_OfOffer = (
    OfferMade
    | OfferAnswered
    | OfferScheduled
    | OfferWithdrawn
    | HoursSaid
    | OfferConfirmed
    | OfferNotGiven
    | IntroductionMoved
    | StillStandsAsked
    | OfferReleased
)


def tell_of_promise(event: PledgePromised) -> None:
    """Confirm the promise to the backer; tell the pitcher how far it is, without a name."""
    with transaction() as session:
        _tell_backer(session, event, "money_promised")
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {
            "title": Passage(pitch.title, pitch.language),
            "promised": Money(pitch.promised_cents, pitch.currency),
            "goal": Money(pitch.peer_goal_cents, pitch.currency),
        }
        path = f"/pitches/{pitch.id}/supporters"
        tell(session, pitch.owner_id, "pledge_received", event_id=event.id, facts=facts, path=path)


def tell_of_withdrawal(event: PledgeWithdrawn) -> None:
    """Confirm to the backer that nothing is asked any more."""
    with transaction() as session:
        _tell_backer(session, event, "money_withdrawn")


def tell_of_promotion(event: PledgePromoted) -> None:
    """Tell a backer that there is room now."""
    with transaction() as session:
        _tell_backer(session, event, "money_promoted")


def tell_of_trimming(event: PledgeTrimmed) -> None:
    """Tell a backer that they pay less."""
    with transaction() as session:
        currency = session.get_one(MoneyPledge, event.pledge_id).currency
        was, now = Money(event.was_cents, currency), Money(event.now_cents, currency)
        _tell_backer(session, event, "money_trimmed", was=was, now=now)


def tell_of_release(event: PledgeReleased) -> None:
    """Tell a backer that the promise ended, and why; once for all that grew from it."""
    with transaction() as session:
        grows_from = session.get_one(MoneyPledge, event.pledge_id).grows_from
        first = session.get(MoneyPledge, grows_from) if grows_from else None
        if first is None or first.ended_why != event.why:
            _tell_backer(session, event, "money_released", why=Msgid(event.why))


def tell_of_abandoned(event: PledgeAbandoned) -> None:
    """Tell a peer that nothing was promised, for want of a card that may carry it."""
    with transaction() as session:
        _tell_backer(session, event, "money_no_card", why=Msgid(event.why))


def tell_of_shared_card(event: CardShared) -> None:
    """Ask the treasurers of the host to look at a pledge whose card another member saved too."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"title": Passage(pitch.title, pitch.language), "name": _name(session, event.person_id)}
        for treasurer in holders(session, Role.TREASURER, pitch.organisation_id):
            path = f"/finance/pitches/{pitch.id}"
            tell(session, treasurer, "money_card_shared", event_id=event.id, facts=facts, path=path)


def tell_to_reconfirm(event: ReconfirmAsked) -> None:
    """Ask a backer whether the promise stands."""
    with transaction() as session:
        _tell_backer(session, event, "money_reconfirm", until=event.until)


def tell_of_offer(event: OfferMade) -> None:
    """Tell the pitcher that somebody offers help."""
    _tell_side(event, "offer_made", pitcher=True)


def tell_of_answer(event: OfferAnswered) -> None:
    """Tell the helper what the pitcher said."""
    _tell_side(event, "offer_accepted" if event.accepted else "offer_declined", helper=True)


def tell_of_appointment(event: OfferScheduled) -> None:
    """Tell both sides when and where they meet."""
    _tell_side(event, "offer_scheduled", helper=True, pitcher=True)


def tell_of_taking_back(event: OfferWithdrawn) -> None:
    """Tell the pitcher that the help does not come."""
    _tell_side(event, "offer_withdrawn", pitcher=True)


def tell_to_confirm(event: HoursSaid) -> None:
    """Ask the other side what was given."""
    _tell_side(event, "offer_hours", helper=not event.by_helper, pitcher=event.by_helper)


def tell_of_confirmed(event: OfferConfirmed) -> None:
    """Tell both sides that the help counts."""
    _tell_side(event, "offer_confirmed", helper=True, pitcher=True)


def tell_of_missing(event: OfferNotGiven) -> None:
    """Tell the helper that the pitcher noted that nothing came."""
    _tell_side(event, "offer_not_given", helper=True)


def tell_to_stand_by(event: StillStandsAsked) -> None:
    """Ask a helper whether the offer stands."""
    _tell_side(event, "help_stands", helper=True)


def tell_of_offer_release(event: OfferReleased) -> None:
    """Tell a helper that the offer ended."""
    _tell_side(event, "offer_released", helper=True, why=Msgid(event.why))


def tell_of_introduction(event: IntroductionMoved) -> None:
    """Tell the other side how an introduction goes on; the name stands on the page alone."""
    by_helper = event.by == event.helper_id
    _tell_side(event, "offer_introduction", helper=not by_helper, pitcher=by_helper, state=event.state.label)


def _tell_backer(session: Session, event: _OfPledge, kind: str, **more: Any) -> None:
    pledge = session.get_one(MoneyPledge, event.pledge_id)
    pitch = session.get_one(Pitch, event.pitch_id)
    facts = {
        "title": Passage(pitch.title, pitch.language),
        "owner": _name(session, pitch.owner_id),
        "amount": Money(pledge.accepted_cents or pledge.offered_cents, pledge.currency),
        "until": pledge.consent_until,
        "card": _card(session, pledge),
        "waits": "yes" if pledge.state is PledgeState.WAITLISTED else "",
    } | more
    tell(session, event.person_id, kind, event_id=event.id, facts=facts, path=f"/pledges/{pledge.id}")


def _tell_side(event: _OfOffer, kind: str, *, helper: bool = False, pitcher: bool = False, **more: Any) -> None:
    with transaction() as session:
        offer = session.get_one(ExpertiseOffer, event.offer_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = _facts(session, event, offer, pitch) | more
        if kind == "offer_hours" and not offer.minutes:
            kind = "offer_thing"
        for wanted, person_id in ((helper, offer.helper_id), (pitcher, pitch.owner_id)):
            if wanted:
                tell(session, person_id, kind, event_id=event.id, facts=facts, path=f"/offers/{offer.id}")


def _facts(session: Session, event: Event, offer: ExpertiseOffer, pitch: Pitch) -> dict[str, Any]:
    need = session.get(Need, offer.need_id) if offer.need_id else None
    helper, owner = _name(session, offer.helper_id), _name(session, pitch.owner_id)
    minutes = offer.confirmed_minutes or offer.minutes
    return {
        "title": Passage(pitch.title, pitch.language),
        "helper": helper,
        "owner": owner,
        "name": helper if event.by == offer.helper_id else owner,
        "what": Passage(need.title if need else offer.note or pitch.title, pitch.language),
        "note": offer.note,
        "answer": offer.answer,
        "where": offer.scheduled_where,
        "at": offer.scheduled_at or "",
        "minutes": str(minutes) if minutes else "",
    }


def _name(session: Session, person_id: UUID) -> str:
    return session.get_one(Person, person_id).name


def _card(session: Session, pledge: MoneyPledge) -> str:
    """Return the card on which a pledge stands, "" for none."""
    card = session.get(Card, pledge.card_id) if pledge.card_id else None
    return card_name(card.brand, card.last_four) if card else ""
