"""The message catalogues, one per language, compiled in memory: no compiled file has to be kept or shipped."""

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain
from wtforms.i18n import messages_path

from .locale import LOCALES, SOURCE_LANGUAGE, current_language, current_locale

FOLDER = Path(__file__).parents[1] / "translations"


@cache
def translations(language: str) -> NullTranslations:
    """Return the messages of `language` ("en" or "fr"), read once; English is the language of the code."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    ours = _compiled(FOLDER / language / "LC_MESSAGES" / "messages.po", language)
    # what WTForms says by itself stands below our own words
    ours.add_fallback(Translations.load(messages_path(), [language], domain="wtforms"))
    return ours


def _compiled(source: Path, language: str) -> NullTranslations:
    if not source.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled, "messages")


class _OurMessages(Domain):  # type: ignore[misc]  # Flask-Babel is untyped
    """What Flask-Babel's gettext, ngettext and lazy_gettext read."""

    def get_translations(self) -> NullTranslations:
        return translations(current_language())


class FieldMessages:
    """What WTForms says, in the reader's language."""

    def gettext(self, text: str) -> str:
        """Return `text` in the reader's language."""
        return translations(current_language()).gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form for `n` in the reader's language."""
        return translations(current_language()).ngettext(singular, plural, n)


def register(app: Flask) -> None:
    """Let Flask-Babel read our catalogues and follow the address's language."""
    babel = Babel(configure_jinja=False)
    babel.init_app(app, default_locale=str(LOCALES[SOURCE_LANGUAGE]), locale_selector=lambda: str(current_locale()))
    babel.domain_instance = _OurMessages()
