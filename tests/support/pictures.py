"""What there is to look at: an address, who looks, and what was done before."""

from collections.abc import Mapping
from dataclasses import dataclass

from crowdlearn.people.models import Person

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Picture:
    """A page in one state. `path` is without its language; nobody is signed in where `who` is None.

    Where `sent` is given, its form was sent with these values first; what is looked at is the refused form, or the
    page at `leads_to`.
    """

    path: str
    who: Person | None = None
    status: int = 200
    sent: Mapping[str, str] | None = None
    leads_to: str = ""
    prefixed: bool = True

    def __str__(self) -> str:
        who = self.who.name if self.who else "a visitor"
        return f"{self.leads_to or self.path} for {who}{'' if self.sent is None else ' after sending its form'}"

    def address(self, language: str) -> str:
        """Return the address to ask."""
        return f"/{language}{self.path}" if self.prefixed else self.path

    @property
    def shown(self) -> str:
        """Return the path of the page that is looked at, without its language and its query."""
        return (self.leads_to or self.path).partition("?")[0]
