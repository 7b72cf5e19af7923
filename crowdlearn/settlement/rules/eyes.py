"""Four eyes on money: who proposes, certifies and pays (money.md, sections 1 and 7)."""

from collections.abc import Collection
from uuid import UUID

from crowdlearn.kernel.money import Money

from .refusals import CertifierPays, SecondPerson


class Bounds:
    """What this installation asks for; the application binds it at start. Cents."""

    second_person_from: int = 20_000


bounds = Bounds()


def needs_second(cents: int) -> bool:
    """Tell whether another person must confirm."""
    return cents >= bounds.second_person_from


def check_second(cents: int, proposed_by: UUID | None, confirmed_by: UUID) -> None:
    """Raise SecondPerson when someone would confirm a large amount that they proposed themselves."""
    if needs_second(cents) and proposed_by == confirmed_by:
        raise SecondPerson


def check_payer(cents: int, certifiers: Collection[UUID], payer: UUID) -> None:
    """Raise CertifierPays when someone would pay a large amount on documents that they verified themselves."""
    if needs_second(cents) and payer in certifiers:
        raise CertifierPays(limit=Money(bounds.second_person_from))
