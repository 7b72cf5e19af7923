""" "I used this", "I taught this on": said, changed, counted, told, taken back; never by the author."""

import pytest

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.notices.queries import notices_of
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.rules import Adopted, NothingToUse, OwnWork, SayHow, SayHowMany, SharebackUsed
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import SharebackState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def shared():
    return make.shareback(make.person("Amira Haddad"))


def counted(shareback):
    with reading() as session:
        row = session.get_one(ShareBack, shareback.id)
        return row.used, row.taught


def used_in(shareback):
    with reading() as session:
        return session.get_one(ShareBack, shareback.id).used_in


def test_people_are_counted_once_and_those_they_taught_beside_them(shared):
    bao, cleo = make.person("Bao Chen"), make.person()
    service.say_used(bao.id, shared.id, Adopted.USED, "In the renewal letter.", 9)
    service.say_used(bao.id, shared.id, Adopted.TAUGHT, "At our desk.", 4)
    service.say_used(cleo.id, shared.id, Adopted.TAUGHT, "In a workshop.", 20)
    assert counted(shared) == (2, 24)
    service.say_used(cleo.id, shared.id, Adopted.TAUGHT, "In two workshops.", 30)
    assert counted(shared) == (2, 34)
    service.take_use_back(cleo.id, shared.id, Adopted.TAUGHT)
    service.take_use_back(cleo.id, shared.id, Adopted.TAUGHT)
    assert counted(shared) == (1, 4)


def test_organisations_are_counted_as_they_were_when_it_was_used(shared):
    harbour, valley = make.organisation(), make.organisation()
    people = [make.person(of=harbour), make.person(of=harbour), make.person(of=valley), make.person()]
    for person in people:
        service.say_used(person.id, shared.id, Adopted.USED, "In a letter.")
    assert (counted(shared), used_in(shared)) == ((4, 0), 2)
    with transaction() as session:
        lock(session, Person, people[2].id).organisation_id = harbour.id
    service.say_used(people[2].id, shared.id, Adopted.USED, "In a second letter.")
    assert service.recount_uses() == []
    assert used_in(shared) == 2
    service.take_use_back(people[2].id, shared.id, Adopted.USED)
    assert used_in(shared) == 1


def test_who_may_say_what(shared):
    bao = make.person()
    with pytest.raises(OwnWork):
        service.say_used(shared.author_id, shared.id, Adopted.USED, "Myself.")
    with pytest.raises(SayHow):
        service.say_used(bao.id, shared.id, Adopted.USED, " ")
    for reached in (None, 0, 5001):
        with pytest.raises(SayHowMany):
            service.say_used(bao.id, shared.id, Adopted.TAUGHT, "At our desk.", reached)
    with pytest.raises(NothingToUse):
        service.say_used(bao.id, make.event(make.person()).id, Adopted.USED, "Not yet held.")
    with pytest.raises(NotFound):
        service.say_used(bao.id, make.shareback(make.person(), SharebackState.DRAFT).id, Adopted.USED, "A draft.")


def test_the_author_is_told_once_and_by_name_only_of_who_is_public(shared):
    bao, shy = make.person("Bao Chen"), make.person("Noor Holm", profile_public=False)
    for person in (bao, shy):
        use = service.say_used(person.id, shared.id, Adopted.USED, "In a letter.")
        service.tell_of_use(SharebackUsed(use, shared.id, by=person.id))
        service.tell_of_use(SharebackUsed(use, shared.id, by=person.id))
    lines = notices_of(shared.author_id).lines
    assert [line.kind for line in lines][:2] == ["shareback_used"] * 2
    assert "Noor" not in repr(lines)
    assert "Bao Chen" in repr(lines)


def test_check_sets_a_miscounted_figure_right(shared):
    service.say_used(make.person().id, shared.id, Adopted.TAUGHT, "At our desk.", 4)
    assert service.recount_uses() == []
    with transaction() as session:
        lock(session, ShareBack, shared.id).taught = 7
    assert len(service.recount_uses()) == 1
    assert counted(shared) == (1, 4)


def test_it_is_said_and_taken_back_on_pages(shared, browser):
    bao = make.person("Bao Chen")
    browser.sign_in(bao.id)
    page = browser.get(f"/en/sharebacks/{shared.id}/uses/new?how=taught")
    page = page.submit(text="At our desk.", reached="")
    assert page.title.startswith("Error:")
    assert page.form().values["text"] == ["At our desk."]
    page = page.submit(reached="4")
    assert "Thank you. Its author is told what became of it." in page.text
    assert "to 4 people" in page.text
    assert "Used by 1 person" in browser.get(f"/en/sharebacks/{shared.id}").text
    browser.post(f"/en/sharebacks/{shared.id}/uses/taught/back", {"csrf_token": browser.csrf_token()})
    assert counted(shared) == (0, 0)
    browser.sign_in(shared.author_id)
    assert browser.get(f"/en/sharebacks/{shared.id}/uses/new").status == 403


def test_who_stays_out_is_not_named_on_the_list(shared, browser):
    shy = make.person("Noor Holm")
    service.say_used(shy.id, shared.id, Adopted.USED, "In a letter.")
    with transaction() as session:
        lock(session, Person, shy.id).in_chain = False
    page = browser.get(f"/en/sharebacks/{shared.id}/uses")
    assert "A member who stays unnamed" in page.text
    assert "Noor" not in page.response.text


@pytest.mark.parametrize("many", [1, 25])
def test_the_list_asks_the_same_however_long_it_is(shared, many, assert_queries):
    for _ in range(many):
        service.say_used(make.person().id, shared.id, Adopted.USED, "In a letter.")
    reader = make.person()
    with assert_queries(3):
        page = queries.uses_page(shared.id, reader.id)
    assert (len(page.rows), page.after is None) == (min(many, 20), many <= 20)
    if page.after:
        rest = queries.uses_page(shared.id, None, page.after)
        assert len(rest.rows) == many - 20
