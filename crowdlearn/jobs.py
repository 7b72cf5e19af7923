"""What runs when. Huey is the clock and the pool of workers; the outbox is the memory."""

import importlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crowdlearn.approvals import service as approvals
from crowdlearn.audit.service import chain
from crowdlearn.commitments import service as commitments
from crowdlearn.db import travel
from crowdlearn.db.outbox import drain
from crowdlearn.db.rounds import for_each
from crowdlearn.db.upkeep import checkpoint
from crowdlearn.expertise import service as expertise
from crowdlearn.files import service as files
from crowdlearn.kernel.post_office import post_office
from crowdlearn.kernel.spared import spared
from crowdlearn.notices import service as notices
from crowdlearn.outcomes import service as outcomes
from crowdlearn.payments import service as payments
from crowdlearn.pitches import service as pitches
from crowdlearn.pledges import service as pledges
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox.reporting import deliver_reports
from crowdlearn.settlement import service as settlement
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.web import kept, limits

with spared("psycopg"):  # PostgreSQL's driver is large: it is given to Huey where it is needed, in _storage()
    from huey import Huey, PostgresHuey, SqliteHuey, crontab, storage
    from huey.consumer import Consumer

When = Callable[[Any], bool]
Surroundings = Callable[[], AbstractContextManager[Any]]
EVERY_MINUTE, HOURLY, DAILY = crontab(), crontab(minute="7"), crontab(minute="20", hour="3")
EVERY_TEN_MINUTES = crontab(minute="*/10")
_log = logging.getLogger(__name__)
LONGEST_STEP = timedelta(hours=6)
WORKERS, LONGEST_NAP_SECONDS = 2, 0.5
MOST_ROUNDS = 50


@dataclass(frozen=True)
class Job:
    """A use-case that runs at a time of day. It first looks what is due, so it may run twice or late."""

    name: str
    run: Callable[[], object]
    when: When
    housekeeping: bool = False  # no deadline of a person hangs on it


def deliver_events() -> int:
    """Hand waiting events to their reactions; return how many deliveries were made."""
    return drain(AFTER)


def send_mail() -> int:
    """Send the mail that is due; return how many went out."""
    return notices.send_waiting(post_office.deliver)


def deliver_and_send() -> int:
    """Deliver events and send what they caused; return how many deliveries and mails there were."""
    return deliver_events() + send_mail()


CAUSES: tuple[Callable[[], int], ...] = (  # each may give the others something to do
    deliver_reports,
    payments.work_on_reports,
    deliver_events,
    payments.carry_out_what_is_wanted,
    settlement.send_refunds_to_cards,
)


def work_until_quiet() -> int:
    """Deliver events and do what they want of cards until nothing is due; return how much there was to do."""
    total = 0
    for _ in range(MOST_ROUNDS):
        if not (done := for_each(CAUSES, lambda work: work())):
            break
        total += done
    return total


def work_now() -> None:
    """Do what somebody just caused, from the event to the mail."""
    work_until_quiet()
    send_mail()


JOBS: tuple[Job, ...] = (
    Job("deliver events", deliver_and_send, EVERY_MINUTE),
    Job("deliver what the sandbox reports", deliver_reports, EVERY_MINUTE),
    Job("work on the processor's reports", payments.work_on_reports, EVERY_MINUTE),
    Job("carry out what is wanted of cards", payments.carry_out_what_is_wanted, EVERY_MINUTE),
    Job("send refunds to cards", settlement.send_refunds_to_cards, EVERY_MINUTE),
    Job("follow refunds to cards", settlement.follow_refunds, DAILY),
    Job("reconcile with the processor", payments.reconcile, EVERY_TEN_MINUTES),
    Job("look for strangers at the processor", payments.find_strangers, DAILY, housekeeping=True),
    Job("forget removed cards", payments.forget_removed_cards, HOURLY, housekeeping=True),
    Job("remind approvers", approvals.remind_approvers, HOURLY),
    Job("free the room of unfinished pledges", pledges.abandon_unfinished, EVERY_MINUTE),
    Job("release pledges without an answer", pledges.release_silent, crontab(minute="*/5")),
    Job("release help without an answer", pledges.release_unanswered_help, HOURLY),
    Job("remind followers of what closes", pledges.remind_followers, HOURLY),
    Job("end free offers of help", expertise.end_offers, HOURLY),
    Job("end openings", expertise.end_openings, HOURLY),
    Job("remind of commitments", commitments.remind_of_due, HOURLY),
    Job("mark overdue commitments", commitments.mark_overdue, HOURLY),
    Job("settle unanswered deliveries", commitments.settle_unanswered, HOURLY),
    Job("close unanswered replacements", commitments.close_replacements, HOURLY),
    Job("close what is due", settlement.close_what_is_due, EVERY_MINUTE),
    Job("begin holds on cards", settlement.begin_holds, EVERY_MINUTE),
    Job("follow holds on cards", settlement.follow_holds, EVERY_MINUTE),
    Job("remind of money and receipts", settlement.remind, HOURLY),
    Job("decide about substitutes", settlement.decide_substitutes, HOURLY),
    Job("complete settled pitches", settlement.complete_all, HOURLY),
    Job("read the processor's balance", settlement.note_processor_balance, EVERY_TEN_MINUTES, housekeeping=True),
    Job("check the books", settlement.run_checks, EVERY_TEN_MINUTES, housekeeping=True),
    Job("remind of events", sharebacks.remind_of_events, EVERY_TEN_MINUTES),
    Job("close events", sharebacks.close_events, EVERY_TEN_MINUTES),
    Job("close story collections", sharebacks.close_collections, HOURLY),
    Job("forget access needs", sharebacks.forget_access_needs, DAILY, housekeeping=True),
    Job("open check-ins", outcomes.open_check_ins, HOURLY),
    Job("recount trends", pitches.recount_trends, DAILY, housekeeping=True),
    Job("sweep abandoned uploads", files.sweep, DAILY, housekeeping=True),
    Job("forget kept forms", kept.sweep, HOURLY, housekeeping=True),
    Job("forget ended rate counts", limits.sweep, HOURLY, housekeeping=True),
    Job("chain the audit trail", chain, crontab(minute="*/5"), housekeeping=True),
    Job("bring the log into the file", checkpoint, EVERY_TEN_MINUTES, housekeeping=True),
)


