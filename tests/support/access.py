"""The cast of authz.csv, and the scenes in which each of its rows is played.

A feature adds a module to tests/integration/access/scenes/ with a scene per row:

    @prepare("pledge.withdraw")
    def withdraw(cast: Cast) -> Scene:
        pledge = make.pledge(make.money_pitch(cast.pitcher), cast.pledger)
        return Scene(f"/pledges/{pledge.id}/withdraw")
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.rules import PersonState, Role
from tests import make


@dataclass
class Scene:
    """Where a row is tried: address (`prefixed` by a language), posted values, other players than the cast's.

    `body` is what a program sends in place of a form, `headers` go with it; `files` are uploads: contents and name.
    """

    url: str
    data: dict[str, Any] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    prefixed: bool = True
    address_of_browser: str = "127.0.0.1"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return the address to ask."""
        return f"/en{self.url}" if self.prefixed else self.url


class Cast:
    """Everyone authz.csv has a column for, each with their role; made when first named."""

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation they all work for."""
        return make.organisation()

    @cached_property
    def member(self) -> Person:
        """A member who is nothing to the object."""
        return self._person("Mia Member")

    @cached_property
    def manager(self) -> Person:
        """The pitcher's confirmed manager."""
        return self._person("Max Manager")

    @cached_property
    def pitcher(self) -> Person:
        """The owner of the object."""
        who = self._person("Pia Pitcher")
        make.manages(self.manager, who)
        return who

    @cached_property
    def pledger(self) -> Person:
        """A backer of the pitch, or the author of a contribution to it."""
        return self._person("Paul Pledger")

    @cached_property
    def other_manager(self) -> Person:
        """Someone who leads, but not the pitcher."""
        who = self._person("Olga Other")
        make.manages(who, self._person("Rita Report"))
        return who

    @cached_property
    def treasurer(self) -> Person:
        """A treasurer of the whole installation."""
        return self._person("Theo Treasurer", Role.TREASURER)

    @cached_property
    def steward(self) -> Person:
        """A steward."""
        return self._person("Sara Steward", Role.STEWARD)

    @cached_property
    def auditor(self) -> Person:
        """An auditor."""
        return self._person("Aude Auditor", Role.AUDITOR)

    @cached_property
    def admin(self) -> Person:
        """An administrator."""
        return self._person("Ann Admin", Role.ADMINISTRATOR)

    @cached_property
    def suspended(self) -> Person:
        """A suspended member."""
        return self._person("Sid Suspended", state=PersonState.SUSPENDED)

    def _person(self, name: str, role: Role | None = None, **values: Any) -> Person:
        who = make.person(name, of=self.organisation, **values)
        if role is not None:
            make.role(who, role)
        return who


Preparation = Callable[[Cast], Scene]
P = TypeVar("P", bound=Preparation)
PREPARED: dict[str, Preparation] = {}


def prepare(*actions: str) -> Callable[[P], P]:
    """Register the scene of these rows of authz.csv."""

    def register(preparation: P) -> P:
        for action in actions:
            assert action not in PREPARED, f"{action} has a scene already"
            PREPARED[action] = preparation
        return preparation

    return register
