"""Choices that the pitch forms share."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from crowdlearn.kernel.words import N_, Worded


class Ask(Worded):
    """What peers are asked for."""

    EXPERTISE = "expertise", N_("Expertise only")
    MONEY = "money", N_("Money as well")


def labels(options: type[Worded]) -> dict[Any, Any]:
    """Return the words of an enum's members, in the reader's language when shown."""
    return {option: _(option.label) for option in options}


def languages() -> list[SelectChoice]:
    """Return the two languages a member may write in, each by its own name."""
    return [SelectChoice("en", "English"), SelectChoice("fr", "Français")]


class PickField(SelectField):
    """One member of a worded enum as a list without a blank line; the first unless said otherwise."""

    def __init__(self, label: Any, options: type[Worded], **kw: Any) -> None:
        choices = [SelectChoice(option.value, _(option.label)) for option in options]
        super().__init__(label, choices=choices, coerce=options, default=next(iter(options)), **kw)


class Circle(Worded):
    """Who may come to a share-back."""

    ALL = "all", N_("Open to the whole public service")
    FEW = "few", N_("A smaller circle")
