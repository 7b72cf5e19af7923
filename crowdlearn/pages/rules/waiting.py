"""What can wait for a person, and what is most urgent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crowdlearn.kernel.words import N_, Passage, Worded

MOST = 40


class Task(Worded):
    """One kind of thing that waits; its words may name the pitch and another person. In order of weight."""

    PAY = "pay", N_("Pay your pledge for “%(title)s”")
    MEND = "mend", N_("Your bank has not held the money of your pledge for “%(title)s”")
    SAVE_CARD = "save_card", N_("Save a card for your pledge to “%(title)s”")
    STILL_STANDS = "still_stands", N_("“%(title)s” changed: does your pledge still stand?")
    COVER = "cover", N_("“%(title)s” is short of money: cover the rest or let it end")
    REPAY = "repay", N_("Return what peers paid too much for “%(title)s”")
    RECEIPTS = "receipts", N_("Show the receipts of “%(title)s”")
    CLEAR = "clear", N_("%(name)s asks you to clear “%(title)s”")
    CHANGE = "change", N_("Changes are asked for in “%(title)s”")
    LEAD = "lead", N_("%(name)s says that you are their manager")
    DELIVER = "deliver", N_("Deliver what you promised: %(title)s")
    SUBSTITUTE = "substitute", N_("%(name)s cannot go to “%(title)s”: may someone else go?")
    VOTE = "vote", N_("%(name)s would like to give something else instead of: %(title)s")
    ATTENDANCE = "attendance", N_("Say who came to “%(title)s”")
    CHECK_IN = "check_in", N_("Say what you use of “%(title)s”")
    ANSWER_OFFER = "answer_offer", N_("%(name)s offers help with “%(title)s”")
    HELP_STANDS = "help_stands", N_("“%(title)s” ended: does your offer of help still stand?")
    FIND_TIME = "find_time", N_("Agree on a time for the help with “%(title)s”")
    HAND_OVER = "hand_over", N_("Help with “%(title)s” is agreed: say once it was given")
    SAY_HOURS = "say_hours", N_("Say how much help was given for “%(title)s”")
    CONFIRM = "confirm", N_("%(name)s delivered: %(title)s")
    CONFIRM_USE = "confirm_use", N_("%(name)s uses what was learned from “%(title)s”: do you see it?")
    ANSWER_WISH = "answer_wish", N_("Did “%(title)s” give you what you hoped for?")
    ANSWER_QUESTION = "answer_question", N_("%(name)s asks about “%(title)s”")
    REPLY = "reply", N_("%(name)s would like to think “%(title)s” through with you")
    THANK = "thank", N_("Thank those who back “%(title)s”")
    RECORD = "record", N_("Record what backers pay for “%(title)s”")
    DOCUMENTS = "documents", N_("Look at the documents of “%(title)s”")
    PAY_OUT = "pay_out", N_("Pay out what peers gave for “%(title)s”")
    PAYOUT = "payout", N_("Confirm a payout for “%(title)s”")
    REFUND = "refund", N_("Send money back to the backers of “%(title)s”")
    ARRIVAL = "arrival", N_("Money came in that fits no pledge of “%(title)s”")
    DISPUTE = "dispute", N_("Decide a dispute about: %(title)s")
    REPORT = "report", N_("Something at “%(title)s” was reported")
    ORGANISATION = "organisation", N_("An organisation waits to be confirmed: %(title)s")
    ROLE = "role", N_("%(name)s is proposed for a role that takes two administrators")
    FEEDBACK = "feedback", N_("Someone reports a barrier on these pages")
    APPEAR = "appear", N_("%(name)s asks whether you may appear in “%(title)s”")
    JOIN_AUTHORS = "join_authors", N_("%(name)s asks you to be a co-author of “%(title)s”")
    PUBLISH = "publish", N_("Publish what you wrote: %(title)s")
    FINISH = "finish", N_("Finish your draft “%(title)s”")


@dataclass(frozen=True)
class Way:
    """Where a task is done: the words of its button, the view, and the argument that takes the task's id."""

    action: str
    endpoint: str
    argument: str = ""


