"""Who hears of a pitch, once; and what counts good words."""

import pytest
from sqlmodel import select

from crowdlearn.conversations.service import encourage, take_back_encouragement
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import Database, reading
from crowdlearn.notices.models import Notice
from crowdlearn.people.models import Follow, Person
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches import rules, service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import Plan
from crowdlearn.reactions import AFTER
from crowdlearn.web import mail
from tests import make
from tests.support.plans import ready
from tests.support.web import Browser


@pytest.fixture
def pitcher(database: Database) -> Person:
    return make.person("Amira Haddad", of=make.organisation())


def draft(pitcher: Person, **changes: object) -> object:
    plan = ready(topics=("writing", "data"), **changes)
    return service.start_draft(pitcher.id, {name: getattr(plan, name) for name in Plan.__dataclass_fields__})


def follower(kind: FollowKind, target: str) -> Person:
    person = make.person()
    make.kept(Follow(person_id=person.id, kind=kind, target=target))
    return person


def told() -> set[tuple[str, object]]:
    drain_all(AFTER)
    drain_all(AFTER)
    with reading() as session:
        rows = session.exec(select(Notice)).all()
        return {(row.kind, row.person_id) for row in rows if row.kind.startswith(("pitch_", "topic_", "followed_"))}


def test_publication_is_told_to_the_pitcher_and_to_followers_of_its_topics(pitcher: Person) -> None:
    reader, elsewhere = follower(FollowKind.TOPIC, "writing"), follower(FollowKind.TOPIC, "wellness")
    make.kept(Follow(person_id=reader.id, kind=FollowKind.TOPIC, target="data"))
    make.kept(Follow(person_id=pitcher.id, kind=FollowKind.TOPIC, target="data"))
    service.publish(pitcher.id, draft(pitcher))  # type: ignore[arg-type]
    found = told()
    assert found >= {("pitch_live", pitcher.id), ("topic_pitch", reader.id)}
    assert not {person for _kind, person in found} & {elsewhere.id}
    assert ("topic_pitch", pitcher.id) not in found


def test_an_idea_is_told_too_and_its_followers_hear_when_it_is_a_pitch(pitcher: Person) -> None:
    reader = follower(FollowKind.TOPIC, "writing")
    idea = service.share_idea(pitcher.id, {"title": "Letters", "summary": "Who reads?", "topics": ("writing",)})
    curious = make.person()
    assert ("topic_idea", reader.id) in told()
    service.follow(curious.id, idea)
    plan = ready(asks_money=False)
    said = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    service.save_step(pitcher.id, idea, rules.Step.WHAT, said)
    service.publish(pitcher.id, idea)
    assert told() >= {("pitch_live", pitcher.id), ("followed_pitch", curious.id)}


def test_news_and_endings_reach_whoever_cares(pitcher: Person) -> None:
    pitch = make.pitch(pitcher)
    peer = make.person()
    service.follow(peer.id, pitch.id)
    service.write_update(pitcher.id, pitch.id, "We **met** the editor.")
    service.withdraw(pitcher.id, pitch.id, "The course was cancelled.")
    assert told() == {("pitch_update", peer.id), ("pitch_withdrawn", peer.id)}
    with reading() as session:
        words = {row.kind: row.facts["words"] for row in session.exec(select(Notice))}
    assert words == {"pitch_update": "We met the editor.", "pitch_withdrawn": "The course was cancelled."}


def test_news_is_looked_over_by_how_many_hear_it_before_it_is_told(browser: Browser, pitcher: Person) -> None:
    pitch = make.pitch(pitcher)
    peer = make.person()
    service.follow(peer.id, pitch.id)
    browser.sign_in(pitcher.id)
    page = browser.get(f"/en/pitches/{pitch.id}/news")
    assert "One person hears of it." in page.text
    looked_over = page.submit(text="We **met** the editor.", then="look")
    assert not looked_over.title.startswith("Error:")
    assert "We <strong>met</strong> the editor." in looked_over.response.text
    assert told() == set()
    assert "Your news is out." in looked_over.submit().text
    assert told() == {("pitch_update", peer.id)}


def test_good_words_are_counted_and_are_interest(pitcher: Person) -> None:
    pitch_id = service.share_idea(pitcher.id, {"title": "Letters", "summary": "Who reads?"})
    peer = make.person()
    encourage(peer.id, "pitch", pitch_id, "Go!", "en")
    told()
    with reading() as session:
        pitch = session.get_one(Pitch, pitch_id)
        assert (pitch.encouragements, pitch.trend) == (1, 1)
    take_back_encouragement(peer.id, "pitch", pitch_id)
    told()
    with reading() as session:
        assert session.get_one(Pitch, pitch_id).encouragements == 0


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["pitch_live", "topic_pitch", "topic_idea", "pitch_update", "pitch_withdrawn"])
def test_each_letter_is_written_in_both_languages(app: object, kind: str, language: str) -> None:
    facts = {"title": "Letters that people finish", "pitcher": "Amira", "words": "We met.", "deadline": make.days(20)}
    with app.app_context():  # type: ignore[attr-defined]
        letter = mail.render(kind, language, facts, "/pitches/1")
    assert "Letters that people finish" in letter.subject
    assert f"/{language}/pitches/1" in letter.text
