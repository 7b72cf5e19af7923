"""Promises, share-backs, events, wishes, thanks, check-ins and notices, in each of their states."""

from collections.abc import Iterator
from datetime import timedelta

from crowdlearn.commitments import service as commitments
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.rules import Decided
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.languages.rules import MadeBy
from crowdlearn.notices.service import tell
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.people.models import Person
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.models import EventFeedback, Material, Presentation, ShareBack, WishAnswer
from crowdlearn.sharebacks.rules import (
    AuthorState,
    CollectionState,
    Confidence,
    ConsentState,
    Content,
    Decision,
    Form,
    Item,
    MaterialKind,
    Met,
    SeatState,
    SharebackState,
    Version,
    WouldUse,
)
from tests import make
from tests.support.pictures import NOTHING, Picture
from tests.support.uploads import Sent, png

WORDS = "## Before\n\nThey stop at the first sentence that makes them sigh.\n\n#### After\n\n> Read it aloud.\n\n" * 4


def pictures() -> Iterator[Picture]:
    """Return what a pitcher, a backer, a manager, a steward and a visitor see."""
    amira, bao, sara = make.person("Amira Haddad", of=make.organisation()), make.person("Bao Chen"), make.person("Sara")
    max_ = make.person("Max Roy")
    make.manages(max_, amira)
    make.role(sara, Role.STEWARD)
    pitch = make.money_pitch(amira, state=PitchState.FUNDED)
    offer = make.offer(pitch, bao, state=OfferState.CONFIRMED, wish="A checklist")
    make.offer(pitch, bao, state=OfferState.CONFIRMED, wish="The numbers")
    make.pledge(pitch, make.person(), state=PledgeState.KEPT, name_shown=False)
    yield from _promises(pitch, amira, bao, sara)
    yield from _share_backs(pitch, amira, bao, sara)
    yield from _events(amira, bao)
    yield from _closing(pitch, amira, bao, offer, max_)
    yield from _together(amira, bao)
    yield from _live(amira, bao, sara)
    yield from _collections(amira, bao, sara)


def _promises(pitch: Pitch, amira: Person, bao: Person, sara: Person) -> Iterator[Picture]:
    due, asked = make.commitment(pitch), make.commitment(pitch, kind=ShareBackKind.WEBINAR)
    commitments.ask_replacement(
        amira.id, asked.id, ShareBackKind.PODCAST, "Read aloud", make.days(50), "Readers asked to hear them."
    )
    states = {state: make.commitment(pitch, state) for state in CommitmentState}
    delivered, disputed = states[CommitmentState.DELIVERED], states[CommitmentState.DISPUTED]
    yield from (
        Picture("/commitments"),
        Picture("/commitments?scope=mine", amira),
        Picture("/commitments?standing=due&kind=story", bao),
    )
    yield from (Picture(f"/commitments/{row.id}", bao) for row in states.values())
    yield from (Picture(f"/commitments/{row.id}", sara) for row in (due, disputed))
    yield from (Picture(f"/commitments/{asked.id}", who) for who in (amira, bao))
    yield from (Picture(f"/commitments/{due.id}{page}", amira) for page in ("", "/move", "/replace"))
    yield from (Picture(f"/commitments/{delivered.id}"), Picture(f"/commitments/{delivered.id}/dispute", bao))
    yield from (Picture(f"/commitments/{disputed.id}/resolve", sara), Picture(f"/commitments/{due.id}/waive", sara))


