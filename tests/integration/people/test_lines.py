"""Who stands above and below whom."""

from crowdlearn.db.session import reading, transaction
from crowdlearn.people.models import ActingManager
from crowdlearn.people.queries import Approver, approvers_above, manager_of, reporting_line
from crowdlearn.people.rules import LinkState
from tests import make


def line(person, on=None):
    with reading() as session:
        return reporting_line(session, person.id, on or make.today())


def test_two_levels_up_and_two_down(database):
    grand, boss, me, report, under = (make.person() for _ in range(5))
    beyond = make.person()
    for manager, below in ((beyond, grand), (grand, boss), (boss, me), (me, report), (report, under)):
        make.manages(manager, below)
    assert line(me) == make.ids(grand, boss, report, under)


def test_only_confirmed_links_count(database):
    boss, me = make.person(), make.person()
    make.manages(boss, me, LinkState.REQUESTED)
    assert line(me) == set()
    with reading() as session:
        assert manager_of(session, me.id) is None


def test_an_acting_manager_stands_in_the_line_on_the_days_named(database):
    boss, me, stand_in = make.person(), make.person(), make.person()
    make.manages(boss, me)
    make.kept(ActingManager(manager_id=boss.id, acting_id=stand_in.id, starts_on=make.days(0), ends_on=make.days(5)))
    assert line(me) == make.ids(boss, stand_in)
    assert line(stand_in) == make.ids(me)
    assert line(me, make.days(6)) == make.ids(boss)
    with transaction() as session:
        assert approvers_above(session, me.id, make.today()) == [
            Approver(boss.id, 1),
            Approver(stand_in.id, 1, acting_for=boss.id),
        ]
