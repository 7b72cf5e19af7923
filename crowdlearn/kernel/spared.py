"""Not loading what is not needed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spared(name: str) -> Iterator[None]:
    """Let libraries load as if `name` were not installed: some take along whatever they find, needed or not."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # so Python says that it was not found
    try:
        yield
    finally:
        del sys.modules[name]
