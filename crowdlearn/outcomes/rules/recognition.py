"""Deeds and the recognition for them: tied to evidence, never to money."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

MOST_AWARDS = 30  # recognitions from elsewhere that one person lists


class Deed(Worded):
    """What someone did. `RECOGNISED` are those that someone else bore out."""

    LED = "led", N_("Led a pitch that came about")
    PROMISE = "promise", N_("Promise kept")
    SHARED = "shared", N_("Shared what they learned")
    USED = "used", N_("Shared what others use")
    HELPED = "helped", N_("Help confirmed")
    BACKED = "backed", N_("Backed a pitch")
    APPLIED = "applied", N_("Learning applied")
    TAUGHT = "taught", N_("Taught on what a peer shared")
    REVIEWED = "reviewed", N_("Reviewed what a peer shared")
    ELSEWHERE = "elsewhere", N_("Recognised elsewhere")


RECOGNISED = frozenset({Deed.PROMISE, Deed.HELPED, Deed.APPLIED, Deed.USED})


class Place(Worded):
    """Where the evidence of a deed stands."""

    PITCH = "pitch", N_("The pitch")
    COMMITMENT = "commitment", N_("The promise")
    SHAREBACK = "shareback", N_("The share-back")
    USES = "uses", N_("What others did with it")
    IMPACT = "impact", N_("The check-in")
    AWARD = "award", N_("The page that shows it")


@dataclass(frozen=True)
class Entry:
    """One deed on its day. `borne_out_by` names who confirmed it, "" for nobody; `people` reached or `minutes` given.

    `about_id` is what the evidence at `place` is about; `link` leads to an award's own page.
    """

    deed: Deed
    on: date
    title: str
    language: str
    place: Place
    about_id: UUID
    borne_out_by: str = ""
    people: int = 0
    minutes: int = 0
    link: str = ""


class AwardsEnough(RuleBroken):
    """Thirty."""

    msgid = N_("Thirty entries are listed. Take one away to add another.")


class AwardAhead(RuleBroken):
    """It was received."""

    msgid = N_("This day lies ahead.")
    field = "on"
