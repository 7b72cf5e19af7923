"""Questions, answers, encouragement, messages, reports and hiding, on both databases."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from crowdlearn.audit.models import AuditRow
from crowdlearn.conversations import service
from crowdlearn.conversations.models import Comment, Flag, Talk
from crowdlearn.conversations.queries import comment_to_edit, conversation, steward_page, talk_page
from crowdlearn.conversations.rules import (
    AlreadyHidden,
    AlreadyReported,
    ConversationOver,
    FlagReason,
    FlagState,
    NothingWritten,
    OneLevel,
    OwnSubject,
    ReasonMissing,
    TooLateToEdit,
    TooLong,
)
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.search.queries import matching
from crowdlearn.search.service import index
from tests import make
from tests.support.clocks import Hands


class Scene:
    """A thing that is talked about: its owner, and three others of whom one is a steward."""

    def __init__(self) -> None:
        self.about = new_id()
        self.owner, self.asker, self.peer, self.steward = (make.person(n) for n in ("Amira", "Ben", "Chloé", "Stew"))
        make.role(self.steward, Role.STEWARD)
        with transaction() as session:
            service.keep_thread(
                session,
                "pitch",
                self.about,
                owner_id=self.owner.id,
                title="Plain letters",
                path=f"/pitches/{self.about}",
                language="en",
            )
            index(session, "pitch", self.about, language="en", title="Plain letters", text="", visible=True)

    def ask(self, text: str = "May I join?", by: Person | None = None) -> UUID:
        return service.ask((by or self.asker).id, "pitch", self.about, text, "en")

    def read(self, viewer: Person | None = None):
        with reading() as session:
            return conversation(session, "pitch", self.about, viewer.id if viewer else None)


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene()


def test_questions_have_one_level_of_answers_and_the_owners_are_marked(scene: Scene) -> None:
    first, second = scene.ask("*When* is it?"), scene.ask("Where?", scene.peer)
    service.answer(scene.peer.id, first, "In May, I think.", "en")
    answer = service.answer(scene.owner.id, first, "In **May**.", "fr")
    with pytest.raises(OneLevel):
        service.answer(scene.asker.id, answer, "Thanks", "en")
    one, two = scene.read().questions
    assert (one.id, two.id) == (first, second)
    assert one.html == "<p><em>When</em> is it?</p>"
    assert [(a.author, a.by_owner, a.language) for a in one.answers] == [("Chloé", False, "en"), ("Amira", True, "fr")]


@pytest.mark.parametrize(("text", "refusal"), [("  \n", NothingWritten), ("x" * 2001, TooLong)])
def test_what_cannot_be_said(scene: Scene, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        scene.ask(text)
    assert scene.read().questions == ()


def test_only_a_short_subset_of_markdown_is_kept(scene: Scene) -> None:
    scene.ask("# Big\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    html = scene.read().questions[0].html
    assert "<strong>bold</strong>" in html
    assert not any(bad in html for bad in ("<h", "<table", "<script", "javascript:"))


def test_a_comment_can_be_changed_for_a_quarter_of_an_hour(scene: Scene, clock: Hands) -> None:
    clock.stand()
    question = scene.ask()
    clock.forward(minutes=15)
    service.edit_comment(scene.asker.id, question, "May I join, please?")
    assert scene.read().questions[0].text == "May I join, please?"
    assert scene.read().questions[0].edited_at is not None
    clock.forward(seconds=1)
    with pytest.raises(TooLateToEdit):
        service.edit_comment(scene.asker.id, question, "Too late")
    with pytest.raises(NotAllowed):
        service.edit_comment(scene.peer.id, question, "Not mine")
    with pytest.raises(NotFound):
        comment_to_edit(question, scene.peer.id)


def test_a_deleted_question_keeps_its_place_only_while_it_has_answers(scene: Scene) -> None:
    question, lonely = scene.ask("My address is 12 Main St"), scene.ask("Never mind")
    service.answer(scene.owner.id, question, "Please do not post addresses.", "en")
    for comment in (question, lonely):
        service.delete_comment(scene.asker.id, comment)
        service.delete_comment(scene.asker.id, comment)
    (left,) = scene.read().questions
    assert (left.deleted, left.html, left.text, len(left.answers)) == (True, "", "", 1)
    with pytest.raises(NotFound):
        service.answer(scene.peer.id, question, "What?", "en")
    with pytest.raises(NotFound):
        service.edit_comment(scene.asker.id, question, "Back again")


def test_others_do_not_delete_but_a_steward_may(scene: Scene) -> None:
    question = scene.ask()
    for other in (scene.peer, scene.owner):
        with pytest.raises(NotAllowed):
            service.delete_comment(other.id, question)
    service.delete_comment(scene.steward.id, question)
    assert scene.read().questions == ()


def test_a_closed_conversation_is_read_only(scene: Scene) -> None:
    question = scene.ask()
    with transaction() as session:
        service.close_thread(session, "pitch", scene.about)
    for act in (scene.ask, lambda: service.answer(scene.owner.id, question, "Yes", "en")):
        with pytest.raises(ConversationOver):
            act()
    assert len(scene.read().questions) == 1


def test_there_is_no_conversation_about_nothing(scene: Scene) -> None:
    with pytest.raises(NotFound):
        service.ask(scene.asker.id, "pitch", new_id(), "Hello?", "en")


def test_one_encouragement_each_with_a_line_or_without(scene: Scene) -> None:
    for line in ("", "Go  for\nit!"):
        service.encourage(scene.asker.id, "pitch", scene.about, line, "en")
    service.encourage(scene.peer.id, "pitch", scene.about, "Bravo !", "fr")
    assert [(c.name, c.line, c.language) for c in scene.read().cheers] == [
        ("Chloé", "Bravo !", "fr"),
        ("Ben", "Go for it!", "en"),
    ]
    with pytest.raises(OwnSubject):
        service.encourage(scene.owner.id, "pitch", scene.about, "", "en")
    with pytest.raises(TooLong):
        service.encourage(scene.peer.id, "pitch", scene.about, "x" * 141, "en")
    for _ in range(2):
        service.take_back_encouragement(scene.asker.id, "pitch", scene.about)
    assert [c.name for c in scene.read().cheers] == ["Chloé"]


def test_a_talk_is_between_two_and_shows_no_address(scene: Scene) -> None:
    talk = service.write_to_owner(scene.asker.id, "pitch", scene.about, "Could we think this through together?")
    assert service.write_to_owner(scene.asker.id, "pitch", scene.about, "I know the editor.") == talk
    service.reply(scene.owner.id, talk, "With pleasure.")
    page = talk_page(talk, scene.owner.id)
    assert (page.with_name, [m.author for m in page.messages]) == ("Ben", ["Ben", "Ben", "Amira"])
    assert talk_page(talk, scene.asker.id).with_name == "Amira"
    assert "@" not in repr(page)
    for outsider in (scene.peer, scene.steward):
        with pytest.raises(NotFound):
            talk_page(talk, outsider.id)
        with pytest.raises(NotFound):
            service.reply(outsider.id, talk, "Hello")
    with pytest.raises(OwnSubject):
        service.write_to_owner(scene.owner.id, "pitch", scene.about, "Me")
    with reading() as session:
        assert len(session.exec(select(Talk)).all()) == 1


def test_a_report_reaches_the_stewards_with_the_words_it_is_about(scene: Scene) -> None:
    question = scene.ask("Buy my course!")
    service.report(scene.peer.id, "comment", question, FlagReason.SELLING, "An advert")
    with pytest.raises(AlreadyReported):
        service.report(scene.peer.id, "comment", question, FlagReason.OTHER, "")
    (report,) = steward_page().reports
    assert (report.words, report.author, report.reporter, report.note) == (
        "Buy my course!",
        "Ben",
        "Chloé",
        "An advert",
    )
    service.dismiss(scene.steward.id, report.id)
    assert steward_page().reports == ()
    with pytest.raises(AlreadyReported):
        service.report(scene.peer.id, "comment", question, FlagReason.OTHER, "")


def test_what_is_hidden_is_seen_by_its_author_alone_until_it_is_shown_again(scene: Scene) -> None:
    question = scene.ask("Buy my course!")
    service.report(scene.peer.id, "comment", question, FlagReason.SELLING, "")
    with pytest.raises(ReasonMissing):
        service.hide(scene.steward.id, "comment", question, " ")
    hidden = service.hide(scene.steward.id, "comment", question, "Adverts are not for here.")
    with pytest.raises(AlreadyHidden):
        service.hide(scene.steward.id, "comment", question, "Again")
    assert scene.read().questions == ()
    assert scene.read(scene.peer).questions == ()
    assert [one.hidden for one in scene.read(scene.asker).questions] == [True]
    assert [(thing.id, thing.owner) for thing in steward_page().hidden] == [(hidden, "Ben")]
    with reading() as session:
        assert [flag.state for flag in session.exec(select(Flag))] == [FlagState.UPHELD]
    service.show_again(scene.steward.id, hidden)
    service.show_again(scene.steward.id, hidden)
    assert len(scene.read().questions) == 1
    assert steward_page().hidden == ()


def test_a_hidden_subject_is_not_found_and_not_talked_about(scene: Scene) -> None:
    hidden = service.hide(scene.steward.id, "pitch", scene.about, "Copied from elsewhere.")
    assert matching("letters") == []
    with pytest.raises(NotFound):
        scene.ask()
    scene.ask("Why was this hidden?", scene.owner)
    service.show_again(scene.steward.id, hidden)
    assert len(matching("letters")) == 1
    scene.ask()


def test_nobody_moderates_what_is_their_own(scene: Scene) -> None:
    mine = scene.ask(by=scene.steward)
    flag = service.report(scene.peer.id, "comment", mine, FlagReason.UNKIND, "")
    for act in (
        lambda: service.hide(scene.steward.id, "comment", mine, "Mine"),
        lambda: service.dismiss(scene.steward.id, flag),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_message_is_reported_by_its_two_people_only(scene: Scene) -> None:
    talk = service.write_to_owner(scene.asker.id, "pitch", scene.about, "Rude words")
    (message,) = talk_page(talk, scene.owner.id).messages
    with pytest.raises(NotFound):
        service.report(scene.peer.id, "message", message.id, FlagReason.UNKIND, "")
    service.report(scene.owner.id, "message", message.id, FlagReason.UNKIND, "")
    service.hide(scene.steward.id, "message", message.id, "Unkind.")
    assert talk_page(talk, scene.owner.id).messages == ()


def test_unknown_things_are_not_reported(scene: Scene) -> None:
    for kind in ("comment", "encouragement", "message", "pitch", "person"):
        with pytest.raises(NotFound):
            service.report(scene.peer.id, kind, new_id(), FlagReason.OTHER, "")


def test_every_decision_leaves_its_audit_row(scene: Scene) -> None:
    question = scene.ask()
    service.edit_comment(scene.asker.id, question, "Changed")
    service.encourage(scene.peer.id, "pitch", scene.about, "", "en")
    service.take_back_encouragement(scene.peer.id, "pitch", scene.about)
    service.report(scene.peer.id, "comment", question, FlagReason.OTHER, "")
    service.show_again(scene.steward.id, service.hide(scene.steward.id, "comment", question, "No"))
    service.delete_comment(scene.asker.id, question)
    with reading() as session:
        actions = [row.action for row in session.exec(select(AuditRow).order_by(col(AuditRow.id)))]
        assert session.get(Comment, question).text == ""
    assert actions == [
        "comment.create",
        "comment.edit",
        "encouragement.give",
        "encouragement.take_back",
        "flag.create",
        "mod.hide",
        "mod.show",
        "comment.delete",
    ]


def test_the_thread_follows_its_subject(scene: Scene) -> None:
    with transaction() as session:
        for title in ("New title", "Newer title"):
            service.keep_thread(
                session, "pitch", scene.about, owner_id=scene.owner.id, title=title, path="/pitches/x", language="fr"
            )
    question = scene.ask()
    assert comment_to_edit(question, scene.asker.id).title == "Newer title"
