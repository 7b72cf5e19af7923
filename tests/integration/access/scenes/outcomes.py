"""Rows of check-ins and impact."""

from crowdlearn.db.session import lock, transaction
from crowdlearn.outcomes import service
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Adopted, CheckInState, EvidenceKind, Shown
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import ShareBack
from tests import make
from tests.support.access import Cast, Scene, prepare


def _funded(cast: Cast) -> Pitch:
    """Return a pitch under way that the pledger helped; none of the cast works where its pitcher does."""
    pitcher, elsewhere = cast.pitcher, make.organisation()
    with transaction() as session:
        lock(session, Person, pitcher.id).organisation_id = elsewhere.id
    pitch = make.money_pitch(cast.pitcher, state=PitchState.FUNDED)
    make.offer(pitch, cast.pledger, state=OfferState.CONFIRMED)
    return pitch


@prepare("impact.view")
def impact(cast: Cast) -> Scene:
    pitch = _funded(cast)
    make.checkin(pitch, CheckInState.ANSWERED)
    return Scene(f"/pitches/{pitch.id}/impact")


@prepare("checkin.form", "checkin.answer")
def answer(cast: Cast) -> Scene:
    checkin = make.checkin(_funded(cast))
    return Scene(f"/checkins/{checkin.id}", {"applied": "yes", "text": "We rewrote ten letters."})


@prepare("checkin.confirm")
def confirm(cast: Cast) -> Scene:
    return Scene(f"/checkins/{make.checkin(_funded(cast), CheckInState.ANSWERED).id}/confirm", {"words": "I saw it."})


def _shared(cast: Cast) -> ShareBack:
    shared = make.shareback(cast.pitcher, pitch_id=_funded(cast).id)
    sharebacks.say_learned(cast.member.id, shared.id)
    return shared


@prepare("chain.pitch")
def chain_of_pitch(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_shared(cast).pitch_id}/chain")


@prepare("chain.person")
def chain_of_person(cast: Cast) -> Scene:
    return Scene(f"/people/{_shared(cast).author_id}/chain")


@prepare("chain.organisation")
def chain_of_organisation(cast: Cast) -> Scene:
    _shared(cast)
    return Scene(f"/organisations/{cast.organisation.id}/chain")


@prepare("impact.person")
def impact_of_person(cast: Cast) -> Scene:
    return Scene(f"/people/{_shared(cast).author_id}/impact")


@prepare("impact.organisation")
def impact_of_organisation(cast: Cast) -> Scene:
    _shared(cast)
    return Scene(f"/organisations/{cast.organisation.id}/impact")


@prepare("impact.all")
def impact_of_all(cast: Cast) -> Scene:
    _shared(cast)
    return Scene("/impact")


@prepare("use.list")
def uses(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_shared(cast).id}/uses")


@prepare("use.form", "use.say")
def use(cast: Cast) -> Scene:
    said = {"how": "taught", "text": "At our desk.", "reached": "4"}
    return Scene(f"/sharebacks/{make.shareback(cast.pitcher).id}/uses/new", said)


@prepare("use.take_back")
def take_use_back(cast: Cast) -> Scene:
    shared = make.shareback(cast.pitcher)
    service.say_used(cast.pledger.id, shared.id, Adopted.USED, "In a letter.")
    return Scene(f"/sharebacks/{shared.id}/uses/used/back")


def _answered(cast: Cast) -> CheckIn:
    return make.checkin(_funded(cast), CheckInState.ANSWERED)


@prepare("evidence.list")
def evidence(cast: Cast) -> Scene:
    return Scene(f"/checkins/{_answered(cast).id}/evidence")


@prepare("evidence.add")
def add_evidence(cast: Cast) -> Scene:
    figure = {"text": "Calls", "unit": "a month", "before": "42", "after": "17.5"}
    return Scene(f"/checkins/{_answered(cast).id}/evidence/figure", figure)


@prepare("evidence.remove")
def remove_evidence(cast: Cast) -> Scene:
    checkin = _answered(cast)
    shown = service.add_evidence(cast.pitcher.id, checkin.id, Shown(EvidenceKind.TEXT, "The new letter."))
    return Scene(f"/checkins/{checkin.id}/evidence/{shown}/remove")


@prepare("checkin.ask")
def ask(cast: Cast) -> Scene:
    checkin, colleague = _answered(cast), make.person("Cleo Colleague")
    with transaction() as session:
        pitcher, colleague = lock(session, Person, cast.pitcher.id), lock(session, Person, colleague.id)
        colleague.organisation_id = pitcher.organisation_id
    return Scene(f"/checkins/{checkin.id}/ask", {"colleague": "Cleo Colleague"})


@prepare("checkin.corroborate")
def corroborate(cast: Cast) -> Scene:
    return Scene(f"/checkins/{_answered(cast).id}/seen", {"seen": "I read the letters."})


@prepare("checkin.decline")
def decline(cast: Cast) -> Scene:
    checkin = _answered(cast)
    service.corroborate(cast.pledger.id, checkin.id, "I read the letters.")
    return Scene(f"/checkins/{checkin.id}/cannot-say")


@prepare("record.view")
def record(_cast: Cast) -> Scene:
    return Scene("/me/record")


@prepare("balance.view")
def balance(_cast: Cast) -> Scene:
    return Scene("/me/balance")


@prepare("thanks.received")
def thanks_received(_cast: Cast) -> Scene:
    return Scene("/me/thanks")


@prepare("record.csv")
def record_csv(_cast: Cast) -> Scene:
    return Scene("/me/record.csv")


@prepare("record.json")
def record_json(_cast: Cast) -> Scene:
    return Scene("/me/record.json")


AWARD = {"title": "Plain words", "giver": "Letter Days", "on": "2026-03-02", "link": "https://letters.example/2026"}


@prepare("award.form", "award.add")
def award(_cast: Cast) -> Scene:
    return Scene("/me/record/awards/new", AWARD)


@prepare("award.remove")
def remove_award(cast: Cast) -> Scene:
    on = make.days(-3)
    row = service.record_award(cast.pitcher.id, AWARD["title"], AWARD["giver"], on, AWARD["link"])
    return Scene(f"/me/record/awards/{row}/remove")
