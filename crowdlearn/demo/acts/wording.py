"""What is said in the other language, who appears in what is shared, and what who came says to the host."""

from uuid import UUID

from sqlmodel import col, select

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import Appears, Entry, InOther, Said
from crowdlearn.demo.stage import Stage, plays, promised
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.languages import rules as languages
from crowdlearn.languages.rules import MadeBy
from crowdlearn.people.models import Person
from crowdlearn.pitches import service as pitches
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.models import Appearance
from crowdlearn.sharebacks.rules import Asking, Version


@plays(Verb.TRANSLATE)
def translate(stage: Stage, scene: Scene) -> None:
    """Put a pitch or a share-back into the other language."""
    said: InOther = scene.item
    translator = said.machine or said.person
    made_by = MadeBy.MACHINE if said.machine else MadeBy.PERSON if said.person else MadeBy.AUTHOR
    if (about := scene.about) is not None:
        version = Version(said.title, made_by, said.summary, said.body, said.transcript, translator, said.problem)
        owner = stage.person(about.by) if isinstance(about, Entry) else _owner(stage, scene)
        service.write_other_language(owner, stage.became(about), version)
        return
    words = {
        "title": said.title,
        "summary": said.summary,
        "story": said.story,
        "audience": said.audience,
        "improves": said.improves,
        "application_plan": said.application,
        "benefit_me": said.me,
        "benefit_peers": said.peers,
        "benefit_organisation": said.organisation,
    }
    pitches.say_pitch(_owner(stage, scene), stage.pitch_id(scene), languages.Said(words, made_by, translator))


@plays(Verb.APPEAR)
def appear(stage: Stage, scene: Scene) -> None:
    """Ask somebody who appears, and let them answer."""
    asked: Appears = scene.item
    assert scene.pitch is not None
    shareback_id = stage.became(promised(scene))
    email = _email(stage.person(asked.by)) if asked.by else asked.email
    asking = Asking(asked.name, email, frozenset({asked.item}), asked.words)
    service.ask_to_appear(stage.owner(scene.pitch), shareback_id, asking)
    for agrees in {"yes": (True,), "no": (False,), "withdrawn": (True, False)}.get(asked.answer, ()):
        service.answer_consent(stage.person(asked.by), _newest(shareback_id), agrees=agrees)


@plays(Verb.FEEDBACK)
def give_feedback(stage: Stage, scene: Scene) -> None:
    """Tell the host how it was."""
    said: Said = scene.item
    scores = {"clear": said.clear, "worth": said.worth, "included": said.included}
    event = stage.became(promised(scene))
    service.give_feedback(stage.person(said.by), event, **scores, would_use=said.would_use, text=said.text)


def _owner(stage: Stage, scene: Scene) -> UUID:
    assert scene.pitch is not None
    return stage.owner(scene.pitch)


def _email(person_id: UUID) -> str:
    with reading() as session:
        return session.get_one(Person, person_id).email


def _newest(shareback_id: UUID) -> UUID:
    with reading() as session:
        mine = select(Appearance.id).where(Appearance.shareback_id == shareback_id).order_by(col(Appearance.id).desc())
        return session.exec(mine).first()  # type: ignore[return-value]  # just asked
