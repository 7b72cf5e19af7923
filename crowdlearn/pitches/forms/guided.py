"""The guided form, page by page. Nothing is required in shape: a draft is kept however unfinished it is."""

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import RadioField

from crowdlearn.kernel.money import Money
from crowdlearn.pitches.rules import ASKS_FOR, Cost, Part, PitchKind, Place, Plan, Scope, Step
from crowdlearn.web.choices import ZoneField
from crowdlearn.web.forms import (
    AppForm,
    BooleanField,
    ChoiceField,
    CountField,
    DateField,
    HiddenField,
    LinkField,
    ListField,
    MarkdownField,
    MoneyField,
    OneLine,
    PlainTextField,
    RegionField,
    TopicsField,
)
from crowdlearn.web.kept import keepable

from .choices import Ask, labels, languages
from .parts import (
    CostRow,
    FundingRow,
    NeedRow,
    ReadingRow,
    ReturnRow,
    values_of_cost,
    values_of_funding,
    values_of_need,
    values_of_reading,
    values_of_return,
)

Typed = list[tuple[str, str]]


class StepForm(AppForm):
    """One page of the guided form: made from a plan, read back as changes to it."""

    step: ClassVar[Step]
    rows: ClassVar[dict[str, Any]] = {}  # list field → how a shape is shown in its row
    understood = BooleanField(_("I understand that they are asked again"))  # only where others rely on the pitch
    seen = HiddenField()  # the mark of each answer as the page was opened with, for a second window may change it

    def __init__(self, plan: Plan | None = None, waiting: Typed | None = None) -> None:
        """Show the plan, or what was typed last and could not be kept as it was."""
        self.waiting, self.plan = waiting or [], plan or Plan()
        super().__init__(data=self.values(self.plan))
        if self.waiting and not self.is_submitted() and self.kept is None:
            self._show_what_was_wrong(True, [])
        if not self.is_submitted():
            self.seen.data = self.marks(self.plan)

    def typed(self) -> Any:
        """Return what was typed now, kept from before, or waiting in the draft."""
        typed = super().typed()
        return MultiDict(self.waiting) if typed is None and self.waiting else typed

    def values(self, plan: Plan) -> dict[str, Any]:
        """Return what the fields show of a plan."""
        shown = {name: getattr(plan, name) for name in self._plain()}
        return shown | {name: [show(part) for part in getattr(plan, name)] for name, show in self.rows.items()}

    def marks(self, plan: Plan) -> str:
        """Return what tells the present answers of this step from later ones."""
        return json.dumps({name: _mark(getattr(plan, name)) for name in ASKS_FOR[self.step]})

    def changed(self) -> dict[str, object]:
        """Return what was changed on this page: what another window changed meanwhile stays as it is there."""
        seen = self._seen()
        return {name: value for name, value in self.changes().items() if seen.get(name) != _mark(value)}

    def refuse_clashes(self) -> bool:
        """Refuse, and tell whether there are, answers that were changed here and in another window as well."""
        seen = self._seen()
        clashing = [
            name
            for name, value in self.changed().items()
            if name in seen and _mark(getattr(self.plan, name)) not in (seen[name], _mark(value))
        ]
        words = gettext("This was changed after you opened this page. Save again to keep what you wrote here instead.")
        for name in clashing:
            self.refuse(_SHOWN_AT.get(name, name), words)
        return bool(clashing)

    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.seen.data or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def changes(self) -> dict[str, object]:
        """Return what the page says, without the fields that could not be read."""
        fields = self._fields
        said = {name: fields[name].data for name in self._plain() if not fields[name].errors}
        said = {name: value for name, value in said.items() if value is not None or name in NONE_IS_SAID}
        return said | {name: self._shapes(name) for name in self.rows if not fields[name].errors}

    def as_typed(self) -> dict[str, Typed]:
        """Return what was typed, to wait in the draft until it can be read."""
        return {"pairs": keepable(MultiDict(self._pairs()))}

    @classmethod
    def _plain(cls) -> Iterable[str]:
        names = Plan.__dataclass_fields__
        return [name for name in dir(cls) if name in names and name not in cls.rows]

    def _shapes(self, name: str) -> tuple[Part, ...]:
        return tuple(entry.form.shape() for entry in self._fields[name] if not entry.form.is_blank())


_SHOWN_AT = {"asks_money": "ask", "own_share_cents": "own_share"}


def _mark(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:12]


NONE_IS_SAID = {"starts_on", "ends_on", "deadline", "purchase_on", "sessions"}


class WhatForm(StepForm):
    """What the learning is."""

    step = Step.WHAT
    kind = ChoiceField(_("What would you like to do?"), PitchKind, labels(PitchKind), needed=False)
    kind_other = OneLine(
        _("In your own words"), needed=False, most=80, description=_("Only if none of the above fits.")
    )
    title = OneLine(
        _("Title"),
        needed=False,
        most=140,
        description=_("What you want to learn or do, as you would tell a colleague in one breath."),
    )
    summary = PlainTextField(
        _("In two sentences"), needed=False, most=280, description=_("What readers see first, on cards and in search.")
    )
    provider = OneLine(_("Provider or organiser"), needed=False, most=160)
    link = LinkField(_("Link"), needed=False, description=_("The page of the event or course, if it has one."))
    audience = OneLine(
        _("Who you want to bring together"),
        needed=False,
        most=300,
        description=_("For hosting a series, or testing an idea."),
    )
    sessions = CountField(_("Number of sessions"), least=1, most=60, needed=False)
    topics = TopicsField(_("Topics"), most=4, description=_("Up to four. People who follow them hear of your pitch."))
    language = RadioField(_("Language you write in"), choices=languages)

    def changes(self) -> dict[str, object]:
        """Keep topics as the plan has them."""
        said = super().changes()
        return said | ({"topics": tuple(self.topics.data or ())} if "topics" in said else {})


