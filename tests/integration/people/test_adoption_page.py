"""An organisation's decision as an administrator records it and reads it again."""

import pytest

from crowdlearn.db.session import reading
from crowdlearn.people.queries import adoption_of
from crowdlearn.people.rules import Role
from tests import make


@pytest.mark.parametrize(
    ("typed", "kept", "shown"), [("0", 0, "$0"), ("", None, "Never"), ("1 500", 150_000, "$1,500")]
)
def test_from_which_amount_a_budget_holder_is_asked_is_kept_as_it_was_typed(browser, typed, kept, shown):
    admin, organisation = make.person("Ann Admin"), make.organisation(adopted=False)
    make.role(admin, Role.ADMINISTRATOR)
    browser.sign_in(admin.id)
    form = browser.get(f"/en/admin/organisations/{organisation.id}/adoption")
    decided = {"adopted_on": make.days(-1).isoformat(), "adopted_by": "Director", "authority": "Directive 4"}
    page = form.submit(**decided, money_mode="collected", ask_above="0", budget_limit=typed)
    with reading() as session:
        assert adoption_of(session, organisation.id).budget_limit_cents == kept
    assert f"A budget holder is asked from{shown}" in page.text.replace("from ", "from")
