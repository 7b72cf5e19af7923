"""Commitments are moved, replaced, waived and kept; share-backs are given and reviewed; check-ins answered."""

import zlib
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from crowdlearn.commitments import service as commitments
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import commitment_page
from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import CheckIn, Delivery, EventHeld, Review, Use
from crowdlearn.demo.shapes.returns import LiveNote, Moved, Replaced, Waived
from crowdlearn.demo.stage import Stage, plays, promised
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.outcomes import service as outcomes
from crowdlearn.outcomes.models import CheckIn as CheckInRow
from crowdlearn.outcomes.rules import Applied, EvidenceKind, Shown
from crowdlearn.pitches.rules import Place
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import NOTE_KIND, Content, Form


@plays(Verb.MOVE)
def move(stage: Stage, scene: Scene) -> None:
    """Move a commitment once."""
    change: Moved = scene.item
    assert scene.pitch is not None
    commitments.move(stage.owner(scene.pitch), _commitment(stage, scene), stage.day(change.to), change.reason)


@plays(Verb.REPLACE)
def replace(stage: Stage, scene: Scene) -> None:
    """Ask for a replacement, and let backers agree."""
    change: Replaced = scene.item
    assert scene.pitch is not None
    commitment_id, due_on = _commitment(stage, scene), stage.day(change.due)
    commitments.ask_replacement(
        stage.owner(scene.pitch), commitment_id, change.kind, change.title, due_on, change.reason
    )
    for backer in change.agreed:
        if _replacement_is_open(commitment_id):
            commitments.vote_on_replacement(stage.person(backer), commitment_id, agrees=True)


@plays(Verb.WAIVE)
def waive(stage: Stage, scene: Scene) -> None:
    """Let a steward waive a commitment."""
    change: Waived = scene.item
    commitments.waive(stage.person(change.by), _commitment(stage, scene), change.reason)


@plays(Verb.NOTE_LIVE)
def note_live(stage: Stage, scene: Scene) -> None:
    """Note something while learning."""
    note: LiveNote = scene.item
    assert scene.pitch is not None
    language = scene.pitch.language
    row = service.write_note(stage.owner(scene.pitch), stage.pitch_id(scene), note.text, language)
    stage.remember(note, row)


@plays(Verb.REACT)
def react(stage: Stage, scene: Scene) -> None:
    """Ask about a live note, or say what to try."""
    note, said = scene.item
    conversations.ask(stage.person(said.by), NOTE_KIND, stage.became(note), said.text, said.language, idea=said.idea)


@plays(Verb.SHARE)
def share(stage: Stage, scene: Scene) -> None:
    """Publish a post or a recording."""
    delivery: Delivery = scene.item
    assert scene.pitch is not None
    content = Content(
        title=delivery.title,
        language=scene.pitch.language,
        body=delivery.body,
        link=delivery.link,
        transcript=delivery.transcript,
    )
    _give(stage, scene, Form(delivery.form), content)


@plays(Verb.ANNOUNCE)
def announce(stage: Stage, scene: Scene) -> None:
    """Announce an event."""
    delivery: Delivery = scene.item
    event = delivery.event
    assert event is not None
    assert scene.pitch is not None
    content = Content(
        title=delivery.title,
        language=scene.pitch.language,
        body=delivery.body,
        starts_at=stage.moment(event.day, event.time, ZoneInfo(event.zone)),
        minutes=event.minutes,
        time_zone=event.zone,
        place=_place(event).value,
        place_name=event.place,
        join_link=event.link,
        seats=event.seats,
    )
    _give(stage, scene, Form.EVENT, content)


@plays(Verb.SIGN_UP)
def sign_up(stage: Stage, scene: Scene) -> None:
    """Take a seat; three of four let their name stand on the list of those who came."""
    agrees = zlib.crc32(scene.item.encode()) % 4 > 0
    service.take_seat(stage.person(scene.item), _given(stage, scene), name_shown=agrees)


@plays(Verb.ATTEND)
def attend(stage: Stage, scene: Scene) -> None:
    """Record who came."""
    event: EventHeld = scene.item
    assert scene.pitch is not None
    came = [stage.person(key) for key in event.attended]
    service.hold_event(stage.owner(scene.pitch), _given(stage, scene), came, event.others)


