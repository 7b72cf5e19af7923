"""What the demo's scenario is made of, as written in content/*.toml.

Days count from the day of loading: -3 is three days ago, 12 lies ahead. Amounts are integer cents, help is in
minutes. People, organisations, needs and share-backs are named by their keys.
"""

from dataclasses import dataclass, field

from .deeds import (
    Asking,
    Backing,
    Champion,
    Decision,
    Ending,
    Follow,
    Offer,
    Payout,
    Pledge,
    Question,
    Receipt,
    TopUp,
    Words,
)
from .expertise import FreeOffer, Interest, Opening
from .library import Entry
from .plan import Benefits, CostLine, Need, OrganisationMoney, Pitch, Provider, Resource
from .returns import (
    CheckIn,
    Confirmation,
    Delivery,
    EventHeld,
    Learned,
    Moved,
    Replaced,
    Return,
    Review,
    Said,
    Together,
    Use,
    Waived,
)
from .stories import Collection, Story
from .who import Acting, Adoption, Both, Organisation, Person, RoleHeld, SignIn
from .words import Appears, InOther

__all__ = [
    "Acting",
    "Adoption",
    "Appears",
    "Asking",
    "Backing",
    "Benefits",
    "Both",
    "Champion",
    "CheckIn",
    "Collection",
    "Confirmation",
    "CostLine",
    "Decision",
    "Delivery",
    "Ending",
    "Entry",
    "EventHeld",
    "Follow",
    "FreeOffer",
    "InOther",
    "Interest",
    "Learned",
    "MoneyBack",
    "Moved",
    "Need",
    "Offer",
    "Opening",
    "Organisation",
    "OrganisationMoney",
    "Payout",
    "Person",
    "Pitch",
    "Pledge",
    "Provider",
    "Question",
    "Receipt",
    "Replaced",
    "Resource",
    "Return",
    "Review",
    "Revision",
    "RoleHeld",
    "Said",
    "Scenario",
    "SignIn",
    "Story",
    "Together",
    "TopUp",
    "Use",
    "Waived",
    "Words",
]


@dataclass(frozen=True)
class Scenario:
    """The whole demo: who there is, and what they do."""

    password: str
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    acting: tuple[Acting, ...]
    roles: tuple[RoleHeld, ...]
    sign_ins: tuple[SignIn, ...]
    pitches: dict[str, Pitch]
    offers: tuple[FreeOffer, ...] = ()
    openings: tuple[Opening, ...] = ()
    collections: tuple[Collection, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)

    def returned(self, named: str) -> Return | None:
        """Return the promised share-back that "pitch/share-back" names, None where there is none."""
        pitch, _, key = named.partition("/")
        returns = self.pitches[pitch].returns if pitch in self.pitches else ()
        return next((one for one in returns if one.key == key), None)
