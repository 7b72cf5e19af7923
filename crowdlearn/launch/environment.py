"""The virtual environment, made from a lock file whose every line carries hashes."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from . import apt
from .trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
VENV = "python3-venv"
RUN, TEST = "requirements.lock", "requirements-test.lock"


class Environment:
    """The folder `.venv` of the project at `root`."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root, self.folder = root, root / ".venv"
        self.python = self.folder / "bin" / "python"

    def program(self, name: str) -> str:
        """Return the path of a program that a package brought."""
        return str(self.folder / "bin" / name)

    def prepare(self, lock: str) -> None:
        """Make the environment hold exactly what `lock` names; at once when it already does."""
        digest = self._digest(lock)
        if self._works() and self._stamp(lock) == digest:
            return
        print(f"Preparing the environment from {lock}; this takes a minute the first time.", flush=True)
        if not self._works():
            self._make()
        self._install(lock)
        self._note(lock, digest)
        if lock == TEST:  # it holds everything that running needs, in the same versions
            self._note(RUN, self._digest(RUN))

    def _digest(self, lock: str) -> str:
        path = self.root / lock
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise Trouble(f"The lock file {lock} is missing or unreadable: bring it back with git.") from None
        if "--hash=sha256:" not in text:
            raise Trouble(f"The lock file {lock} is broken, it holds no hashes: bring it back with git.")
        return hashlib.sha256(text.encode()).hexdigest()

    def _stamp(self, lock: str) -> str:
        path = self.folder / f"installed-{lock}"
        return path.read_text() if path.exists() else ""

    def _note(self, lock: str, digest: str) -> None:
        (self.folder / f"installed-{lock}").write_text(digest)

    def _works(self) -> bool:
        if not self.python.exists():
            return False
        asked = subprocess.run([self.python, "-m", "pip", "--version"], capture_output=True, check=False)
        return asked.returncode == 0

    def _make(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(f"The folder {self.root} cannot be written to: {error.strerror}.") from None
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        # Debian splits this module off; without it Python alone is not the whole of Python
        again = apt.installed([VENV], "for the environment") and subprocess.run(
            command, capture_output=True, check=False
        )
        if not again or again.returncode:
            raise Trouble(f"Python cannot make a virtual environment here: please install {VENV}.")

    def _install(self, lock: str) -> None:
        if self._stamp(lock):  # what is installed already is not hashed again, so a changed lock is proven first
            self._pip(lock, "--dry-run", "--ignore-installed")
        self._pip(lock)

    def _pip(self, lock: str, *options: str) -> None:
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        command += [*options, "--require-hashes", "-r", lock]
        done = subprocess.run(
            command, cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Trouble(why_not_installed(lock, done.stderr))


def why_not_installed(lock: str, output: str) -> str:
    """Return one sentence for pip's complaint."""
    if "DO NOT MATCH THE HASHES" in output:
        package = re.search(r"^ {4}(\w[\w.-]*)", output, re.MULTILINE)
        what = package[1] if package else "a package"
        return f"The lock file {lock} is broken, the hash of {what} is not that of the package: bring it back with git."
    if re.search(r"Invalid requirement|Hashes are required|require-hashes|hash", output):
        return f"The lock file {lock} is broken, pip cannot read it: bring it back with git."
    if re.search(r"NewConnectionError|NameResolutionError|Temporary failure|unreachable|ConnectTimeout", output):
        return f"The packages of {lock} cannot be fetched: the package index is out of reach, please check the network."
    errors = re.findall(r"^ERROR: (.+)$", output, re.MULTILINE)
    return f"The packages of {lock} could not be installed: {errors[0] if errors else 'pip failed without a word'}."
