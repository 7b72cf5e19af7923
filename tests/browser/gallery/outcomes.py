"""What it added up to, who learned from whom, and what others did with a share-back."""

from collections.abc import Iterator

from crowdlearn.outcomes import service
from crowdlearn.outcomes.rules import Adopted, CheckInState, EvidenceKind, Shown
from crowdlearn.people.models import Organisation, Person, PersonSkill
from crowdlearn.people.rules import Role, SkillSide
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import Material, ShareBack
from crowdlearn.sharebacks.rules import Form, MaterialKind, SharebackState, ToolKind, WorkedBy
from tests import make
from tests.support.pictures import NOTHING, Picture
from tests.support.uploads import Sent, png


def pictures() -> Iterator[Picture]:
    """Return what a visitor, a member, the author and a colleague see."""
    us = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
    amira, bao, cleo = (make.person(name, of=us) for name in ("Amira Haddad", "Bao Chen", "Cleo Roy"))
    steward, bare = make.person("Sara Steward"), make.person("Nobody Yet")
    make.role(steward, Role.STEWARD)
    pitch = make.money_pitch(amira, state=PitchState.FUNDED, title="Letters that people finish")
    offer = make.offer(pitch, bao, state=OfferState.CONFIRMED, wish="A checklist")
    post = make.shareback(amira, pitch_id=pitch.id)
    _learn(post, bao, cleo, us)
    yield from _library(post, amira, bao)
    checkin = make.checkin(pitch, CheckInState.ANSWERED, days_to_first_use=3)
    figure = Shown(EvidenceKind.FIGURE, "Calls about the letter", unit="a month", before="42", after="17.5")
    for shown in (figure, Shown(EvidenceKind.LINK, "The letter", link="https://letters.example/")):
        service.add_evidence(amira.id, checkin.id, shown)
    service.ask_colleague(amira.id, checkin.id, "Bao Chen")
    service.corroborate(cleo.id, checkin.id, "I read the letters aloud.")
    for address in (f"/pitches/{pitch.id}", f"/people/{amira.id}", f"/organisations/{us.id}"):
        yield from (Picture(f"{address}/chain"), Picture(f"{address}/impact", cleo))
    yield from (Picture(f"/people/{bare.id}/{page}") for page in ("chain", "impact"))
    yield from (Picture(f"/organisations/{us.id}/impact", steward), Picture("/impact"))
    yield from (Picture(f"/sharebacks/{post.id}/uses", who) for who in (None, amira, bao))
    yield Picture(f"/sharebacks/{make.shareback(bare).id}/uses", bao)
    yield from (Picture(f"/sharebacks/{post.id}/uses/new?how={how}", bao) for how in ("used", "taught"))
    yield Picture(f"/sharebacks/{post.id}/uses/new", steward, sent=NOTHING)
    yield from (Picture(f"/checkins/{checkin.id}/evidence", amira), Picture(f"/checkins/{checkin.id}", bao))
    yield Picture(f"/checkins/{checkin.id}", cleo)
    service.record_award(amira.id, "Plain words of the year", "Letter Days", make.days(-3), "https://letters.example/")
    yield from (Picture(f"/me/{page}", who) for page in ("record", "balance") for who in (amira, bare))
    yield from (Picture("/me/record/awards/new", amira), Picture("/me/record/awards/new", amira, sent=NOTHING))
    letter = Sent(png(), "letter.png")
    sharebacks.thank(amira.id, pitch.id, offer.id, "You read every letter.", letter, "A letter on a door.")
    yield from (Picture("/me/thanks", who) for who in (bao, bare))
    yield from (Picture(f"/people/{amira.id}"), Picture(f"/people/{amira.id}", bao))


def _learn(post: ShareBack, bao: Person, cleo: Person, us: Organisation) -> None:
    """Bao learns and tells on; Cleo learns from Bao; five more who want a skill come; one of them stays unnamed."""
    sharebacks.say_learned(bao.id, post.id)
    told = make.shareback(bao, title="Letters, two weeks on")
    service.say_used(cleo.id, told.id, Adopted.TAUGHT, "In our team meeting.", 12)
    service.say_used(bao.id, post.id, Adopted.USED, "The renewal letter begins with the date now.")
    for number in range(5):
        peer = make.person(f"Peer {number}", of=us, in_chain=number > 0)
        sharebacks.say_learned(peer.id, post.id)
        make.kept(PersonSkill(person_id=peer.id, side=SkillSide.WANTED, skill="facilitation"))


def _library(post: ShareBack, amira: Person, bao: Person) -> Iterator[Picture]:
    """Show practices and tools, used and not, to who wrote them and to who could use them."""
    problem = {"problem": "Applicants give up on page two.", "topics": ["writing", "data"], "drawn_from_id": post.id}
    way = {"kind": ShareBackKind.PRACTICE, "form": Form.PRACTICE, "worked_by": WorkedBy.BRANCH} | problem
    thing = {"kind": ShareBackKind.TOOL, "form": Form.TOOL, "tool": ToolKind.FILE, "language": "fr"} | problem
    practice, tool, draft = (
        make.shareback(amira, title="Read it aloud", used=3, used_in=2, **way),
        make.shareback(amira, title="La liste", link="https://tools.example/liste", **thing),
        make.shareback(amira, SharebackState.DRAFT, **thing),
    )
    make.kept(Material(shareback_id=tool.id, kind=MaterialKind.OTHER, title="La feuille", link="https://t.example/"))
    service.say_used(bao.id, practice.id, Adopted.USED, "In the renewal letter.")
    yield from (Picture(f"/sharebacks/{practice.id}", who) for who in (None, bao, amira))
    yield from (Picture(f"/sharebacks/{tool.id}", bao), Picture("/sharebacks?q=page+two&topic=writing&mode=online"))
    yield from (Picture(f"/sharebacks/{draft.id}{page}", amira) for page in ("", "/materials", "/edit"))
    yield from (Picture(f"/sharebacks/write?from={post.id}", bao), Picture("/search?q=page+two", bao))
    yield Picture(f"/sharebacks/new?kind=practice&from={post.id}", bao)
    yield Picture("/sharebacks/new?kind=tool", bao, sent=NOTHING)
