"""A glance at the embedded database before the program is loaded, so that a second start takes seconds.

Whatever cannot be read at a glance counts as not there; the slow and sure way follows then.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path


def newest_migration(folder: Path) -> str | None:
    """Return the revision that no other one follows; None when there is not exactly one."""
    newest = _said(folder, "revision") - _said(folder, "down_revision")
    return newest.pop() if len(newest) == 1 else None


def _said(folder: Path, name: str) -> set[str]:
    texts = (path.read_text("utf-8") for path in folder.glob("*.py"))
    return {word for text in texts for word in re.findall(rf'^{name} = "(.+)"', text, re.MULTILINE)}


def stands_at(database_url: str, revision: str | None) -> bool:
    """Tell whether the database was brought to this revision."""
    return revision is not None and _standing(database_url) == revision


def is_of_another_program(database_url: str, folder: Path) -> bool:
    """Tell whether the database stands where none of the migrations leads on from."""
    standing = _standing(database_url)
    return standing is not None and standing not in _said(folder, "revision")


def _standing(database_url: str) -> object:
    return _first(database_url, "SELECT version_num FROM alembic_version")


def holds_people(database_url: str) -> bool:
    """Tell whether somebody is in the database."""
    return _first(database_url, "SELECT 1 FROM person LIMIT 1") is not None


def _first(database_url: str, query: str) -> object:
    file = Path(database_url.removeprefix("sqlite:///"))
    if not database_url.startswith("sqlite:///") or not file.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute(query).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None
