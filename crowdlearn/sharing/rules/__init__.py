"""What the calendar asks and shows. Pure."""

from .asked import Asked, Mode
from .coming import Coming, Date
from .month import Month

__all__ = ["Asked", "Coming", "Date", "Mode", "Month"]
