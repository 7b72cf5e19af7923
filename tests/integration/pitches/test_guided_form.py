"""The guided form, in a browser: steps that keep what was typed, and what its pitcher sees afterwards."""

import unicodedata
from uuid import UUID

import pytest

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.people.models import Person
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import NeedKind, PitchState, ShareBackKind
from tests import make
from tests.support.pitching import only_pitch, ten
from tests.support.web import Browser, Page


def draft(mine: Browser) -> tuple[Page, str]:
    page = mine.get("/en/pitches/new").form(action="/pitches/new").submit()
    return page, page.url.rsplit("/edit/", 1)[0].split("/pitches/")[1]


def test_the_guided_form_from_door_to_publication(mine: Browser) -> None:
    page, _id = draft(mine)
    page = page.submit(kind="host", title="Letters that people finish", audience="Clerks", sessions="3", provider="Us")
    page = page.submit(starts_on=make.days(60).isoformat(), place="hybrid", place_name="Moncton", region="nb")
    page = page.submit(story="Every week we mail **41,000** letters.", improves="Fewer calls.")
    page = page.submit(benefit_me="I learn.", benefit_peers="A kit.", benefit_organisation="Fewer calls.")
    page = page.submit(
        application_plan="In May I rewrite three letters.",
        resources__0__title="Plain words",
        resources__0__link="https://example.org/plain",
    )
    page = page.submit(
        ask="money", costs__0__label="Room", costs__0__amount="1,200.01", organisation_money__0__amount="200"
    )
    page = page.submit(
        needs__0__title="Readability testing", needs__0__skill="usability-testing", needs__0__hours="1.5"
    )
    page = page.submit(
        share_backs__0__kind="workshop",
        share_backs__0__title="Rewrite-along",
        share_backs__0__due_on=make.days(90).isoformat(),
        deadline=make.days(30).isoformat(),
    )
    assert "Everything that a pitch needs is there." in page.text
    assert "$200 is not decided yet" in page.text
    page = page.form(action="/publish").submit()
    assert "Your pitch is live" in page.text
    pitch, plan = only_pitch()
    assert (pitch.state, pitch.own_share_cents, pitch.peer_goal_cents) == (PitchState.OPEN, 60_001, 60_000)
    assert pitch.story_html == "<p>Every week we mail <strong>41,000</strong> letters.</p>"
    assert (plan.needs[0].wanted, plan.share_backs[0].kind) == (90, ShareBackKind.WORKSHOP)
    assert (plan.sessions, plan.resources[0].title) == (3, "Plain words")


def test_what_can_be_read_is_kept_and_the_rest_waits_as_it_was_typed(mine: Browser) -> None:
    _page, pitch_id = draft(mine)
    page = mine.get(f"/en/pitches/{pitch_id}/edit/when")
    page = page.submit(starts_on="next spring", place_name="Moncton")
    assert page.title.startswith("Error:")
    assert only_pitch()[1].place_name == "Moncton"
    later = mine.get(f"/en/pitches/{pitch_id}/edit/when")
    assert later.form().values["starts_on"] == ["next spring"]
    assert "something to mend" in mine.get(f"/en/pitches/{pitch_id}/check").text
    later.submit(starts_on="2027-04-01")
    assert "next spring" not in mine.get(f"/en/pitches/{pitch_id}/edit/when").response.text