@plays(Verb.LEARN)
def learn(stage: Stage, scene: Scene) -> None:
    """Say that one learned from it."""
    service.say_learned(stage.person(scene.item.by), _given(stage, scene))


@plays(Verb.USE)
def use(stage: Stage, scene: Scene) -> None:
    """Use it at work, or teach it on."""
    said: Use = scene.item
    outcomes.say_used(stage.person(said.by), _given(stage, scene), said.how, said.text, said.reached)


@plays(Verb.CONFIRM_DELIVERY)
def confirm_delivery(stage: Stage, scene: Scene) -> None:
    """Confirm a delivery."""
    commitments.confirm(stage.person(scene.item.by), _commitment(stage, scene))


@plays(Verb.REVIEW)
def review(stage: Stage, scene: Scene) -> None:
    """Review a share-back."""
    said: Review = scene.item
    judgement = service.Judgement(said.clear, said.useful, said.usable, said.text, said.confidence)
    service.review(stage.person(said.by), _given(stage, scene), judgement)


@plays(Verb.CHECK_IN)
def check_in(stage: Stage, scene: Scene) -> None:
    """Answer the one question, and show what there is to show."""
    said: CheckIn = scene.item
    assert scene.pitch is not None
    owner, row = stage.owner(scene.pitch), _check_in(stage, scene, said)
    outcomes.answer(
        owner,
        row,
        Applied(said.applied),
        said.text,
        because=said.because,
        days_to_first_use=said.days_to_first_use,
        helped=said.helped,
        hindered=said.hindered,
    )
    if said.evidence:
        host = urlsplit(said.evidence).netloc
        outcomes.add_evidence(owner, row, Shown(EvidenceKind.LINK, host, link=said.evidence))
    if said.figure:
        outcomes.add_evidence(owner, row, Shown(EvidenceKind.FIGURE, **vars(said.figure)))


@plays(Verb.SEE)
def see(stage: Stage, scene: Scene) -> None:
    """Say, as a colleague, that one saw it."""
    said, seen = scene.item
    outcomes.corroborate(stage.person(seen.by), _check_in(stage, scene, said), seen.text)


@plays(Verb.CONFIRM_CHECK_IN)
def confirm_check_in(stage: Stage, scene: Scene) -> None:
    """Confirm what the learner said."""
    said: CheckIn = scene.item
    assert said.confirmation is not None
    outcomes.confirm_application(
        stage.person(said.confirmation.by), _check_in(stage, scene, said), said.confirmation.text
    )


def _give(stage: Stage, scene: Scene, form: Form, content: Content) -> None:
    assert scene.pitch is not None
    owner, about = stage.owner(scene.pitch), promised(scene)
    kind = about.replaced.kind if about.replaced and about.replaced.day <= scene.day else about.kind
    row = service.draft(owner, kind, form, content, commitment_id=_commitment(stage, scene))
    service.publish(owner, row)
    stage.remember(about, row)


def _given(stage: Stage, scene: Scene) -> UUID:
    assert scene.about is not None
    return stage.became(scene.about)


def _commitment(stage: Stage, scene: Scene) -> UUID:
    """Return the commitment that a promised share-back became: by its order among the pitch's."""
    assert scene.pitch is not None
    position = scene.pitch.returns.index(promised(scene))
    with reading() as session:
        query = select(Commitment.id).where(Commitment.pitch_id == stage.pitch_id(scene)).order_by(col(Commitment.id))
        return session.exec(query).all()[position]


def _replacement_is_open(commitment_id: UUID) -> bool:
    with reading() as session:
        owner = session.get_one(Commitment, commitment_id).owner_id
    return commitment_page(commitment_id, owner, member=True).replacement is not None


def _check_in(stage: Stage, scene: Scene, said: CheckIn) -> UUID:
    with reading() as session:
        query = select(CheckInRow.id).where(
            CheckInRow.pitch_id == stage.pitch_id(scene), CheckInRow.after_days == said.after
        )
        return session.exec(query).one()


def _place(event: EventHeld) -> Place:
    if event.place and event.link:
        return Place.HYBRID
    return Place.ONSITE if event.place else Place.ONLINE
