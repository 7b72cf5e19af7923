"""What members wrote stays in its language; a page or a mail in another one marks it with `lang`.

Pages use the filter `in_language(language)`. Letters are rendered as text first, so there passages travel between two
marks (private-use characters that nobody types), which become a span in HTML and nothing in text.
"""

import re

from flask_babel import gettext
from markupsafe import Markup, escape

from crowdlearn.kernel.words import Passage

from .words import in_language

_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{_OPEN}{_NAMED}{_CLOSE}]")
_PASSAGE = re.compile(f"{_OPEN}(?P<language>[a-z]{{2}}){_NAMED}(?P<text>[^{_CLOSE}]*){_CLOSE}")


def worded(msgid: str, page_language: str, **facts: str) -> Markup:
    """Return a translated sentence as HTML; a fact that is a passage is marked where it is in another language."""
    marks = {name: in_language(page_language, fact, getattr(fact, "language", "")) for name, fact in facts.items()}
    return escape(gettext(msgid)) % marks


def marked(text: str, fact: object, page_language: str) -> str:
    """Return a fact's text for a letter, between marks where the fact is a passage in another language."""
    text = _MARKS.sub("", text)
    if not text or not isinstance(fact, Passage) or fact.language == page_language:
        return text
    return f"{_OPEN}{fact.language}{_NAMED}{text}{_CLOSE}"


def without_marks(text: str) -> str:
    """Return a letter's words as plain text."""
    return _PASSAGE.sub(lambda found: found["text"], text)


def as_markup(text: str, page_language: str) -> Markup:
    """Return a letter's words as HTML, each marked passage in a span with its language."""
    plain, *passages = _PASSAGE.split(text)
    words = escape(plain)
    for language, passage, after in zip(*[iter(passages)] * 3, strict=True):
        words += escape(in_language(page_language, passage, language)) + after
    return words
