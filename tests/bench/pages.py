"""Which pages are measured. A feature adds its line; `path` may need what `fill` put into the database."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page: its name, its address, and how many plain pages it may cost."""

    name: str
    path: Callable[[], str]
    most: float | None = None


PAGES: tuple[Page, ...] = (Page("home", lambda: "/en/"),)


def fill(pitches: int) -> None:
    """Fill the connected database with as many pitches; set-based, since this is about reading."""
