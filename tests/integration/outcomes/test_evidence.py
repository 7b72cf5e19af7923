"""Evidence of an answer in four kinds, and colleagues who say that they saw it."""

import io
from dataclasses import replace

import pytest
from sqlmodel import select

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.files.models import StoredFile
from crowdlearn.files.rules import UnknownKind, Visibility
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.queries import notices_of
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.models import CheckIn, Corroboration
from crowdlearn.outcomes.rules import (
    AnsweredBefore,
    Applied,
    AskedBefore,
    AskedEnough,
    CheckInState,
    CorroborationAsked,
    EnoughShown,
    EvidenceKind,
    NobodyFound,
    NoSuchFigure,
    NothingToShow,
    NotYourCorroboration,
    SaidBefore,
    Shown,
)
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from tests import make

pytestmark = pytest.mark.usefixtures("database")
FIGURE = Shown(EvidenceKind.FIGURE, "Calls about the letter", unit="a month", before="1 042,5", after="17")


@pytest.fixture
def us():
    return make.organisation(name_en="Coastal Services")


@pytest.fixture
def amira(us):
    person, manager = make.person("Amira Haddad", of=us), make.person("Max Roy", of=us)
    make.manages(manager, person)
    person.__dict__["manager"] = manager
    return person


@pytest.fixture
def checkin(amira):
    return make.checkin(make.money_pitch(amira, state=PitchState.FUNDED), CheckInState.ANSWERED)


def row_of(checkin):
    return queries.checkin_page(checkin.id).checkin


def test_each_kind_is_kept_as_it_is(amira, checkin):
    link = Shown(EvidenceKind.LINK, "The letter", link="https://letters.example/")
    for shown in (FIGURE, link, Shown(EvidenceKind.TEXT, "It hangs on the door.")):
        service.add_evidence(amira.id, checkin.id, shown)
    figure, page, words = row_of(checkin).evidence
    assert (str(figure.first), str(figure.second), figure.unit) == ("1042.500", "17.000", "a month")
    assert (page.link, words.text) == ("https://letters.example/", "It hangs on the door.")


@pytest.mark.parametrize(("members_only", "who"), [(True, Visibility.MEMBERS), (False, Visibility.PUBLIC)])
def test_a_file_is_kept_for_whom_its_owner_says(amira, checkin, members_only, who, browser):
    browser.sign_in(amira.id)
    letter = (io.BytesIO(b"Dear reader,"), "letter.txt")
    page = browser.get(f"/en/checkins/{checkin.id}/evidence")
    page.form(action="/evidence/file").submit(
        file=letter, text="The new letter", who="members" if members_only else "all"
    )
    (piece,) = row_of(checkin).evidence
    assert (piece.file_name, piece.members_only) == ("letter.txt", members_only)
    with reading() as session:
        assert session.get_one(StoredFile, piece.file_id).visibility is who
    service.remove_evidence(amira.id, piece.id)
    with reading() as session:
        assert session.get_one(StoredFile, piece.file_id).removed_at is not None


def test_what_is_refused(amira, checkin):
    with pytest.raises(NoSuchFigure):
        service.add_evidence(amira.id, checkin.id, replace(FIGURE, after="few"))
    with pytest.raises(UnknownKind):
        service.add_evidence(amira.id, checkin.id, Shown(EvidenceKind.FILE, "Nothing", file=None))
    with pytest.raises(NotAllowed):
        service.add_evidence(make.person().id, checkin.id, FIGURE)
    for _ in range(8):
        service.add_evidence(amira.id, checkin.id, FIGURE)
    with pytest.raises(EnoughShown):
        service.add_evidence(amira.id, checkin.id, FIGURE)
    opened = make.checkin(make.pitch(amira, state=PitchState.FUNDED))
    with pytest.raises(NothingToShow):
        service.add_evidence(amira.id, opened.id, FIGURE)


def test_what_was_confirmed_stays_as_it_was_seen(amira, checkin):
    shown = service.add_evidence(amira.id, checkin.id, FIGURE)
    service.confirm_application(amira.__dict__["manager"].id, checkin.id)
    with pytest.raises(AnsweredBefore):
        service.add_evidence(amira.id, checkin.id, FIGURE)
    with pytest.raises(AnsweredBefore):
        service.remove_evidence(amira.id, shown)