NASTY = {
    "what": {
        "title": "Um\u0301brella \u202etfel \0 \U0001f600 " + "x" * 200,
        "sessions": "abc",
        "link": "javascript:alert(1)",
        "summary": "y" * 400,
        "kind": "nonsense",
    },
    "when": {"starts_on": "31/31/2026", "ends_on": "0000-00-00", "time_zone": "Mars/Olympus", "place": "?"},
    "story": {"story": "z" * 20_001, "improves": "\0" * 5 + "w" * 1001},
    "benefits": {"benefit_me": "v" * 1001},
    "money": {"costs-0-amount": "-5", "own_share": "1,5,0", "organisation_money-0-amount": "999999999999999999"},
    "needs": {"needs-0-title": "Help", "needs-0-hours": "-1,5", "needs-0-wanted_by": "tomorrow"},
    "returns": {"deadline": "soon", "share_backs-0-title": "A talk", "share_backs-0-due_on": "2026-13-01"},
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("step", NASTY)
def test_nasty_input_is_refused_beside_its_field_and_kept(mine: Browser, pitcher: Person, step: str, language: str):
    draft = service.start_draft(pitcher.id, {"title": "A draft"})
    address = f"/{language}/pitches/{draft}/edit/{step}"
    page = mine.get(address).submit(**NASTY[step])
    assert page.title.startswith(("Error:", "Erreur"))
    again = mine.get(address)  # not only now: the draft keeps it
    for shown in (page, again):
        refused = {one.get("name") for one in shown.tree.iter() if one.get("aria-invalid") == "true"}
        values = shown.form().values
        for name, typed in NASTY[step].items():
            if name in ("kind", "place", "time_zone"):
                continue  # nobody can type these
            clean = unicodedata.normalize("NFC", typed.replace("\0", "").replace("\u202e", ""))
            assert (
                clean.strip() in (values[name][0].strip(), values[name][0].strip().replace("  ", " "))
                or name == "title"
            )
            assert name in refused or name.endswith("title")


def test_an_amount_may_have_a_comma_or_a_point(mine: Browser, pitcher: Person) -> None:
    draft = service.start_draft(pitcher.id, {"title": "A draft"})
    for language, typed in (("fr", "1 234,5"), ("fr", "1234.50"), ("en", "1,234.50"), ("en", "1234,5")):
        mine.get(f"/{language}/pitches/{draft}/edit/money").submit(ask="money", **{"costs-0-amount": typed})
        with reading() as session:
            assert session.get_one(Pitch, draft).cost_cents == 123_450


def test_drafts_save_themselves(mine: Browser) -> None:
    _page, pitch_id = draft(mine)
    form = mine.get(f"/en/pitches/{pitch_id}/edit/money").form()
    typed = {**form.values, "ask": "money", "costs-0-label": "Seat", "costs-0-amount": "12x"}
    assert mine.post(f"/en/pitches/{pitch_id}/draft/money", typed).status == 204
    again = mine.get(f"/en/pitches/{pitch_id}/edit/money")
    assert again.form().values["costs-0-amount"] == ["12x"]
    assert only_pitch()[1].asks_money
    done = form.submit(ask="money", costs__0__label="Seat", costs__0__amount="120")
    assert done.url.endswith("/edit/needs")
    assert only_pitch()[1].cost_cents == 12_000


def test_two_windows_on_one_step_lose_nothing(mine: Browser, pitcher: Person) -> None:
    draft = service.start_draft(pitcher.id, {"title": "First"})
    address = f"/en/pitches/{draft}/edit/what"
    one, two = mine.get(address), mine.get(address)
    one.submit(title="From one", provider="A school")
    two.submit(summary="From two")
    assert draft_of(draft)[:3] == ("From one", "From two", "A school"), "each keeps what it changed"


def test_an_answer_changed_in_both_windows_is_asked_about_and_kept(mine: Browser, pitcher: Person) -> None:
    draft = service.start_draft(pitcher.id, {"title": "First"})
    address = f"/en/pitches/{draft}/edit/what"
    one, two = mine.get(address), mine.get(address)
    one.submit(title="From one")
    clash = two.submit(title="From two", provider="A school")
    assert "This was changed after you opened this page" in clash.text
    assert draft_of(draft) == ("From one", "", "A school"), "what does not clash is kept at once"
    assert clash.form().values["title"] == ["From two"]
    assert mine.get(address).form().values["title"] == ["From two"], "it waits, even if the page is left"
    clash.submit()
    assert draft_of(draft) == ("From two", "", "A school")


def test_autosaving_windows_do_not_overwrite_each_other(mine: Browser, pitcher: Person) -> None:
    draft = service.start_draft(pitcher.id, {"title": "First"})
    page = mine.get(f"/en/pitches/{draft}/edit/what").form().values
    here = {"csrf_token": mine.csrf_token(), "seen": page["seen"][0], "title": "One"}
    first = mine.post(f"/en/pitches/{draft}/draft/what", here)
    assert first.status == 204
    go_on = here | {"seen": first.response.headers["X-Seen"], "title": "One and more"}
    assert mine.post(f"/en/pitches/{draft}/draft/what", go_on).status == 204
    assert mine.post(f"/en/pitches/{draft}/draft/what", here | {"title": "Two"}).status == 409
    assert draft_of(draft)[0] == "One and more"


def draft_of(pitch_id: UUID) -> tuple[str, str, str]:
    with reading() as session:
        pitch = session.get_one(Pitch, pitch_id)
        return pitch.title, pitch.summary, pitch.provider


def test_rows_are_added_and_removed_without_script(mine: Browser) -> None:
    _page, pitch_id = draft(mine)
    page = mine.get(f"/en/pitches/{pitch_id}/edit/needs")
    page = page.submit(needs__0__title="An hour", add="needs")
    page = page.submit(needs__1__title="A letter that worked", needs__1__kind="case_study", add="needs")
    page = page.submit(remove="needs-0")
    page.submit()
    plan = only_pitch()[1]
    assert [(need.title, need.kind) for need in plan.needs] == [("A letter that worked", NeedKind.CASE_STUDY)]
    stored = plan.needs[0].id
    mine.get(f"/en/pitches/{pitch_id}/edit/needs").submit(needs__0__title="A letter that works")
    assert [(need.id, need.title) for need in only_pitch()[1].needs] == [(stored, "A letter that works")]


def test_a_row_that_was_begun_says_what_it_still_needs(mine: Browser) -> None:
    _page, pitch_id = draft(mine)
    page = mine.get(f"/en/pitches/{pitch_id}/edit/returns").submit(share_backs__0__title="A talk")
    assert "Give every share-back a due date." in page.text
    page = mine.get(f"/en/pitches/{pitch_id}/edit/needs").submit(needs__0__detail="Sit with us")
    assert "Say in a few words what help you need." in page.text
    page = mine.get(f"/en/pitches/{pitch_id}/edit/money").submit(organisation_money__0__label="Training budget")
    assert "Write an amount such as 12.50." in page.text
    page = mine.get(f"/en/pitches/{pitch_id}/edit/application").submit(resources__0__title="Plain words")
    assert "Write a full web address" in page.text


def test_the_last_page_says_what_is_missing_and_where(mine: Browser) -> None:
    page, pitch_id = draft(mine)
    page.submit(title="Letters", then="close")
    check = mine.get(f"/en/pitches/{pitch_id}/check")
    links = {a.get("href") for a in check.tree.iter("a")}
    assert f"/en/pitches/{pitch_id}/edit/benefits#benefit_me" in links
    assert f"/en/pitches/{pitch_id}/edit/returns#share_backs" in links
    refused = check.form(action="/publish").submit()
    assert "This pitch is not ready to be published yet." in refused.text
    assert only_pitch()[0].state is PitchState.DRAFT


def test_a_step_is_left_for_any_other_with_all_that_was_typed(mine: Browser) -> None:
    page, pitch_id = draft(mine)
    went = page.submit(title="Letters", then="money")
    assert went.url == f"/en/pitches/{pitch_id}/edit/money"
    half = went.submit(costs__0__label="Seat", costs__0__amount="four hundred", then="check")
    assert half.url == f"/en/pitches/{pitch_id}/check"
    assert "something to mend" in half.text
    kept = mine.get(f"/en/pitches/{pitch_id}/edit/money").form().values
    assert (kept["costs-0-label"], kept["costs-0-amount"]) == (["Seat"], ["four hundred"])
    assert mine.get(f"/en/pitches/{pitch_id}/edit/what").form().values["title"] == ["Letters"]


def test_the_story_is_previewed_as_it_will_read(mine: Browser) -> None:
    _page, pitch_id = draft(mine)
    page = mine.get(f"/en/pitches/{pitch_id}/edit/story").submit(story="It *began* <b>here</b>", then="stay")
    assert "<em>began</em>" in page.response.text
    assert "<b>here</b>" not in page.response.text
    assert "<em>began</em>" in mine.get(f"/en/pitches/{pitch_id}").response.text


def test_my_pitches_lead_each_to_its_next_act(mine: Browser, pitcher: Person) -> None:
    assert "No pitches yet" in mine.get("/en/me/pitches").text
    service.start_draft(pitcher.id, {"title": "Half a thought"})
    open_pitch = make.pitch(pitcher)
    text = mine.get("/en/me/pitches").text
    for words in ("Go on writing", "Half a thought", "Write news", "Pause"):
        assert words in text
    mine.get("/en/me/pitches").form(action="/pause").submit()
    assert "Open it again" in mine.get("/en/me/pitches").text
    page = mine.get(f"/en/pitches/{open_pitch.id}/withdraw")
    assert "Nobody pays anything" in page.text
    page.submit(words="The course was cancelled.")
    assert "Use it again" in mine.get("/en/me/pitches").text


def test_the_history_shows_what_changed(mine: Browser, pitcher: Person) -> None:
    pitch_id = service.quick_pitch(pitcher.id, ten())
    with transaction() as session:
        service.revise(session, lock(session, Pitch, pitch_id), {"provider": "Evidence House"}, pitcher.id)
    text = mine.get(f"/en/pitches/{pitch_id}/history").text
    assert "Version 2" in text
    assert "Evidence House" in text
    assert "Published" in text
