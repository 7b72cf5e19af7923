"""What no test may do: speak to the outside, or be skipped where it counts."""

import ipaddress
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class OutsideCalled(BaseException):
    """A test tried to reach something beyond this machine. Not an Exception: nothing may swallow it."""


class _Outside:
    allowed = False


@contextmanager
def outside_allowed() -> Iterator[None]:
    """Let a test of a contract with somebody outside reach them."""
    _Outside.allowed = True
    try:
        yield
    finally:
        _Outside.allowed = False


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0] or "localhost")
    else:
        return
    if not _Outside.allowed and not _is_loopback(host):
        raise OutsideCalled(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


sys.addaudithook(_guard)


def fail_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where it counts (CI=true) a skipped test has failed."""
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_skipped(report)
    return report
