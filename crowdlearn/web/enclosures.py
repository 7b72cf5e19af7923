"""Calendar files that go with letters. Features say for which kinds of letters; the mail takes them along."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crowdlearn.kernel.post_office import Letter


@dataclass(frozen=True)
class Enclosed:
    """A calendar file with its method, by which a reader's calendar takes it up: REQUEST, CANCEL or PUBLISH."""

    contents: bytes
    method: str


Encloser = Callable[[Letter], Enclosed | None]


class Enclosures:
    """Who encloses what, by the kind of letter; bound once by the application."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Encloser] = {}

    def connect(self, kinds: Iterable[str], encloser: Encloser) -> None:
        """Ask `encloser` for what goes with letters of these kinds."""
        self._by_kind |= dict.fromkeys(kinds, encloser)

    def of(self, letter: Letter) -> Enclosed | None:
        """Return what goes with a letter, None for most."""
        encloser = self._by_kind.get(letter.kind)
        return encloser(letter) if encloser else None


enclosures = Enclosures()
