"""The quick door: ten answers at most."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.pitches.rules import PitchKind, Plan, QuickAnswers, ShareBackKind, gate, plan_from_answers
from crowdlearn.web.forms import AppForm, ChoiceField, DateField, LinkField, MoneyField, OneLine, TopicsField
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import viewer
from crowdlearn.web.words import friendly

from .choices import PickField, labels

HERE = {"share_backs": "gives_back", "needs": "help", "costs": "cost", "own_share": "cost", "ends_on": "starts_on"}


class QuickForm(AppForm):
    """What, when, why, what help, what comes back, by when. The rest is given by default and can grow later."""

    begun_by_visitors = True
    title = OneLine(
        _("What would you like to learn or do?"),
        most=140,
        description=_("For example: “Service design week in Moncton”."),
    )
    link = LinkField(_("Link to it"), needed=False)
    kind = ChoiceField(_("What is it?"), PitchKind, labels(PitchKind), default=PitchKind.ATTEND)
    kind_other = OneLine(_("In your own words"), needed=False, most=80)
    starts_on = DateField(_("When does it take place?"), description=_("The first day, or when you would begin."))
    benefit_me = OneLine(_("What is in it for me"), most=300)
    benefit_peers = OneLine(_("What is in it for my peers"), most=300)
    benefit_organisation = OneLine(_("What is in it for my organisation"), most=300)
    help = OneLine(
        _("What help would you like?"),
        most=160,
        needed=False,
        description=_("An hour of someone’s time, an introduction, a case study …"),
        render_kw={"aria-required": "true"},
    )
    application_plan = OneLine(_("How I will use it at work"), most=500, description=_("By when, on what, with whom."))
    gives_back = OneLine(
        _("What I will share back"), most=160, description=_("Open to the whole public service, a month after.")
    )
    gives_back_kind = PickField(_("In which form?"), ShareBackKind)
    deadline = DateField(_("Help is welcome until"), description=_("Between 3 and 90 days from now."))
    cost = MoneyField(
        _("Total cost, if I ask peers for money"),
        needed=False,
        description=_("You carry half of it, your peers are asked for the other half."),
    )
    topics = TopicsField(_("Topics"), most=4)

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at each answer, and at what may be published whoever it is; without a money ask there is some help."""
        well = bool(super().validate(extra_validators))
        if not (self.help.data or self.help.errors or self.cost.data is not None):
            self.help.errors = [gettext("Say what help you would like, or what it costs.")]
        if any(field.errors for name, field in self._fields.items() if name != "csrf_token"):
            return False
        today = clock.today(viewer().time_zone)
        points = gate(self.plan(today), today)
        for point in points:
            found = self._fields.get(_field_of(point), self.cost)
            found.errors = [*found.errors, friendly(point)]
        return well and not points

    def answers(self, time_zone: str) -> QuickAnswers:
        """Return what was answered, in the language of the page it was written on."""
        return QuickAnswers(
            title=self.title.data,
            link=self.link.data,
            kind=self.kind.data or PitchKind.ATTEND,
            kind_other=self.kind_other.data,
            starts_on=self.starts_on.data,
            benefit_me=self.benefit_me.data,
            benefit_peers=self.benefit_peers.data,
            benefit_organisation=self.benefit_organisation.data,
            help=self.help.data,
            application_plan=self.application_plan.data,
            gives_back=self.gives_back.data,
            gives_back_kind=self.gives_back_kind.data or ShareBackKind.BLOG,
            deadline=self.deadline.data,
            cost_cents=self.cost.data.cents if self.cost.data else 0,
            audience=gettext("Anyone in the public service"),
            language=current_language(),
            topics=tuple(self.topics.data or ()),
            time_zone=time_zone,
        )

    def plan(self, today: Any) -> Plan:
        """Return the plan that the answers make so far, for what the page shows while one types."""
        return plan_from_answers(self.answers("UTC"), today) if self.typed() is not None else Plan()

    def blame(self, points: Iterable[RuleBroken]) -> None:
        """Show every point of the gate beside the answer it is about."""
        for point in points:
            self.refuse(_field_of(point), friendly(point))


def _field_of(point: RuleBroken) -> str:
    field = point.field or "cost"
    return HERE.get(field, field)


class IdeaForm(AppForm):
    """An unfinished idea."""

    begun_by_visitors = True
    title = OneLine(_("Your idea in a few words"), most=140)
    summary = OneLine(
        _("What are you thinking of?"), most=280, description=_("Say what you do not know yet; that is the point.")
    )
    topics = TopicsField(_("Topics"), most=4)

    def changes(self) -> dict[str, object]:
        """Return what the idea says."""
        return {
            "title": self.title.data,
            "summary": self.summary.data,
            "topics": tuple(self.topics.data or ()),
            "language": current_language(),
        }
