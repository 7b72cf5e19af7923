"""What a person fills in to ask others, or to champion a pitch."""

import re
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.widgets import SearchInput

from crowdlearn.web.forms import ActionForm, AppForm, ManyField, OneLine, OptionField, PartForm, PlainTextField

from .rules import LONGEST_LINE, LONGEST_NOTE, MOST_AT_ONCE, Wanted, read_addresses

_IS_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TONGUES = (("en", _("English")), ("fr", _("French")))


class FindForm(PartForm):
    """Words to find members by."""

    q = OneLine(_("Find members by name, organisation or skill"), needed=False, most=200, widget=SearchInput())


class AskForm(AppForm):
    """Whom to ask, and with which words."""

    people = ManyField(_("Members"))
    emails = PlainTextField(
        _("Colleagues by work e-mail"),
        needed=False,
        most=MOST_AT_ONCE * 255,
        description=_("One on each line. Nobody learns from us whether a colleague is a member."),
    )
    language = OptionField(
        _("Language of the letter to them"),
        TONGUES,
        description=_("Members read it in their own language."),
    )
    note = PlainTextField(
        _("A word from you"),
        needed=False,
        most=LONGEST_NOTE,
        description=_("Why you thought of them. It stands in the letter as you write it."),
    )

    def wanted(self) -> Wanted:
        """Return whom the person wants to ask. Raises NotAnAddressAmong."""
        return Wanted(
            _ids(self.people.data or []), read_addresses(self.emails.data), self.note.data, self.language.data
        )


class SendForm(AppForm):
    """The same, looked over and ready to leave."""

    people = HiddenField()
    emails = HiddenField()
    language = HiddenField()
    note = HiddenField()
    before = HiddenField()

    def wanted(self) -> Wanted:
        """Return whom the person wants to ask."""
        language = self.language.data if self.language.data in ("en", "fr") else "en"
        people = _ids((self.people.data or "").split())
        return Wanted(people, read_addresses(self.emails.data or ""), (self.note.data or "")[:LONGEST_NOTE], language)


class ChampionForm(AppForm):
    """One public line."""

    line = OneLine(_("Why this pitch deserves help, in one line"), most=LONGEST_LINE)


class StepBackForm(ActionForm):
    """Take one's line back."""


class ThankForm(ActionForm):
    """Thank a champion."""


def _ids(words: list[str]) -> tuple[UUID, ...]:
    """Return the ids among these words; what is none is left out."""
    return tuple(dict.fromkeys(UUID(word) for word in words if _IS_ID.fullmatch(word)))
