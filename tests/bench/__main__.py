"""`make bench`: what our pages and writes cost beside plain ones, on 1,000 pitches; `make bench ARGS="1000 100000"`
measures the growth as well, both in one interleaved run."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from config import Config
from crowdlearn.app import create_app
from crowdlearn.db import migrations
from crowdlearn.db.session import database
from crowdlearn.launch.processes import free_port, start, stop
from crowdlearn.launch.running import wait_until_ready

from . import pages
from .filling import Filled, fill
from .measuring import Request, Subject, cpu_milliseconds, judged, measure, memory_megabytes, report
from .pages import NAMED, PAGES, Writing
from .weighing import etag, first_view

ROOT = Path(__file__).resolve().parents[2]
REQUESTS, WRITES = 50, 20
OFTEN = "1000000 per day"


@dataclass(frozen=True)
class Served:
    """A server: its port, its process, and the CPU milliseconds until it answered first."""

    port: int
    pid: int
    started: float


@dataclass(frozen=True)
class Site:
    """A filled database with what a program needs to serve it."""

    pitches: int
    filled: Filled
    app: Flask
    settings: dict[str, str]


@contextmanager
def served(application: str, ready: str, settings: dict[str, str]) -> Iterator[Served]:
    """Serve an application with gunicorn's threads, one worker."""
    port, folder = free_port(), Path(settings["CROWDLEARN_HOME"])
    command = [sys.executable, "-m", "gunicorn", application, "--workers=1", f"--bind=127.0.0.1:{port}"]
    with (folder / f"{port}.log").open("wb") as log:
        process = start(command, cwd=ROOT, env={**os.environ, "PORT": str(port), **settings}, stdout=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}{ready}", {str(port): process}, folder)
            yield Served(port, process.pid, cpu_milliseconds(process.pid))
        finally:
            stop(process)


def make_site(pitches: int, folder: Path) -> Site:
    """Return a new database with as many pitches."""
    folder.mkdir()
    url = f"sqlite:///{folder}/crowdlearn.db"
    settings = {"CROWDLEARN_HOME": str(folder), "ENVIRONMENT": "development", "DATABASE_URL": url}
    settings |= {"SECRET_KEY": "only for the bench, and long enough", "LIMIT_PLEDGE": OFTEN, "LIMIT_COMMENT": OFTEN}
    migrations.upgrade(url)
    database.connect(url)
    app = create_app(Config.from_env({**os.environ, **settings}).mapping())
    filled = fill(pitches)
    settings[NAMED] = json.dumps([[page.path(filled), filled.token if page.signed_in else ""] for page in PAGES])
    database.engine.dispose()
    return Site(pitches, filled, app, settings)


def subjects_of(site: Site, ours: Served, plain: Served) -> list[Subject]:
    """Return everything that is measured on one site, each after what it is held against."""
    hello = Subject("hello", plain.port, plain.pid, _always(Request("/hello")))
    nothing = Subject("an empty POST", plain.port, plain.pid, _always(Request("/nothing", "POST")), 204)
    found = [hello, nothing]
    for number, page in enumerate(PAGES):
        drawn = Subject(f"  plain: {page.name}", plain.port, plain.pid, _always(Request(f"/plain/{number}")))
        asked = page.request(site.filled, site.app)
        found += [drawn, Subject(page.name, ours.port, ours.pid, _always(asked), 200, drawn, page.most)]
    again = _again(ours.port, "/en/how-it-works"), _again(ours.port, "/en/pitches")
    names = ("a standing page, unchanged (304)", "Discover, unchanged (304)")
    for name, request in zip(names, again, strict=True):
        found.append(Subject(name, ours.port, ours.pid, _always(request), 304, hello, pages.UNCHANGED))
    return found


def _again(port: int, path: str) -> Request:
    return Request(path, headers={"If-None-Match": etag(port, path)})


def writes_of(site: Site, ours: Served, nothing: Subject) -> list[Subject]:
    """Return the durable writes."""
    writing = Writing(site.app, site.filled)
    kinds = {"a pledge": writing.pledges(), "an encouragement": writing.encouragements()}
    return [Subject(name, ours.port, ours.pid, kind, 303, nothing, pages.WRITE) for name, kind in kinds.items()]


def _always(request: Request) -> Callable[[], Request]:
    return lambda: request


def say(site: Site, ours: Served, subjects: Sequence[Subject], writes: Sequence[Subject]) -> None:
    """Print what was measured on one site."""
    print(f"\n{site.pitches:,} pitches, SQLite, {os.cpu_count()} cores")
    print("\n".join(report([*subjects, *writes])))
    for write in writes:
        print(f"{write.name}: {pages.LIBERAPAY / write.median:.1f} times cheaper than Liberapay's (target ≥ 5)")
    view = first_view(ours.port, "/en/")
    print(f"first view of home: HTML {view.html:,} bytes, {judged(view.html, pages.HTML)}; ", end="")
    print(f"everything {view.everything:,}, {judged(view.everything, pages.BYTES)}; ", end="")
    print(f"{view.requests} requests, {judged(view.requests, pages.REQUESTS)}")
    print(f"start to first answer: {ours.started / 1000:.2f} s of CPU, {judged(ours.started / 1000, pages.START)}")
    memory = memory_megabytes(ours.pid)
    print(f"memory per worker: {memory:.0f} MB, {judged(memory, pages.MEMORY)}", flush=True)


def say_growth(few: Sequence[Subject], many: Sequence[Subject], sizes: tuple[int, int]) -> None:
    """Print what each of our pages costs on the large database beside the small one, in this same run."""
    print(f"\nfrom {sizes[0]:,} to {sizes[1]:,} pitches, each of our pages and writes")
    for small, large in zip(few, many, strict=True):
        if small.against is not None:
            growth = large.median / small.median
            print(f"{small.name:34} {growth:6.2f}  {judged(growth, pages.GROWTH)}")


def main(words: Sequence[str]) -> None:
    """Measure on 1,000 pitches, or on the sizes named, all of them in one interleaved run."""
    sizes = [int(word) for word in words] or [1_000]
    with ExitStack() as open_things:
        home = Path(open_things.enter_context(tempfile.TemporaryDirectory(prefix="crowdlearn-bench-")))
        sites = [make_site(pitches, home / str(pitches)) for pitches in sizes]
        plain = open_things.enter_context(served("tests.bench.plain:app", "/hello", sites[0].settings))
        ours = [open_things.enter_context(served("wsgi:app", "/health/ready", site.settings)) for site in sites]
        reads = [subjects_of(site, one, plain) for site, one in zip(sites, ours, strict=True)]
        writes = [writes_of(site, one, found[1]) for site, one, found in zip(sites, ours, reads, strict=True)]
        measure([subject for found in reads for subject in found], REQUESTS)
        measure([subject for found in writes for subject in found], WRITES)
        for site, one, found, written in zip(sites, ours, reads, writes, strict=True):
            say(site, one, found, written)
        for number in range(1, len(sizes)):
            many = [*reads[number], *writes[number]]
            say_growth([*reads[0], *writes[0]], many, (sizes[0], sizes[number]))


if __name__ == "__main__":
    main(sys.argv[1:])
