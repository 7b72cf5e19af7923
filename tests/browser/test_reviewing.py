"""A review from both sides, in real browsers: one's own view first, the author's answer, a report, an appeal."""

import pytest
from playwright.sync_api import Page, expect

from crowdlearn.people.rules import Role
from tests import make
from tests.support.chromium import go, served
from tests.support.company import company

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    go(page.get_by_role("button", name=name, exact=True).first)


def score(page: Page, value: str) -> None:
    for criterion in ("Was it clear?", "Was it useful?", "Can you use it at your work?"):
        page.get_by_role("radiogroup", name=criterion).get_by_role("radio", name=value, exact=True).check()


def test_a_review_from_both_sides(chromium, app, live):
    amira, bao, chloe = (make.person(name) for name in ("Amira Haddad", "Bao Chen", "Chloé Roy"))
    stewards = [make.person(name) for name in ("Sara Steward", "Omar Steward")]
    for one in stewards:
        make.role(one, Role.STEWARD)
    post = make.shareback(amira)
    with company(chromium, app, served) as group:
        first = group.window(bao)
        first.goto(f"/en/sharebacks/{post.id}")
        score(first, "2, a little")
        first.get_by_role("radio", name="Very sure", exact=True).check()
        first.get_by_label("What do you take away?").fill("She copied the third part.")
        press(first, "Send my review")

        second = group.window(chloe)
        second.goto(f"/en/sharebacks/{post.id}")
        expect(second.get_by_text("1 peer has written a review.")).to_be_visible()
        expect(second.get_by_text("She copied the third part.")).to_have_count(0)
        score(second, "5, very well")
        second.get_by_role("radio", name="Fairly sure", exact=True).check()
        second.get_by_label("What do you take away?").fill("I cut my first sentence.")
        press(second, "Send my review")
        expect(second.get_by_text("She copied the third part.")).to_be_visible()

        visitor = group.visitor(390)
        visitor.goto(f"/en/sharebacks/{post.id}")
        expect(visitor.get_by_text("Members form their own views first.")).to_be_visible()
        expect(visitor.get_by_text("I cut my first sentence.")).to_have_count(0)

        author = group.window(amira)
        author.goto(f"/en/sharebacks/{post.id}")
        go(author.get_by_role("link", name="Answer Chloé Roy"))
        author.get_by_label("Your answer").fill("Show me before and after!")
        press(author, "Send my answer")
        expect(author.get_by_text("Show me before and after!")).to_be_visible()
        go(author.get_by_role("link", name="Report the review by Bao Chen"))
        author.get_by_role("radio", name="It is misleading or copied").check()
        press(author, "Report")

        steward = group.window(stewards[0])
        steward.goto("/en/stewardship")
        go(steward.get_by_role("link", name="Hide what Bao Chen wrote"))
        steward.get_by_label("Why you hide it").fill("It accuses without proof.")
        press(steward, "Hide")
        group.work()

        first.goto("/en/me/notices")
        go(first.get_by_role("link", name="Something you wrote was hidden").first)
        first.get_by_label("Why do you think the decision is wrong?").fill("I can show both texts.")
        press(first, "Send my appeal")
        group.work()

        steward.goto("/en/stewardship")
        expect(steward.get_by_text("You took part in this: another steward decides.")).to_be_visible()
        other = group.window(stewards[1])
        other.goto("/en/me/notices")
        go(other.get_by_role("link", name="An appeal waits for another steward").first)
        other.get_by_role("radio", name="Overturn the decision", exact=True).check()
        other.get_by_label("Why", exact=True).fill("Both texts were shown to me.")
        press(other, "Decide")
        group.work()

        author.goto("/en/me/notices")
        go(author.get_by_role("link", name="The appeal is decided").first)
        expect(author.get_by_text("Both texts were shown to me.")).to_be_visible()
        second.reload()
        expect(second.get_by_text("She copied the third part.")).to_be_visible()
