"""CPU milliseconds per request of a server's process tree: the one figure that a noisy machine does not spoil."""

import http.client
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS, WARM_UP = 5, 12


@dataclass(frozen=True)
class Request:
    """What is sent once."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Subject:
    """One page or write of one server; `samples` are CPU milliseconds per request, one per round.

    `against` is the subject that its ratio is to, `most` the greatest ratio that is meant.
    """

    name: str
    port: int
    pid: int
    following: Callable[[], Request]
    status: int = 200
    against: "Subject | None" = None
    most: float | None = None
    samples: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the middle sample."""
        return statistics.median(self.samples)

    @property
    def ratio(self) -> float | None:
        """Return how many times it costs what it is held against."""
        return self.median / self.against.median if self.against else None

    def ask(self, times: int) -> None:
        """Send the request `times` times over one connection; another status than expected stops the bench."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(times):
            sent = self.following()
            connection.request(sent.method, sent.path, sent.body or None, sent.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != self.status:
                raise SystemExit(f"{self.name}: {sent.method} {sent.path} answered {answer.status}")
        connection.close()

    def sample(self, times: int) -> None:
        """Take one sample."""
        before = cpu_milliseconds(self.pid)
        self.ask(times)
        self.samples.append((cpu_milliseconds(self.pid) - before) / times)


def cpu_milliseconds(pid: int) -> float:
    """Return what the process, its threads and its children have computed so far."""
    return sum(_own(member) for member in tree(pid))


def tree(pid: int) -> Iterator[int]:
    """Walk a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def _own(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def memory_megabytes(pid: int) -> float:
    """Return the memory of the largest process of the tree."""
    return max(_resident(member) for member in tree(pid))


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def measure(subjects: Sequence[Subject], requests: int, rounds: int = ROUNDS) -> None:
    """Take one sample of every subject per round, interleaved, so that noise meets all of them alike."""
    for subject in subjects:
        subject.ask(min(WARM_UP, requests))
    for _ in range(rounds):
        for subject in subjects:
            subject.sample(requests)


def report(subjects: Sequence[Subject]) -> Iterator[str]:
    """Return the lines of the table: min, median and max, the ratio, what it is to, and its target."""
    yield f"CPU milliseconds per request of the server's process tree, {ROUNDS} interleaved rounds"
    yield f"{'':34} {'min':>7} {'median':>7} {'max':>7} {'ratio':>6}  target"
    for subject in subjects:
        figures = f"{min(subject.samples):7.3f} {subject.median:7.3f} {max(subject.samples):7.3f}"
        yield f"{subject.name:34} {figures} {_verdict(subject)}".rstrip()


def _verdict(subject: Subject) -> str:
    if subject.against is None or subject.ratio is None:
        return ""
    if subject.most is None:
        return f"{subject.ratio:6.2f}  × {subject.against.name}"
    return f"{subject.ratio:6.2f}  {judged(subject.ratio, subject.most)} × {subject.against.name}"


def judged(figure: float, most: float) -> str:
    """Return a target and whether it is met."""
    return f"{'met   ' if figure <= most else 'MISSED'} ≤ {most:g}"
