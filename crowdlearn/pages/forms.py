"""What a reader asks of Discover and of the pages around it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField
from wtforms.widgets import SearchInput

from crowdlearn.kernel.vocabulary import LANGUAGES, REGIONS, SKILLS, TOPICS
from crowdlearn.kernel.words import Worded
from crowdlearn.pitches.rules import NeedKind, PitchKind, Place, Scope, ShareBackMode
from crowdlearn.web.choices import vocabulary_choices
from crowdlearn.web.forms import ChoiceField, OneLine, PartForm, WordField
from crowdlearn.web.locale import current_language

from .rules import Give, Sort, Stage


def _named(options: type[Worded], but: Iterable[StrEnum] = ()) -> list[tuple[str, str]]:
    return [(option.value, gettext(option.label)) for option in options if option not in but]


class FilterForm(PartForm):
    """The filters of Discover; its answers live in the address, so it needs no token."""

    q = OneLine(_("Search pitches"), needed=False, most=200, widget=SearchInput())
    topic = SelectField(_("Topic"))
    give = SelectField(_("You could give"))
    sort = SelectField(_("Sort by"))
    kind = SelectField(_("Kind of learning"))
    stage = SelectField(_("Stage"))
    region = SelectField(_("Region"))
    place = SelectField(_("Where it takes place"))
    scope = SelectField(_("Reach"))
    mode = SelectField(_("How it comes back"))
    language = SelectField(_("Language"))
    organisation = SelectField(_("Organisation"))
    soon = BooleanField(_("Closing within 14 days"))

    def __init__(
        self, asked: MultiDict[str, str], *, organisations: Iterable[tuple[UUID, str, str]], skills: bool, **values: Any
    ) -> None:
        super().__init__(asked, **values)
        side = 2 if current_language() == "fr" else 1
        any_one = [("", gettext("All"))]
        choices = {
            "topic": [("", gettext("All topics")), *vocabulary_choices(TOPICS)()],
            "give": [("", gettext("Money or expertise")), *_named(Give, () if skills else (Give.SKILLS,))],
            "sort": _named(Sort),
            "kind": any_one + _named(PitchKind),
            "stage": _named(Stage),
            "region": any_one + vocabulary_choices(REGIONS)(),
            "place": any_one + _named(Place),
            "scope": any_one + _named(Scope),
            "mode": any_one + _named(ShareBackMode),
            "language": [*any_one, ("en", gettext("English")), ("fr", gettext("French"))],
            "organisation": any_one + sorted(((str(row[0]), row[side]) for row in organisations), key=lambda o: o[1]),
        }
        for name, offered in choices.items():
            getattr(self, name).choices = offered


class BoardForm(PartForm):
    """The filters of the board of needs; its answers live in the address."""

    kind = ChoiceField(_("Kind of help"), NeedKind, needed=False, drop_down=True, blank=_("All"))
    skill = WordField(_("Skill"), SKILLS, needed=False, blank=_("All"))
    region = WordField(_("Region"), REGIONS, needed=False, blank=_("All"))
    language = WordField(_("Language"), LANGUAGES, needed=False, blank=_("All"))


class SearchForm(PartForm):
    """The words to look for."""

    q = OneLine(
        _("Search pitches, the library, openings, help and people"),
        needed=False,
        most=200,
        widget=SearchInput(),
    )
