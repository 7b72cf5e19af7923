"""Pitches: the two doors, every step, a pitch in every state, and its own pages."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.languages.rules import MadeBy, Said
from crowdlearn.people.models import Person
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import TRANSLATED, PitchState, Plan, Step
from tests import make
from tests.support.pictures import NOTHING, Picture
from tests.support.plans import ready

DOORS = ("/pitches/new", "/pitches/quick", "/pitches/idea")


def pictures() -> Iterator[Picture]:
    """Return what a pitcher sees, and what a visitor sees of pitches in each state."""
    amira = make.person("Amira Haddad", of=make.organisation(name_en="Coastal Services"), time_zone="UTC")
    plan = replace(ready(), topics=("writing",), story="It *began* here.")
    said = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    empty, draft, live = (service.start_draft(amira.id, facts) for facts in ({}, said, said))
    service.publish(amira.id, live)
    yield Picture("/me/pitches", make.person("Bo New"))
    yield from (Picture(path, who) for path in DOORS for who in (None, amira))
    yield from (Picture(f"/pitches/{draft}/edit/{step.value}", amira) for step in Step)
    yield from (Picture(f"/pitches/{draft}{page}", amira) for page in ("", "/check", "/delete"))
    yield Picture(f"/pitches/{empty}/check", amira)
    yield from (Picture(f"/pitches/{live}/{page}", amira) for page in ("withdraw", "news", "history", "change/money"))
    yield from (Picture(f"/pitches/{live}/change/{step.value}", amira) for step in (Step.MONEY, Step.NEEDS))
    yield from (Picture(path, amira, sent=NOTHING) for path in ("/pitches/quick", f"/pitches/{live}/news"))
    yield from _in_french(amira, live)
    hidden = {PitchState.DRAFT, PitchState.IDEA}
    for state in [state for state in PitchState if state not in hidden]:
        pitch = make.money_pitch(amira, state=state, title=state.value, clearance="waiting", locked_at=now())
        make.planned(pitch)
        yield from (Picture(f"/pitches/{pitch.id}", who) for who in (None, amira))
    yield Picture("/me/pitches", amira)
    yield Picture("/", amira)


def _in_french(amira: Person, live: UUID) -> Iterator[Picture]:
    yield from (Picture(f"/pitches/{live}/language", amira), Picture(f"/pitches/{live}/language", amira, sent=NOTHING))
    with reading() as session:
        row = session.get_one(Pitch, live)
        words = {part: f"En français : {getattr(row, part)}" for part in TRANSLATED if getattr(row, part)}
    service.say_pitch(amira.id, live, Said(words, MadeBy.MACHINE, "Traducto 3"))
    yield from (Picture(f"/pitches/{live}/language", amira), Picture(f"/pitches/{live}"))
