"""Live notes: written while the learning goes on, seen at once, answered, told, and gathered into a draft."""

from io import BytesIO

import pytest
from sqlmodel import select

from crowdlearn.conversations import service as conversations
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.files.models import StoredFile
from crowdlearn.files.rules import Visibility
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules.reasons import Channel, reason_of
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.rules import PitchState, ShareBackKind, WordsMissing
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import LiveNote, ShareBack
from crowdlearn.sharebacks.rules import NotAPicture, PictureWithoutWords
from crowdlearn.sharebacks.rules.notes import NothingToGather, NotLearning
from tests import make
from tests.support.uploads import CAPTIONS, Sent, png

pytestmark = pytest.mark.usefixtures("database")
NOTED = "Line two, and **I stopped** caring."


@pytest.fixture
def author():
    return make.person("Amira Haddad")


@pytest.fixture
def pitch(author):
    return make.pitch(author, state=PitchState.FUNDED, starts_on=make.days(-1), ends_on=make.days(0))


def told(kind):
    drain_all(AFTER)
    with reading() as session:
        return [(one.person_id, one.path) for one in session.exec(select(Notice).where(Notice.kind == kind))]


def test_a_learner_notes_a_reader_asks_and_says_what_to_try(author, pitch, browser):
    bao = make.person("Bao Chen")
    make.kept(Follow(person_id=bao.id, kind=FollowKind.PITCH, target=str(pitch.id)))
    browser.sign_in(author.id)
    assert "Write a live note" in browser.get(f"/en/pitches/{pitch.id}").text
    form = browser.get(f"/en/pitches/{pitch.id}/notes")
    page = form.submit(text=NOTED, file=(BytesIO(png()), "letter.png"), picture_words="A letter with red marks")
    assert "I stopped caring." in page.text
    with reading() as session:
        note = session.exec(select(LiveNote)).one()
    assert told("live_note") == [(bao.id, f"/notes/{note.id}")]
    browser.sign_in(bao.id)
    shown = browser.get(f"/en/pitches/{pitch.id}")
    assert "Live from the learning" in shown.text
    assert "I stopped caring." in shown.text
    assert browser.get(f"/files/{note.picture_id}").status == 200
    there = browser.get(f"/en/notes/{note.id}?idea=1").submit(text="Read it backwards.")
    assert "Bao ChenTry this" in there.text
    browser.get(f"/en/notes/{note.id}").submit(text="Where was that?")
    assert [person for person, _path in told("idea_given")] == [author.id]
    assert [person for person, _path in told("question_asked")] == [author.id]
    stream = browser.get(f"/en/pitches/{pitch.id}/notes").text
    assert "Read it backwards." in stream
    assert "Where was that?" in stream


def test_notes_are_told_in_the_daily_digest_unless_one_chooses_otherwise():
    reason = reason_of("live_note")
    assert reason is not None
    assert reason.default is Channel.DAILY


def test_notes_are_written_while_the_learning_goes_on(author, pitch):
    ahead = make.pitch(author, state=PitchState.FUNDED, starts_on=make.days(1), ends_on=make.days(2))
    over = make.pitch(author, state=PitchState.COMPLETED, starts_on=make.days(-20), ends_on=make.days(-15))
    lately = make.pitch(author, state=PitchState.COMPLETED, starts_on=make.days(-20), ends_on=make.days(-14))
    fallen = make.pitch(author, state=PitchState.CANCELLED, starts_on=make.days(-1), ends_on=make.days(0))
    for shut in (ahead, over, fallen):
        with pytest.raises(NotLearning):
            service.write_note(author.id, shut.id, NOTED, "en")
    service.write_note(author.id, lately.id, NOTED, "en")
    with pytest.raises(WordsMissing):
        service.write_note(author.id, pitch.id, "  ", "en")
    with pytest.raises(NotAllowed):
        service.write_note(make.person().id, pitch.id, NOTED, "en")


def test_a_picture_is_one_and_has_words(author, pitch):
    with pytest.raises(PictureWithoutWords):
        service.write_note(author.id, pitch.id, NOTED, "en", Sent(png(), "letter.png"))
    with pytest.raises(NotAPicture):
        service.write_note(author.id, pitch.id, NOTED, "en", Sent(CAPTIONS, "fog.vtt"), "Fog")


