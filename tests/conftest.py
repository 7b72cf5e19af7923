"""Fixtures for every test; each lives in tests/support, by topic."""

pytest_plugins = [
    "tests.support.strict",
    "tests.support.databases",
    "tests.support.queries",
    "tests.support.clocks",
    "tests.support.chromium",
    "tests.support.windows",
    "tests.support.web",
    "tests.support.letters",
    "tests.support.money",
    "tests.support.cards",
    "tests.support.contract",
    "tests.support.laboratory",
    "tests.support.figures",
]
