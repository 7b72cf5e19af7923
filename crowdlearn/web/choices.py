"""Fields that offer a choice: of an enum's members, or of a vocabulary's words in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput, Select

from crowdlearn.kernel.vocabulary import REGIONS, SKILLS, TOPICS
from crowdlearn.kernel.words import Worded

from .fields import required
from .formats import zone_name
from .locale import current_language

Choices = Callable[[], list[SelectChoice]]
ZONES = (
    "America/St_Johns",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Whitehorse",
    "America/Vancouver",
)


class ChoiceField(SelectField):
    """One member of a StrEnum, named by `labels` or by its own words. Radio buttons, or a list with `drop_down`.

    `blank` is what the list says for no choice.
    """

    def __init__(
        self,
        label: Any,
        options: type[StrEnum],
        labels: Mapping[Any, Any] | None = None,
        *,
        needed: bool = True,
        drop_down: bool = False,
        blank: Any = None,
        validators: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        labels = labels or {option: lazy_gettext(option.label) for option in options if isinstance(option, Worded)}
        nothing = [SelectChoice("", blank or lazy_gettext("Choose one"))] if drop_down else []
        shown = [*nothing, *(SelectChoice(option.value, labels[option]) for option in options if option in labels)]
        checks = [*(required(lazy_gettext("Choose one.")) if needed else [Optional()]), *validators]
        super().__init__(label, checks, choices=shown, coerce=_member(options), validate_choice=False, **kw)
        self.options = options
        if not drop_down:
            self.widget, self.option_widget = ListWidget(prefix_label=False), RadioInput()

    def offer(self, labels: Mapping[Any, Any]) -> None:
        """Offer these members only, and no choice at all where that was offered."""
        nothing = [choice for choice in self.choices or () if isinstance(choice, SelectChoice) and not choice.value]
        self.choices = [*nothing, *(SelectChoice(option.value, label) for option, label in labels.items())]

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not offered."""
        offered = {choice.value for choice in self.choices or () if isinstance(choice, SelectChoice)}
        if self.raw_data and self.raw_data[0] and (self.data is None or self.raw_data[0] not in offered):
            raise ValidationError(gettext("Choose one of those offered."))


def _member(options: type[StrEnum]) -> Callable[[Any], Any]:
    known = {option.value: option for option in options}
    return lambda value: known.get(str(value)) if value else None


def vocabulary_filters(language: str) -> dict[str, Callable[[str], str]]:
    """Return filters that name a key of the vocabulary in `language`: topic, skill, region. Unknown keys stay."""
    side = 1 if language == "fr" else 0

    def naming(words: Mapping[str, tuple[str, str]]) -> Callable[[str], str]:
        return lambda key: words[key][side] if key in words else key

    return {"topic": naming(TOPICS), "skill": naming(SKILLS), "region": naming(REGIONS)}


def vocabulary_choices(words: Mapping[str, tuple[str, str]]) -> Choices:
    """Return the choices of a vocabulary in the reader's language, in its alphabetical order."""

    def choices() -> list[SelectChoice]:
        side = 1 if current_language() == "fr" else 0
        named = sorted(((key, names[side]) for key, names in words.items()), key=lambda choice: _folded(choice[1]))
        return [SelectChoice(key, name) for key, name in named]

    return choices


def _folded(text: str) -> str:
    return text.casefold().translate(str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu"))


class WordField(SelectField):
    """One word of a vocabulary; `data` is its key, "" when none."""

    def __init__(
        self, label: Any, words: Mapping[str, tuple[str, str]], *, needed: bool = True, blank: Any = None, **kw: Any
    ) -> None:
        checks = required(lazy_gettext("Choose one.")) if needed else [Optional()]
        nothing, choices = SelectChoice("", blank or lazy_gettext("Choose one")), vocabulary_choices(words)
        super().__init__(label, checks, choices=lambda: [nothing, *choices()], **kw)
        self.widget = Select()


class WordsField(SelectMultipleField):
    """Several words of a vocabulary as checkboxes; `data` is a list of keys, at most `most`."""

    def __init__(
        self, label: Any, words: Mapping[str, tuple[str, str]], *, needed: bool = False, most: int = 12, **kw: Any
    ) -> None:
        checks = required(lazy_gettext("Choose at least one.")) if needed else []
        super().__init__(label, checks, choices=vocabulary_choices(words), **kw)
        self.widget, self.option_widget, self.most = ListWidget(prefix_label=False), CheckboxInput(), most

    def post_validate(self, _form: Any, _stopped: bool) -> None:
        """Refuse more than `most`."""
        if self.data and len(self.data) > self.most:
            raise ValidationError(gettext("Choose at most %(most)s.", most=self.most))


class OptionField(SelectField):
    """One of the options given here or offered by the view; `data` is its value."""

    data: str

    def __init__(self, label: Any, options: Sequence[tuple[str, Any]] = (), **kw: Any) -> None:
        super().__init__(label, required(lazy_gettext("Choose one.")), choices=_choices(options), **kw)

    def offer(self, options: Sequence[tuple[str, Any]]) -> None:
        """Offer these values with their words."""
        self.choices = _choices(options)


def _choices(options: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in options]


class ManyField(SelectMultipleField):
    """Several of the options that the view offers, as checkboxes; `data` is a list, empty when none."""

    data: list[str]

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, [], choices=[], **kw)
        self.widget, self.option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def offer(self, options: Sequence[tuple[str, Any]]) -> None:
        """Offer these values with their words."""
        self.choices = _choices(options)


class SkillsField(WordsField):
    """Skills of the vocabulary."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, SKILLS, **kw)


class TopicsField(WordsField):
    """Topics of the vocabulary."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, TOPICS, **kw)


class RegionField(WordField):
    """A region of the vocabulary."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, REGIONS, **kw)


class ZoneField(SelectField):
    """A time zone: one of Canada's, from east to west, or the one that stands there already, with its city."""

    def __init__(self, label: Any, **kw: Any) -> None:
        checks = required(lazy_gettext("Choose one."))
        super().__init__(label, checks, choices=lambda: [_zone(zone) for zone in ZONES], **kw)

    def process(self, formdata: Any, *args: Any, **kw: Any) -> None:
        """Offer the present zone too."""
        super().process(formdata, *args, **kw)
        present = self.object_data
        if present and present not in ZONES:
            offered: Any = self.choices
            self.choices = [*offered, _zone(present, present.rpartition("/")[2].replace("_", " "))]


def _zone(zone: str, city: str = "") -> SelectChoice:
    name = zone_name(current_language(), zone)
    return SelectChoice(zone, f"{name} ({city})" if city else name)
