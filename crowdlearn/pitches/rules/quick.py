"""The quick door: ten answers become a whole plan; and a pitch said again becomes a new draft."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from crowdlearn.kernel.clock import HOME_ZONE

from .kinds import NeedKind, PitchKind, ShareBackKind
from .plan import Cost, Plan, Return, Wanted

SHARED_BACK_AFTER = timedelta(days=30)
HELP_MINUTES = 120


@dataclass(frozen=True, kw_only=True)
class QuickAnswers:
    """What the quick pitch asks for; the rest is given by default. `cost_cents` of 0 asks for no money."""

    title: str
    link: str = ""
    kind: PitchKind = PitchKind.ATTEND
    kind_other: str = ""
    starts_on: date | None
    benefit_me: str
    benefit_peers: str
    benefit_organisation: str
    help: str = ""
    skill: str = ""
    application_plan: str
    gives_back: str
    gives_back_kind: ShareBackKind = ShareBackKind.LUNCH_AND_LEARN
    deadline: date | None
    cost_cents: int = 0
    audience: str = ""
    language: str = "en"
    topics: tuple[str, ...] = ()
    time_zone: str = HOME_ZONE


def plan_from_answers(answers: QuickAnswers, today: date) -> Plan:
    """Return the plan that ten answers make: one day, one need of two hours, one open share-back a month later."""
    day = answers.starts_on
    return Plan(
        kind=answers.kind,
        kind_other=answers.kind_other,
        title=answers.title,
        summary=answers.benefit_peers[:280],
        link=answers.link,
        starts_on=day,
        ends_on=day,
        language=answers.language,
        topics=answers.topics,
        audience=answers.audience,
        sessions=1,
        benefit_me=answers.benefit_me,
        benefit_peers=answers.benefit_peers,
        benefit_organisation=answers.benefit_organisation,
        application_plan=answers.application_plan,
        asks_money=answers.cost_cents > 0,
        deadline=answers.deadline,
        time_zone=answers.time_zone,
        costs=(Cost(label=answers.title[:160], amount_cents=answers.cost_cents),) if answers.cost_cents else (),
        needs=_needs(answers),
        share_backs=_returns(answers, (day or today) + SHARED_BACK_AFTER),
    )


def _needs(answers: QuickAnswers) -> tuple[Wanted, ...]:
    if not answers.help.strip():
        return ()
    return (
        Wanted(
            kind=NeedKind.HOURS,
            skill=answers.skill,
            title=answers.help[:160],
            wanted=HELP_MINUTES,
            wanted_by=answers.deadline,
        ),
    )


def _returns(answers: QuickAnswers, due_on: date) -> tuple[Return, ...]:
    if not answers.gives_back.strip():
        return ()
    return (Return(kind=answers.gives_back_kind, title=answers.gives_back[:160], due_on=due_on),)


def copy_of(plan: Plan) -> Plan:
    """Return a plan that says the same without its days, for a new draft of its own."""
    return replace(
        plan,
        starts_on=None,
        ends_on=None,
        deadline=None,
        purchase_on=None,
        costs=tuple(replace(line, id=None, replaced_cents=0) for line in plan.costs),
        organisation_money=tuple(replace(line, id=None, confirmed=False) for line in plan.organisation_money),
        needs=tuple(replace(need, id=None, wanted_by=None) for need in plan.needs),
        share_backs=tuple(replace(planned, id=None, due_on=None) for planned in plan.share_backs),
        resources=tuple(replace(reading, id=None) for reading in plan.resources),
    )
