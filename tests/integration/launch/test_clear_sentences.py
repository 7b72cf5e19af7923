"""What keeps the program from starting is one clear sentence, never a traceback."""

import ast
import hashlib
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crowdlearn.launch.__main__ import too_old
from crowdlearn.launch.checking import check
from crowdlearn.launch.environment import ROOT, Environment, why_not_installed
from crowdlearn.launch.running import check_writable, hold_port
from crowdlearn.launch.trouble import Trouble


def test_an_old_python():
    assert too_old((3, 10)) == "CrowdLearn needs Python 3.11 or newer; this is 3.10."
    assert too_old((3, 11)) is None
    assert too_old((4, 0)) is None


@pytest.mark.parametrize("file", ["__init__.py", "launch/__init__.py", "launch/__main__.py"])
def test_what_an_old_python_reads_first_is_written_as_it_can_read(file):
    ast.parse((ROOT / "crowdlearn" / file).read_text("utf-8"), feature_version=(3, 6))


def test_a_taken_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"^Port {port} is taken: .* with PORT={port + 1} make run\\.$"):
            hold_port("127.0.0.1", port)
    with hold_port("127.0.0.1", port), pytest.raises(Trouble, match=f"^Port {port} is taken: "):
        hold_port("127.0.0.1", port)


def test_an_address_that_is_not_this_machines():
    with pytest.raises(Trouble, match=r"^Nobody can listen at BIND 192\.0\.2\.1, PORT 8000: Cannot assign"):
        hold_port("192.0.2.1", 8000)


def test_a_check_that_does_not_exist():
    with pytest.raises(Trouble, match=r"^There is no check named typos; there are format, lint, types, "):
        check(["typos"])


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match=r"^The folder .*/file/var cannot be written to: Not a directory\.$"):
        check_writable(tmp_path / "file" / "var")
    check_writable(tmp_path / "var")
    assert (tmp_path / "var" / "logs").is_dir()


def _project(folder: Path, lock: str) -> Environment:
    (folder / "requirements.lock").write_text(lock)
    return Environment(folder)


def _wheel(folder: Path) -> Path:
    path = folder / "nothing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("nothing.py", "")
        wheel.writestr("nothing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
        wheel.writestr("nothing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("nothing-1.0.dist-info/RECORD", "")
    return path


def test_a_missing_lock(tmp_path):
    with pytest.raises(Trouble, match=r"^The lock file requirements\.lock is missing or unreadable: bring it back"):
        Environment(tmp_path).prepare("requirements.lock")


def test_a_lock_without_hashes(tmp_path):
    with pytest.raises(Trouble, match="is broken, it holds no hashes"):
        _project(tmp_path, "flask==3.1.3\n").prepare("requirements.lock")


def test_a_lock_with_a_wrong_hash_installs_nothing(tmp_path):
    environment = _project(tmp_path, f"nothing @ {_wheel(tmp_path).as_uri()} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(Trouble, match="is broken, the hash of nothing is not that of the package"):
        environment.prepare("requirements.lock")
    assert not list(tmp_path.glob(".venv/lib/*/site-packages/nothing.py"))


def test_a_lock_that_pip_cannot_read(tmp_path):
    with pytest.raises(Trouble, match="is broken, pip cannot read it"):
        _project(tmp_path, f"no thing == --hash=sha256:{'0' * 64}\n").prepare("requirements.lock")


def test_a_good_lock_is_installed_once(tmp_path, capsys):
    wheel = _wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    environment = _project(tmp_path, f"nothing @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    environment.prepare("requirements.lock")
    assert list(tmp_path.glob(".venv/lib/*/site-packages/nothing.py"))
    assert "Preparing the environment" in capsys.readouterr().out
    wheel.unlink()  # a second time would need it
    environment.prepare("requirements.lock")
    assert capsys.readouterr().out == ""


def test_a_lock_that_breaks_later_is_seen(tmp_path):
    wheel = _wheel(tmp_path)
    line = f"nothing @ {wheel.as_uri()} --hash=sha256:"
    environment = _project(tmp_path, line + hashlib.sha256(wheel.read_bytes()).hexdigest() + "\n")
    environment.prepare("requirements.lock")
    _project(tmp_path, line + "0" * 64 + "\n")
    with pytest.raises(Trouble, match="is broken, the hash of nothing is not that of the package"):
        environment.prepare("requirements.lock")


def test_no_network():
    said = "WARNING: Retrying after connection broken by 'NewConnectionError('[Errno -3] Temporary failure')'\n"
    assert why_not_installed("requirements.lock", f"{said}ERROR: Could not find a version (from versions: none)") == (
        "The packages of requirements.lock cannot be fetched: "
        "the package index is out of reach, please check the network."
    )


def test_packages_that_are_not_there():
    said = "ERROR: Could not find a version that satisfies the requirement flask==3.1.3\nERROR: No matching"
    assert why_not_installed("requirements.lock", said) == (
        "The packages of requirements.lock could not be installed: "
        "Could not find a version that satisfies the requirement flask==3.1.3."
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "many"}, "PORT must be a number from 1 to 65535."),
        ({"CROWDLEARN_HOME": "/dev/null/var"}, "The folder /dev/null/var cannot be written to: Not a directory."),
        (
            {"ENVIRONMENT": "production", "SECRET_KEY": "dev"},
            "Production refuses to start: SECRET_KEY is a known",
        ),
    ],
)
def test_make_run_ends_with_the_sentence_alone(tmp_path, settings, sentence):
    env = {**os.environ, "CROWDLEARN_HOME": str(tmp_path), **settings}
    done = subprocess.run(
        [sys.executable, "-m", "crowdlearn.launch", "run"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_an_unknown_command_names_those_that_exist():
    done = subprocess.run([sys.executable, "-m", "crowdlearn.launch", "walk"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("Say one of: run, test, ")
