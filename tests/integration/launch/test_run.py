"""`make run`: it serves, keeps what it has, and leaves nothing behind."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crowdlearn.launch.environment import ROOT
from crowdlearn.launch.processes import free_port


def _of_home(home: Path) -> list[str]:
    """Return the command lines of processes that work in this home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"CROWDLEARN_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@contextmanager
def _running(home: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, "CROWDLEARN_HOME": str(home), "PORT": str(port), "ENVIRONMENT": "development", **settings}
    command = [sys.executable, "-m", "crowdlearn.launch", "run"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _said_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("CrowdLearn is at "):
            return line.split()[-1]
    raise AssertionError("it ended without an address")


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("farewell", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_asked_to_stop(tmp_path, farewell):
    port = free_port()
    with _running(tmp_path, port) as process:
        assert _said_address(process) == f"http://127.0.0.1:{port}"
        assert _status(port, "/health/ready") == 200
        assert len(_of_home(tmp_path)) >= 4  # this launcher, gunicorn and its workers, ours
        process.send_signal(farewell)
        rest, _ = process.communicate(timeout=30)
        assert "Stopping." in rest
        assert "Traceback" not in rest
        assert process.returncode == 0
    assert _of_home(tmp_path) == []
    assert {"crowdlearn.db", "jobs.db", "logs", "secret"} <= {path.name for path in tmp_path.iterdir()}
    assert [path.name for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077] == [], "others could read it"


def test_a_second_start_keeps_what_is_there(tmp_path):
    port, kept = free_port(), []
    for _ in range(2):
        with _running(tmp_path, port) as process:
            _said_address(process)
            kept.append(((tmp_path / "secret").read_text(), (tmp_path / "crowdlearn.db").stat().st_ino))
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert kept[0] == kept[1]


def test_a_dead_part_ends_the_whole_with_a_sentence(tmp_path):
    port = free_port()
    with _running(tmp_path, port) as process:
        _said_address(process)
        (worker,) = [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if b"worker" in path.read_bytes().split(b"\0")
            and f"CROWDLEARN_HOME={tmp_path}".encode() in (path.parent / "environ").read_bytes()
        ]
        os.kill(worker, signal.SIGKILL)
        rest, _ = process.communicate(timeout=30)
        assert "The worker process ended: see the last lines of" in rest
        assert process.returncode == 2
    assert _of_home(tmp_path) == []
