"""What was learned comes back, in real browsers: a promise kept and reviewed, an event from its announcement to its
attendance, the question whether it was used; with script and without, and once with the keyboard alone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from crowdlearn.commitments import queries as commitments
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState, Standing
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import queries
from tests import make
from tests.support.chromium import go, served
from tests.support.company import company

pytestmark = pytest.mark.browser
TEXT = "Readers stop at the first sentence that makes them sigh, so we cut it and asked again. " * 4
MOST_TABS = 120


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def group(request, chromium, app, live):
    with company(chromium, app, served, java_script_enabled=request.param) as one:
        yield one


@pytest.fixture
def amira(live):
    us = make.organisation(name_en="Coastal Services")
    person, manager = make.person("Amira Haddad", of=us), make.person("Max Roy", of=us)
    make.manages(manager, person)
    person.__dict__["manager"] = manager
    return person


@pytest.fixture
def bao(live):
    return make.person("Bao Chen", of=make.organisation(name_en="Northern Housing"))


@pytest.fixture
def pitch(amira, bao):
    """A funded pitch of Amira's that Bao helped, with a wish."""
    row = make.pitch(amira, state=PitchState.FUNDED, title="Letters that people finish")
    make.offer(row, bao, state=OfferState.CONFIRMED, wish="The script you use with readers")
    return row


def press(page: Page, name: str) -> None:
    go(page.get_by_role("button", name=name, exact=True).first)


def stands(commitment: Commitment) -> Standing:
    return commitments.commitment_page(commitment.id, None, member=True).line.standing


def test_a_promise_is_kept_confirmed_reviewed_and_thanked_for(group, amira, bao, pitch):
    promise = make.commitment(pitch, title="What readers told us")
    author = group.window(amira)
    author.goto("/en/sharebacks/write")
    go(author.get_by_role("link", name="Keep this promise"))
    expect(author.get_by_label("Title")).to_have_value("What readers told us")
    author.get_by_label("Your text").fill("Too short.")
    press(author, "Save and look it over")
    press(author, "Publish")
    expect(author.get_by_text("Write at least 40 words")).to_be_visible()
    go(author.get_by_role("link", name="Change it"))
    author.get_by_label("Your text").fill(TEXT)
    press(author, "Save and look it over")
    press(author, "Publish")
    expect(author.get_by_text("Published. Those who back or follow it are told.")).to_be_visible()
    group.work()

    backer = group.window(bao)
    backer.goto("/en/me/notices")
    go(backer.get_by_role("link", name="Delivered: What readers told us"))
    press(backer, "Yes, it was delivered")
    expect(backer.get_by_text("Confirmed. Thank you for closing the loop.")).to_be_visible()
    backer.goto("/en/me/notices")
    go(backer.get_by_role("link", name="Did you get what you hoped for?"))
    backer.get_by_role("radio", name="Partly", exact=True).check()
    press(backer, "Send my answer")
    expect(backer.get_by_text("You have answered.")).to_be_visible()

    peer = group.window(make.person("Chloé Roy", language="fr"))
    peer.goto("/fr/sharebacks")
    go(peer.get_by_role("link", name="What readers told us"))
    press(peer, "Envoyer mon avis")
    expect(peer.get_by_role("alert")).to_be_visible()
    for criterion in ("clear", "useful", "usable"):
        peer.locator(f"label[for={criterion}-3]").click()
    peer.locator("label[for=confidence-2]").click()
    peer.get_by_label("Qu’en retenez-vous").fill("Je relis mes lettres à voix haute.")
    press(peer, "Envoyer mon avis")
    expect(peer.get_by_text("Merci de votre avis.")).to_be_visible()
    assert stands(promise) is Standing.REVIEWED
    group.work()

    author = group.window(amira)
    author.goto(f"/en/pitches/{pitch.id}/thanks")
    author.get_by_label("Your thanks").fill("You read every draft.")
    press(author, "Send my thanks")
    expect(author.get_by_text("Everybody is thanked.")).to_be_visible()
    author.goto("/en/commitments?scope=mine")
    expect(author.get_by_role("cell", name="Reviewed")).to_be_visible()


