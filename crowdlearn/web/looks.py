"""How pages look to this reader: light or dark, which letters. Kept in two cookies of this browser, nowhere else."""

from enum import StrEnum
from typing import Any, cast

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from .access import access
from .forms import AppForm, ChoiceField

blueprint = Blueprint("looks", __name__)
A_YEAR = 365 * 24 * 3600


class Theme(StrEnum):
    """Which colours; by default what the device says."""

    DEVICE = "device"
    LIGHT = "light"
    DARK = "dark"


class Font(StrEnum):
    """Which letters."""

    HOUSE = "house"
    LEGIBLE = "legible"


THEMES: dict[Theme, Any] = {
    Theme.DEVICE: lazy_gettext("As my device says"),
    Theme.LIGHT: lazy_gettext("Light"),
    Theme.DARK: lazy_gettext("Dark"),
}
FONTS: dict[Font, Any] = {
    Font.HOUSE: lazy_gettext("Figtree, the letters of this site"),
    Font.LEGIBLE: lazy_gettext("Atkinson Hyperlegible, made for low vision"),
}


class LooksForm(AppForm):
    """Theme and letters."""

    theme = ChoiceField(lazy_gettext("Colours"), Theme, THEMES, default=Theme.DEVICE)
    font = ChoiceField(lazy_gettext("Letters"), Font, FONTS, default=Font.HOUSE)


@blueprint.route("/display", methods=["GET", "POST"])
@access("display.form", "display.choose")
def display() -> ResponseReturnValue:
    """Let a reader choose how pages look in this browser."""
    kept = {"theme": request.cookies.get("theme", ""), "font": request.cookies.get("font", "")}
    form = LooksForm(data={name: value for name, value in kept.items() if value})
    if not form.submitted():
        return form.page("looks/display.html")
    answer = cast("Response", form.done(url_for("looks.display"), gettext("This browser shows it from now on.")))
    _keep(answer, "theme", form.theme.data, Theme.DEVICE)
    _keep(answer, "font", form.font.data, Font.HOUSE)
    return answer


def _keep(answer: Response, name: str, choice: str, usual: str) -> None:
    """Set the cookie, or drop it when the choice is the usual one."""
    if choice == usual:
        answer.delete_cookie(name, samesite="Lax")
    else:
        answer.set_cookie(name, str(choice), max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
