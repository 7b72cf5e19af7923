"""Reading the program's own source, for the laws."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUNDATIONS = {"kernel", "db", "web", "launch", "translations"}


@dataclass(frozen=True)
class Source:
    """One file of the project: its path from the root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the parsed file."""
        return ast.parse(self.text)

    @property
    def feature(self) -> str:
        """Return the feature it belongs to, "pledges" for crowdlearn/pledges/rules.py."""
        return self.path.split("/")[1] if self.path.count("/") > 1 else ""

    @property
    def kind(self) -> str:
        """Return its kind, "service" for pledges/service.py and for pledges/service/money.py."""
        return self.path.split("/")[2].removesuffix(".py") if self.path.count("/") > 1 else ""

    @property
    def module(self) -> str:
        """Return its dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def functions(self) -> Iterator[ast.FunctionDef]:
        """Walk its functions and methods, inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))

    @property
    def imports(self) -> Iterator[str]:
        """Walk what it imports, as dotted names; what a `from` names is appended."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from (f"{base}.{alias.name}" for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".") if self.path.endswith("__init__.py") else self.module.split(".")[:-1]
        above = package[: len(package) - node.level + 1]
        return ".".join([*above, *([node.module] if node.module else [])])


def program() -> list[Source]:
    """Return every Python file of the program."""
    files = [*sorted((ROOT / "crowdlearn").rglob("*.py")), ROOT / "config.py", ROOT / "wsgi.py"]
    return [_read(path) for path in files]


def templates() -> list[Source]:
    """Return every HTML template of pages; mails have laws of their own."""
    return [_read(path) for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parts]


def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Walk the calls under a node with the last word of what is called: `session.commit()` gives "commit"."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                yield call.func.id, call
            elif isinstance(call.func, ast.Attribute):
                yield call.func.attr, call