def test_an_event_from_its_announcement_to_its_results(group, amira, bao, pitch, clock):
    promise = make.commitment(pitch, kind=ShareBackKind.LUNCH_AND_LEARN, title="Read your letter aloud")
    author = group.window(amira)
    author.goto(f"/en/commitments/{promise.id}")
    go(author.get_by_role("link", name="Share what you learned"))
    author.get_by_label("What people will take away").fill("Bring one letter that you send often.")
    author.get_by_label("Day").fill(make.days(7).isoformat())
    author.get_by_label("Begins at").fill("12:00")
    author.get_by_role("radio", name="Online", exact=True).check()
    author.get_by_label("Link to join").fill("https://meet.example/letters")
    author.get_by_label("Seats").fill("1")
    press(author, "Save and look it over")
    press(author, "Announce it")
    expect(author.get_by_text("0 of 1 seat taken")).to_be_visible()
    (event,) = queries.listing(queries.Filter(upcoming=True)).cards
    group.work()

    first = group.window(bao)
    first.goto("/en/me/notices")
    go(first.get_by_role("link", name="Lunch and learn: Read your letter aloud"))
    press(first, "Save my seat")
    expect(first.get_by_role("link", name="Join online")).to_be_visible()
    chloe = make.person("Chloé Roy", language="fr")  # on her phone, in French
    second = group.window(chloe, 390)
    second.goto("/fr/sharebacks")
    go(second.get_by_role("link", name="Read your letter aloud").first)
    second.get_by_label("Les autres membres peuvent voir mon nom").check()
    press(second, "M’inscrire à la liste d’attente")
    expect(second.get_by_text("Vous êtes en liste d’attente").first).to_be_visible()
    press(first, "Give my seat back")
    group.work()
    second = group.window(chloe, 390)
    second.goto("/fr/me/notices")
    go(second.get_by_role("link", name="Une place pour vous : Read your letter aloud"))
    expect(second.get_by_text("Vous avez une place.")).to_be_visible()
    file = second.request.get(f"/fr/sharebacks/{event.id}/calendar.ics").text()
    assert ("METHOD:REQUEST" in file, file.count("ATTENDEE")) == (True, 1)
    clock.forward(event.starts_at - now() - timedelta(minutes=50))
    group.work()
    second = group.window(chloe, 390)
    second.goto("/fr/me/notices")
    go(second.get_by_role("link", name="Dans une heure : Read your letter aloud"))

    clock.forward(minutes=60)
    host = group.window(amira)
    host.goto(f"/en/sharebacks/{event.id}")
    go(host.get_by_role("link", name="Show the check-in code"))
    code = host.locator(".code").inner_text()
    second = group.window(chloe, 390)
    second.goto(f"/fr/sharebacks/{event.id}")
    go(second.get_by_role("link", name="J’y suis"))
    second.get_by_label("Code").fill(code.lower())
    press(second, "J’y suis")
    expect(second.get_by_text("Bienvenue. ")).to_be_visible()
    go(host.get_by_role("link", name="Read your letter aloud"))
    go(host.get_by_role("link", name="Record who came"))
    expect(host.get_by_text("1 person checked in with the code: Chloé Roy")).to_be_visible()
    host.get_by_label("How many came without an account here?").fill("6")
    press(host, "Record who came")
    expect(host.get_by_text("7 people came").first).to_be_visible()
    assert stands(promise) is Standing.DELIVERED
    group.work()

    second.goto("/fr/me/notices")
    go(second.get_by_role("link", name="Que retenez-vous de Read your letter aloud"))
    for criterion in ("clear", "worth", "included"):
        second.locator(f"label[for={criterion}-4]").click()
    second.locator("label[for=would_use-0]").click()
    press(second, "Envoyer ma réponse")
    expect(second.get_by_text("Vous avez donné votre avis à la personne qui organise.")).to_be_visible()
    host.goto(f"/en/sharebacks/{event.id}/results")
    expect(host.get_by_text("1 of 1 who came answered")).to_be_visible()
    expect(host.get_by_text("From five answers on")).to_be_visible()


def test_what_was_used_at_work_is_asked_and_confirmed(group, amira, bao, pitch):
    checkin = make.checkin(pitch)
    learner = group.window(amira)
    learner.goto(f"/en/pitches/{pitch.id}/impact")
    go(learner.get_by_role("link", name="Answer"))
    learner.get_by_role("radio", name="Not yet", exact=True).check()
    press(learner, "Send my answer")
    expect(learner.get_by_role("alert")).to_be_visible()
    learner.get_by_label("What did you use, or why not yet?").fill("Not yet, because the old templates are printed.")
    learner.get_by_label("Not applied, because").select_option("Tools, money or people were missing")
    press(learner, "Send my answer")
    expect(learner.get_by_text("Who can confirm it is asked.")).to_be_visible()
    group.work()
    manager = group.window(amira.__dict__["manager"])
    manager.goto("/en/me/notices")
    go(manager.get_by_role("link", name="Did it change the work?"))
    manager.get_by_label("What did you see?").fill("The pile of old paper, yes.")
    press(manager, "Yes, I confirm it")
    expect(manager.get_by_text("Confirmed by Max Roy, manager")).to_be_visible()
    with reading() as session:
        assert session.exec(select(CheckIn.state).where(CheckIn.id == checkin.id)).one() is CheckInState.CONFIRMED


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the keyboard")


def test_a_backer_confirms_and_reviews_with_the_keyboard_alone(chromium, app, amira, bao, pitch):
    promise = make.commitment(pitch, CommitmentState.DELIVERED, title="What readers told us")
    post = make.shareback(amira, pitch_id=pitch.id, commitment_id=promise.id)
    with company(chromium, app, served) as group:
        page = group.window(bao)
        page.goto(f"/en/sharebacks/{post.id}")
        for criterion in ("clear", "useful", "usable"):
            reach(page, page.locator(f"#{criterion}-0"))
            for _ in range(3):
                page.keyboard.press("ArrowRight")
        reach(page, page.locator("#confidence-0"))
        page.keyboard.press("ArrowRight")
        reach(page, page.get_by_label("What do you take away?"))
        page.keyboard.type("I read my refusals aloud now.")
        reach(page, page.get_by_role("button", name="Send my review"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Thank you for your review.")).to_be_visible()
        reach(page, page.get_by_role("button", name="Yes, it was delivered"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Confirmed. Thank you for closing the loop.")).to_be_visible()
    (review,) = queries.shareback_page(post.id, amira.id).reviews.rows
    assert (review.clear, review.useful, review.usable) == (4, 4, 4)
    assert stands(promise) is Standing.REVIEWED
