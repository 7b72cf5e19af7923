"""The publish gate: what a pitch must say before it is public. It names every point at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.people.rules import NotAdopted

from .kinds import PitchKind
from .money import MoneyAskRefused, check_goal
from .plan import Plan

EARLIEST_DEADLINE, LATEST_DEADLINE = timedelta(days=3), timedelta(days=90)
TOP_UP_WINDOW, NOTICE_PERIOD, SETTLING_WINDOW = timedelta(days=7), timedelta(days=3), timedelta(days=3)
SPEAKS_TO_A_GROUP = frozenset({PitchKind.HOST, PitchKind.TEST_IDEA})


class NotReady(RuleBroken):
    """The pitch may not be published yet; `points` says why, each with its field."""

    msgid = N_("This pitch is not ready to be published yet.")

    def __init__(self, points: list[RuleBroken]) -> None:
        super().__init__()
        self.points = points


class TitleMissing(RuleBroken):
    """No title."""

    msgid, field = N_("Say in a few words what you want to learn or do."), "title"


class KindUnsaid(RuleBroken):
    """Another kind, but which?"""

    msgid, field = N_("Say in your own words what kind of learning this is."), "kind_other"


class AudienceMissing(RuleBroken):
    """A forum or a test without people."""

    msgid, field = N_("Say who you want to bring together."), "audience"


class SessionsMissing(RuleBroken):
    """A series of how many?"""

    msgid, field = N_("Say how many sessions you plan."), "sessions"


class StartMissing(RuleBroken):
    """No date."""

    msgid, field = N_("Say when it takes place, or when you would begin."), "starts_on"


class StartIsPast(RuleBroken):
    """The learning has begun already."""

    msgid, field = N_("The first day is already past."), "starts_on"


class DatesCrossed(RuleBroken):
    """It ends before it begins."""

    msgid, field = N_("The last day comes before the first one."), "ends_on"


class BenefitForMeMissing(RuleBroken):
    """The first of three benefits."""

    msgid, field = N_("Say what you will get out of it."), "benefit_me"


class BenefitForPeersMissing(RuleBroken):
    """The second of three benefits."""

    msgid, field = N_("Say what your peers will get out of it."), "benefit_peers"


class BenefitForOrganisationMissing(RuleBroken):
    """The third of three benefits."""

    msgid, field = N_("Say what your organisation will get out of it."), "benefit_organisation"


class ApplicationPlanMissing(RuleBroken):
    """Learning that is not to be applied is not funded."""

    msgid, field = N_("Say how you will use it at work."), "application_plan"


class ShareBackMissing(RuleBroken):
    """Nothing comes back."""

    msgid, field = N_("Plan at least one way of sharing back what you learn."), "share_backs"


class ShareBackNotOpen(RuleBroken):
    """What comes back is for a closed circle."""

    msgid = N_("At least one share-back must be open to the whole public service.")
    field = "share_backs"


class ShareBackUndated(RuleBroken):
    """A promise without a day."""

    msgid, field = N_("Give every share-back a due date."), "share_backs"


class ShareBackTooEarly(RuleBroken):
    """A share-back before anything was learned."""

    msgid, field = N_("A share-back cannot be due before the learning begins."), "share_backs"


class DeadlineMissing(RuleBroken):
    """Open until when?"""

    msgid, field = N_("Say until when people can help."), "deadline"


class DeadlineTooSoon(RuleBroken):
    """Fewer than three days."""

    msgid, field = N_("Give people at least three days: choose %(first)s or later."), "deadline"


class DeadlineTooLate(RuleBroken):
    """More than ninety days."""

    msgid, field = N_("A pitch stays open for 90 days at most: choose %(last)s or earlier."), "deadline"


class PurchaseTooSoon(RuleBroken):
    """Money could not be there in time: top-up, notice and settling come after the deadline."""

    msgid = N_(
        "Money is needed before it can be there: collecting takes until %(ready)s. "
        "Choose an earlier closing date, or a later day to pay."
    )
    field = "deadline"


class NothingToPay(RuleBroken):
    """A money ask without a cost."""

    msgid = N_("Without a cost there is nothing to ask money for. Add a cost line, or ask for expertise only.")
    field = "costs"


class CostLineEmpty(RuleBroken):
    """A cost line of nothing."""

    msgid, field = N_("Every cost line needs an amount."), "costs"


class NoOrganisation(NotAdopted):
    """The pitcher's organisation is not known, or not confirmed."""

    msgid = N_("Your organisation has not adopted pledging with money. Hours and introductions are welcome.")


