"""docs/licences.md: under which licence each package of the lock is used. `make licences` writes it.

Runs inside the environment, whose packages say it themselves.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK, PAGE = Path("requirements.lock"), Path("docs/licences.md")
HEAD = """# Licences

CrowdLearn is used with these Python packages, as they are, unchanged. Written by `make licences` from what each says of
itself; a test holds it to `requirements.lock`. Fonts, icons and the accessibility checker of the tests carry theirs
beside them: `static/fonts/OFL-*.txt`, `static/img/LICENSE-lucide.txt`, `tests/vendor/LICENSE-axe-core.txt`.

| package | version | licence |
|---|---|---|
"""
_PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)
_TEXTS = (  # what a licence's own text says, for packages that only bring the text
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Redistribution and use in source and binary forms", "BSD"),
)
_LONGEST = 40  # of a name; some put the whole text where its name belongs


def page(root: Path = ROOT) -> str:
    """Return the page as it should be: a line for each package of the lock, in its order."""
    versions: dict[str, list[str]] = {}
    for name, version in _PINNED.findall((root / LOCK).read_text("utf-8")):
        versions.setdefault(name, []).append(version)
    lines = (
        f"| {name} | {', '.join(pinned)} | {licence_of(distribution(name))} |" for name, pinned in versions.items()
    )
    return HEAD + "\n".join(lines) + "\n"


def licence_of(package: Distribution) -> str:
    """Return the name of a package's licence. Raises LookupError where nothing tells."""
    return next(_said(package)).replace("MIT License", "MIT")


def _said(package: Distribution) -> Iterator[str]:
    said = package.metadata
    names = (said[key] for key in ("License-Expression", "License") if key in said)
    yield from (name for name in names if 0 < len(name) <= _LONGEST)
    classes = said.get_all("Classifier") or []
    yield from (name.rpartition(" :: ")[2] for name in classes if name.startswith("License :: "))
    for file in package.files or ():
        if "LICEN" in file.name.upper():
            text = file.read_text()
            yield from (name for words, name in _TEXTS if words in text)
    raise LookupError(f"{said['Name']} does not say under which licence it is used")


if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(), "utf-8")
    sys.exit(0)
