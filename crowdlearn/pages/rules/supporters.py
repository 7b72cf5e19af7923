"""Whose names may be shown."""

from collections.abc import Iterable
from uuid import UUID

FEWEST = 5  # people that a figure may be about, or that may be told to have given money


def named_supporters(given: Iterable[tuple[UUID, bool, bool]]) -> set[UUID]:
    """Return whose names may be shown, from (person, wants the name shown, gave money), several rows a person.

    One row that asks to stay unnamed is enough to stay so. With fewer than five money backers nothing may tell who
    gave money, so those who gave nothing else are not named; five or more stand among the helpers.
    """
    rows = list(given)
    shy = {person for person, shown, _ in rows if not shown}
    backers = {person for person, _, money in rows if money}
    helpers = {person for person, _, money in rows if not money}
    return (helpers | (backers if len(backers) >= FEWEST else set())) - shy
