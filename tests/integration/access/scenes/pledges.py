"""Pledges of money and offers of help."""

from datetime import timedelta

from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import NeedKind, PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState
from tests import make
from tests.support.access import Cast, Scene, prepare

TYPED = {"cents": "2500", "terms_version": "1", "fit": "up_to", "wish": "", "name_shown": "yes", "agreed": "y"}


def _pledge(cast: Cast, state: PledgeState = PledgeState.PLEDGED, **fields: object) -> MoneyPledge:
    return make.pledge(make.money_pitch(cast.pitcher), cast.pledger, state=state, **fields)


def _offer(cast: Cast, state: OfferState = OfferState.OFFERED, **fields: object) -> ExpertiseOffer:
    return make.offer(make.pitch(cast.pitcher), cast.pledger, state=state, **fields)


@prepare("pledge.form")
def form(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.money_pitch(cast.pitcher).id}/pledge")


@prepare("pledge.review")
def review(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.money_pitch(cast.pitcher).id}/pledge/review")


@prepare("pledge.begin")
def begin(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.money_pitch(cast.pitcher).id}/pledge", {"suggested": "2500", "fit": "up_to"})


@prepare("pledge.create_money")
def create(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.money_pitch(cast.pitcher).id}/pledge/review", TYPED)


@prepare("pledge.create_for_other")
def create_for_other(cast: Cast) -> Scene:
    someone = make.person()
    return Scene(
        f"/pitches/{make.money_pitch(cast.pitcher).id}/pledge/review",
        {**TYPED, "member_id": str(someone.id), "peer_id": str(someone.id)},
    )


@prepare("pledge.create_closed")
def create_closed(cast: Cast) -> Scene:
    pitch = make.money_pitch(cast.pitcher, state=PitchState.LOCKED, locked_at=now())
    return Scene(f"/pitches/{pitch.id}/pledge/review", TYPED)


@prepare("pledge.mine")
def mine(_cast: Cast) -> Scene:
    return Scene("/me/pledges")


@prepare("pledge.view")
def view(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast).id}")


@prepare("pledge.thanks")
def thanks(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast).id}/thanks")


@prepare("pledge.view_as_pitcher")
def supporters(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_pledge(cast).pitch_id}/supporters")


@prepare("pledge.edit_form")
def edit_form(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast).id}/edit")


@prepare("pledge.edit")
def edit(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast).id}/edit", {"amount": "50", "terms_version": "1", "wish": "Slides"})


@prepare("pledge.withdraw_form", "pledge.withdraw")
def withdraw(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast).id}/withdraw")


@prepare("pledge.withdraw_settling")
def withdraw_settling(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast, PledgeState.COMMITTED).id}/withdraw")


@prepare("pledge.reconfirm")
def reconfirm(cast: Cast) -> Scene:
    pledge = _pledge(cast, PledgeState.RECONFIRM, reconfirm_until=now() + timedelta(hours=1))
    return Scene(f"/pledges/{pledge.id}/reconfirm", {"terms_version": "1"})


@prepare("pledge.receipt")
def receipt(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast, PledgeState.KEPT).id}/receipt")


@prepare("pledge.receipt_text")
def receipt_text(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_pledge(cast, PledgeState.KEPT).id}/receipt.txt")


@prepare("pledge.offer_form")
def offer_form(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher)
    make.need(pitch)
    return Scene(f"/pitches/{pitch.id}/offer")


@prepare("pledge.create_expertise")
def create_offer(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher)
    return Scene(f"/pitches/{pitch.id}/offer", {"need": str(make.need(pitch).id), "hours": "1"})


@prepare("offer.view")
def offer_view(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast).id}")


@prepare("pledge.accept_expertise")
def accept(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast).id}/accept")


@prepare("offer.decline")
def decline(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast).id}/decline", {"answer": "Thank you; somebody nearer can come."})


@prepare("offer.schedule")
def schedule(cast: Cast) -> Scene:
    data = {"day": make.days(3).isoformat(), "at": "12:00", "where": "Room 2"}
    return Scene(f"/offers/{_offer(cast, OfferState.ACCEPTED).id}/schedule", data)


@prepare("offer.confirm")
def confirm(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast, OfferState.ACCEPTED).id}/confirm", {"hours": "1.5"})


@prepare("offer.received")
def received(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher)
    need = make.need(pitch, kind=NeedKind.INTRODUCTION, wanted=1)
    offer = make.offer(pitch, cast.pledger, 0, OfferState.ACCEPTED, need_id=need.id)
    return Scene(f"/offers/{offer.id}/received")


@prepare("offer.not_given")
def not_given(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast, OfferState.ACCEPTED).id}/not-given")


@prepare("offer.stands")
def stands(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast, still_stands_asked_at=now()).id}/stands")


@prepare("offer.withdraw")
def withdraw_offer(cast: Cast) -> Scene:
    return Scene(f"/offers/{_offer(cast).id}/withdraw")
