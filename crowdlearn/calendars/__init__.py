"""iCalendar files that every calendar program reads."""
