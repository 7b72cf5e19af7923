"""What lies beside the words: kept, shown to those who may read the share-back, and taken away."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from crowdlearn.conversations.service import hide, show_again
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.files.models import StoredFile
from crowdlearn.files.rules import BrokenFile, NotWhatItSays, Visibility
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import (
    MOST_PICTURES,
    Content,
    Form,
    LinkMissing,
    MediumKind,
    NoPicture,
    SharebackState,
    TooManyPictures,
    TranscriptMissing,
)
from tests import make
from tests.support.uploads import CAPTIONS, MP3, Sent, png

pytestmark = pytest.mark.usefixtures("database", "app")
WORDS = "They stop at the first sentence that makes them sigh. " * 6


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def post(author):
    return make.shareback(author, SharebackState.DRAFT)


def recording(author, kind=ShareBackKind.PODCAST, **content):
    words = Content("Fog, read aloud", "en", **content)
    return service.draft(author.id, kind, Form.RECORDING, words)


def fetched_by(medium):
    with reading() as session:
        return session.get_one(StoredFile, medium.file_id).visibility


def test_a_picture_follows_its_share_back_from_draft_to_tombstone(author, post):
    picture = make.picture(post)
    assert fetched_by(picture) is Visibility.OWNER
    service.publish(author.id, post.id)
    assert fetched_by(picture) is Visibility.PUBLIC
    service.edit(author.id, post.id, Content("For members", "en", body=WORDS, open_to_all=False))
    assert fetched_by(picture) is Visibility.MEMBERS
    later = make.picture(post)
    assert fetched_by(later) is Visibility.MEMBERS
    service.withdraw(author.id, post.id)
    assert fetched_by(picture) is fetched_by(later) is Visibility.OWNER


def test_what_a_steward_hides_takes_its_pictures_along(author):
    steward = make.person("Sara")
    make.role(steward, Role.STEWARD)
    post = make.shareback(author)
    picture = make.picture(post)
    service.edit(author.id, post.id, Content("Again", "en", body=WORDS))  # it has a thread from here on
    hidden_id = hide(steward.id, "shareback", post.id, "It names a reader.")
    drain_all(AFTER)
    assert fetched_by(picture) is Visibility.OWNER
    service.edit(author.id, post.id, Content("Once more", "en", body=WORDS))
    later = make.picture(post)
    assert fetched_by(picture) is fetched_by(later) is Visibility.OWNER
    show_again(steward.id, hidden_id)
    drain_all(AFTER)
    assert fetched_by(picture) is Visibility.PUBLIC


def test_numbers_are_never_used_again(author, post):
    first, second = make.picture(post), make.picture(post)
    service.take_away(author.id, post.id, second.id)
    third = make.picture(post)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    page = queries.shareback_page(post.id, author.id)
    assert list(page.media.pictures) == [1, 3]
    with pytest.raises(NotFound):
        service.take_away(author.id, post.id, second.id)


def test_only_authors_change_what_lies_there(author, post):
    picture, other = make.picture(post), make.person()
    with pytest.raises(NotFound):
        service.take_away(other.id, post.id, picture.id)
    published = make.shareback(author)
    with pytest.raises(NotAllowed):
        service.attach(other.id, published.id, MediumKind.PICTURE, Sent(png(), "a.png"), "A")
    with pytest.raises(NotFound):
        service.take_away(author.id, published.id, picture.id)


@pytest.mark.parametrize(
    ("raw", "name", "refusal"),
    [
        (b"", "", NoPicture),
        (b"%PDF-1.4", "a.pdf", NoPicture),
        (b"<svg onload=alert(1)>", "a.svg", NoPicture),
        (b"<html>", "a.png", NotWhatItSays),
        (png()[:60], "a.png", BrokenFile),
    ],
)
def test_what_is_no_picture_is_refused(author, post, raw, name, refusal):
    with pytest.raises(refusal):
        service.attach(author.id, post.id, MediumKind.PICTURE, Sent(raw, name), "A letter")
    assert queries.shareback_page(post.id, author.id).media.pictures == {}


def test_no_file_at_all_is_no_picture(author, post):
    with pytest.raises(NoPicture):
        service.attach(author.id, post.id, MediumKind.PICTURE, None, "A letter")


def test_captions_say_that_they_are_captions(author):
    draft = recording(author)
    with pytest.raises(NotWhatItSays):
        service.attach(author.id, draft, MediumKind.CAPTIONS, Sent(b"Hello", "a.vtt"))


def test_a_post_is_no_album(author, post):
    for _ in range(MOST_PICTURES):
        make.picture(post)
    with pytest.raises(TooManyPictures):
        make.picture(post)


def test_a_podcast_needs_sound_and_a_transcript(author):
    draft = recording(author)
    with pytest.raises(LinkMissing):
        service.publish(author.id, draft)
    service.attach(author.id, draft, MediumKind.SOUND, Sent(MP3, "fog.mp3"))
    service.attach(author.id, draft, MediumKind.CAPTIONS, Sent(CAPTIONS, "fog.vtt"))
    with pytest.raises(TranscriptMissing):
        service.publish(author.id, draft)
    service.edit(author.id, draft, Content("Fog, read aloud", "en", transcript=WORDS))
    service.publish(author.id, draft)
    assert queries.shareback_page(draft, None).media.sound.name == "fog.mp3"


def test_a_recorded_webinar_may_have_captions_instead(author):
    draft = recording(author, ShareBackKind.WEBINAR, link="https://video.example/fog")
    with pytest.raises(TranscriptMissing):
        service.publish(author.id, draft)
    service.attach(author.id, draft, MediumKind.CAPTIONS, Sent(CAPTIONS, "fog.vtt"))
    service.publish(author.id, draft)


def test_new_sound_takes_the_place_of_the_old(author):
    draft = recording(author)
    for name in ("first.mp3", "second.mp3"):
        service.attach(author.id, draft, MediumKind.SOUND, Sent(MP3, name))
    assert queries.shareback_page(draft, author.id).media.sound.name == "second.mp3"


def test_the_page_shows_pictures_where_the_text_says(browser, author):
    body = f"Before.\n\n{{1}}\n\n{WORDS}"
    draft = service.draft(author.id, ShareBackKind.BLOG, Form.POST, Content("Letters", "en", body=body))
    words = {"alt": "Ten letters", "caption": "All of one week"}
    service.attach(author.id, draft, MediumKind.PICTURE, Sent(png(), "a.png"), **words)
    service.publish(author.id, draft)
    page = browser.get(f"/en/sharebacks/{draft}")
    text = page.text
    assert text.index("Before.") < text.index("All of one week") < text.index("They stop")
    [image] = [image for image in page.tree.iter("img") if image.get("alt") == "Ten letters"]
    assert (image.get("width"), image.get("height")) == ("60", "40")
    assert browser.get(image.get("src")).status == 200


def test_pictures_are_added_and_taken_away_on_their_page(browser, author, post):
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{post.id}/media")
    refused = page.form(action="/media").submit(alt="")
    assert "Fill this in." in refused.text
    sent = {"file": (io.BytesIO(png()), "letter.png"), "alt": "A letter"}
    done = browser.get(f"/en/sharebacks/{post.id}/media").form(action="/media").submit(**sent)
    assert "The picture is in." in done.text
    gone = done.form(action="/remove").submit()
    assert "Taken away." in gone.text
    assert "A letter" not in gone.text


def test_sound_is_sent_whole_or_in_parts(browser, author):
    draft = recording(author, transcript=WORDS)
    service.attach(author.id, draft, MediumKind.SOUND, Sent(MP3, "fog.mp3"))
    service.publish(author.id, draft)
    page = browser.get(f"/fr/sharebacks/{draft}")
    [source] = page.tree.iter("source")
    part = browser.get(source.get("src"), headers={"Range": "bytes=0-9"})
    assert (part.status, part.response.data) == (206, MP3[:10])


def send_sound(browser, draft, size):
    """Send sound as a browser does, without the file in between that the test client would leave open."""
    sent = {"csrf_token": browser.csrf_token(), "file": FileStorage(io.BytesIO(MP3 + bytes(size)), "fog.mp3")}
    boundary, body = encode_multipart(sent)
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return browser.post(f"/en/sharebacks/{draft}/media/sound", body, headers=headers).status


def test_sound_may_be_larger_than_anything_else(browser, author):
    draft = recording(author)
    browser.sign_in(author.id)
    assert send_sound(browser, draft, 13_000_000) == 303
    assert queries.shareback_page(draft, author.id).media.sound.size > 13_000_000
    announced = {"CONTENT_LENGTH": "201000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = browser.client.post(f"/en/sharebacks/{draft}/media/sound", environ_overrides=announced)
    assert answer.status_code == 413  # before anything is read


def test_who_is_not_let_in_sends_no_more_than_elsewhere(browser, author):
    draft = recording(author)
    browser.sign_in(make.person().id)
    assert send_sound(browser, draft, 13_000_000) == 413
