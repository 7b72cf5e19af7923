"""Bringing system packages through apt, where it is there and may be used."""

import os
import shutil
import subprocess
from collections.abc import Sequence


def installed(packages: Sequence[str], purpose: str) -> bool:
    """Install `packages` and tell whether that worked; False at once where apt may not be used."""
    apt = _apt()
    if apt is None:
        return False
    print(f"Installing {' and '.join(packages)} {purpose}.", flush=True)
    done = 0
    for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *step], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode
    return done == 0


def _apt() -> list[str] | None:
    """Return how to call apt-get here, None where it cannot be called."""
    if shutil.which("apt-get") is None:
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", *command] if may and may.returncode == 0 else None
