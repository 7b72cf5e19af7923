"""What administrators and stewards fill in."""

from flask_babel import lazy_gettext as _

from crowdlearn.people.rules import MoneyMode, OrganisationLevel, Role, StepOrder
from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    BooleanField,
    ChoiceField,
    DateField,
    MoneyField,
    OneLine,
    OptionField,
    PartForm,
    PlainTextField,
    RegionField,
    TagsField,
)


class SearchForm(PartForm):
    """Whom to look for."""

    q = OneLine(_("Name or address"), most=100, needed=False, render_kw={"type": "search"})


class RoleForm(AppForm):
    """Which role, for which organisation; the view offers the organisations."""

    role = ChoiceField(_("Role"), Role, drop_down=True)
    organisation = OptionField(_("For"))


class StaffActionForm(ActionForm):
    """One button of staff."""


class SuspendForm(AppForm):
    """Why someone may not act for now."""

    reason = PlainTextField(_("Reason"), most=500, description=_("Kept in the audit trail."))


class OrganisationForm(AppForm):
    """What an organisation is called, and whose addresses are its people's."""

    name_en = OneLine(_("Name in English"))
    name_fr = OneLine(_("Name in French"))
    level = ChoiceField(_("Order of government"), OrganisationLevel, drop_down=True)
    region = RegionField(_("Region"))
    domains = TagsField(
        _("Mail domains"),
        most=20,
        needed=True,
        description=_("Separated by commas, such as harbour.example, port.example."),
    )


class AdoptionForm(AppForm):
    """An organisation's decision to take part."""

    adopted_by = OneLine(_("Decided by"), description=_("Name or position of who decided."))
    authority = OneLine(
        _("Under which authority"), most=300, description=_("The policy or delegation they decided under.")
    )
    adopted_on = DateField(_("Decided on"))
    money_mode = ChoiceField(_("What its people may do with money"), MoneyMode)
    ask_above = MoneyField(
        _("Ask managers from"), least=0, needed=False, description=_("Money asks up to this amount need no decision.")
    )
    work_time_asks = BooleanField(_("Ask managers also when only work time is used"))
    steps_needed = OptionField(_("How many have to clear"), [(n, n) for n in "0123"], default="1")
    step_order = ChoiceField(_("In which order"), StepOrder, default=StepOrder.IN_ORDER)
    budget_limit = MoneyField(
        _("Ask a budget holder from"),
        least=0,
        needed=False,
        description=_("Organisation money up to this amount is the managers’ to clear. Empty: all of it is."),
    )
