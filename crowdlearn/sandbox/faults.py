"""What can go wrong on the way to a processor, on demand: for tests, and for whoever wants to see it in the demo."""

from fnmatch import fnmatchcase

from crowdlearn.kernel.words import N_, Worded

from .store import State, Store


class Place(Worded):
    """Where the fault strikes."""

    BEFORE = "before", N_("The processor never hears of it")
    AFTER = "after", N_("It is done, and the answer is lost")


class Kind(Worded):
    """What the caller sees."""

    RESET = "reset", N_("The line breaks")
    TIMEOUT = "timeout", N_("No answer in time")
    ERROR_500 = "500", N_("An error of the processor (500)")
    ERROR_503 = "503", N_("The processor is closed (503)")
    LIMITED = "429", N_("Too many requests (429)")
    IN_FLIGHT = "409", N_("The same request is under way (409)")


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


def planned(state: State) -> int:
    """Return how many requests are still to go wrong; one that goes on without end counts once."""
    return sum(max(times, 1) for *_, times in _planned(state))