def _share_backs(pitch: Pitch, amira: Person, bao: Person, sara: Person) -> Iterator[Picture]:
    owed = {kind: make.commitment(pitch, kind=kind) for kind in ShareBackKind}
    kept = make.commitment(pitch, CommitmentState.DELIVERED)
    post = make.shareback(amira, SharebackState.DRAFT, pitch_id=pitch.id, commitment_id=kept.id)
    service.edit(amira.id, post.id, Content("What readers told us", "en", "Ten letters.", WORDS))
    service.publish(amira.id, post.id)
    service.edit(amira.id, post.id, Content("What readers told us", "en", "Ten letters, six readers.", WORDS))
    review = make.review(post, bao)
    service.answer_review(amira.id, review.id, "Send me yours!")
    unanswered = make.review(post, sara)
    draft = make.shareback(amira, SharebackState.DRAFT)
    make.picture(post, caption="One week of them")
    recording = {"form": Form.RECORDING, "kind": ShareBackKind.PODCAST, "link": "https://audio.example/fog"}
    others = [
        make.shareback(amira, SharebackState.WITHDRAWN),
        make.shareback(amira, open_to_all=False, language="fr"),
        make.shareback(amira, transcript_html="<p>Fog.</p>", **recording),
    ]
    make.sound(others[-1])
    french = Version("Ce que les lecteurs ont dit", MadeBy.MACHINE, body="Ils soupirent.", translator="Traducto 3")
    service.write_other_language(amira.id, post.id, french)
    yield Picture(f"/sharebacks/{post.id}/language", amira)
    make.picture(others[-1])
    yield from _appearing(post, others[-1], amira, bao)
    yield from (Picture(f"/sharebacks/{row.id}/media", amira) for row in (others[-1], draft))
    for number in range(1, 5):
        make.review(post, make.person(f"Peer {number}"), clear=number, confidence=Confidence.HIGH)
    make.review(post, make.person("Late Reader"), blind=False)
    yield from (Picture("/sharebacks"), Picture("/sharebacks", bao), Picture("/sharebacks?q=nothing+like+it", bao))
    yield from (Picture(f"/sharebacks/{post.id}", who) for who in (None, amira, bao, sara, make.person()))
    yield from (Picture(f"/sharebacks/{row.id}", bao) for row in others)
    yield from _decided(others[1], make.person("Rita Reviewer"), sara)
    yield from (Picture(f"/sharebacks/{post.id}/versions"), Picture(f"/sharebacks/{post.id}/withdraw", amira))
    yield from (Picture(f"/sharebacks/{draft.id}{page}", amira) for page in ("", "/edit", "/discard"))
    yield from (Picture(f"/reviews/{review.id}/edit", bao), Picture(f"/reviews/{unanswered.id}/reply", amira))
    yield from (
        Picture("/sharebacks/write", amira),
        Picture("/sharebacks/write", bao),
        Picture("/sharebacks/new?kind=story", bao),
    )
    yield from (Picture(f"/sharebacks/new?commitment={row.id}", amira) for row in owed.values())


def _appearing(post: ShareBack, recording: ShareBack, amira: Person, bao: Person) -> Iterator[Picture]:
    yield from (Picture(f"/sharebacks/{post.id}/people", amira), Picture("/me/appearances", amira))
    agreed = {"consent": ConsentState.AGREED}
    make.appearance(post, bao, item=Item.QUOTATION, about="I sighed twice, then I laughed.", **agreed)
    make.appearance(post, bao, item=Item.PICTURE, medium_id=make.picture(post, "Two readers at a window").id)
    make.appearance(post, bao, item=Item.NAME, name="makes them sigh")
    make.appearance(recording, bao, item=Item.RECORDING, consent=ConsentState.WITHDRAWN)
    yield from (Picture(f"/sharebacks/{row.id}/people", amira) for row in (post, recording))
    yield from (Picture("/me/appearances", bao), Picture(f"/sharebacks/{recording.id}"))
    stranger = {"person_id": None, "email": "guy@elsewhere.example", "token_hash": token_hash("a-letter")}
    make.appearance(post, bao, name="Guy Lafleur", **stranger)
    yield Picture("/appearing/a-letter")


def _together(amira: Person, bao: Person) -> Iterator[Picture]:
    """Show a text of several to its author, to a co-author, to who is invited, and to readers."""
    post, draft = make.shareback(amira), make.shareback(amira, SharebackState.DRAFT)
    carla = make.person("Carla Costa")
    for row in (post, draft):
        make.co_author(row, bao)
        make.co_author(row, carla, AuthorState.INVITED)
    service.edit(bao.id, post.id, Content("What we heard", "en", body=WORDS))
    yield from (Picture(f"/sharebacks/{row.id}", who) for row in (post, draft) for who in (amira, bao, carla))
    yield from (Picture(f"/sharebacks/{post.id}{page}") for page in ("", "/versions"))
    yield from (Picture(f"/sharebacks/{post.id}/authors", amira), Picture(f"/people/{bao.id}"))
    yield Picture(f"/sharebacks/{post.id}/authors", amira, sent={"who": "Nobody Here"})