class WhenForm(StepForm):
    """When and where."""

    step = Step.WHEN
    starts_on = DateField(_("First day"), needed=False)
    ends_on = DateField(_("Last day"), needed=False, description=_("Leave it empty if it takes one day."))
    place = ChoiceField(_("Place"), Place, labels(Place), needed=False)
    place_name = OneLine(_("City or address"), needed=False, most=160)
    scope = ChoiceField(_("Reach"), Scope, labels(Scope), needed=False)
    region = RegionField(_("Your region"), needed=False)
    time_zone = ZoneField(_("Time zone"), description=_("Your closing date ends at 23:59 there."))
    takes_work_time = BooleanField(_("It takes work time"))


class StoryForm(StepForm):
    """The story."""

    step = Step.STORY
    story = MarkdownField(
        _("Your story"),
        needed=False,
        most=20_000,
        description=_("What made you want this? What will be different? Write as you would speak."),
    )
    improves = PlainTextField(
        _("How it improves the public service"),
        needed=False,
        most=1000,
        description=_("Who is served better, and how would they notice?"),
    )


class BenefitsForm(StepForm):
    """Three benefits."""

    step = Step.BENEFITS
    benefit_me = PlainTextField(_("For me"), needed=False, most=1000)
    benefit_peers = PlainTextField(_("For my peers"), needed=False, most=1000)
    benefit_organisation = PlainTextField(_("For my organisation"), needed=False, most=1000)


class ApplicationForm(StepForm):
    """How it will be used at work, and what helps others understand it."""

    step = Step.APPLICATION
    rows: ClassVar[dict[str, Any]] = {"resources": values_of_reading}
    application_plan = PlainTextField(
        _("How will you use it at work?"),
        needed=False,
        most=2000,
        description=_("By when, on what, with whom. You will be asked about it 30 and 90 days after the learning."),
    )
    resources = ListField(ReadingRow, _("To read or watch"), most=10)


class BudgetForm(StepForm):
    """Money."""

    step = Step.MONEY
    rows: ClassVar[dict[str, Any]] = {"costs": values_of_cost, "organisation_money": values_of_funding}
    ask = ChoiceField(_("What do you ask your peers for?"), Ask, labels(Ask), needed=False)
    costs = ListField(CostRow, _("Costs"), most=20)
    organisation_money = ListField(FundingRow, _("Organisation money"), most=10)
    own_share = MoneyField(
        _("Your own share"),
        needed=False,
        least=0,
        description=_("At least half of what your organisation does not pay. Leave it empty for exactly half."),
    )
    also_puts_in = PlainTextField(
        _("What else you put in"), needed=False, most=500, description=_("Evenings, leave, travel by bicycle …")
    )
    purchase_on = DateField(
        _("Day to pay"),
        needed=False,
        description=_("When the money must be there. Leave it empty if that is the first day."),
    )

    def values(self, plan: Plan) -> dict[str, Any]:
        """Show the declared share as an amount, and nothing where half is meant."""
        declared = Money(plan.own_share_cents) if plan.own_share_cents else None
        ask = Ask.MONEY if plan.asks_money else Ask.EXPERTISE
        return super().values(plan) | {"ask": ask, "own_share": declared}

    def changes(self) -> dict[str, object]:
        """Return the figures in cents; what in-kind help took off a line stays off."""
        said = super().changes()
        if "costs" in said:
            said["costs"] = tuple(self._with_help(line) for line in self._shapes("costs"))
        if self.ask.data is not None:
            said["asks_money"] = self.ask.data is Ask.MONEY
        if not self.own_share.errors:
            said["own_share_cents"] = self.own_share.data.cents if self.own_share.data else 0
        return said

    def _with_help(self, line: Any) -> Cost:
        replaced = {known.id: known.replaced_cents for known in self.plan.costs}
        cost: Cost = line
        return replace(cost, replaced_cents=min(replaced.get(cost.id, 0), cost.amount_cents))


class NeedsForm(StepForm):
    """Help."""

    step = Step.NEEDS
    rows: ClassVar[dict[str, Any]] = {"needs": values_of_need}
    needs = ListField(NeedRow, _("Help you need"), most=10)


class ReturnsForm(StepForm):
    """Share-backs and the closing date."""

    step = Step.RETURNS
    rows: ClassVar[dict[str, Any]] = {"share_backs": values_of_return}
    share_backs = ListField(ReturnRow, _("Share-backs"), most=8)
    deadline = DateField(
        _("Closing date"), needed=False, description=_("Between 3 and 90 days from now; it closes at 23:59.")
    )


FORMS: dict[Step, type[StepForm]] = {
    form.step: form
    for form in (WhatForm, WhenForm, StoryForm, BenefitsForm, ApplicationForm, BudgetForm, NeedsForm, ReturnsForm)
}
