"""What people choose about notices."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import AppForm, ManyField


class MailForm(AppForm):
    """One switch per reason for writing."""

    wanted = ManyField(_("Write to me by mail when"))
