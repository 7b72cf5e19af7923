"""A plan that passes the gate, to change one thing at a time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import Cost, Plan, Return, ShareBackKind

TODAY = date(2026, 3, 2)


def in_days(days: int) -> date:
    """Return a day counted from TODAY."""
    return TODAY + timedelta(days=days)


WHOLE = Plan(
    title="Service design week",
    provider="School of Service Design",
    starts_on=in_days(60),
    ends_on=in_days(62),
    improves="Letters that people can answer without calling us.",
    benefit_me="I learn to test a letter with the people who receive it.",
    benefit_peers="A kit of tested letters that any team may copy.",
    benefit_organisation="Fewer calls about letters that nobody understands.",
    application_plan="In May I rewrite our three most mailed letters and test each with six readers.",
    asks_money=True,
    costs=(Cost(label="Seat", amount_cents=100_000),),
    share_backs=(Return(kind=ShareBackKind.WEBINAR, due_on=in_days(90)),),
    deadline=in_days(30),
)


def plan(**changes: Any) -> Plan:
    """Return the whole plan with changes."""
    return replace(WHOLE, **changes)


def ready(**changes: Any) -> Plan:
    """Return the whole plan moved to the program's present day, in UTC, so that it may be published now."""
    moved = now().date() - TODAY
    days = {name: getattr(WHOLE, name) + moved for name in ("starts_on", "ends_on", "deadline")}
    share_backs = tuple(
        replace(planned, due_on=planned.due_on and planned.due_on + moved) for planned in WHOLE.share_backs
    )
    return replace(WHOLE, **days, share_backs=share_backs, time_zone="UTC", **changes)
