"""Money as integer cents of one currency. There are no floats and no division here."""

from dataclasses import dataclass
from functools import total_ordering


class MixedCurrencies(ValueError):  # noqa: N818 - names a mix-up, as the rules do
    """Two amounts of different currencies met."""


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount: `cents` (integer hundredths) of `currency` (ISO 4217 code)."""

    cents: int
    currency: str = "CAD"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.cents - other.cents, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.cents < other.cents

    def __bool__(self) -> bool:
        return self.cents != 0
