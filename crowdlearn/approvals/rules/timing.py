"""When an approver is reminded, and when someone else is asked."""

from datetime import date, timedelta

REMIND_AFTER = (3, 7)  # working days
ESCALATE_AFTER = 10
_WEEK, _SATURDAY = 7, 5


def working_days_between(start: date, end: date) -> int:
    """Return how many Mondays to Fridays lie after `start` up to and including `end`; statutory holidays count."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, _WEEK)
    tail = (start + timedelta(days=weeks * _WEEK + i) for i in range(1, rest + 1))
    return weeks * _SATURDAY + sum(day.weekday() < _SATURDAY for day in tail)


def reminders_due(asked_on: date, today: date) -> int:
    """Return how many reminders an unanswered request should have had by now."""
    waited = working_days_between(asked_on, today)
    return sum(waited >= days for days in REMIND_AFTER)


def escalation_due(asked_on: date, today: date) -> bool:
    """Tell whether the request goes to the acting manager or the next level."""
    return working_days_between(asked_on, today) >= ESCALATE_AFTER
