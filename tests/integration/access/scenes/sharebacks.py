"""Rows of share-backs."""

from typing import Any
from uuid import UUID

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.kernel.clock import now
from crowdlearn.languages.rules import MadeBy
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import Material, Presentation, ShareBack
from crowdlearn.sharebacks.rules import Form, MaterialKind, SharebackState, Version
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.uploads import CAPTIONS, MP3, png

POST = {"title": "What readers told us", "body": "They stop at the first sigh. " * 20, "language": "en"}
REVIEW = {"clear": "5", "useful": "4", "usable": "4", "confidence": "high", "text": "I will read my letters aloud."}


def funded(cast: Cast) -> Pitch:
    pitch = make.pitch(cast.pitcher, state=PitchState.FUNDED, starts_on=make.days(-3), ends_on=make.days(-2))
    make.offer(pitch, cast.pledger, state=OfferState.CONFIRMED, wish="A checklist")
    return pitch


def a_post(cast: Cast, state: SharebackState = SharebackState.PUBLISHED, **fields: Any) -> ShareBack:
    return make.shareback(cast.pitcher, state, pitch_id=funded(cast).id, **fields)


def _event(cast: Cast, in_hours: float = 48) -> ShareBack:
    row = make.event(cast.pitcher, in_hours=in_hours, pitch_id=funded(cast).id)
    make.seat(row, cast.pledger)
    return row


@prepare("shareback.list")
def listing(cast: Cast) -> Scene:
    a_post(cast)
    _event(cast)
    return Scene("/sharebacks")


@prepare("shareback.view")
def view(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}")


@prepare("shareback.versions")
def versions(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}/versions")


@prepare("shareback.view_members")
def view_members(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast, open_to_all=False).id}")


@prepare("shareback.discard_form", "shareback.discard")
def discard(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast, SharebackState.DRAFT).id}/discard")


@prepare("shareback.view_draft")
def view_draft(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast, SharebackState.DRAFT).id}")


@prepare("shareback.start")
def start(_cast: Cast) -> Scene:
    return Scene("/sharebacks/write")


@prepare("shareback.new", "shareback.create")
def new(_cast: Cast) -> Scene:
    return Scene("/sharebacks/new?kind=story", POST)


@prepare("shareback.edit_form", "shareback.edit")
def edit(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}/edit", POST)


@prepare("shareback.media", "shareback.upload")
def media(cast: Cast) -> Scene:
    draft = a_post(cast, SharebackState.DRAFT)
    return Scene(f"/sharebacks/{draft.id}/media", {"alt": "A letter"}, files={"file": (png(), "letter.png")})


@prepare("shareback.upload_sound")
def sound(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_recording(cast).id}/media/sound", files={"file": (MP3, "fog.mp3")})


@prepare("shareback.upload_captions")
def captions(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_recording(cast).id}/media/captions", files={"file": (CAPTIONS, "fog.vtt")})


@prepare("shareback.remove_medium")
def remove_medium(cast: Cast) -> Scene:
    draft = a_post(cast, SharebackState.DRAFT)
    medium = make.picture(draft)
    return Scene(f"/sharebacks/{draft.id}/media/{medium.id}/remove")


def _recording(cast: Cast) -> ShareBack:
    return a_post(cast, SharebackState.DRAFT, form=Form.RECORDING, kind=ShareBackKind.PODCAST)


@prepare("shareback.language_form", "shareback.language")
def language(cast: Cast) -> Scene:
    words = {"title": "Ce que les lecteurs ont dit", "body": "Ils soupirent.", "made_by": "author"}
    return Scene(f"/sharebacks/{a_post(cast).id}/language", words)


@prepare("shareback.language_drop")
def drop_language(cast: Cast) -> Scene:
    post = a_post(cast)
    sharebacks.write_other_language(cast.pitcher.id, post.id, Version("En français", MadeBy.AUTHOR, body="Oui."))
    return Scene(f"/sharebacks/{post.id}/language/remove")


@prepare("shareback.publish")
def publish(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast, SharebackState.DRAFT).id}/publish")


@prepare("shareback.withdraw_form", "shareback.withdraw")
def withdraw(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}/withdraw")


