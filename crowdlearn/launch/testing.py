"""Running the tests on a machine that has Python and make, and bringing what else they need."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import nullcontext

from .environment import ROOT, TEST, Environment
from .postgres import Server, find_programs
from .trouble import Trouble

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium, None if there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def test(words: Sequence[str]) -> int:
    """Run every test but the long campaigns; `words` go to pytest."""
    return _pytest("-n", "2", *words)


def test_all(words: Sequence[str]) -> int:
    """Run every test there is, the long ones too."""
    return _pytest("-n", "2", "-m", "", *words)


def faults(words: Sequence[str]) -> int:
    """Run the long campaigns of faults."""
    return _pytest("-n", "2", "-m", "long", *words)


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
    if not missing:
        return
    apt = _apt()
    if apt is None:
        raise Trouble(f"The tests need packages that are not installed: please install {' and '.join(missing)}.")
    print(f"Installing {' and '.join(missing)} for the tests.", flush=True)
    for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run([*apt, *step], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"apt could not install {' and '.join(missing)}: please install what is missing by hand.")


def _apt() -> list[str] | None:
    """Return how to call apt-get here, None where it is missing or would ask for a password."""
    if shutil.which("apt-get") is None:
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", *command] if may and may.returncode == 0 else None
