"""CPU milliseconds per request of a server's process tree: the one figure that a noisy machine does not spoil."""

import http.client
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS, WARM_UP = 5, 60


@dataclass
class Subject:
    """One address of one server; `samples` are CPU milliseconds per request, one per round."""

    name: str
    port: int
    path: str
    pid: int
    headers: dict[str, str] = field(default_factory=dict)
    samples: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the middle sample."""
        return statistics.median(self.samples)

    def ask(self, times: int) -> None:
        """Send the request `times` times over one connection; anything but 200 stops the bench."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for _ in range(times):
            connection.request("GET", self.path, headers=self.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{self.name}: {self.path} answered {answer.status}")
        connection.close()


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
        subject.ask(WARM_UP)
    for _ in range(rounds):
        for subject in subjects:
            before = cpu_milliseconds(subject.pid)
            subject.ask(requests)
            subject.samples.append((cpu_milliseconds(subject.pid) - before) / requests)


def report(subjects: Sequence[Subject], against: Subject, targets: dict[str, float]) -> Iterator[str]:
    """Return the lines of the table: min, median, max, the ratio to `against` and its target."""
    yield f"CPU milliseconds per request, {ROUNDS} interleaved rounds; the ratio is to {against.name}"
    yield f"{'page':32} {'min':>7} {'median':>7} {'max':>7} {'ratio':>7}  target"
    for subject in subjects:
        ratio = subject.median / against.median
        target = targets.get(subject.name)
        verdict = "" if target is None else f"≤ {target:.2f} {'met' if ratio <= target else 'MISSED'}"
        figures = f"{min(subject.samples):7.3f} {subject.median:7.3f} {max(subject.samples):7.3f} {ratio:7.2f}"
        yield f"{subject.name:32} {figures}  {verdict}".rstrip()