def _live(amira: Person, bao: Person, sara: Person) -> Iterator[Picture]:
    """Show the stream of live notes, full and empty, and one note, to its writer, a reader, a steward and a visitor."""
    pitch = make.pitch(amira, state=PitchState.FUNDED, starts_on=make.days(-1), ends_on=make.days(0))
    quiet = make.pitch(amira, state=PitchState.FUNDED, starts_on=make.days(5), ends_on=make.days(6))
    notes = [service.write_note(amira.id, pitch.id, text, "en") for text in ("Line two.", "**Nobody** asked why.")]
    notes.append(service.write_note(amira.id, pitch.id, "The wall.", "fr", Sent(png(), "wall.png"), "Onze promesses"))
    asked = conversations.ask(bao.id, "note", notes[0], "Who said it?", "en")
    conversations.answer(amira.id, asked, "The welder.", "en")
    conversations.ask(bao.id, "note", notes[0], "Read it backwards.", "fr", idea=True)
    stream, one = f"/pitches/{pitch.id}/notes", f"/notes/{notes[0]}"
    yield from (Picture(path, who) for path in (stream, one) for who in (None, amira, bao, sara))
    yield from (Picture(f"/pitches/{pitch.id}", amira), Picture(f"/pitches/{pitch.id}"))
    yield from (Picture(f"/pitches/{quiet.id}/notes", who) for who in (amira, bao))
    yield from (Picture(f"{one}/edit", amira), Picture(stream, amira, sent=NOTHING), Picture(one, bao, sent=NOTHING))
    conversations.hide(sara.id, "note", notes[1], "It names a client.")
    yield Picture(stream, amira)


def _collections(amira: Person, bao: Person, sara: Person) -> Iterator[Picture]:
    """Show collections before, in and after their days, in one language and in both, to all whom they concern."""
    running, coming = make.collection(amira), make.collection(amira, first=3, last=12, title_fr="", question_fr="")
    yield Picture(f"/stories/{running.id}")
    shut = make.collection(bao, first=-99, last=-1, state=CollectionState.CLOSED, closed_at=now(), title_en="")
    story = make.shareback(bao, kind=ShareBackKind.STORY, collection_id=running.id)
    make.co_author(story, sara)
    make.shareback(amira, kind=ShareBackKind.STORY, collection_id=shut.id, language="fr")
    yield from (Picture("/stories"), Picture("/stories", bao), Picture("/sharebacks"), Picture("/search?q=counter"))
    yield from (Picture(f"/stories/{running.id}", who) for who in (None, amira, bao, sara))
    yield from (Picture(f"/stories/{row.id}", bao) for row in (coming, shut))
    yield from (Picture("/stories/open", bao), Picture("/stories/open", bao, sent={"title_en": "Half a question"}))
    yield from (Picture(f"/stories/{running.id}/edit", amira), Picture(f"/sharebacks/{story.id}"))
    yield Picture(f"/sharebacks/new?kind=story&collection={running.id}", bao)


def _decided(post: ShareBack, reviewer: Person, steward: Person) -> Iterator[Picture]:
    """Show a steward's decision on a review before, during and after an appeal, to its writer and to the stewards."""
    review = service.review(reviewer.id, post.id, service.Judgement(1, 1, 1, "Copied."))
    hidden = conversations.hide(make.person().id, "review", review, "Say it without the person.")
    decision = f"/decisions/hidden/{hidden}"
    yield from (Picture(f"/sharebacks/{post.id}", reviewer), Picture(decision, reviewer))
    yield Picture(decision, reviewer, sent=NOTHING)
    appeal = conversations.appeal(reviewer.id, Decided.HIDDEN, hidden, "I can show it.")
    ruling = f"/stewardship/appeals/{appeal}"
    yield from (Picture(decision, reviewer), Picture(ruling, steward), Picture("/stewardship", steward))
    yield Picture(ruling, steward, sent=NOTHING)
    conversations.decide_appeal(steward.id, appeal, "It is hard, but fair.", grants=True)
    yield Picture(decision, reviewer)


def _events(amira: Person, bao: Person) -> Iterator[Picture]:
    coming, full = make.event(amira, seats=2), make.event(amira, seats=1)
    begun, held = make.event(amira, in_hours=-1), make.event(amira, in_hours=-2, state=SharebackState.HELD)
    cancelled = make.event(amira, state=SharebackState.CANCELLED)
    make.seat(coming, bao, access_need="A seat near the door", name_shown=True)
    make.seat(full, make.person())
    make.seat(full, bao, SeatState.WAITING, asked_at=now() - timedelta(hours=1))
    for event in (begun, held):
        make.seat(event, bao, attended_at=now() if event is held else None, name_shown=True)
    yield from (Picture(f"/sharebacks/{coming.id}", who) for who in (None, amira, bao, make.person()))
    yield from (Picture(f"/sharebacks/{event.id}", bao) for event in (full, begun, held, cancelled))
    yield from (Picture(f"/sharebacks/{event.id}", amira) for event in (begun, held))
    yield from (Picture(f"/sharebacks/{begun.id}/attendance", amira), Picture(f"/sharebacks/{coming.id}/cancel", amira))
    yield Picture(f"/sharebacks/{coming.id}/edit", amira)
    yield from (Picture(f"/sharebacks/{coming.id}/{page}", amira) for page in ("door", "guests"))
    yield from (Picture("/check-in", bao), Picture("/check-in", bao, sent=NOTHING))
    yield Picture(f"/sharebacks/{coming.id}/seat/edit", bao)
    yield from _feedback(held, bao, amira)


