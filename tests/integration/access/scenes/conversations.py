"""Questions, messages, encouragement, reports and hiding."""

from datetime import timedelta
from uuid import UUID

from crowdlearn.conversations import service
from crowdlearn.conversations.models import Comment
from crowdlearn.conversations.rules import Decided, FlagReason
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks import service as sharebacks
from tests import make
from tests.support.access import Cast, Scene, prepare


def talked_about(cast: Cast) -> Pitch:
    """Return an open pitch with its conversation."""
    pitch = make.pitch(cast.pitcher)
    with transaction() as session:
        service.keep_thread(
            session,
            "pitch",
            pitch.id,
            owner_id=pitch.owner_id,
            title=pitch.title,
            path=f"/pitches/{pitch.id}",
            language="en",
        )
    return pitch


def question(cast: Cast, by: UUID | None = None) -> UUID:
    """Return a question that the cast's pledger asked, or somebody else."""
    return service.ask(by or cast.pledger.id, "pitch", talked_about(cast).id, "May I join?", "en")


@prepare("comment.create")
def ask(cast: Cast) -> Scene:
    return Scene(f"/pitches/{talked_about(cast).id}/comments", {"text": "When is it?"})


@prepare("comment.answer_form", "comment.answer")
def answer(cast: Cast) -> Scene:
    return Scene(f"/comments/{question(cast)}/answer", {"text": "In May."})


@prepare("comment.edit_form", "comment.edit")
def edit(cast: Cast) -> Scene:
    return Scene(f"/comments/{question(cast)}/edit", {"text": "May I join, please?"})


@prepare("comment.edit_late")
def edit_late(cast: Cast) -> Scene:
    comment_id = question(cast)
    with transaction() as session:
        lock(session, Comment, comment_id).written_at = now() - timedelta(hours=1)
    return Scene(f"/comments/{comment_id}/edit", {"text": "May I join, please?"})


@prepare("comment.delete_form", "comment.delete")
def delete(cast: Cast) -> Scene:
    return Scene(f"/comments/{question(cast)}/delete")


@prepare("encouragement.give")
def encourage(cast: Cast) -> Scene:
    return Scene(f"/pitches/{talked_about(cast).id}/encourage", {"line": "Go for it!"})


@prepare("encouragement.take_back")
def take_back(cast: Cast) -> Scene:
    return Scene(f"/pitches/{talked_about(cast).id}/encourage/take-back")


@prepare("message.write_form", "message.write")
def write(cast: Cast) -> Scene:
    return Scene(f"/pitches/{talked_about(cast).id}/write", {"text": "I know the editor."})


@prepare("message.read", "message.reply")
def talk(cast: Cast) -> Scene:
    pitch = talked_about(cast)
    talk_id = service.write_to_owner(cast.pledger.id, "pitch", pitch.id, "I know the editor.")
    return Scene(f"/talks/{talk_id}", {"text": "Do introduce us."})


@prepare("flag.form", "flag.create")
def report(cast: Cast) -> Scene:
    return Scene(f"/flags/comment/{question(cast, make.person().id)}", {"reason": "unkind", "note": "Rude"})


@prepare("mod.queue")
def queue(cast: Cast) -> Scene:
    service.report(cast.member.id, "comment", question(cast), FlagReason.UNKIND, "")
    return Scene("/stewardship")


@prepare("mod.hide_form", "mod.hide")
def hide(cast: Cast) -> Scene:
    return Scene(f"/stewardship/hide/comment/{question(cast)}", {"reason": "Not for here."})


@prepare("mod.hide_own")
def hide_own(cast: Cast) -> Scene:
    return Scene(f"/stewardship/hide/comment/{question(cast, cast.steward.id)}", {"reason": "Not for here."})


@prepare("mod.show")
def show(cast: Cast) -> Scene:
    hidden = service.hide(cast.admin.id, "comment", question(cast), "Not for here.")
    return Scene(f"/stewardship/hidden/{hidden}/show")


@prepare("mod.dismiss")
def dismiss(cast: Cast) -> Scene:
    flag = service.report(cast.member.id, "comment", question(cast), FlagReason.UNKIND, "")
    return Scene(f"/stewardship/flags/{flag}/dismiss")


def _hidden_review(cast: Cast, by: UUID | None = None) -> UUID:
    row = make.shareback(cast.pitcher)
    review_id = sharebacks.review(cast.pledger.id, row.id, sharebacks.Judgement(1, 1, 1, "He copied it."))
    return service.hide(by or make.person().id, "review", review_id, "Say it without the person.")


@prepare("decision.view", "appeal.make")
def decision(cast: Cast) -> Scene:
    return Scene(f"/decisions/hidden/{_hidden_review(cast)}", {"text": "It is true, and I can show it."})


@prepare("appeal.view", "appeal.decide")
def decide_appeal(cast: Cast) -> Scene:
    appeal = service.appeal(cast.pledger.id, Decided.HIDDEN, _hidden_review(cast), "I can show it.")
    return Scene(f"/stewardship/appeals/{appeal}", {"ruling": "overturn", "answer": "You showed it."})


@prepare("appeal.decide_own")
def decide_own_appeal(cast: Cast) -> Scene:
    hidden = _hidden_review(cast, by=cast.steward.id)
    appeal = service.appeal(cast.pledger.id, Decided.HIDDEN, hidden, "I can show it.")
    return Scene(f"/stewardship/appeals/{appeal}", {"ruling": "stand", "answer": "No."})


@prepare("feedback.settle")
def settle_feedback(_cast: Cast) -> Scene:
    feedback_id = service.give_feedback(None, "The menu cannot be read aloud.", "")
    return Scene(f"/stewardship/feedback/{feedback_id}/settle")
