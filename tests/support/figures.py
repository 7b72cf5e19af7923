"""Figures that campaigns reach, printed at the end of a run whatever is captured and wherever they ran."""

from collections.abc import Callable

import pytest

Say = Callable[..., None]
_MARK = "figures"


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Return what writes down figures of this test: say(kills=1200, lost=0)."""

    def write(**figures: object) -> None:
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
        request.node.user_properties.append((_MARK, f"{request.node.name}: {words}"))

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the campaigns reached."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.stats.get(name, [])]
    lines = [words for report in reports for mark, words in getattr(report, "user_properties", []) if mark == _MARK]
    if lines:
        terminalreporter.section("figures")
        for line in sorted(set(lines)):
            terminalreporter.write_line(line)
