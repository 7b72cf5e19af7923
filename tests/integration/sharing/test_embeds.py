"""What other sites show of us: frames, pictures, codes."""

from io import BytesIO

import pytest
from PIL import Image

from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.web import Browser


@pytest.fixture
def pitch(database):
    owner = make.person("Amira Haddad")
    return make.money_pitch(owner, title="Letters <b>people</b> finish", promised_cents=35000, deadline=make.days(5))


def framed(pitch) -> tuple[str, ...]:
    return tuple(
        f"/embed/{language}/{rest}"
        for language in ("en", "fr")
        for rest in (f"pitches/{pitch.id}", f"pitches/{pitch.id}/badge", "calendar")
    )


def test_only_frames_may_be_framed_and_they_run_and_send_nothing(browser: Browser, pitch):
    for path in framed(pitch):
        page = browser.get(path)
        policy = page.response.headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src" not in policy
        assert "form-action 'none'" in policy
        assert page.response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not any(element.tag in ("script", "form", "input") for element in page.tree.iter())
        assert "Letters <b>people</b> finish" in page.text
    for path in ("/en/", f"/en/pitches/{pitch.id}", f"/en/pitches/{pitch.id}/share", "/en/calendar"):
        assert "frame-ancestors 'none'" in browser.get(path).response.headers["Content-Security-Policy"]


def test_a_frame_is_deaf_to_cookies(browser: Browser, pitch):
    path = f"/embed/en/pitches/{pitch.id}"
    plain = browser.get(path)
    browser.client.set_cookie("theme", "dark")
    browser.client.set_cookie("language", "fr")
    browser.sign_in(make.person().id)
    again = browser.get(path)
    assert again.response.data == plain.response.data
    assert "Set-Cookie" not in again.response.headers
    assert again.response.headers["ETag"] == plain.response.headers["ETag"]


def test_a_frame_speaks_the_language_of_its_address(browser: Browser, pitch):
    assert "Peers’ half" in browser.get(f"/embed/en/pitches/{pitch.id}").text
    assert "50 % of peers’ half" in browser.get(f"/embed/en/pitches/{pitch.id}/badge").text
    french = browser.get(f"/embed/fr/pitches/{pitch.id}")
    assert french.tree.get("lang") == "fr"
    assert "Part des pairs" in french.text or "pairs" in french.text
    assert browser.get(f"/embed/de/pitches/{pitch.id}").status == 404


@pytest.mark.parametrize("state", [PitchState.DRAFT])
def test_what_is_not_public_is_nowhere(browser: Browser, database, state):
    draft = make.pitch(owner := make.person(), state=state)
    browser.sign_in(owner.id)  # not even for its owner: there a cookie is not read, here it is the same for everyone
    for path in (*framed(draft)[:2], f"/og/en/pitches/{draft.id}.png", f"/en/pitches/{draft.id}/share"):
        assert browser.get(path).status == 404, path
    members = make.shareback(owner, open_to_all=False)
    assert browser.get(f"/og/en/sharebacks/{members.id}.png").status == 404


def test_pictures_are_drawn_kept_and_the_same_until_something_changes(browser: Browser, pitch):
    shareback = make.shareback(make.person())
    for path in (f"/og/fr/pitches/{pitch.id}.png", f"/og/en/sharebacks/{shareback.id}.png", "/og/en/site.png"):
        answer = browser.get(path).response
        picture = Image.open(BytesIO(answer.data))
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert len(answer.data) < 100_000
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "public" in answer.headers["Cache-Control"]
        assert browser.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status == 304
    before = browser.get(f"/og/en/pitches/{pitch.id}.png").response
    pitch.promised_cents = 70000
    make.kept(pitch)
    assert browser.get(f"/og/en/pitches/{pitch.id}.png").response.data != before.data


@pytest.mark.parametrize("title", ["W" * 140, "mot " * 35, "\u202eنص", "", "x"])
def test_any_title_fits_its_picture(browser: Browser, database, title):
    answer = browser.get(f"/og/en/pitches/{make.pitch(make.person(), title=title).id}.png")
    assert answer.status == 200


def test_a_page_names_its_picture(browser: Browser, pitch):
    said = {
        meta.get("property"): meta.get("content")
        for meta in browser.get(f"/fr/pitches/{pitch.id}").tree.iter("meta")
        if meta.get("property")
    }
    assert said["og:title"] == "Letters <b>people</b> finish"
    assert said["og:url"] == f"http://localhost/fr/pitches/{pitch.id}"
    assert said["og:locale"] == "fr_CA"
    assert browser.get(said["og:image"]).response.mimetype == "image/png"
    browser.sign_in(pitch.owner_id)
    draft = make.pitch(make.kept(pitch) and make.person(), state=PitchState.DRAFT)
    browser.sign_in(draft.owner_id)
    assert not any(meta.get("property") for meta in browser.get(f"/en/pitches/{draft.id}").tree.iter("meta"))


def test_the_page_to_share_gives_every_way(browser: Browser, pitch):
    page = browser.get(f"/en/pitches/{pitch.id}/share")
    ways = [link.get("href") or "" for link in page.tree.iter("a")]
    assert any(way.startswith("mailto:?subject=Letters%20%3Cb%3E") for way in ways)
    assert any(way.startswith("https://www.linkedin.com/sharing/") for way in ways)
    assert f'<iframe src="http://localhost/embed/en/pitches/{pitch.id}"' in page.text
    assert 'title="Letters &lt;b&gt;people&lt;/b&gt; finish"' in page.text  # safe where it is pasted
    sources = [element.get("src") for element in page.tree.iter() if element.get("src")]
    assert all(source.startswith("/static/") for source in sources)


def test_a_poster_and_its_code_lead_to_the_pitch(browser: Browser, pitch):
    poster = browser.get(f"/en/pitches/{pitch.id}/poster")
    assert f"http://localhost/en/pitches/{pitch.id}" in poster.text
    assert any(element.get("role") == "img" and element.tag.endswith("svg") for element in poster.tree.iter())
    code = browser.get(f"/en/pitches/{pitch.id}/qr.svg").response
    assert code.mimetype == "image/svg+xml"
    assert code.data.startswith(b"<?xml")
