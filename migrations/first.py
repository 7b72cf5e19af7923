"""Writes the one first migration anew from the models: `make first-migration`, until the first release only."""

import hashlib
import re
import tempfile
from pathlib import Path

from alembic import command

from crowdlearn.db.migrations import configuration

VERSIONS = Path(__file__).parent / "versions"
FIRST = VERSIONS / "0001_first_tables.py"


def main() -> None:
    """Replace migrations/versions/0001_first_tables.py; on failure the old one stays."""
    if others := [path.name for path in VERSIONS.glob("*.py") if path != FIRST]:
        raise SystemExit(f"There are later migrations ({', '.join(others)}): add one, do not rewrite the first.")
    before = FIRST.read_text() if FIRST.exists() else None
    FIRST.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            config = configuration(f"sqlite:///{folder}/empty.db")
            command.revision(config, message="first tables", rev_id="0001", autogenerate=True)
        except BaseException:
            if before is not None:
                FIRST.write_text(before)
            raise
    FIRST.write_text(named(FIRST.read_text()))


def named(text: str) -> str:
    """Return the migration with a revision that names its tables, so that a database of other tables is known."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return re.sub(r"^revision = ['\"]0001['\"]$", f'revision = "0001_{digest}"', text, count=1, flags=re.MULTILINE)


if __name__ == "__main__":
    main()
