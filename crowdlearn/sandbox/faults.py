"""What can go wrong on the way to a processor, on demand: for tests, and for whoever wants to see it in the demo."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from fnmatch import fnmatchcase

from .store import State, Store


class Place(StrEnum):
    """Where the fault strikes."""

    BEFORE = "before"  # the processor never heard of it
    AFTER = "after"  # it was done, and the answer is lost


class Kind(StrEnum):
    """What the caller sees."""

    RESET = "reset"
    TIMEOUT = "timeout"
    ERROR_500 = "500"
    ERROR_503 = "503"
    LIMITED = "429"
    IN_FLIGHT = "409"


def plan(store: Store, kind: Kind, place: Place, *, method: str = "*", path: str = "*", times: int = 1) -> None:
    """Let the next `times` requests whose method and path fit (with `*`) go wrong; -1 for all of them."""
    with store.visit() as state:
        state.connection.execute(
            "INSERT INTO fault (method, path, place, kind, times) VALUES (?, ?, ?, ?, ?)",
            (method, path, place.value, kind.value, times),
        )


def clear(store: Store) -> None:
    """Let everything go well again."""
    with store.visit() as state:
        state.connection.execute("DELETE FROM fault")


def strike(store: Store, method: str, path: str) -> tuple[Place, Kind] | None:
    """Return the fault that this request suffers, and use it up; None for none."""
    with store.visit() as state:
        for seq, wanted_method, wanted_path, place, kind, times in _planned(state):
            if fnmatchcase(method, wanted_method) and fnmatchcase(path, wanted_path):
                state.connection.execute("UPDATE fault SET times = ? WHERE seq = ?", (max(-1, times - 1), seq))
                if times == 1:
                    state.connection.execute("DELETE FROM fault WHERE seq = ?", (seq,))
                return Place(place), Kind(kind)
    return None


def _planned(state: State) -> list[tuple[int, str, str, str, str, int]]:
    query = "SELECT seq, method, path, place, kind, times FROM fault WHERE times <> 0 ORDER BY seq"
    return state.connection.execute(query).fetchall()


@contextmanager
def storm(store: Store, chance: float, seed: int) -> Iterator[None]:
    """Plan a random half of all faults, each with `chance`, for as long as this lasts; `seed` makes it repeatable."""
    dice = random.Random(seed)  # noqa: S311 - weather, not secrets
    for _ in range(1000):
        if dice.random() < chance:
            plan(store, dice.choice(list(Kind)), dice.choice(list(Place)), method="POST")
    try:
        yield
    finally:
        clear(store)
