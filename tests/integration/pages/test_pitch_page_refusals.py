"""Whose money a pitch cannot take, as its page says before anybody tries."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crowdlearn.db.session import Database, reading
from crowdlearn.kernel.clock import clock
from crowdlearn.pages.queries.pitch import Looker, backing_facts, pitch_page
from crowdlearn.people.models import ActingManager
from crowdlearn.people.queries import reporting_line
from crowdlearn.people.rules import LinkState
from crowdlearn.pledges.rules import why_not_back
from tests import make
from tests.support.web import Browser


def test_the_reader_is_told_why_their_money_is_refused(browser: Browser) -> None:
    home = make.organisation()
    owner, manager = make.person(of=home), make.person(of=home)
    make.manages(manager, owner)
    pitch = make.money_pitch(owner)
    browser.sign_in(manager.id)
    assert "Money cannot pass along a reporting line" in browser.get(f"/en/pitches/{pitch.id}").text
    browser.sign_in(make.person(of=make.organisation(adopted=False)).id)
    assert "Your organisation has not adopted pledging with money" in browser.get(f"/en/pitches/{pitch.id}").text


PEOPLE = 6


links = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.booleans()),
    max_size=8,
    unique_by=lambda t: t[0],
)


stand_ins = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.integers(-3, 3)), max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=links, acting=stand_ins)
def test_the_page_knows_the_same_reporting_line_as_the_pledge(
    database: Database, lines: list[tuple[int, int, bool]], acting: list[tuple[int, int, int]]
) -> None:
    home = make.organisation()
    people = [make.person(of=home) for _ in range(PEOPLE)]
    for below, above, confirmed in lines:
        if below != above:
            make.manages(people[above], people[below], LinkState.CONFIRMED if confirmed else LinkState.REQUESTED)
    for manager, other, start in acting:
        if manager != other:
            make.kept(
                ActingManager(
                    manager_id=people[manager].id,
                    acting_id=people[other].id,
                    starts_on=make.days(start),
                    ends_on=make.days(start + 2),
                )
            )
    pitch = make.money_pitch(people[0])
    with reading() as session:
        line = reporting_line(session, people[0].id, clock.today(pitch.time_zone))
        for person in people[1:]:
            looker = Looker(person.id, person.email)
            head = pitch_page_head(session, pitch.id, looker)
            assert backing_facts(session, head, looker).in_reporting_line is (person.id in line)


def pitch_page_head(session, pitch_id, looker):
    """Return the head alone, in an open session."""
    from crowdlearn.pages.queries.pitch.head import head_of

    return head_of(session, pitch_id, looker)


def test_a_vendor_s_money_is_refused(database: Database) -> None:
    from crowdlearn.people.models import BlockedDomain

    make.kept(BlockedDomain(domain="vendor.example", reason="sells courses"))
    owner = make.person(of=make.organisation())
    peer = make.person(of=make.organisation(), email="ann@mail.vendor.example")
    pitch = make.money_pitch(owner)
    page = pitch_page(pitch.id, Looker(peer.id, peer.email))
    assert page.backing is not None
    assert type(why_not_back(page.backing)).__name__ == "VendorDomain"
