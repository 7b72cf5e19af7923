"""Asking people one knows: once, never one's own reports, nobody who wants none; and nothing is learned by asking."""

import itertools
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col, select

from crowdlearn.db.session import reading
from crowdlearn.jobs import deliver_events, send_mail
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.post_office import Letter, post_office
from crowdlearn.notices.models import Notice
from crowdlearn.notices.service import stop_mail
from crowdlearn.outreach import queries, service
from crowdlearn.outreach.models import Ask
from crowdlearn.outreach.rules import (
    AskedBefore,
    AskState,
    NobodyChosen,
    NotOpenToAsks,
    OwnReport,
    TooManyAtOnce,
    TooManyToday,
    UnknownDomain,
    Wanted,
    seal,
)
from crowdlearn.people.rules import PersonState, PersonVerified
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import follow
from tests import make


@pytest.fixture
def post(app: Flask) -> Iterator[list[Letter]]:
    """Return what the post office was handed, after each was written and sent as letters are."""
    handed: list[Letter] = []

    def read(letter: Letter, carry: Callable[[Letter], None]) -> None:
        handed.append(letter)
        carry(letter)

    with app.app_context(), post_office.read_by(read):
        yield handed


@pytest.fixture
def scene(app, database):
    return Scene()


class Scene:
    """A pitch, somebody who asks, and their organisation."""

    def __init__(self) -> None:
        self.home = make.organisation()
        self.domain = make.domain_of(self.home)
        names = ("Amira", "Ben", "Cara")
        self.amira, self.ben, self.cara = (self.colleague(name) for name in names)
        self.pitch = make.pitch(self.amira)

    def colleague(self, name: str, **fields):
        return make.person(name, of=self.home, email=self.at(name.lower().replace(" ", ".")), **fields)

    def ask(self, *who, asker=None, emails=(), note="", pitch=None) -> int:
        wanted = Wanted(tuple(one.id for one in who), tuple(emails), note, "fr")
        return service.ask_people((asker or self.ben).id, (pitch or self.pitch).id, wanted)

    def at(self, name: str) -> str:
        return f"{name}@{self.domain}"


def told(person) -> int:
    with reading() as session:
        found = sa.select(sa.func.count()).where(col(Notice.person_id) == person.id, col(Notice.kind) == "ask_pitch")
        return session.execute(found).scalar_one()


def states() -> list[AskState]:
    with reading() as session:
        return [ask.state for ask in session.exec(select(Ask).order_by(col(Ask.id)))]


def test_a_member_is_told_once_whoever_asks(scene):
    assert scene.ask(scene.cara) == 1
    other = make.person()
    assert scene.ask(scene.cara, asker=other) == 1  # answered as any other
    deliver_events()
    deliver_events()
    assert told(scene.cara) == 1
    assert states() == [AskState.SENT, AskState.SILENT]
    with pytest.raises(AskedBefore):
        scene.ask(scene.cara)
    assert queries.outcome(other.id, scene.pitch.id) == queries.Outcome(asked=1)


def test_one_s_own_reports_are_never_asked_however_far_below(scene):
    chain = [scene.ben, *(scene.colleague(f"Report {n}") for n in range(4))]
    for leads, led in itertools.pairwise(chain):
        make.manages(leads, led)
    for led in chain[1:]:
        with pytest.raises(OwnReport):
            scene.ask(led)
        with pytest.raises(OwnReport):
            scene.ask(emails=[led.email])
    assert scene.ask(chain[0], asker=chain[4]) == 1  # upward is free
    assert states() == [AskState.WAITING]


def test_whoever_wants_no_asks_gets_none_and_nobody_learns_it(scene):
    stop_mail(scene.cara.id, "asks")  # one click in the mail
    assert scene.ask(scene.cara) == 1
    assert scene.ask(asker=make.person(), emails=[scene.cara.email]) == 1
    deliver_events()
    assert told(scene.cara) == 0
    assert states() == [AskState.SILENT] * 2


@pytest.mark.parametrize("state", [PersonState.SUSPENDED, PersonState.LEFT, PersonState.WAITING])
def test_who_cannot_help_is_not_asked(scene, state):
    gone = scene.colleague("Gone", state=state)
    scene.ask(emails=[gone.email])
    assert states() == [AskState.SILENT]


