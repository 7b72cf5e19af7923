"""Reading what leaves the site."""

from .coming import dates_between
from .feeds import Entry, entries_of_collection, entries_of_person, entries_of_topic, newest_pitches, newest_sharebacks
from .mine import Addressee, MyDate, addressee, my_address, my_dates
from .podcast import Episode, episodes
from .shown import ShownShareback, shown_pitch, shown_shareback

__all__ = [
    "Addressee",
    "Entry",
    "Episode",
    "MyDate",
    "ShownShareback",
    "addressee",
    "dates_between",
    "entries_of_collection",
    "entries_of_person",
    "entries_of_topic",
    "episodes",
    "my_address",
    "my_dates",
    "newest_pitches",
    "newest_sharebacks",
    "shown_pitch",
    "shown_shareback",
]