WAYS: dict[Task, Way] = {
    Task.PAY: Way(N_("See how to pay"), "pledges.view", "pledge_id"),
    Task.MEND: Way(N_("Mend it"), "pledges.repair", "pledge_id"),
    Task.SAVE_CARD: Way(N_("Go on"), "pledges.card", "pledge_id"),
    Task.STILL_STANDS: Way(N_("Answer"), "pledges.view", "pledge_id"),
    Task.COVER: Way(N_("Decide"), "settlement.top_up", "pitch_id"),
    Task.REPAY: Way(N_("See what is owed"), "settlement.receipts", "pitch_id"),
    Task.RECEIPTS: Way(N_("Add receipts"), "settlement.receipts", "pitch_id"),
    Task.CLEAR: Way(N_("Decide"), "approvals.view", "pitch_id"),
    Task.CHANGE: Way(N_("See what is asked"), "pages.pitch", "pitch_id"),
    Task.LEAD: Way(N_("Answer"), "people.team", ""),
    Task.DELIVER: Way(N_("Deliver"), "commitments.view", "commitment_id"),
    Task.SUBSTITUTE: Way(N_("Answer"), "settlement.substitute", "pitch_id"),
    Task.VOTE: Way(N_("Say yes or no"), "commitments.view", "commitment_id"),
    Task.ATTENDANCE: Way(N_("Record who came"), "sharebacks.attendance", "shareback_id"),
    Task.CHECK_IN: Way(N_("Answer"), "outcomes.checkin", "checkin_id"),
    Task.ANSWER_OFFER: Way(N_("Answer"), "pledges.offer_view", "offer_id"),
    Task.HELP_STANDS: Way(N_("Answer"), "pledges.offer_view", "offer_id"),
    Task.FIND_TIME: Way(N_("Find a time"), "pledges.offer_view", "offer_id"),
    Task.HAND_OVER: Way(N_("Say it"), "pledges.offer_view", "offer_id"),
    Task.SAY_HOURS: Way(N_("Say it"), "pledges.offer_view", "offer_id"),
    Task.CONFIRM: Way(N_("Look and confirm"), "commitments.view", "commitment_id"),
    Task.CONFIRM_USE: Way(N_("Confirm"), "outcomes.checkin", "checkin_id"),
    Task.ANSWER_WISH: Way(N_("Tick your wish"), "sharebacks.wishes", "pitch_id"),
    Task.ANSWER_QUESTION: Way(N_("Answer"), "conversations.answer", "comment_id"),
    Task.REPLY: Way(N_("Write back"), "conversations.talk", "talk_id"),
    Task.THANK: Way(N_("Say thank you"), "sharebacks.thanks", "pitch_id"),
    Task.RECORD: Way(N_("Look"), "settlement.pitch", "pitch_id"),
    Task.DOCUMENTS: Way(N_("Look"), "settlement.pitch", "pitch_id"),
    Task.PAY_OUT: Way(N_("Propose the payout"), "settlement.propose_payout", "pitch_id"),
    Task.PAYOUT: Way(N_("Look and confirm"), "settlement.pitch", "pitch_id"),
    Task.REFUND: Way(N_("Send"), "settlement.pitch", "pitch_id"),
    Task.ARRIVAL: Way(N_("Look"), "settlement.desk"),
    Task.DISPUTE: Way(N_("Decide"), "commitments.view", "commitment_id"),
    Task.REPORT: Way(N_("Look"), "conversations.queue"),
    Task.ORGANISATION: Way(N_("Look"), "people.organisation", "organisation_id"),
    Task.ROLE: Way(N_("Look"), "people.user", "person_id"),
    Task.FEEDBACK: Way(N_("Read"), "conversations.queue"),
    Task.APPEAR: Way(N_("See and answer"), "sharebacks.appearances"),
    Task.JOIN_AUTHORS: Way(N_("Read and answer"), "sharebacks.view", "shareback_id"),
    Task.PUBLISH: Way(N_("Look it over"), "sharebacks.view", "shareback_id"),
    Task.FINISH: Way(N_("Go on"), "pitches.check", "pitch_id"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person. `due` is its last day, None when it has none."""

    task: Task
    id: UUID
    title: Passage
    name: str
    due: date | None


def by_urgency(waiting: list[Waiting]) -> list[Waiting]:
    """Return the tasks as they should be done: those with a day first, the nearest first, then by weight."""
    weights = {task: weight for weight, task in enumerate(Task)}
    return sorted(waiting, key=lambda one: (one.due is None, one.due or date.max, weights[one.task], one.id))[:MOST]