def test_a_note_is_changed_and_taken_back_by_its_writer_alone(author, pitch, browser):
    note = service.write_note(author.id, pitch.id, NOTED, "en", Sent(png(), "letter.png"), "A letter")
    other = make.person()
    for act in (lambda: service.change_note(other.id, note, "No"), lambda: service.remove_note(other.id, note)):
        with pytest.raises(NotAllowed):
            act()
    browser.sign_in(author.id)
    browser.get(f"/en/notes/{note}/edit").submit(text="Line three.")
    assert "Line three." in browser.get(f"/en/notes/{note}").text
    assert ", changed" in browser.get(f"/en/notes/{note}").text
    browser.get(f"/en/notes/{note}/edit").form(action="/remove").submit()
    assert browser.get(f"/en/notes/{note}").status == 404
    assert "Line three." not in browser.get(f"/en/pitches/{pitch.id}").text
    with reading() as session:
        row = session.get_one(LiveNote, note)
        assert (row.text, row.html, row.picture_id) == ("", "", None)
        assert all(file.removed_at for file in session.exec(select(StoredFile)))
    with pytest.raises(NotFound):
        service.change_note(author.id, note, "Again")
    with pytest.raises(NothingToGather):
        service.gather_notes(author.id, pitch.id)


def test_what_a_steward_hid_is_seen_by_its_writer_and_stewards(author, pitch, browser):
    note = service.write_note(author.id, pitch.id, NOTED, "en", Sent(png(), "letter.png"), "A letter")
    reader, steward = make.person(), make.person()
    conversations.hide(steward.id, "note", note, "It names a client.")
    drain_all(AFTER)
    with reading() as session:
        assert session.exec(select(StoredFile.visibility)).one() is Visibility.OWNER
    browser.sign_in(reader.id)
    assert browser.get(f"/en/notes/{note}").status == 404
    for page in (f"/en/pitches/{pitch.id}", f"/en/pitches/{pitch.id}/notes"):
        assert "I stopped" not in browser.get(page).text
    browser.sign_in(author.id)
    assert "A steward hid this note" in browser.get(f"/en/pitches/{pitch.id}/notes").text
    assert told("live_note") == []


def test_notes_become_a_draft_by_day_with_their_pictures_that_keeps_the_next_promise(author, pitch, browser):
    make.commitment(pitch, kind=ShareBackKind.WEBINAR, due_in=5)
    make.commitment(pitch, kind=ShareBackKind.BLOG, due_in=30)
    sooner = make.commitment(pitch, kind=ShareBackKind.STORY, due_in=10)
    service.write_note(author.id, pitch.id, "The first thought.", "en")
    picture = service.write_note(author.id, pitch.id, "The second.", "en", Sent(png(), "letter.png"), "A letter")
    browser.sign_in(author.id)
    page = browser.get(f"/en/pitches/{pitch.id}/notes").form(action="/gather").submit()
    assert "Your notes are a draft now" in page.text
    with reading() as session:
        draft = session.exec(select(ShareBack)).one()
        day = session.get_one(LiveNote, picture).written_at.astimezone().date()
    assert (draft.kind, draft.commitment_id) == (ShareBackKind.STORY, sooner.id)
    assert draft.body.split("\n\n")[1:] == ["The first thought.", "The second.", "{1}"]
    assert draft.body.startswith("## 20")
    assert day is not None
    service.remove_note(author.id, picture)  # the draft has its own
    (shown,) = queries.draft_page(draft.id, author.id)[0].media.pictures.values()
    assert browser.get(f"/files/{shown.file_id}").status == 200
    assert shown.alt == "A letter"


@pytest.mark.parametrize("many", [1, 25])
def test_the_stream_turns_its_pages_in_few_questions(author, pitch, many, assert_queries):
    notes = [service.write_note(author.id, pitch.id, f"Thought {number}", "en") for number in range(many)]
    reader = make.person()
    for note in notes[:3]:
        conversations.ask(reader.id, "note", note, "Why?", "en")
    with assert_queries(4):
        page = queries.notes_page(pitch.id, reader.id)
    seen = [note.id for note in page.notes]
    if page.after:
        seen += [note.id for note in queries.notes_page(pitch.id, None, after=page.after).notes]
    assert seen == notes[::-1]
    assert page.written == many