def run_what_is_due() -> int:
    """Run every job once, then go on until nothing waits; return how much that was.

    The demo calls this after it moved the clock. A job that fails stops it, so that the fault is seen.
    """
    for job in JOBS:
        job.run()
    done = work_until_quiet()
    send_all_mail()
    return done


def pass_a_day() -> None:
    """Do what deadlines ask for, without mail and housekeeping: for the days of a demo that nobody lived through."""
    for job in JOBS[1:]:
        if not job.housekeeping:
            job.run()
    work_until_quiet()


def send_all_mail() -> None:
    """Send mail until none is due."""
    while send_mail():
        pass


def advance_clock(by: timedelta) -> None:
    """Move the demo's clock ahead and run what falls due on the way, step by step, so that nothing comes late."""
    while by > timedelta():
        step = min(by, LONGEST_STEP)
        travel.move(step)
        run_what_is_due()
        by -= step


def build_huey(config: Mapping[str, Any], surroundings: Surroundings = nullcontext) -> Huey:
    """Return the queue that web and worker share; every job runs inside `surroundings`, the app's context."""
    huey = _storage(config)

    def inside(run: Callable[..., object]) -> Callable[..., None]:
        def surrounded(*words: Any) -> None:
            with surroundings():
                run(*words)

        return surrounded

    for job in JOBS:
        huey.periodic_task(job.when, name=job.name)(inside(job.run))
    _bell.task = huey.task(name="nudged")(inside(work_now))
    _bell.travel = huey.task(name="travel")(inside(advance_clock))
    return huey


def _storage(config: Mapping[str, Any]) -> Huey:
    address = sa.make_url(config["DATABASE_URL"])
    if address.get_backend_name() == "postgresql":
        dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
        storage.psycopg = importlib.import_module("psycopg")
        return PostgresHuey("crowdlearn", dsn=dsn, results=False)
    file = Path(config["CROWDLEARN_HOME"]) / "jobs.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("crowdlearn", filename=str(file), results=False)


class _Bell:
    """How the web wakes the worker; silent until `build_huey` was called in this process."""

    task: Callable[[], object] | None = None
    travel: Callable[[timedelta], object] | None = None


_bell = _Bell()


def nudge() -> None:
    """Ask the worker to deliver events now. If this is lost, the next minute does it."""
    try:
        if _bell.task is not None:
            _bell.task()
    except Exception:  # whatever the queue suffers from, the person's request is done
        _log.warning("the worker was not nudged", exc_info=True)


def travel_ahead(by: timedelta) -> bool:
    """Have the worker advance the demo's clock, and return False; without a queue do it here, and return True."""
    if _bell.travel is None:
        advance_clock(by)
        return True
    _bell.travel(by)
    return False


def make_worker(huey: Huey) -> Consumer:
    """Return the worker: `run()` stays until SIGTERM or SIGINT, and lets what runs finish."""
    return huey.create_consumer(
        workers=WORKERS, worker_type="thread", initial_delay=0.05, max_delay=LONGEST_NAP_SECONDS, graceful_signal="TERM"
    )
