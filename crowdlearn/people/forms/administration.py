"""What administrators and stewards fill in."""

from typing import Any

from flask_babel import lazy_gettext as _

from crowdlearn.people.rules import MoneyMode, OrganisationLevel, PersonState, Role, StepOrder
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

ROLES: dict[Role, Any] = {
    Role.STEWARD: _("Steward"),
    Role.TREASURER: _("Treasurer"),
    Role.BUDGET_HOLDER: _("Budget holder"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}
STATES: dict[PersonState, Any] = {
    PersonState.UNVERIFIED: _("Has not confirmed the address"),
    PersonState.WAITING: _("Waits for the organisation to be confirmed"),
    PersonState.ACTIVE: _("Member"),
    PersonState.SUSPENDED: _("Suspended"),
    PersonState.LEFT: _("Has left"),
}
LEVELS: dict[OrganisationLevel, Any] = {
    OrganisationLevel.FEDERAL: _("Federal"),
    OrganisationLevel.PROVINCIAL: _("Provincial"),
    OrganisationLevel.TERRITORIAL: _("Territorial"),
    OrganisationLevel.MUNICIPAL: _("Municipal"),
    OrganisationLevel.INDIGENOUS: _("Indigenous"),
    OrganisationLevel.OTHER: _("Other"),
}
MODES: dict[MoneyMode, Any] = {
    MoneyMode.EXPERTISE_ONLY: _("Expertise only: no money moves"),
    MoneyMode.COLLECTED: _("Collected: a treasurer records what came in"),
    MoneyMode.CARD: _("By card"),
}
ORDERS: dict[StepOrder, Any] = {
    StepOrder.IN_ORDER: _("One after the other"),
    StepOrder.ANY: _("Any of them, in any order"),
}


class SearchForm(PartForm):
    """Whom to look for."""

    q = OneLine(_("Name or address"), most=100, needed=False, render_kw={"type": "search"})


class RoleForm(AppForm):
    """Which role, for which organisation; the view offers the organisations."""

    role = ChoiceField(_("Role"), Role, ROLES, drop_down=True)
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
    level = ChoiceField(_("Order of government"), OrganisationLevel, LEVELS, drop_down=True)
    region = RegionField(_("Region"))
    domains = TagsField(
        _("Mail domains"),
        most=20,
        needed=True,
        description=_("Separated by commas, such as harbour.example, port.example."),
    )


class AdoptionForm(AppForm):
    """An organisation's decision to take part."""

    adopted_on = DateField(_("Decided on"))
    adopted_by = OneLine(_("Decided by"), description=_("Name or position of who decided."))
    authority = OneLine(
        _("Under which authority"), most=300, description=_("The policy or delegation they decided under.")
    )
    money_mode = ChoiceField(_("Money"), MoneyMode, MODES)
    ask_above = MoneyField(
        _("Ask managers from"), least=0, needed=False, description=_("Money asks up to this amount need no decision.")
    )
    work_time_asks = BooleanField(_("Ask managers also when only work time is used"))
    steps_needed = OptionField(_("How many have to clear"), [(n, n) for n in "0123"], default="1")
    step_order = ChoiceField(_("In which order"), StepOrder, ORDERS, default=StepOrder.IN_ORDER)
    budget_limit = MoneyField(
        _("Budget holder’s limit"),
        least=0,
        needed=False,
        description=_("The most a budget holder may confirm at once."),
    )
