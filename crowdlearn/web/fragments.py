"""Pieces of pages that are the same for everyone, drawn once and kept in memory; and values kept for a while."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import render_template
from markupsafe import Markup

from crowdlearn.kernel.clock import now

T = TypeVar("T")


def draw(template: str, **context: Any) -> Markup:
    """Return a piece of a page as its template draws it."""
    return Markup(render_template(template, **context))  # noqa: S704 - the template escaped what is in it


class Fragments:
    """HTML by key, the least recently used forgotten first. The key names all that the HTML depends on."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._guard = most, OrderedDict[Hashable, Markup](), Lock()

    def get(self, key: Hashable) -> Markup | None:
        """Return the fragment, None when it was never drawn or forgotten."""
        with self._guard:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, drawn: Markup) -> Markup:
        """Keep a fragment, and return it."""
        with self._guard:
            self._kept[key] = drawn
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return drawn

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()


class Alike:
    """HTML by key, beside the facts it was drawn from: drawn again when they are others. For what no key can name."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._guard = most, OrderedDict[Hashable, tuple[object, Markup]](), Lock()

    def get(self, key: Hashable, facts: object, drawing: Callable[[], Markup]) -> Markup:
        """Return the HTML for these facts, drawn now unless it was drawn from equal ones."""
        known = self._kept.get(key)
        if known is not None and known[0] == facts:
            return known[1]
        drawn = drawing()
        with self._guard:
            self._kept[key] = (facts, drawn)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return drawn

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()


class Kept(Generic[T]):
    """A value that is read again when it is older than `lasts`; each process keeps its own."""

    def __init__(self, lasts: timedelta) -> None:
        self._lasts = lasts
        self._value: T | None = None
        self._read_at: datetime | None = None

    def get(self, read: Callable[[], T]) -> T:
        """Return the value, read now if there is none or an old one."""
        at = now()
        if self._value is None or self._read_at is None or not timedelta() <= at - self._read_at <= self._lasts:
            self._value, self._read_at = read(), at
        return self._value

    def clear(self) -> None:
        """Forget the value."""
        self._value = self._read_at = None
