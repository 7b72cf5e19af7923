"""`make run`: everything that serves, started in order and stopped together."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from .environment import RUN, Environment
from .glance import holds_people, is_of_another_program, newest_migration, stands_at
from .processes import start, stop
from .trouble import Trouble

PATIENCE_SECONDS = 60.0
Processes = dict[str, subprocess.Popen[bytes]]


class Stopped(Exception):  # noqa: N818 - it is asked for
    """Someone asked the program to stop."""


def run() -> int:
    """Start web and worker, say where they are and who can sign in; return 0 after Ctrl-C or SIGTERM."""
    from config import BadSettings, Config

    environment = Environment()
    environment.prepare(RUN)
    try:
        config = Config.from_env()
        config.refuse_unsafe()
    except BadSettings as refused:
        raise Trouble(str(refused)) from None
    os.umask(0o077)  # what the program keeps is for this account alone
    check_writable(config.home)
    demo = config.environment == "demo"
    with stoppable(), hold_port(config.bind, config.port) as listener, ExitStack() as started:
        try:
            make_ready(environment, config.database_url, demo)
            sign_ins = begin(environment, "flask", "demo", "sign-ins") if demo else None
            processes = launch(environment, config.home / "logs", listener, started)
            wait_until_ready(f"http://127.0.0.1:{config.port}/health/ready", processes, config.home / "logs")
            print(f"\nCrowdLearn is at {config.public_url}\nIts logs are in {config.home / 'logs'}. Ctrl-C stops it.\n")
            print(end(*sign_ins) if sign_ins else "", flush=True)
            while True:
                check_alive(processes, config.home / "logs")
                time.sleep(0.5)
        except Stopped:
            print("\nStopping.", flush=True)
    return 0


def check_writable(home: Path) -> None:
    """Raise Trouble unless files can be made in the folder of database, uploads, mail and logs."""
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Trouble(f"The folder {home} cannot be written to: {error.strerror}.") from None


def hold_port(address: str, port: int) -> socket.socket:
    """Return the socket that web will serve, held from now on so that nobody takes the port while we get ready.

    Raises Trouble when another program listens there, or nobody can.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = f"PORT={port + 1} make run"
            raise Trouble(f"Port {port} is taken: stop what uses it, or choose another with {other}.") from None
        why = str(error.strerror).partition(" (while")[0]
        raise Trouble(f"Nobody can listen at BIND {address}, PORT {port}: {why}.") from None


def make_ready(environment: Environment, database_url: str, demo: bool) -> None:
    """Bring the database up to date; in the demo, fill an empty one. Trouble when no migration leads on from it."""
    migrations = environment.root / "migrations" / "versions"
    if is_of_another_program(database_url, migrations):
        file = database_url.removeprefix("sqlite:///")
        way = "move it away to begin anew, or choose another folder with CROWDLEARN_HOME=…"
        raise Trouble(f"The database {file} is of another version of CrowdLearn; this one cannot go on from it: {way}.")
    if not stands_at(database_url, newest_migration(migrations)):
        end(*begin(environment, "alembic", "upgrade", "head"))
    if demo and not holds_people(database_url):
        print("Loading the demo; this happens once.", flush=True)
        load_demo(environment, database_url)


def load_demo(environment: Environment, database_url: str) -> None:
    """Load the demo; the embedded database gets it whole or, when someone stops it on the way, not at all."""
    file = Path(database_url.removeprefix("sqlite:///"))
    if not file.exists():  # PostgreSQL
        end(*begin(environment, "flask", "demo", "load", "--if-empty"))
        return
    draft = file.with_name(f"{file.name}.loading")
    shutil.copy(file, draft)
    try:
        end(*begin(environment, "flask", "demo", "load", DATABASE_URL=f"sqlite:///{draft}"))
        draft.replace(file)
    finally:
        for leftover in file.parent.glob(f"{draft.name}*"):
            leftover.unlink()


Command = tuple[str, subprocess.Popen[str]]


def begin(environment: Environment, program: str, *arguments: str, **settings: str) -> Command:
    """Start a command that ends by itself, with some settings of its own."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [environment.program(program), *arguments]
    process = subprocess.Popen(command, cwd=environment.root, env={**os.environ, **settings}, text=True, **pipes)
    return " ".join([program, *arguments]), process


def end(name: str, process: subprocess.Popen[str]) -> str:
    """Wait for the command and return what it printed; Trouble when it failed."""
    try:
        said, complained = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        last = (complained.strip() or said.strip() or "it said nothing").splitlines()[-1]
        raise Trouble(f"`{name}` failed: {last}")
    return said


def launch(environment: Environment, logs: Path, listener: socket.socket, started: ExitStack) -> Processes:
    """Start web and worker, each the head of its own group; leaving `started` stops them."""
    number = listener.fileno()
    commands = {"web": ["gunicorn", "--bind", f"fd://{number}", "wsgi:app"], "worker": ["flask", "worker"]}
    processes: Processes = {}
    for name, (program, *arguments) in commands.items():
        log = started.enter_context((logs / f"{name}.log").open("ab"))
        command = [environment.program(program), *arguments]
        processes[name] = start(command, cwd=environment.root, stdout=log, keep=(number,) if name == "web" else ())
        started.callback(stop, processes[name])
    return processes


def wait_until_ready(address: str, processes: Processes, logs: Path) -> None:
    """Return once the program answers; Trouble when a part of it ends or a minute has passed."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        check_alive(processes, logs)
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            pass
        time.sleep(0.1)
    raise Trouble(f"The program did not answer within a minute: see {logs}.")


def check_alive(processes: Processes, logs: Path) -> None:
    """Raise Trouble when one of the processes has ended by itself."""
    for name, process in processes.items():
        if process.poll() is not None:
            raise Trouble(f"The {name} process ended: see the last lines of {logs / f'{name}.log'}.")


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the block once; while it cleans up, further ones are ignored."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
