"""Discover, search, the pitch page with all that can be on it, and what people say to each other."""

from collections.abc import Iterator

from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.rules import FlagReason
from crowdlearn.db.session import transaction
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch, PitchTopic, PitchUpdate, Resource
from crowdlearn.pitches.rules import PitchState
from crowdlearn.search.service import index
from tests import make
from tests.support.pictures import NOTHING, Picture


class Scene:
    """A few pitches, one of them with all that can be on its page; its pitcher, a reader and a steward."""

    def __init__(self) -> None:
        home = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
        self.amira, self.ben, self.steward = (make.person(n, of=home) for n in ("Amira Haddad", "Ben Roy", "Stew Lee"))
        make.role(self.steward, Role.STEWARD)
        self.pitch = make.money_pitch(self.amira, topics=["writing"], clearance="cleared", also_puts_in="two days")
        make.kept(PitchTopic(pitch_id=self.pitch.id, topic="writing"))
        make.need(self.pitch)
        make.need(self.pitch, title="Legal review", filled=180, position=2)
        make.planned(self.pitch)
        make.kept(Resource(pitch_id=self.pitch.id, position=1, title="Handbook", link="https://example.org"))
        make.kept(PitchUpdate(pitch_id=self.pitch.id, author_id=self.amira.id, text="x", html="<p>Two dates left.</p>"))
        for n in range(6):
            make.pledge(self.pitch, make.person(f"Peer {n}", of=make.organisation()), 5000)
        self.other = make.pitch(self.amira, title="Accessible maps", story="Wildfire", topics=["data"])
        self.idea = make.pitch(self.amira, title="What if forms asked less?", story="", state=PitchState.IDEA)
        for pitch in (self.pitch, self.other, self.idea):
            talked_about(pitch)
        self.question = conversations.ask(self.steward.id, "pitch", self.pitch.id, "When is it?", "en")
        conversations.answer(self.amira.id, self.question, "En mai.", "fr")
        conversations.encourage(self.steward.id, "pitch", self.pitch.id, "Go for it!", "en")
        self.talk = conversations.write_to_owner(self.ben.id, "pitch", self.pitch.id, "I know the editor.")


def talked_about(pitch: Pitch) -> None:
    """Make a pitch findable and talked about, as publishing does."""
    with transaction() as session:
        index(session, "pitch", pitch.id, language="en", title=pitch.title, text=pitch.story, visible=True)
        conversations.keep_thread(
            session,
            "pitch",
            pitch.id,
            owner_id=pitch.owner_id,
            title=pitch.title,
            path=f"/pitches/{pitch.id}",
            language="en",
        )


def pictures() -> Iterator[Picture]:
    """Return what readers, the pitcher and a steward see."""
    scene = Scene()
    pitch, idea = f"/pitches/{scene.pitch.id}", f"/pitches/{scene.idea.id}"
    own = conversations.ask(scene.ben.id, "pitch", scene.pitch.id, "May I join?", "en")
    conversations.report(scene.ben.id, "comment", scene.question, FlagReason.OTHER, "Look")
    conversations.give_feedback(None, "The menu cannot be read aloud.", "")
    yield from (
        Picture(path)
        for path in ("/", "/pitches", "/pitches?q=zebra", "/pitches?kind=attend&stage=open", "/search", pitch, idea)
    )
    yield from (Picture(f"/search?q={word}") for word in ("letters", "zebra"))
    yield from (Picture(path, scene.ben) for path in ("/", "/pitches", pitch, f"{pitch}/write", f"/talks/{scene.talk}"))
    yield from (Picture(f"/comments/{own}/{act}", scene.ben) for act in ("answer", "edit", "delete"))
    yield Picture(f"{pitch}/write", scene.ben, sent=NOTHING)
    yield from (Picture(path, scene.amira) for path in ("/", pitch, idea, f"/flags/comment/{own}"))
    yield Picture(f"/talks/{scene.talk}", scene.amira)
    hide = f"/stewardship/hide/comment/{scene.question}"
    yield from (Picture(path, scene.steward) for path in ("/", "/stewardship", pitch, hide))
    conversations.hide(scene.steward.id, "pitch", scene.other.id, "Copied.")
    yield from (Picture(f"/pitches/{scene.other.id}", who) for who in (scene.amira, scene.steward))
    yield Picture(f"/pitches/{scene.other.id}", status=404)
    yield Picture("/stewardship", scene.steward)
