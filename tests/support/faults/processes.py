"""Processes that may be killed: forked, so that they begin where we are, with connections of their own."""

import json
import os
import signal
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from crowdlearn.db.session import database

Work = Callable[[], object]


class Killed(Exception):  # noqa: N818 - what happened to the child
    """The child did not live to its end."""


def in_child(work: Work) -> Any:
    """Run `work` in a process of its own; return what it came to, as JSON keeps it. Raises Killed, or RuntimeError."""
    return _result(*_start(work))


def at_once(*works: Work) -> list[Any]:
    """Run works at the same moment, each in a process of its own; return what they came to."""
    ready, go = os.pipe()
    started = [_start(lambda work=work: (os.read(ready, 1), work())[1]) for work in works]
    os.write(go, b"." * len(works))
    os.close(ready)
    os.close(go)
    return [_result(*one) for one in started]


def _start(work: Work) -> tuple[int, int]:
    database.engine.dispose()  # a connection is never shared with a child
    answers, answer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child of a process with threads only runs its work
        child = os.fork()
    if child == 0:
        _live(work, answer)
    os.close(answer)
    return child, answers


def _live(work: Work, answer: int) -> None:
    status = 1
    try:
        said = json.dumps(work(), default=str)
        with os.fdopen(answer, "w") as told:
            told.write(said)
        database.engine.dispose()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _result(child: int, answers: int) -> Any:
    with os.fdopen(answers) as told:
        words = told.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        raise Killed
    if status:
        raise RuntimeError("the child failed; its traceback is above")
    return json.loads(words)


def die() -> None:
    """End this process at once, as a power cut or the kernel would."""
    os.kill(os.getpid(), signal.SIGKILL)
