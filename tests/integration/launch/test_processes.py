"""Whatever is started is ended, with all that it started itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from crowdlearn.launch.environment import ROOT
from crowdlearn.launch.processes import start, stop


def _alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _gone(number: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _alive(number):
            return True
        time.sleep(0.05)
    return False


def _written(path: Path) -> int:
    for _ in range(100):
        if path.exists() and (text := path.read_text()).endswith("\n"):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(f"{path} was never written")


def test_stopping_a_process_stops_its_children(tmp_path):
    process = start(["sh", "-c", f"sleep 60 & echo $! > {tmp_path}/child; wait"])
    child = _written(tmp_path / "child")
    assert _alive(child)
    stop(process)
    assert _gone(child)
    assert process.returncode == -signal.SIGTERM


def test_one_that_will_not_listen_is_killed(tmp_path):
    process = start(["sh", "-c", f"trap '' TERM; echo 1 > {tmp_path}/deaf; while :; do sleep 0.1; done"])
    _written(tmp_path / "deaf")
    stop(process, patience=0.3)
    assert process.returncode == -signal.SIGKILL


def test_a_killed_launcher_leaves_no_orphan(tmp_path):
    script = (
        "import time, pathlib; from crowdlearn.launch.processes import start; "
        "child = start(['sleep', '60']); "
        f"pathlib.Path('{tmp_path}/child').write_text(f'{{child.pid}}\\n'); time.sleep(60)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    child = _written(tmp_path / "child")
    os.kill(launcher.pid, signal.SIGKILL)
    launcher.wait()
    assert _gone(child)
