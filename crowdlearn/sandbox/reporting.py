"""Handing over what the sandbox reports: a job, which does nothing where there is no sandbox."""

from collections.abc import Callable


class _Reports:
    deliver: Callable[[], int] = staticmethod(lambda: 0)


_reports = _Reports()


def connect(deliver: Callable[[], int]) -> None:
    """Bind this process to what hands reports over and returns how many were taken."""
    _reports.deliver = deliver


def deliver_reports() -> int:
    """Hand over the reports that are due; return how many were taken. The others are tried again, later each time."""
    return _reports.deliver()
