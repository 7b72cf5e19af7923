"""Pledges of money and of expertise in every state, the supporters' page, and the manager's decision."""

from collections.abc import Iterator
from datetime import timedelta

from crowdlearn.approvals import service as approvals
from crowdlearn.approvals.service import Word
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchPublished
from crowdlearn.pitches.service.keeping import note_version
from crowdlearn.pledges import service
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.reactions import AFTER
from tests import make
from tests.support.pictures import NOTHING, Picture


class Scene:
    """Amira pitches, Mika leads her, Noor backs."""

    def __init__(self) -> None:
        coast, north = make.organisation(name_en="Coastal Services"), make.organisation(name_en="Northern Housing")
        self.amira = make.person("Amira Haddad", of=coast, time_zone="UTC")
        self.mika = make.person("Mika Roy", of=coast)
        make.manages(self.mika, self.amira)
        self.noor = make.person("Noor Bakker", of=north, time_zone="UTC")
        self.pitch = make.money_pitch(self.amira, cost=140_000, organisation=0, takes_work_time=True)
        make.planned(self.pitch)
        self.need = make.need(self.pitch, title="Readability testing", detail="Sit in on two reading sessions")
        with transaction() as session:
            note_version(session, session.get_one(Pitch, self.pitch.id), self.amira.id)
        approvals.ask_for_clearance(PitchPublished(pitch_id=self.pitch.id))


def pictures() -> Iterator[Picture]:
    """Return what a backer, a pitcher and a manager see, state by state."""
    scene = Scene()
    pitch, noor, amira, mika = f"/pitches/{scene.pitch.id}", scene.noor, scene.amira, scene.mika
    other = make.person("Otto Other", of=make.organisation(adopted=False))
    yield from (Picture(f"{pitch}{page}", who) for page in ("/pledge", "/offer") for who in (None, noor, other))
    yield from (Picture(f"{pitch}{page}", noor, sent=NOTHING) for page in ("/pledge", "/offer"))
    yield Picture(f"{pitch}/pledge", noor, sent={"amount": "50"}, leads_to=f"{pitch}/pledge/review")
    yield Picture(f"{pitch}/pledge", amira, status=403)
    yield Picture("/me/pledges", other)
    yield Picture(f"{pitch}/supporters", amira)
    yield from _pledges(scene)
    yield from _offers(scene)
    yield from (Picture(path, noor) for path in ("/me/pledges", "/"))
    yield from (Picture(f"{pitch}/supporters", amira), Picture("/", amira))
    yield from (Picture(path, mika) for path in ("/", "/approvals", f"/approvals/{scene.pitch.id}"))
    yield Picture("/approvals", idle_lead())
    approvals.ask_changes(mika.id, scene.pitch.id, Word(1, reason="A school that is nearer."))
    yield from (Picture(f"/approvals/{scene.pitch.id}", mika), Picture(pitch, amira))
    service.change_open_pitch(amira.id, scene.pitch.id, {"provider": "The school next door"})
    drain_all(AFTER)
    yield Picture(f"/approvals/{scene.pitch.id}", mika)


def idle_lead() -> Person:
    """Return somebody who leads and has nothing to decide."""
    lead = make.person("Lena Lead")
    make.manages(lead, make.person())
    return lead


def _pledges(scene: Scene) -> Iterator[Picture]:
    for state in PledgeState:
        more = {"reconfirm_until": now()} if state is PledgeState.RECONFIRM else {}
        row = make.pledge(make.money_pitch(scene.amira), scene.noor, state=state, wish="Your templates", **more)
        yield Picture(f"/pledges/{row.id}", scene.noor)
        if state in (PledgeState.PLEDGED, PledgeState.WAITLISTED):
            yield from (Picture(f"/pledges/{row.id}/{page}", scene.noor) for page in ("thanks", "edit", "withdraw"))
        if state is PledgeState.KEPT:
            yield Picture(f"/pledges/{row.id}/receipt", scene.noor)


def _offers(scene: Scene) -> Iterator[Picture]:
    for state in OfferState:
        more = {"note": "I do this monthly.", "wish": "See the results", "need_id": scene.need.id}
        if state is OfferState.SCHEDULED:
            more |= {"scheduled_at": now() + timedelta(days=2), "scheduled_where": "Room 2"}
        row = make.offer(scene.pitch, scene.noor, 90, state, **more)
        yield from (Picture(f"/offers/{row.id}", who) for who in (scene.noor, scene.amira))
