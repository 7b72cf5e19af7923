"""The lines of a digest, as text and as HTML: under headings, each with the address of the exact thing."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext
from markupsafe import Markup

from crowdlearn.kernel.post_office import Line

from .locale import current_language
from .passages import as_markup, without_marks

_log = logging.getLogger(__name__)
PLACE = "[[lines]]"


@dataclass(frozen=True)
class Told:
    """A line in its reader's language: its heading, its words (passages still marked), and where it leads."""

    section: str
    words: str
    href: str

    @property
    def markup(self) -> Markup:
        """Return the words as HTML."""
        return as_markup(self.words, current_language())


def told(lines: Sequence[Line], words: Callable[[Line], str], address: Callable[[str], str]) -> list[Told]:
    """Return the lines in the current language; `words` gives a line's own, `address` the public one of a path.

    One that cannot be written is left out: it must not hold up the others.
    """
    language, written = current_language(), list[Told]()
    for line in lines:
        try:
            written.append(Told(str(gettext(line.section)), words(line), address(f"/{language}{line.path}")))
        except Exception:
            _log.exception("a line of a digest, %s, cannot be written", line.kind)
    return written


def by_section(lines: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Return the lines under their headings, in their order."""
    return [(section, list(some)) for section, some in groupby(lines, lambda line: line.section)]


def as_text(lines: Sequence[Told]) -> str:
    """Return the lines as plain text, each with its address on a line of its own."""
    sections = (
        "\n".join([section.upper(), *(f"- {without_marks(line.words)}\n  {line.href}" for line in some)])
        for section, some in by_section(lines)
    )
    return "\n\n".join(sections)
