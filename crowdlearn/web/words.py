"""Refusals in the reader's words, and members' words marked as theirs."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from crowdlearn.kernel.clock import HOME_ZONE
from crowdlearn.kernel.errors import Msgid, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import LocalTime, Worded

from .formats import formatter
from .locale import current_language


def friendly(broken: RuleBroken) -> str:
    """Return the refusal in the reader's language; amounts, days and moments as the language writes them."""
    return str(gettext(broken.msgid, **shown(broken.facts)))


def shown(facts: Mapping[str, object], zone: str = "") -> dict[str, str]:
    """Return the facts as the reader's language writes them, moments in the reader's `zone`.

    Only the program's own words are translated.
    """
    return {name: _written(value, zone or HOME_ZONE) for name, value in facts.items()}


def in_language(page: str, words: str, language: str) -> str:
    """Return a member's words, marked with their language where the page's is another; "" is an unknown one."""
    if not words or language in ("", page):
        return words
    return Markup('<span lang="{}">{}</span>').format(language, words)


def _written(value: object, zone: str) -> str:
    habits = formatter(current_language())
    match value:
        case Money():
            return habits.money(value)
        case LocalTime():
            return habits.moment(value.moment, value.zone)
        case datetime():
            return habits.moment(value, zone)
        case date():
            return habits.day(value)
        case Worded():
            return str(gettext(value.label))
        case bool() | StrEnum():
            return str(value)
        case int():
            return habits.number(value)
        case Msgid() if value:
            return str(gettext(value))
    return str(value)