SAID_IN_WORDS = {
    "benefit_me": BenefitForMeMissing,
    "benefit_peers": BenefitForPeersMissing,
    "benefit_organisation": BenefitForOrganisationMissing,
    "application_plan": ApplicationPlanMissing,
}


def latest_charge(deadline: date) -> date:
    """Return the consent's latest date: after the top-up window, the notice period and the settling window."""
    return deadline + TOP_UP_WINDOW + NOTICE_PERIOD + SETTLING_WINDOW


def gate(plan: Plan, today: date, standing: Sequence[RuleBroken] = ()) -> list[RuleBroken]:
    """Return every reason why the plan may not be published, in the order of the form; an empty list if none.

    `today` is the date in the pitch's own time zone. `standing` is what keeps the pitcher from asking for money.
    """
    return [
        *content_points(plan),
        *_day_points(plan, today),
        *money_points(plan),
        *(standing if plan.asks_money else ()),
        *_deadline_points(plan, today),
    ]


def check_gate(plan: Plan, today: date, standing: Sequence[RuleBroken] = ()) -> None:
    """Raise NotReady with every failing point, unless there is none."""
    if points := gate(plan, today, standing):
        raise NotReady(points)


def revision_points(before: Plan, after: Plan, today: date, standing: Sequence[RuleBroken] = ()) -> list[RuleBroken]:
    """Return why a public pitch may not say `after` instead: it must not lose what publication asks for.

    Days are only looked at where they change. The own share is judged apart, for it may follow the cost.
    """
    lacked = {point.code for point in content_points(before)}
    points = [point for point in content_points(after) if point.code not in lacked]
    points += money_points(replace(after, own_share_cents=0))
    if after.starts_on != before.starts_on:
        points += _day_points(after, today)
    if after.asks_money and not before.asks_money:
        points += standing
    if (after.deadline, after.buys_on) != (before.deadline, before.buys_on):
        points += _deadline_points(after, today)
    return points


def content_points(plan: Plan) -> Iterator[RuleBroken]:
    """Yield what is missing whatever the day: words, benefits, the application plan, share-backs."""
    if not plan.title.strip():
        yield TitleMissing()
    if plan.kind is PitchKind.OTHER and not plan.kind_other.strip():
        yield KindUnsaid()
    if plan.kind in SPEAKS_TO_A_GROUP:
        if not plan.audience.strip():
            yield AudienceMissing()
        if not plan.sessions:
            yield SessionsMissing()
    if plan.starts_on is None:
        yield StartMissing()
    elif plan.ends_on is not None and plan.ends_on < plan.starts_on:
        yield DatesCrossed()
    yield from (missing() for field, missing in SAID_IN_WORDS.items() if not getattr(plan, field).strip())
    yield from _share_back_points(plan)


def _share_back_points(plan: Plan) -> Iterator[RuleBroken]:
    if not plan.share_backs:
        yield ShareBackMissing()
        return
    if not any(planned.open_to_all for planned in plan.share_backs):
        yield ShareBackNotOpen()
    if any(planned.due_on is None for planned in plan.share_backs):
        yield ShareBackUndated()
    begins = plan.starts_on
    if begins and any(planned.due_on and planned.due_on < begins for planned in plan.share_backs):
        yield ShareBackTooEarly()


def _day_points(plan: Plan, today: date) -> Iterator[RuleBroken]:
    if plan.starts_on is not None and plan.starts_on < today:
        yield StartIsPast()


def money_points(plan: Plan) -> Iterator[RuleBroken]:
    """Yield what does not hold in the figures of a money ask; nothing where no money is asked."""
    if not plan.asks_money:
        return
    if any(line.amount_cents == 0 for line in plan.costs):
        yield CostLineEmpty()
    if plan.cost_cents == 0:
        yield NothingToPay()
        return
    try:
        check_goal(plan.shares.peer_goal)
    except MoneyAskRefused as refusal:
        yield refusal


def _deadline_points(plan: Plan, today: date) -> Iterator[RuleBroken]:
    if plan.deadline is None:
        yield DeadlineMissing()
        return
    if plan.deadline < today + EARLIEST_DEADLINE:
        yield DeadlineTooSoon(first=today + EARLIEST_DEADLINE)
    if plan.deadline > today + LATEST_DEADLINE:
        yield DeadlineTooLate(last=today + LATEST_DEADLINE)
    if plan.asks_peers and plan.buys_on is not None and latest_charge(plan.deadline) >= plan.buys_on:
        yield PurchaseTooSoon(ready=latest_charge(plan.deadline))