def test_who_is_part_of_it_already_is_left_in_peace(scene):
    follow(scene.cara.id, scene.pitch.id)
    scene.ask(scene.cara, scene.amira)
    assert states() == [AskState.SILENT] * 2


def test_a_colleague_without_account_gets_one_letter_and_is_forgotten(scene, post: list[Letter]):
    scene.ask(emails=[scene.at("dora")], note="You wrote half of our letters.")
    scene.ask(asker=scene.cara, emails=[scene.at("DORA")])
    deliver_events()
    send_mail()
    (letter,) = [one for one in post if one.email == scene.at("dora")]
    assert letter.language == "fr"
    assert letter.facts["note"] == "You wrote half of our letters."
    assert letter.unsubscribe == f"/asks/stop/{seal.of(scene.at('dora'))}"
    assert letter.name == ""
    with reading() as session:
        assert session.execute(sa.select(Ask.email)).scalars().all() == [None, None]
        assert scene.at("dora") not in str(session.execute(sa.text("SELECT * FROM outbox")).all())
    assert states() == [AskState.SENT, AskState.SILENT]


def test_one_click_ends_all_asks_to_an_address(scene, browser):
    make.ask(scene.pitch, scene.cara, scene.at("dora"))
    sealed = seal.of(scene.at("dora"))
    assert browser.get(f"/asks/stop/{sealed}").status == 200
    scene.ask(emails=[scene.at("dora")], pitch=make.pitch(scene.amira))  # looking changes nothing
    assert browser.post(f"/asks/stop/{sealed}", {"List-Unsubscribe": "One-Click"}).status == 200
    scene.ask(emails=[scene.at("dora")], pitch=make.pitch(scene.amira))
    assert states() == [AskState.SENT, AskState.WAITING, AskState.SILENT]
    assert browser.post(f"/asks/stop/{seal.of('nobody@nowhere.example')}", {}).status == 404


def test_a_newcomer_is_recognised_and_counts_as_joined(scene):
    asked = make.ask(scene.pitch, scene.ben, scene.at("dora"))
    dora = scene.colleague("Dora")
    service.meet_asks(PersonVerified(dora.id, True))
    service.note_came(asked.id)
    follow(dora.id, scene.pitch.id)
    assert queries.outcome(scene.ben.id, scene.pitch.id) == queries.Outcome(1, 1, 1)
    assert queries.outcome(scene.cara.id, scene.pitch.id) == queries.Outcome()


def test_asking_is_bounded(scene):
    with pytest.raises(NobodyChosen):
        scene.ask()
    with pytest.raises(NobodyChosen):
        scene.ask(scene.ben)  # oneself
    with pytest.raises(TooManyAtOnce):
        scene.ask(emails=[scene.at(f"x{n}") for n in range(21)])
    for group in ("a", "b"):
        scene.ask(emails=[scene.at(f"{group}{n}") for n in range(20)])
    with pytest.raises(TooManyToday):
        scene.ask(scene.cara)


def test_nobody_is_asked_too_often_whoever_asks(scene):
    for number in range(4):
        scene.ask(scene.cara, asker=make.person(f"Asker {number}"), pitch=make.pitch(scene.amira))
    assert states() == [AskState.WAITING] * 3 + [AskState.SILENT]


def test_only_work_addresses_that_are_known(scene):
    with pytest.raises(UnknownDomain):
        scene.ask(emails=["dora@vendor.example.org"])


def test_only_for_public_pitches_that_need_help_and_by_members(scene):
    for state, refusal in ((PitchState.DRAFT, NotFound), (PitchState.COMPLETED, NotOpenToAsks)):
        with pytest.raises(refusal):
            scene.ask(scene.cara, pitch=make.pitch(scene.amira, state=state))
    with pytest.raises(NotAllowed):
        scene.ask(scene.cara, asker=make.person("Wanda", state=PersonState.WAITING))
    with pytest.raises(NotFound):
        scene.ask(make.person("Private", profile_public=False))
    assert states() == []


def test_what_is_kept_of_an_address_says_nothing_without_the_secret(scene):
    assert seal.of("A@b.ca") == seal.of("a@b.ca ")
    assert "a@b.ca" not in seal.of("a@b.ca")
    assert seal.of("a@b.ca") != seal.of("c@b.ca")
