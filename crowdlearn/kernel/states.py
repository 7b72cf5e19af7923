"""State machines as tables of moves."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Generic, TypeVar

from .errors import N_, RuleBroken

S = TypeVar("S", bound=StrEnum)


class MoveRefused(RuleBroken):
    """The table has no such move."""

    msgid = N_("This was already decided, or is not possible any more.")


class Machine(Generic[S]):
    """Which state may follow which. Every state of the enum has its line; an empty one is final."""

    def __init__(self, moves: Mapping[S, Set[S]]) -> None:
        self.moves = moves
        self.states: type[S] = type(next(iter(moves)))
        if set(moves) != set(self.states):
            raise ValueError(f"{self.states.__name__}: every state needs its line of moves")

    def move(self, current: S, to: S) -> S:
        """Return `to`, or raise MoveRefused when the table forbids it."""
        if to not in self.moves[current]:
            raise MoveRefused(current=current, to=to)
        return to

    def may(self, current: S, to: S) -> bool:
        """Tell whether the table has the move; pages offer only such buttons."""
        return to in self.moves[current]

    @property
    def final(self) -> frozenset[S]:
        """Return the states that nothing follows."""
        return frozenset(state for state, following in self.moves.items() if not following)
