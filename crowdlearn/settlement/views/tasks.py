"""The words and the next step of each thing that waits for a treasurer."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crowdlearn.settlement.queries import Desk, Task, Waiting
from crowdlearn.web.formats import formatter
from crowdlearn.web.locale import current_language

_VIEWS = {
    Task.RECORD: ("settlement.pitch", "pitch_id"),
    Task.MATCH: ("settlement.arrival", "arrival_id"),
    Task.LOOK_AT: ("settlement.document", "document_id"),
    Task.PAY_OUT: ("settlement.propose_payout", "pitch_id"),
    Task.CONFIRM_PAYOUT: ("settlement.payout", "payout_id"),
    Task.SAVINGS: ("settlement.savings", "pitch_id"),
    Task.CONFIRM_REFUNDS: ("settlement.refunds", "round_id"),
    Task.SEND_REFUNDS: ("settlement.refunds", "round_id"),
    Task.CLAIM: ("settlement.claim", "claim_id"),
    Task.DISPUTE: ("settlement.pitch", "pitch_id"),
}


@dataclass(frozen=True)
class Line:
    """A task as a page lists it: what, about which pitch, how urgent, and its one next action."""

    title: str
    about: str
    href: str
    action: str
    urgency: str
    urgent: bool


def lines(desk: Desk) -> list[Line]:
    """Return the tasks of a desk in words."""
    return [_line(waiting) for waiting in desk.waiting]


def _line(waiting: Waiting) -> Line:
    view, argument = _VIEWS[waiting.task]
    amount = formatter(current_language()).money(waiting.amount, exact=True)
    values: dict[str, Any] = {argument: waiting.about_id}
    title, action = _words(waiting.task, amount)
    return Line(
        title=title,
        about=waiting.pitch.title,
        href=url_for(view, **values),
        action=action,
        urgency=_urgency(waiting),
        urgent=waiting.late,
    )


def _words(task: Task, amount: str) -> tuple[str, str]:
    return {
        Task.RECORD: (_("%(amount)s still to come from backers", amount=amount), _("See who paid")),
        Task.MATCH: (_("%(amount)s came in and counts for nothing", amount=amount), _("Find a way out")),
        Task.LOOK_AT: (_("A document for %(amount)s", amount=amount), _("Look at it")),
        Task.PAY_OUT: (_("%(amount)s can be paid out", amount=amount), _("Propose the payout")),
        Task.CONFIRM_PAYOUT: (_("A payout of %(amount)s is proposed", amount=amount), _("Look and confirm")),
        Task.SAVINGS: (_("%(amount)s were saved", amount=amount), _("Send them back")),
        Task.CONFIRM_REFUNDS: (_("Refunds of %(amount)s are to be confirmed", amount=amount), _("Look and confirm")),
        Task.SEND_REFUNDS: (_("Refunds of %(amount)s are to be sent", amount=amount), _("Send and record")),
        Task.DISPUTE: (_("A bank disputes %(amount)s; payouts wait", amount=amount), _("See the money of the pitch")),
        Task.CLAIM: (_("A pitcher owes %(amount)s", amount=amount), _("See the claim")),
    }[task]


def _urgency(waiting: Waiting) -> str:
    habits = formatter(current_language())
    if waiting.late:
        return str(_("Waits too long"))
    if waiting.until is not None:
        return str(_("Until %(when)s", when=habits.day(waiting.until.date())))
    return str(_("Since %(when)s", when=habits.day(waiting.since.date()))) if waiting.since is not None else ""
