"""What can be asked of the pages, and what they may show. Pure."""

from .filters import PAGE, SOON, Filters, Give, Sort, Stage, cursor_of
from .steps import Step, next_step
from .supporters import FEWEST, named_supporters
from .waiting import WAYS, Task, Waiting, Way, by_urgency

__all__ = [
    "FEWEST",
    "PAGE",
    "SOON",
    "WAYS",
    "Filters",
    "Give",
    "Sort",
    "Stage",
    "Step",
    "Task",
    "Waiting",
    "Way",
    "by_urgency",
    "cursor_of",
    "named_supporters",
    "next_step",
]