@prepare("shareback.calendar")
def calendar(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/calendar.ics")


@prepare("shareback.attendance_form", "shareback.attendance")
def attendance(cast: Cast) -> Scene:
    return Scene(
        f"/sharebacks/{_event(cast, in_hours=-1).id}/attendance", {"came": str(cast.pledger.id), "unnamed": "2"}
    )


@prepare("shareback.cancel_form", "shareback.cancel")
def cancel(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/cancel")


@prepare("seat.take")
def take_seat(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{make.event(cast.pitcher).id}/seat")


@prepare("seat.give_back")
def give_seat_back(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/seat/back")


@prepare("seat.check_in_form", "seat.check_in")
def check_in(cast: Cast) -> Scene:
    event = make.event(make.person("Hana Host"), in_hours=-0.5)
    return Scene("/check-in", {"code": make.code_of(event)})


@prepare("seat.short_address")
def short_address(_cast: Cast) -> Scene:
    return Scene("/here?code=K7M4P2", prefixed=False)


@prepare("seat.form", "seat.change")
def edit_seat(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/seat/edit", {"access_need": "A seat near the door"})


@prepare("shareback.door")
def door(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/door")


@prepare("shareback.renew_code")
def renew_code(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/door/renew")


@prepare("shareback.guests")
def guests(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/guests")


@prepare("shareback.figures")
def figures(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast).id}/figures.csv")


@prepare("event.feedback_form", "event.feedback")
def feedback(cast: Cast) -> Scene:
    event = make.event(cast.pitcher, in_hours=-1)
    make.seat(event, cast.pledger, attended_at=now())
    return Scene(f"/sharebacks/{event.id}/feedback", {"clear": "5", "worth": "4", "included": "5", "would_use": "yes"})


@prepare("event.results")
def results(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{_event(cast, in_hours=-1).id}/results")


@prepare("shareback.materials", "shareback.add_material")
def materials(cast: Cast) -> Scene:
    handout = {"kind": "handout", "title": "Slides", "link": "https://slides.example/letters"}
    return Scene(f"/sharebacks/{_event(cast).id}/materials", handout)


@prepare("shareback.remove_material")
def remove_material(cast: Cast) -> Scene:
    event = _event(cast)
    link = {"title": "Slides", "link": "https://slides.example/letters", "kind": MaterialKind.HANDOUT}
    row = make.kept(Material(shareback_id=event.id, **link))
    return Scene(f"/sharebacks/{event.id}/materials/{row.id}/remove")


@prepare("shareback.bodies", "shareback.present")
def bodies(cast: Cast) -> Scene:
    return Scene(
        f"/sharebacks/{a_post(cast).id}/bodies", {"body": "Learning Committee", "day": make.days(3).isoformat()}
    )


@prepare("shareback.response_form", "shareback.response")
def response(cast: Cast) -> Scene:
    post = a_post(cast)
    row = make.kept(Presentation(shareback_id=post.id, body="Learning Committee", day=make.days(-3)))
    return Scene(f"/sharebacks/{post.id}/bodies/{row.id}", {"decision": "accepted", "response": "Accepted as read."})


@prepare("shareback.learned")
def learned(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}/learned", {"learned": "yes"})


@prepare("shareback.confirm")
def confirm(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher, state=PitchState.FUNDED)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    row = make.shareback(cast.pitcher, pitch_id=pitch.id, commitment_id=commitment.id)
    make.review(row, cast.pledger)
    return Scene(f"/sharebacks/{row.id}/confirm")


@prepare("review.create")
def review(cast: Cast) -> Scene:
    return Scene(f"/sharebacks/{a_post(cast).id}/reviews", REVIEW)


@prepare("review.read")
def read_first(cast: Cast) -> Scene:
    row = a_post(cast, reviews=1)
    make.review(row, make.person())
    return Scene(f"/sharebacks/{row.id}/reviews/read")


@prepare("review.create_twice")
def review_twice(cast: Cast) -> Scene:
    row = a_post(cast)
    for who in (cast.member, cast.pledger, cast.manager, cast.other_manager, *_officers(cast)):
        make.review(row, who)
    return Scene(f"/sharebacks/{row.id}/reviews", REVIEW)


def _officers(cast: Cast) -> tuple[Any, ...]:
    return cast.treasurer, cast.steward, cast.auditor, cast.admin


def _review(cast: Cast) -> UUID:
    return make.review(a_post(cast), cast.pledger).id


@prepare("review.edit_form", "review.edit")
def edit_review(cast: Cast) -> Scene:
    return Scene(f"/reviews/{_review(cast)}/edit", REVIEW)


@prepare("review.delete")
def delete_review(cast: Cast) -> Scene:
    return Scene(f"/reviews/{_review(cast)}/delete")


@prepare("review.reply_form", "review.reply")
def reply(cast: Cast) -> Scene:
    return Scene(f"/reviews/{_review(cast)}/reply", {"reply": "Tell me how it went."})


@prepare("wish.form")
def wishes(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).id}/wishes")


@prepare("wish.answer")
def answer_wish(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher, state=PitchState.FUNDED)
    offer = make.offer(pitch, cast.pledger, state=OfferState.CONFIRMED, wish="A checklist")
    make.shareback(cast.pitcher, pitch_id=pitch.id)
    return Scene(f"/pitches/{pitch.id}/wishes/{offer.id}", {"met": "partly"})


@prepare("thanks.form")
def thanks(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).id}/thanks")


@prepare("thanks.send")
def thank(cast: Cast) -> Scene:
    pitch = make.pitch(cast.pitcher, state=PitchState.FUNDED)
    offer = make.offer(pitch, cast.pledger, state=OfferState.CONFIRMED)
    return Scene(f"/pitches/{pitch.id}/thanks/{offer.id}", {"text": "You read every letter with me."})
