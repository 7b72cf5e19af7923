"""The commands behind make: one function each."""

import subprocess
import sys
from collections.abc import Callable, Sequence

from .checking import check
from .environment import ROOT, TEST, Environment
from .testing import bench, faults, test, test_all
from .trouble import Trouble


def _in_environment(*command: str) -> int:
    environment = Environment()
    environment.prepare(TEST)
    program, *arguments = command
    return subprocess.run([environment.program(program), *arguments], cwd=ROOT, check=False).returncode


def run(_: Sequence[str]) -> int:
    """Start the program and stay until Ctrl-C."""
    from .running import run as start

    return start()


def catalogue(_: Sequence[str]) -> int:
    """Collect every message and bring the French catalogue in line."""
    return _in_environment("python", "-m", "crowdlearn.launch.catalogue", "update")


def first_migration(_: Sequence[str]) -> int:
    """Write the one first migration anew from the models."""
    return _in_environment("python", "-m", "migrations.first") or _in_environment("ruff", "format", "-q", "migrations")


def lock(_: Sequence[str]) -> int:
    """Pin all dependencies, with hashes, from pyproject.toml."""
    options = ["--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
    options += ["--no-emit-index-url", "--no-header", "pyproject.toml"]
    return _in_environment("uv", "pip", "compile", *options, "-o", "requirements.lock") or _in_environment(
        "uv", "pip", "compile", *options, "--extra", "test", "-o", "requirements-test.lock"
    )


def licences(_: Sequence[str]) -> int:
    """Write docs/licences.md anew from the lock and what its packages say."""
    return _in_environment("python", "-m", "crowdlearn.launch.licences")


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "test-all": test_all,
    "faults": faults,
    "check": check,
    "bench": bench,
    "catalogue": catalogue,
    "first-migration": first_migration,
    "lock": lock,
    "licences": licences,
}


def main(words: Sequence[str]) -> int:
    """Run one command; what a person can mend is one sentence and exit code 2."""
    name = words[0] if words else ""
    if name not in COMMANDS:
        print(f"Say one of: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](words[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
