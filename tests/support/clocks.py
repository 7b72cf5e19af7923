"""Moving the program's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from crowdlearn.kernel import clock as kernel_clock


class Hands:
    """The hands of the program's one clock. `stand` stops it; `forward` turns it, standing or running."""

    def forward(self, by: timedelta | None = None, **units: float) -> datetime:
        """Turn the clock: `clock.forward(days=4)`. Returns the new moment."""
        step = by or timedelta(**units)
        if "now" in vars(kernel_clock.clock):
            return self.stand(kernel_clock.now() + step)
        offset = kernel_clock.clock.offset() + step
        kernel_clock.clock.offset = lambda: offset
        return kernel_clock.now()

    def stand(self, at: datetime | None = None) -> datetime:
        """Stop the clock at an aware moment, or where it is. Returns that moment."""
        moment = (at or kernel_clock.now()).astimezone(UTC)
        kernel_clock.clock.now = lambda: moment  # type: ignore[method-assign]
        return moment


@contextmanager
def held() -> Iterator[Hands]:
    """Lend the hands of the clock; afterwards it shows what it showed before, also after an error."""
    before = dict(vars(kernel_clock.clock))
    try:
        yield Hands()
    finally:
        vars(kernel_clock.clock).clear()
        vars(kernel_clock.clock).update(before)


@contextmanager
def standing(at: datetime) -> Iterator[Hands]:
    """Stop the clock at a moment for a while."""
    with held() as hands:
        hands.stand(at)
        yield hands


@pytest.fixture
def clock() -> Iterator[Hands]:
    """Return the hands of the clock; it shows the true time again after the test."""
    with held() as hands:
        yield hands
