"""What a reader of the calendar asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from crowdlearn.kernel.vocabulary import LANGUAGES, REGIONS, TOPICS
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import Place


class Mode(Worded):
    """How one could take part; what is both in person and online fits either."""

    ONLINE = "online", N_("Online")
    ONSITE = "onsite", N_("In person")

    @property
    def places(self) -> tuple[Place, ...]:
        """Return the places that allow it."""
        return (Place(self.value), Place.HYBRID)


@dataclass(frozen=True)
class Asked:
    """The filters of the calendar. Whatever an address says that is not known is left out."""

    topic: str = ""
    region: str = ""
    language: str = ""
    mode: Mode | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Asked":
        """Return the filters that an address asks for."""

        def known(name: str, words: Mapping[str, object]) -> str:
            word = asked.get(name, "").strip()
            return word if word in words else ""

        mode = known("mode", Mode._value2member_map_)
        return cls(
            topic=known("topic", TOPICS),
            region=known("region", REGIONS),
            language=known("language", LANGUAGES),
            mode=Mode(mode) if mode else None,
        )

    @property
    def narrowed(self) -> bool:
        """Tell whether anything was asked for."""
        return self != Asked()

    def query(self, **more: str) -> str:
        """Return these filters as the query of an address."""
        plain = {"topic": self.topic, "region": self.region, "language": self.language, "mode": self.mode or "", **more}
        return urlencode({name: str(value) for name, value in plain.items() if value})
