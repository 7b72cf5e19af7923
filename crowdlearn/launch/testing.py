"""Running the tests on a machine that has Python and make, and bringing what else they need."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from . import apt
from .environment import ROOT, TEST, Environment
from .postgres import Server, find_programs
from .trouble import Trouble

# two processes; a file stays in one of them with all that is built once for it, and the browsers come first
ON_BOTH = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium, None if there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def drives_browsers() -> bool:
    """Tell whether this machine has the one library that the browsers' driver needs and does not bring along."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return not sys.platform.startswith("linux")
    return True


def test(words: Sequence[str]) -> int:
    """Run every test but the long campaigns; `words` go to pytest."""
    return _pytest(*ON_BOTH, *words)


def test_all(words: Sequence[str]) -> int:
    """Run every test there is, the long ones too."""
    return _pytest(*ON_BOTH, "-m", "", *words)


def faults(words: Sequence[str]) -> int:
    """Run the long campaigns of faults, and print what each one did: its figures, its examples, its time.

    The program's log is not shown: it tells of every fault that was put in.
    """
    shown = ("-rA", "--show-capture=stderr", "--durations=0", "--hypothesis-show-statistics")
    return _pytest(*ON_BOTH, "-m", "long", *shown, *words)


def bench(words: Sequence[str]) -> int:
    """Measure the pages and print their ratios."""
    return _with_what_it_needs(["-m", "tests.bench", *words])


def _pytest(*words: str) -> int:
    return _with_what_it_needs(["-m", "pytest", *words])


def _with_what_it_needs(arguments: Sequence[str]) -> int:
    environment = Environment()
    environment.prepare(TEST)
    bring_system_packages()
    given = os.environ.get("CROWDLEARN_TEST_PG")
    with nullcontext() if given else Server() as server:
        env = {**os.environ, "CROWDLEARN_TEST_PG": given or (server.url if server else "")}
        command = [str(environment.python), *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode


def bring_system_packages() -> None:
    """Install PostgreSQL and Chromium through apt where they are missing and apt may be used."""
    missing = [] if find_programs() else ["postgresql"]
    missing += [] if find_browser() else ["chromium"]
    missing += [] if drives_browsers() else ["libatomic1"]
    if not missing:
        return
    if not apt.installed(missing, "for the tests"):
        raise Trouble(f"The tests need packages that are not installed: please install {' and '.join(missing)}.")
