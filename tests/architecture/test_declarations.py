"""Laws on what the program declares: tables, states, events, catalogues, import contracts, locks."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum

import pytest
import sqlalchemy as sa
from babel.messages.catalog import Catalog
from sqlmodel import SQLModel

import crowdlearn.tables  # noqa: F401
from crowdlearn.db.tables import choice, state
from crowdlearn.jobs import JOBS
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.launch import catalogue
from crowdlearn.reactions import AFTER

from .source import ROOT, Source, program


def loose_states(metadata: sa.MetaData) -> Iterator[str]:
    """Name columns that hold a state without a machine, or a choice that no CHECK guards."""
    for table in metadata.tables.values():
        guarded = " ".join(str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint))
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if re.search(r"(^|_)(state|status)$", column.name) and not hasattr(column.type, "machine"):
                yield f"{name} is a state without a machine"
            if isinstance(column.type, sa.Enum) and f"{column.name} IN" not in guarded:
                yield f"{name} has no CHECK"


def unlisted_models(sources: list[Source], listed: set[str]) -> list[str]:
    """Name modules that declare tables and that tables.py does not import, itself or its package."""
    declaring = [
        source.module
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)
    ]
    return sorted({module for module in declaring if not {module, module.rpartition(".")[0]} & listed})


def test_every_state_has_a_machine_and_a_check():
    assert list(loose_states(SQLModel.metadata)) == []


def test_a_loose_state_would_be_seen():
    class Mood(StrEnum):
        GOOD = "good"

    bare = sa.Enum(Mood, native_enum=False, create_constraint=False)
    columns = (sa.Column("state", choice(Mood)), sa.Column("mood", bare), sa.Column("status", sa.String()))
    broken, kept = sa.MetaData(), sa.MetaData()
    sa.Table("thing", broken, *columns)
    sa.Table("thing", kept, sa.Column("state", state(Machine({Mood.GOOD: set()}))), sa.Column("mood", choice(Mood)))
    assert len(list(loose_states(broken))) == 3
    assert list(loose_states(kept)) == []


def _listed() -> set[str]:
    (tables,) = [source for source in program() if source.path == "crowdlearn/tables.py"]
    return set(tables.imports)


def test_every_table_is_in_tables_py():
    assert unlisted_models(program(), _listed()) == []


def test_a_forgotten_models_file_would_be_seen():
    forgotten = Source("crowdlearn/forgotten/models.py", "class Thing(Table, table=True): pass")
    assert unlisted_models([forgotten], _listed()) == ["crowdlearn.forgotten.models"]


def test_every_event_says_what_follows():
    for source in program():
        if source.kind == "rules":
            importlib.import_module(source.module)
    ours = {kind for kind in Event.known.values() if kind.__module__.startswith("crowdlearn.")}
    assert sorted(kind.name() for kind in ours - set(AFTER)) == []  # each needs its line, () for none


ON_DEMAND = {  # asked for by a command, not by the clock
    "crowdlearn.search.service.rebuild",
    "crowdlearn.pitches.service.index.index_all",
    "crowdlearn.sharebacks.service.finding.index_all",
}


def clock_work(source: Source) -> Iterator[str]:
    """Name the public use-cases of a service that nobody asks for: no arguments, and they return how much they did."""
    for function in source.functions if source.kind == "service" or source.feature == "web" else ():
        asked = function.args.args or function.args.kwonlyargs or function.name.startswith("_")
        if not asked and function.returns and ast.unparse(function.returns) == "int":
            yield f"{source.module}.{function.name}"


def test_every_use_case_of_the_clock_is_a_job():
    running = {f"{job.run.__module__}.{job.run.__name__}" for job in JOBS}
    assert {name for source in program() for name in clock_work(source)} - running == ON_DEMAND


def test_a_forgotten_job_would_be_seen():
    forgotten = Source("crowdlearn/pledges/service.py", "def expire_offers() -> int: ...")
    assert list(clock_work(forgotten)) == ["crowdlearn.pledges.service.expire_offers"]


def test_the_french_catalogue_is_complete():
    assert list(catalogue.problems(catalogue.load(ROOT / catalogue.FRENCH), catalogue.extract())) == []


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("Yes", "", "empty"),
        ("%(n)s hours", "quelques heures", "other placeholders"),
        ("Why?", "Pourquoi ?", "a breaking space"),
        ("Why?", "Pourquoi?", "no space"),
        ("One; two", "Un; deux", "no space"),
        ("“Yes”", "«Oui»", "no space"),
        (("%(n)s hour", "%(n)s hours"), ("%(n)s heure", ""), "empty"),
    ],
)
def test_a_faulty_translation_would_be_seen(english, french, fault):
    message = Catalog(locale="fr").add(english, french)
    assert any(found.startswith(fault) for found in catalogue.faults(message))


def test_a_fuzzy_translation_would_be_seen():
    message = Catalog(locale="fr").add("Yes", "Oui", flags=("fuzzy",))
    assert list(catalogue.faults(message)) == ["fuzzy"]


@pytest.mark.parametrize("french", ["Pourquoi\u00a0?", "«\u00a0Oui\u00a0»", "12\u00a0%", "a\u00a0; b"])
def test_good_french_is_left_alone(french):
    assert list(catalogue.faults(Catalog(locale="fr").add("Why?", french))) == []


def test_both_locks_agree():
    """The environment for tests holds what running needs, in the same versions."""

    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][\w.\[\],-]*==\S+", (ROOT / lock).read_text(), re.MULTILINE))

    assert pins("requirements.lock") > set()
    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_the_import_contracts_can_be_broken(tmp_path):
    """A copy of the program in which a foundation imports a feature is refused."""
    shutil.copytree(ROOT / "crowdlearn", tmp_path / "crowdlearn", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "crowdlearn" / "kernel" / "money.py").write_text("import crowdlearn.people.rules\n")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Features import downward only BROKEN" in done.stdout
