"""Faults put on a story about money, one at a time; what must hold afterwards is what holds without the fault."""

from .breaking import (
    Broken,
    Line,
    breaking_commits,
    count_commits,
    full_disk,
    kill_at_commit,
    kill_at_line,
    lines_of,
    locked,
)
from .processes import Killed, at_once, in_child
from .story import STORY, Act, Stage, Staged, recover, standing

__all__ = [
    "STORY",
    "Act",
    "Broken",
    "Killed",
    "Line",
    "Stage",
    "Staged",
    "at_once",
    "breaking_commits",
    "count_commits",
    "full_disk",
    "in_child",
    "kill_at_commit",
    "kill_at_line",
    "lines_of",
    "locked",
    "recover",
    "standing",
]
