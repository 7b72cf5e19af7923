"""The line between this installation and its sandbox."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .client import SandboxClient
from .endpoints import listener
from .store import Store

REPORTS = "/webhooks/stripe"


@cache
def store_in(home: Path) -> Store:
    """Return the sandbox of an installation: a file in its home."""
    return Store(home / "sandbox.db")


def pick_up(config: Mapping[str, Any]) -> tuple[SandboxClient, str]:
    """Return the client whose other end is the sandbox, and the secret with which the sandbox signs its reports."""
    store = store_in(Path(config["CROWDLEARN_HOME"]))
    return SandboxClient(store), listener(store, config["PUBLIC_URL"] + REPORTS)
