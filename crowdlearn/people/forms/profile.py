"""What people say of themselves, and whom they work with."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    BooleanField,
    DateField,
    EmailField,
    OneLine,
    OptionField,
    PlainTextField,
    RegionField,
    SkillsField,
    TopicsField,
)

ZONES = (
    ("America/St_Johns", _("Newfoundland")),
    ("America/Halifax", _("Atlantic")),
    ("America/Moncton", _("Atlantic (New Brunswick)")),
    ("America/Toronto", _("Eastern")),
    ("America/Winnipeg", _("Central")),
    ("America/Regina", _("Central (Saskatchewan)")),
    ("America/Edmonton", _("Mountain")),
    ("America/Vancouver", _("Pacific")),
    ("America/Whitehorse", _("Yukon")),
    ("America/Iqaluit", _("Eastern (Nunavut)")),
)
LANGUAGES = (("en", "English"), ("fr", "Français"))


class ProfileForm(AppForm):
    """Everything about themselves that a person may edit."""

    name = OneLine(_("Your name"), most=120, render_kw={"autocomplete": "name"})
    title = OneLine(
        _("What you do"), most=160, needed=False, description=_("Such as “Policy analyst, benefits and letters”.")
    )
    region = RegionField(_("Region"), needed=False)
    bio = PlainTextField(_("A few words about you"), most=600, needed=False)
    offered = SkillsField(_("What I can help with"), most=20)
    wanted = SkillsField(_("What I want to learn"), most=20)
    topics = TopicsField(_("Topics I follow"), most=12)
    language = OptionField(_("Write to me in"), LANGUAGES)
    time_zone = OptionField(_("My time zone"), ZONES)
    profile_public = BooleanField(
        _("Show my profile to others"),
        description=_("Name, organisation, what you do, skills and topics. Never your address, never amounts."),
    )
    promises_public = BooleanField(
        _("Show how I kept my promises"),
        description=_("The record of your commitments, for everyone to see. Only you can switch this on."),
    )
    in_chain = BooleanField(
        _("Name me where it is shown who learned from whom"),
        description=_("Without it you are counted there, and not named."),
    )


class TopicsForm(AppForm):
    """The topics a newcomer follows."""

    topics = TopicsField(_("Topics"), most=12, needed=True)


class OfferForm(AppForm):
    """The skills a newcomer can help with."""

    skills = SkillsField(_("Skills"), most=12, needed=True)


class ManagerForm(AppForm):
    """Who leads me."""

    email = EmailField(
        _("Your manager’s work e-mail"),
        autocomplete="off",
        description=_("They confirm it themselves. If they have no account yet, we invite them."),
    )


class ActingForm(AppForm):
    """Who stands in for me."""

    email = EmailField(
        _("Your colleague’s work e-mail"),
        autocomplete="off",
        description=_("A member of your organisation who does not report to you."),
    )
    starts_on = DateField(_("First day"))
    ends_on = DateField(_("Last day"))


class LineForm(ActionForm):
    """Confirm, decline or end a line."""
