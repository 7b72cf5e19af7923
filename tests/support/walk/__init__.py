"""A machine that walks a pitch's money in any order that people might: pledge, lock, pay, prove, pay out, refund.

It drives the use-cases themselves on a real database, and after each step asks what must always be true (truths.py).
"""

from typing import Any

from hypothesis.stateful import invariant

from .ground import Starts
from .money_in import MoneyIn
from .money_out import MoneyOut
from .promising import Promising
from .proving import Proving
from .truths import TRUTHS, broken, the_check_finds_nothing

__all__ = ["TRUTHS", "MoneyWalk", "Starts", "walk_from"]


class MoneyWalk(Promising, MoneyIn, Proving, MoneyOut):
    """One pitch, its people, and everything they may do with the money."""

    @invariant()
    def every_truth_holds(self) -> None:
        assert not (found := broken(self)), found

    def teardown(self) -> None:
        try:
            if hasattr(self, "case") and not self.hunting:
                assert not (found := the_check_finds_nothing()), found
        finally:
            super().teardown()


def walk_from(starts: Starts, hunting: str = "") -> Any:
    """Return the machine on one kind of database; `hunting` is the stage at which every walk begins."""
    return type("Walk", (MoneyWalk,), {"starts": starts, "hunting": hunting, "TestCase": None})
