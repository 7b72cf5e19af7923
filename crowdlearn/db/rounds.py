"""Rounds: a job does the same to many rows, each in a transaction of its own."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")
_log = logging.getLogger(__name__)


def for_each(rows: Iterable[Row], act: Callable[[Row], int]) -> int:
    """Do `act` to each, and return the sum of what it returned.

    One that fails holds up nobody: the others have their turn, and the first failure is raised at the end, so that it
    is seen.
    """
    total, first = 0, None
    for row in rows:
        try:
            total += act(row)
        except Exception as error:  # whatever it was, the others must go on
            _log.exception("%s failed on %s", act.__qualname__, row)
            first = first or error
    if first is not None:
        raise first
    return total
