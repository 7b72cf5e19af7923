"""The one door for letters. Features hand them in; the web layer, which writes them in both languages, is bound once.

No letter leaves inside a transaction: the adapter refuses.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One thing that a digest tells, under a heading (a msgid), in the words of its own kind of letter."""

    section: str
    kind: str
    facts: Mapping[str, object]
    path: str


@dataclass(frozen=True)
class Letter:
    """What to write to whom: `kind` names templates/email/<kind>/, `path` (without language) the page to act on.

    `unsubscribe` names what may be switched off, or is the path that does it; "" where nothing may. `time_zone` is
    the reader's.
    A digest has `lines`.
    """

    kind: str
    name: str
    email: str
    language: str
    path: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    unsubscribe: str = ""
    time_zone: str = ""
    lines: tuple[Line, ...] = ()


Carrier = Callable[[Letter], None]


class PostOffice:
    """Carries letters. Raises what the carrier raises when a letter could not be handed over."""

    def __init__(self) -> None:
        self._carrier: Carrier | None = None

    def connect(self, carrier: Carrier) -> None:
        """Bind the carrier of this process."""
        self._carrier = carrier

    @contextmanager
    def read_by(self, reader: Callable[[Letter, Carrier], None]) -> Iterator[None]:
        """Hand letters to `reader` for a while, who may give them on to the carrier; the demo opens its mail so."""
        before = self._carrier
        if before is None:
            raise RuntimeError("no post office is connected")
        self._carrier = lambda letter: reader(letter, before)
        try:
            yield
        finally:
            self._carrier = before

    def deliver(self, letter: Letter) -> None:
        """Hand a letter over."""
        if self._carrier is None:
            raise RuntimeError("no post office is connected")
        self._carrier(letter)


post_office = PostOffice()
