"""The stage: which person, pitch or pledge of the scenario became which row, and the clock the scenario plays on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from crowdlearn.db.session import reading
from crowdlearn.pitches.models import Pitch as PitchRow

from .checks.money import by_card
from .shapes import Pitch, Return, Scenario
from .timeline import Scene, Verb

Act = Callable[["Stage", Scene], None]
A = TypeVar("A", bound=Act)
ACTS: dict[Verb, Act] = {}


def plays(*verbs: Verb) -> Callable[[A], A]:
    """Register the function that plays these verbs through a use-case."""

    def register(act: A) -> A:
        ACTS.update(dict.fromkeys(verbs, act))
        return act

    return register


@dataclass
class Stage:
    """What the play remembers. `today` is the day on which the demo is loaded, day 0 of the scenario."""

    scenario: Scenario
    today: date
    at: datetime
    takes_cards: bool = True  # False where the installation takes none: then a treasurer records what came in
    people: dict[str, UUID] = field(default_factory=dict)
    organisations: dict[str, UUID] = field(default_factory=dict)
    pitches: dict[str, UUID] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # what the newest letter to an address leads to
    things: dict[int, UUID] = field(default_factory=dict)  # by identity of the scenario's item

    def day(self, number: int) -> date:
        """Return the date of a day of the scenario."""
        return self.today + timedelta(days=number)

    def person(self, key: str) -> UUID:
        """Return the id of a person."""
        return self.people[key]

    def owner(self, pitch: Pitch) -> UUID:
        """Return the id of a pitch's pitcher."""
        return self.people[pitch.pitcher]

    def remember(self, item: Any, row_id: UUID) -> None:
        """Keep what an item of the scenario became."""
        self.things[id(item)] = row_id

    def became(self, item: Any) -> UUID:
        """Return the row that an item of the scenario became."""
        return self.things[id(item)]

    def by_card(self, pitch: Pitch) -> bool:
        """Tell whether peers pledge to a pitch by card."""
        return self.takes_cards and by_card(self.scenario, pitch)

    def pitch_id(self, scene: Scene) -> UUID:
        """Return the id of the pitch that a scene is about."""
        assert scene.pitch is not None
        return self.pitches[scene.pitch.key]

    def terms_version(self, scene: Scene) -> int:
        """Return the pitch's present terms version, as it stands on the page that a person reads."""
        with reading() as session:
            return session.get_one(PitchRow, self.pitch_id(scene)).terms_version

    def moment(self, day: int, time: str, zone: Any) -> datetime:
        """Return the aware UTC moment of a local time such as "12:00" on a day."""
        hour, minute = map(int, time.split(":"))
        local = datetime.combine(self.day(day), datetime.min.time(), zone).replace(hour=hour, minute=minute)
        return local.astimezone(UTC)


def promised(scene: Scene) -> Return:
    """Return the promised share-back that a scene is about."""
    assert isinstance(scene.about, Return)
    return scene.about
