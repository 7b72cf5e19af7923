"""Starting and ending other programs so that none is left behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


def start(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    stdout: IO[bytes] | None = None,
    parting: int = signal.SIGTERM,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` as the head of its own group of processes, which gets `parting` should this one be killed.

    It inherits the open files whose numbers are in `keep`.
    """
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        user=user,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout else None,
        start_new_session=True,
        pass_fds=keep,
        preexec_fn=_dies_with_parent(parting),
    )


def stop(process: subprocess.Popen[bytes], how: int = signal.SIGTERM, patience: float = 15.0) -> None:
    """End a process and its whole group: politely, and after `patience` seconds in earnest."""
    _signal_group(process, how)
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _dies_with_parent(number: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, number)


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