def _feedback(held: ShareBack, bao: Person, amira: Person) -> Iterator[Picture]:
    few = make.event(amira, in_hours=-2, state=SharebackState.HELD)
    for number in range(5):
        make.seat(held, make.person(), attended_at=now(), answered=True)
        marks = {"clear": 5, "worth": 4, "included": 3, "would_use": WouldUse.YES}
        make.kept(EventFeedback(shareback_id=held.id, text="More time to try." if number else "", **marks))
    yield from (Picture(f"/sharebacks/{held.id}/feedback", bao), Picture(f"/sharebacks/{held.id}/results", amira))
    yield from (
        Picture(f"/sharebacks/{few.id}/results", amira),
        Picture(f"/sharebacks/{held.id}/feedback", bao, sent=NOTHING),
    )
    yield from _chain(held, bao, amira)


def _chain(held: ShareBack, bao: Person, amira: Person) -> Iterator[Picture]:
    slides = {"kind": MaterialKind.HANDOUT, "title": "Slides", "link": "https://slides.example/letters"}
    make.kept(Material(shareback_id=held.id, **slides))
    waits = make.kept(Presentation(shareback_id=held.id, body="Audit Committee", day=make.days(20)))
    told = {"decision": Decision.ACCEPTED, "response": "Accepted.", "recorded_by": amira.id, "recorded_at": now()}
    make.kept(Presentation(shareback_id=held.id, body="Learning Committee", day=make.days(-3), **told))
    first = make.shareback(amira, may_be_retold=True, title="Read it aloud")
    again = make.shareback(bao, retold_from_id=first.id, title="Read it aloud, again")
    yield from (Picture(f"/sharebacks/{held.id}{page}", amira) for page in ("", "/materials", "/bodies"))
    yield Picture(f"/sharebacks/{held.id}/bodies/{waits.id}", amira)
    yield from (Picture(f"/sharebacks/{row.id}", bao) for row in (first, again))
    yield Picture(f"/sharebacks/new?again={first.id}", bao)
    yield Picture(f"/sharebacks/{held.id}/materials", amira, sent=NOTHING)


def _closing(pitch: Pitch, amira: Person, bao: Person, offer: ExpertiseOffer, max_: Person) -> Iterator[Picture]:
    make.kept(WishAnswer(pitch_id=pitch.id, promise_id=offer.id, backer_id=bao.id, met=Met.PARTLY, note="Half of it."))
    answered = make.checkin(pitch, CheckInState.ANSWERED, helped="Fridays", hindered="Paper", days_to_first_use=3)
    opened = make.checkin(pitch, after_days=90)
    bare = make.pitch(amira, state=PitchState.FUNDED)
    with transaction() as session:
        facts = {"title": "What readers told us", "starts": now()}
        tell(session, amira.id, "seat_freed", event_id=new_id(), facts=facts, path="/sharebacks")
    yield from (
        Picture(f"/pitches/{pitch.id}/wishes", bao),
        Picture(f"/pitches/{pitch.id}/wishes?promise={offer.id}", bao),
    )
    yield from (Picture(f"/pitches/{pitch.id}/thanks", amira), Picture(f"/pitches/{bare.id}/thanks", amira))
    yield from (Picture(f"/pitches/{pitch.id}/impact"), Picture(f"/pitches/{pitch.id}/impact", amira))
    yield Picture(f"/pitches/{bare.id}/impact")
    yield from (Picture(f"/checkins/{row.id}/evidence", amira) for row in (answered, opened))
    yield from (
        Picture(f"/checkins/{opened.id}", amira),
        Picture(f"/checkins/{answered.id}", max_),
        Picture(f"/checkins/{opened.id}", max_),
    )
    yield from (Picture("/me/notices", amira), Picture("/me/notices", bao), Picture("/me/notifications", amira))
    yield from (Picture(path, amira, sent=NOTHING) for path in (f"/checkins/{opened.id}", "/sharebacks/new?kind=story"))
