"""`make check`: everything that can be said about the program without running it."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from .environment import ROOT, TEST, Environment
from .trouble import Trouble

CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "import contracts": ("lint-imports",),
    "templates": ("djlint", "templates", "--lint", "--quiet"),
    "catalogues": ("python", "-m", "crowdlearn.launch.catalogue", "check"),
    "migrations": ("python", "-m", "migrations.check"),
}


def check(words: Sequence[str]) -> int:
    """Run the checks named in `words`, or all, and say of each whether it holds; 0 when all do."""
    if unknown := [name for name in words if name not in CHECKS]:
        raise Trouble(f"There is no check named {unknown[0]}; there are {', '.join(CHECKS)}.")
    environment = Environment()
    environment.prepare(TEST)
    return sum([not _holds(environment, name) for name in words or CHECKS]) and 1


def _holds(environment: Environment, name: str) -> bool:
    program, *arguments = CHECKS[name]
    started = time.monotonic()
    command = [environment.program(program), *arguments]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    mark = _coloured("✓" if good else "✗", 32 if good else 31)
    print(f"{mark} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not good:
        print(done.stdout + done.stderr, flush=True)
    return good


def _coloured(text: str, colour: int) -> str:
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    return text if plain else f"\x1b[{colour}m{text}\x1b[0m"
