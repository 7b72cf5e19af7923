"""Reading settlements for pages and decisions."""

from .checks import LastCheck, disagreements, find_all, last_check
from .checks import write as write_finding
from .figures import Figures, figures, figures_of

__all__ = [
    "Figures",
    "LastCheck",
    "disagreements",
    "figures",
    "figures_of",
    "find_all",
    "last_check",
    "write_finding",
]
