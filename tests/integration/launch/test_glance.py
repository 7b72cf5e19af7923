"""What can be told of the database before the program is loaded."""

import sqlite3

import pytest

from crowdlearn.db import migrations
from crowdlearn.launch.environment import ROOT, Environment
from crowdlearn.launch.glance import holds_people, newest_migration, stands_at
from crowdlearn.launch.running import make_ready
from crowdlearn.launch.trouble import Trouble
from migrations.first import named
from tests import make

VERSIONS = ROOT / "migrations" / "versions"


def test_the_newest_migration_is_alembics_head():
    assert newest_migration(VERSIONS) == migrations.head()


def test_two_newest_migrations_are_none(tmp_path):
    (tmp_path / "a.py").write_text('revision = "a"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text('revision = "b"\ndown_revision = "a"\n')
    assert newest_migration(tmp_path) == "b"
    (tmp_path / "c.py").write_text('revision = "c"\ndown_revision = "a"\n')
    assert newest_migration(tmp_path) is None


def test_a_migrated_database_with_people(committed_database):
    url = committed_database.engine.url.render_as_string(hide_password=False)
    assert stands_at(url, migrations.head()) == committed_database.is_sqlite
    assert not stands_at(url, "another")
    assert not holds_people(url)
    make.person()
    assert holds_people(url) == committed_database.is_sqlite  # only the embedded one is glanced at


def test_a_database_of_another_version_is_refused_in_one_sentence_and_left_alone(tmp_path):
    file = tmp_path / "crowdlearn.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001_of_other_tables')")
    connection.close()
    kept = file.read_bytes()
    with pytest.raises(Trouble, match="another version of CrowdLearn") as refused:
        make_ready(Environment(), f"sqlite:///{file}", demo=True)
    assert str(file) in str(refused.value)
    assert file.read_bytes() == kept


def test_the_first_migration_is_named_by_its_tables():
    one, other = (named(f"revision = '0001'\ncreate {table}\n") for table in ("person", "pitch"))
    assert one.splitlines()[0] != other.splitlines()[0]
    assert named("revision = '0001'\ncreate person\n") == one


def test_what_cannot_be_read_is_not_there(tmp_path):
    assert not stands_at(f"sqlite:///{tmp_path}/none.db", "0001")
    (tmp_path / "broken.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    assert not stands_at(f"sqlite:///{tmp_path}/broken.db", "0001")
    assert not holds_people(f"sqlite:///{tmp_path}/broken.db")
