"""Faults put on a story about money, one at a time; what must hold afterwards is what holds without the fault."""

from .breaking import (
    Broken,
    breaking_commits,
    count_commits,
    count_lines,
    full_disk,
    kill_at_commit,
    kill_at_line,
    locked,
)
from .processes import Killed, at_once, in_child
from .story import STORY, Act, Stage, Staged, recover, standing

__all__ = [
    "STORY",
    "Act",
    "Broken",
    "Killed",
    "Stage",
    "Staged",
    "at_once",
    "breaking_commits",
    "count_commits",
    "count_lines",
    "full_disk",
    "in_child",
    "kill_at_commit",
    "kill_at_line",
    "locked",
    "recover",
    "standing",
]
