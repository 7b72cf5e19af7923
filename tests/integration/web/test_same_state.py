"""A visitor's page is not looked up again while nobody has written anything."""

import sqlite3

import pytest

from crowdlearn.db.session import database, transaction
from crowdlearn.pitches.models import Pitch
from tests import make
from tests.support.clocks import Hands
from tests.support.queries import watch_queries
from tests.support.web import Browser


@pytest.mark.usefixtures("committed_database")
def test_a_page_is_asked_for_again_when_anything_was_committed_and_every_minute(app: object, clock: Hands) -> None:
    pitch = make.money_pitch(make.person("Noor", of=make.organisation()))
    visitor, at = Browser(app), clock.stand()  # type: ignore[arg-type]

    def look(expected: str, *, again: bool) -> None:
        with watch_queries() as asked:
            answer = visitor.client.get(f"/en/pitches/{pitch.id}")
        assert (answer.status_code, expected in answer.text) == (200, True)
        assert bool(asked) == (again or not database.is_sqlite), "only SQLite tells that nothing was written"

    look(pitch.title, again=True)
    look(pitch.title, again=False)
    with transaction() as session:
        session.get_one(Pitch, pitch.id).title = "Another title"
    look("Another title", again=True)
    look("Another title", again=False)
    if database.is_sqlite:
        with sqlite3.connect(str(database.engine.url.database)) as other_program:
            other_program.execute("UPDATE pitch SET title = 'A third title'")
        look("A third title", again=True)
    clock.stand(at.replace(minute=(at.minute + 1) % 60))
    look("title", again=True)
    member = Browser(app)  # type: ignore[arg-type]
    member.sign_in(make.person("Luc").id)
    assert "Luc" in member.get(f"/en/pitches/{pitch.id}").text
    assert "Luc" not in visitor.get(f"/en/pitches/{pitch.id}").text
