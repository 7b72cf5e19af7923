"""Whom an author asks to stand with a share-back."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import AppForm, OneLine


class AuthorForm(AppForm):
    """A member, by name or work e-mail."""

    who = OneLine(
        _("Name or work e-mail"),
        most=254,
        description=_("The full name of a member who shows their profile, or a colleague’s address."),
        render_kw={"autocomplete": "off"},
    )