def test_a_colleague_is_asked_by_name_and_answers_beside_the_manager(amira, checkin, us, browser):
    bao = make.person("Bao Chen", of=us)
    browser.sign_in(amira.id)
    page = browser.get(f"/en/checkins/{checkin.id}/evidence")
    assert "Bao Chen is asked." in page.form(action="/ask").submit(colleague="bao chen").text
    asked = queries.checkin_page(checkin.id, bao.id).mine
    service.tell_of_question(CorroborationAsked(_only(checkin), by=amira.id))
    assert asked.asked
    assert [(line.kind, line.path) for line in notices_of(bao.id).lines] == [
        ("checkin_asked", f"/checkins/{checkin.id}")
    ]
    browser.sign_in(bao.id)
    page = browser.get(f"/en/checkins/{checkin.id}").submit(seen="I read the letters aloud.")
    assert "Seen by Bao Chen, colleague" in page.text
    assert "I read the letters aloud." in page.text
    service.decline_to_say(bao.id, checkin.id)
    assert row_of(checkin).seen_by == []


def test_who_worked_with_them_may_say_so_unasked_but_not_the_line_nor_a_stranger(amira, checkin, us):
    helper, report = make.person(), make.person(of=us)
    make.offer(_pitch(checkin), helper, state=OfferState.CONFIRMED)
    make.manages(amira, report)
    for person in (amira, amira.__dict__["manager"], report, make.person()):
        with pytest.raises(NotYourCorroboration):
            service.corroborate(person.id, checkin.id, "I saw it.")
    service.corroborate(helper.id, checkin.id, "I saw it.")
    assert [(one.given_as, one.asked) for one in row_of(checkin).seen_by] == [("helper", False)]
    with pytest.raises(NotFound):
        service.decline_to_say(make.person(of=us).id, checkin.id)


def test_whom_one_can_ask(amira, checkin, us):
    manager = amira.__dict__["manager"]
    hidden, gone = make.person("Noor Holm", of=us, profile_public=False), make.person("Gil Ray", of=us)
    with transaction() as session:
        lock(session, Person, gone.id).state = PersonState.LEFT
    make.person("Twin Lee", of=us), make.person("Twin Lee", of=us)
    for nobody in ("Noor Holm", "Gil Ray", "Twin Lee", "Nobody", make.person("Far Away").email):
        with pytest.raises(NobodyFound):
            service.ask_colleague(amira.id, checkin.id, nobody)
    with pytest.raises(NotYourCorroboration):
        service.ask_colleague(amira.id, checkin.id, manager.email)
    assert service.ask_colleague(amira.id, checkin.id, hidden.email.upper()) == "Noor Holm"
    with pytest.raises(AskedBefore):
        service.ask_colleague(amira.id, checkin.id, hidden.email)
    for _ in range(4):
        service.ask_colleague(amira.id, checkin.id, make.person(of=us).email)
    with pytest.raises(AskedEnough):
        service.ask_colleague(amira.id, checkin.id, make.person(of=us).email)


def test_another_answer_needs_to_be_seen_anew_and_one_voice_counts_once(amira, us):
    pitch = make.pitch(amira, state=PitchState.FUNDED)
    checkin, bao = make.checkin(pitch, CheckInState.ANSWERED), make.person(of=us)
    service.corroborate(bao.id, checkin.id, "I saw it.")
    with pytest.raises(SaidBefore):
        service.confirm_application(bao.id, checkin.id)
    service.answer(amira.id, checkin.id, Applied.PARTLY, "Two letters of ten.")
    assert row_of(checkin).colleagues == []
    service.confirm_application(bao.id, checkin.id)
    with pytest.raises(NotYourCorroboration):
        service.corroborate(bao.id, checkin.id, "And I saw it.")


def _pitch(checkin):
    with reading() as session:
        return session.get_one(Pitch, session.get_one(CheckIn, checkin.id).pitch_id)


def _only(checkin):
    with reading() as session:
        return session.exec(select(Corroboration.id).where(Corroboration.checkin_id == checkin.id)).one()
