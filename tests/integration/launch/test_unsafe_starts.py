"""What must not serve ends with one sentence, whichever way it is started; what only looks may still look."""

import os
import subprocess
from pathlib import Path

import pytest

from crowdlearn.launch.environment import ROOT, Environment

UNSAFE = "SECRET_KEY is missing; PUBLIC_URL is missing; TRUSTED_HOSTS is empty; SMTP_URL is missing"
SERVING = (("gunicorn", "wsgi:app"), ("flask", "worker"), ("flask", "run"))
LOOKING = (("flask", "doctor"), ("alembic", "current"))


def start(home: Path, command: tuple[str, ...], **settings: str) -> subprocess.CompletedProcess[str]:
    """Start a command in an empty home and return how it ended."""
    env = {**os.environ, "CROWDLEARN_HOME": str(home), **settings}
    program, *words = command
    full = [Environment().program(program), *words]
    return subprocess.run(full, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", SERVING, ids=" ".join)
def test_production_serves_nothing_unsafe(tmp_path, command):
    done = start(tmp_path, command, ENVIRONMENT="production")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Production refuses to start: settings: {UNSAFE}; tables: migrations are missing")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", SERVING + LOOKING, ids=" ".join)
def test_a_setting_that_cannot_be_read_is_one_sentence(tmp_path, command):
    done = start(tmp_path, command, PORT="many")
    assert (done.returncode, done.stderr) == (1, "PORT must be a number from 1 to 65535.\n")


def test_the_doctor_looks_where_nothing_may_be_served(tmp_path):
    done = start(tmp_path, ("flask", "doctor"), ENVIRONMENT="production")
    assert f"problem settings: {UNSAFE}\n" in done.stdout
    assert "ok home folder" in done.stdout
    assert done.returncode == 1
