"""What an operator says to the program, on both databases, where commits are real."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlmodel import select

from crowdlearn import cli, doctor
from crowdlearn.app import create_app
from crowdlearn.audit.models import AuditRow
from crowdlearn.audit.service import chain, record
from crowdlearn.db import schema
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.queries import matching
from crowdlearn.sharebacks.rules import SharebackState
from tests import make

Say = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of an installation with one upload."""
    (tmp_path / "uploads" / "ab").mkdir(parents=True)
    (tmp_path / "uploads" / "ab" / "slides.pdf").write_bytes(b"what we learned")
    return tmp_path


@pytest.fixture(scope="module")
def operated(settings: dict[str, Any]) -> Flask:
    """Return an application with its commands."""
    app = create_app(settings)
    cli.register(app)
    return app


@pytest.fixture
def say(committed_database: Database, operated: Flask, home: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return how to run a command: `say("doctor")`."""
    monkeypatch.setitem(operated.config, "CROWDLEARN_HOME", home)
    return lambda *words: operated.test_cli_runner().invoke(args=list(words))


def _actions() -> list[str]:
    with reading() as session:
        return sorted(session.exec(select(AuditRow.action)).all())


def _record(action: str) -> None:
    with transaction() as session:
        record(session, action, by=None)


def _problems(say: Say) -> list[str]:
    """Return what the doctor finds, but for the tests' own PostgreSQL, which is fast and not durable."""
    lines = say("doctor").output.splitlines()
    assert len(lines) == len(doctor.CHECKS)
    found = [line.removeprefix("problem").strip() for line in lines if line.startswith("problem")]
    return [line for line in found if line != "durable commits: fsync is off"]


def test_a_sound_installation_has_no_problem(say, committed_database):
    assert _problems(say) == []
    assert say("doctor").exit_code == (0 if committed_database.is_sqlite else 1)


def test_the_doctor_sees_lost_triggers(say, committed_database):
    name = next(iter(schema.triggers("auditrow")))
    on = "" if committed_database.is_sqlite else " ON auditrow"
    with committed_database.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    assert _problems(say) == [f"records that only grow: triggers are missing: {name}"]


def test_the_doctor_sees_missing_migrations(say, committed_database):
    with committed_database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
    assert _problems(say) == ["tables: migrations are missing: alembic upgrade head"]


def test_production_does_not_start_with_a_vital_problem(committed_database, settings, home):
    production = {**settings, "ENVIRONMENT": "production", "CROWDLEARN_HOME": home}
    doctor_says = {check.name: wrong for check, wrong in doctor.examine(production | {"PROBLEMS": []}).items()}
    durable = doctor_says.pop("durable commits")
    assert not any(doctor_says.values())
    assert durable == (
        "" if committed_database.is_sqlite else "fsync is off"
    )  # the tests' own server is fast, not safe
    with pytest.raises(doctor.UnsafeToStart, match="settings: SECRET_KEY is missing"):
        doctor.refuse_unsafe_start(production | {"PROBLEMS": ["SECRET_KEY is missing"]})


def test_production_does_not_start_with_people_of_the_demo(committed_database, settings):
    make.person(email="amira@coastal-services.example")
    with pytest.raises(doctor.UnsafeToStart, match="nobody invented: 1 people of the demo are in the database"):
        doctor.refuse_unsafe_start({**settings, "ENVIRONMENT": "production", "PROBLEMS": []})


def test_elsewhere_unsafe_settings_are_convenient(committed_database, settings):
    doctor.refuse_unsafe_start({**settings, "PROBLEMS": ["SECRET_KEY is missing"]})


def test_a_whole_audit_trail_is_checked(say):
    _record("test.happened")
    chain()
    looked_at = ("books and counters", "voices of share-backs", "uses of share-backs", "audit trail")
    assert say("check").output.split() == " ".join(f"whole {what}" for what in looked_at).split()
    done = say("audit", "verify")
    assert (done.exit_code, done.output.split(",")[0]) == (0, "1 links")


def test_a_changed_audit_trail_is_seen(say, committed_database):
    _record("test.happened")
    chain()
    with committed_database.engine.begin() as connection:
        on = "" if committed_database.is_sqlite else " ON auditrow"
        connection.exec_driver_sql(f"DROP TRIGGER keep_auditrow_update{on}")
        connection.exec_driver_sql("UPDATE auditrow SET action = 'test.forged'")
    assert say("check").exit_code == 1
    done = say("audit", "verify")
    assert done.exit_code == 1
    assert "was changed" in done.output


def test_a_miscounted_figure_is_said_and_set_right(say):
    make.pitch(make.person(), backers=7)
    assert say("check").exit_code == 1
    assert say("check").exit_code == 0


def test_the_search_index_is_written_anew(say, committed_database):
    owner = make.person()
    pitch, post = make.pitch(owner, title="Tides and timetables"), make.shareback(owner, title="Tides, told")
    make.shareback(owner, SharebackState.WITHDRAWN, title="Tides, taken back")
    assert matching("tides") == []  # nothing made them findable yet
    assert say("search", "rebuild").output == "2 things written anew; 2 can be found.\n"
    assert [hit.object_id for hit in matching("tides")] == [pitch.id, post.id]
    with committed_database.engine.begin() as connection:
        connection.execute(sa.update(SearchEntry).values(words="spoiled"))
    assert matching("tides") == []
    say("search", "rebuild")
    assert [hit.object_id for hit in matching("tides")] == [pitch.id, post.id]


def test_the_first_administrator(say):
    words = ("user", "create", "ada@harbour.example", "--name", "Ada", "--password", "violet kayak under seven bridges")
    assert say(*words).output == "ada@harbour.example can sign in.\n"
    assert say(*words).output == "Error: Someone has this address already.\n"
    assert say("user", "promote", "ada@harbour.example", "administrator").exit_code == 0
    assert say("user", "promote", "bo@harbour.example", "auditor").output == "Error: Nobody has this address.\n"


def test_a_backup_brings_back_database_and_uploads(say, home):
    _record("before.backup")
    file = Path(say("backup").output.strip())
    assert file.parent == home / "backups"
    assert file.stat().st_mode & 0o777 == 0o600
    _record("after.backup")
    make.person()
    (home / "uploads" / "ab" / "slides.pdf").unlink()
    (home / "uploads" / "later.pdf").write_bytes(b"x")
    refused = say("restore", str(file))
    assert (refused.exit_code, _actions()) == (1, ["after.backup", "before.backup"])
    assert "not empty" in refused.output
    assert say("restore", str(file), "--replace").output == "Restored.\n"
    assert _actions() == ["before.backup"]
    assert (home / "uploads" / "ab" / "slides.pdf").read_bytes() == b"what we learned"
    assert not (home / "uploads" / "later.pdf").exists()
    assert _problems(say) == []
    _record("after.restore")


def test_a_backup_never_overwrites(say, home):
    file = home / "mine.zip"
    assert say("backup", str(file)).exit_code == 0
    assert "exists already" in say("backup", str(file)).output


def test_a_backup_of_another_database_is_refused(say, home):
    file = home / "other.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("something.else", "")
    assert "another kind of database" in say("restore", str(file)).output
    file.write_bytes(b"no zip")
    assert "is no backup" in say("restore", str(file)).output


def test_the_secret_is_not_in_a_backup(say, home):
    (home / "secret").write_text("quiet")
    with zipfile.ZipFile(say("backup").output.strip()) as archive:
        assert "secret" not in archive.namelist()


@pytest.mark.parametrize("words", [("demo", "advance", "soon"), ("demo", "advance", "4y")])
def test_a_span_is_said_in_units(say, words):
    done = say(*words)
    assert done.exit_code == 2
    assert "say it as 90m, 12h, 4d or 2w" in done.output


def test_there_is_no_demo_in_production(say, operated, monkeypatch):
    monkeypatch.setitem(operated.config, "ENVIRONMENT", "production")
    done = say("demo", "sign-ins", "--json")
    assert done.exit_code == 1
    assert "no demo in production" in done.output
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.output)
