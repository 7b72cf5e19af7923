"""The French catalogue: `make catalogue` brings it in line with the program, `make check` says what is missing.

Runs inside the environment, since it needs babel.
"""

import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FRENCH = Path("crowdlearn/translations/fr/LC_MESSAGES/messages.po")
FOLDERS = ("crowdlearn", "templates")
KEYWORDS = {"_": None, "gettext": None, "N_": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed date, so that the same messages always give the same file
HEADER = {
    "project": "CrowdLearn",
    "version": "1",
    "header_comment": "# CrowdLearn in French. Written by `make catalogue`; only the msgstr lines are edited by hand.",
    "msgid_bugs_address": "the stewards",
    "last_translator": "CrowdLearn",
    "language_team": "fr",
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")
_BREAKABLE = re.compile(r"(?<=\S) [;:?!»%$](?!\()|« ")
_GLUED = re.compile(r"(?<![\s\u00a0])[;?!»](?=\s|$)|(?<![\s\u00a0]):(?=\s|$)|«(?!\u00a0)")


def extract(root: Path = ROOT) -> Catalog:
    """Return every message of the program and its templates; pyproject.toml says how to read which file."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"silent": mapping.get("silent", "true")} for mapping in mappings}
    catalogue = Catalog(charset="utf-8", creation_date=BORN)
    found = extract_from_dir(root, methods, options, keywords=KEYWORDS, directory_filter=_only_ours(root))
    for _file, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def _only_ours(root: Path) -> Callable[[str], bool]:
    return lambda folder: os.path.relpath(folder, root).split(os.sep)[0] in FOLDERS


def load(path: Path) -> Catalog:
    """Return the French catalogue, an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale="fr", creation_date=BORN, revision_date=BORN, fuzzy=False, **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def update(root: Path = ROOT) -> Catalog:
    """Add new messages to the French catalogue, without a translation, and drop those that are gone."""
    path = root / FRENCH
    catalogue = load(path)
    catalogue.update(extract(root), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, no_location=True, include_previous=False)
    return catalogue


def problems(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    """Say what keeps the French catalogue from being equal to the English."""
    here, there = {_key(message) for message in catalogue}, {_key(message) for message in wanted}
    yield from (f"not in the catalogue (make catalogue): {key}" for key in sorted(there - here))
    yield from (f"not in the program any more (make catalogue): {key}" for key in sorted(here - there))
    for message in catalogue:
        if message.id:
            yield from (f"{fault}: {_key(message)}" for fault in faults(message))


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one translation."""
    english, french = _texts(message.id), _texts(message.string)
    if "fuzzy" in message.flags:
        yield "fuzzy"
    if not all(french):
        yield "empty"
        return
    wanted = set(_PLACEHOLDER.findall(english[-1]))
    given = [set(_PLACEHOLDER.findall(text)) for text in french]
    if given[-1] != wanted or any(extra - wanted for extra in given):  # a singular may say "one" in words
        yield "other placeholders"
    if any(_BREAKABLE.search(text) for text in french):
        yield "a breaking space before ; : ? ! » % $ or after «"
    if any(_GLUED.search(text) for text in french):
        yield "no space before ; : ? ! » or after «"


def _texts(one_or_more: str | Sequence[str] | None) -> tuple[str, ...]:
    return (one_or_more or "",) if isinstance(one_or_more, str | None) else tuple(one_or_more)


def _key(message: Message) -> str:
    return repr(_texts(message.id)[0])


def main(word: str) -> int:
    """Run `update` or `check`; 1 when something is missing."""
    if word == "update":
        catalogue = update()
        missing = sum(1 for message in catalogue if message.id and "empty" in faults(message))
        print(f"{len(catalogue)} messages, {missing} still to translate in {FRENCH}")
        return 0
    found = list(problems(load(ROOT / FRENCH), extract()))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
