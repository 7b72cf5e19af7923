"""`make bench`: what our pages cost against a plain page of the same run, on a small and on a large database."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crowdlearn.db import migrations
from crowdlearn.db.session import database
from crowdlearn.launch.processes import free_port, start, stop
from crowdlearn.launch.running import wait_until_ready

from .measuring import Subject, measure, memory_megabytes, report
from .pages import PAGES, fill

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 100_000)
REQUESTS = 400


@contextmanager
def served(application: str, folder: Path, ready: str, settings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve an application with gunicorn's threads, one process; return its port and process id."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--workers=1", f"--bind=127.0.0.1:{port}"]
    env = {**os.environ, "PORT": str(port), **settings}
    with (folder / f"{port}.log").open("wb") as log:
        process = start(command, cwd=ROOT, env=env, stdout=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}{ready}", {str(port): process}, folder)
            yield port, process.pid
        finally:
            stop(process)


def measure_size(pitches: int, requests: int) -> None:
    """Measure every page on a database with as many pitches, and print the table."""
    with tempfile.TemporaryDirectory(prefix="crowdlearn-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/crowdlearn.db"
        migrations.upgrade(url)
        database.connect(url)
        fill(pitches)
        paths = {page: page.path() for page in PAGES}
        database.engine.dispose()
        settings = {"CROWDLEARN_HOME": name, "ENVIRONMENT": "development", "DATABASE_URL": url}
        with (
            served("tests.bench.plain:app", folder, "/hello", settings) as (plain_port, plain_pid),
            served("wsgi:app", folder, "/health/ready", settings) as (port, pid),
        ):
            plain = Subject("a plain page", plain_port, "/plain", plain_pid)
            hello = Subject("hello", plain_port, "/hello", plain_pid)
            ours = [Subject(page.name, port, path, pid) for page, path in paths.items()]
            measure([hello, plain, *ours], requests)
            print(f"\n{pitches:,} pitches, SQLite; {memory_megabytes(pid):.0f} MB per worker (target ≤ 120)")
            targets = {page.name: page.most for page in PAGES if page.most is not None}
            print("\n".join(report([hello, plain, *ours], plain, targets)), flush=True)


def main(words: Sequence[str]) -> None:
    """Measure on both sizes, or on those named: `make bench ARGS="1000"`."""
    for pitches in [int(word) for word in words] or SIZES:
        measure_size(pitches, REQUESTS)


if __name__ == "__main__":
    main(sys.argv[1:])
