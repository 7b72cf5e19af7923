"""Telling people what was said to them, and what became of what they said. Stewards' names are never told."""

from crowdlearn.conversations.models import Comment, Feedback, Flag, Hidden, Message, Talk, Thread
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.queries.appeals import decision_of
from crowdlearn.conversations.rules import (
    COMMENT,
    MESSAGE,
    ContentHidden,
    ContentReported,
    ContentShown,
    Decided,
    EncouragementChanged,
    FeedbackGiven,
    MessageSent,
    QuestionAnswered,
    QuestionAsked,
    ReportDismissed,
)
from crowdlearn.db.session import transaction
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import take_back, tell
from crowdlearn.people.models import Person
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role
from crowdlearn.web.markdown import excerpt

from .threads import find_thread

LONGEST_QUOTE = 400


def tell_of_question(event: QuestionAsked) -> None:
    """Tell the owner that someone asked."""
    with transaction() as session:
        comment = session.get_one(Comment, event.comment_id)
        thread = session.get_one(Thread, comment.thread_id)
        if comment.deleted_at is not None or comment.author_id == thread.owner_id:
            return
        asker = session.get_one(Person, comment.author_id)
        facts = {"name": asker.name, "title": _title(thread), "quote": _quote(comment)}
        path = f"{thread.path}#c-{comment.id}"
        kind = "idea_given" if comment.idea else "question_asked"
        tell(session, thread.owner_id, kind, event_id=event.id, facts=facts, path=path)


def tell_of_answer(event: QuestionAnswered) -> None:
    """Tell who asked, and the owner where another answered."""
    with transaction() as session:
        comment = session.get_one(Comment, event.comment_id)
        if comment.deleted_at is not None or comment.parent_id is None:
            return
        thread = session.get_one(Thread, comment.thread_id)
        asker = session.get_one(Comment, comment.parent_id).author_id
        author = session.get_one(Person, comment.author_id)
        facts = {"name": author.name, "title": _title(thread), "quote": _quote(comment)}
        path = f"{thread.path}#c-{comment.id}"
        for person_id in {asker, thread.owner_id} - {comment.author_id}:
            tell(session, person_id, "question_answered", event_id=event.id, facts=facts, path=path)


def tell_of_encouragement(event: EncouragementChanged) -> None:
    """Tell the owner of a good word; taking one back is told to nobody."""
    if not event.given or event.by is None:
        return
    with transaction() as session:
        thread = find_thread(session, event.about_kind, event.about_id)
        if thread is None:
            return
        facts = {"name": session.get_one(Person, event.by).name, "title": _title(thread)}
        path = f"{thread.path}#encouragement"
        tell(session, thread.owner_id, "encouragement_given", event_id=event.id, facts=facts, path=path)


def tell_of_message(event: MessageSent) -> None:
    """Tell the other of the two, with the words and without an address."""
    with transaction() as session:
        message = session.get_one(Message, event.message_id)
        talk = session.get_one(Talk, message.talk_id)
        thread = session.get_one(Thread, talk.thread_id)
        other = talk.person_id if message.author_id == thread.owner_id else thread.owner_id
        if hidden_now(session, MESSAGE, message.id) is not None:
            return
        author = session.get_one(Person, message.author_id)
        facts = {"name": author.name, "title": _title(thread), "quote": excerpt(message.html, LONGEST_QUOTE)}
        tell(session, other, "message_received", event_id=event.id, facts=facts, path=f"/talks/{talk.id}#last")


def tell_stewards_of_report(event: ContentReported) -> None:
    """Tell every steward that something waits."""
    with transaction() as session:
        flag = session.get_one(Flag, event.flag_id)
        for steward_id in holders(session, Role.STEWARD):
            facts = {"reason": flag.reason.label, "note": flag.note}
            tell(session, steward_id, "report_made", event_id=event.id, facts=facts, path="/stewardship")


def tell_reporter(event: ReportDismissed) -> None:
    """Tell who reported that a steward looked at it."""
    with transaction() as session:
        flag = session.get_one(Flag, event.flag_id)
        path = f"/decisions/{Decided.KEPT}/{flag.id}"
        tell(session, flag.reporter_id, "report_settled", event_id=event.id, facts={}, path=path)


def tell_author_of_hiding(event: ContentHidden) -> None:
    """Tell the author what was hidden and why."""
    _tell_author(event, "report_hidden")


def take_back_notices(event: ContentHidden) -> None:
    """Forget what followers were told of a whole thing that was hidden; what was hidden on its page concerns nobody."""
    with transaction() as session:
        hidden = session.get_one(Hidden, event.hidden_id)
        if hidden.path.endswith(str(hidden.about_id)):
            take_back(session, hidden.path)


def tell_author_of_showing(event: ContentShown) -> None:
    """Tell the author that it is shown again."""
    _tell_author(event, "report_shown")


def tell_concerned(event: ContentHidden | ContentShown) -> None:
    """Tell whom a hidden or shown thing judges, and who reported what is shown again: they may appeal."""
    with transaction() as session:
        decided = Decided.HIDDEN if isinstance(event, ContentHidden) else Decided.SHOWN
        decision = decision_of(session, decided, event.hidden_id)
        hidden = session.get_one(Hidden, event.hidden_id)
        facts = {"title": hidden.title, "decided": decided.label}
        for person_id in sorted(decision.parties - {decision.owner_id, event.by}, key=str):
            path = f"/decisions/{decided}/{hidden.id}"
            tell(session, person_id, "report_decided", event_id=event.id, facts=facts, path=path)


def tell_stewards_of_feedback(event: FeedbackGiven) -> None:
    """Tell every steward what is in somebody's way."""
    with transaction() as session:
        feedback = session.get_one(Feedback, event.feedback_id)
        for steward_id in holders(session, Role.STEWARD):
            facts = {"quote": feedback.text[:LONGEST_QUOTE]}
            tell(session, steward_id, "report_feedback", event_id=event.id, facts=facts, path="/stewardship#feedback")


def _tell_author(event: ContentHidden | ContentShown, kind: str) -> None:
    with transaction() as session:
        hidden = session.get_one(Hidden, event.hidden_id)
        anchor = f"#c-{hidden.about_id}" if hidden.about_kind == COMMENT else ""
        facts = {"title": hidden.title, "reason": hidden.reason}
        decision = f"/decisions/{Decided.HIDDEN}/{hidden.id}"
        path = decision if isinstance(event, ContentHidden) else hidden.path + anchor
        tell(session, hidden.owner_id, kind, event_id=event.id, facts=facts, path=path)


def _title(thread: Thread) -> Passage:
    return Passage(thread.title, thread.language)


def _quote(comment: Comment) -> Passage:
    return Passage(excerpt(comment.html, LONGEST_QUOTE), comment.language)
