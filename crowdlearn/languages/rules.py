"""A text in the other language, and who or what put it there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

OTHER = {"en": "fr", "fr": "en"}


class MadeBy(Worded):
    """Who put a text into the other language."""

    AUTHOR = "author", N_("I did")
    PERSON = "person", N_("Somebody else did")
    MACHINE = "machine", N_("A machine did")


@dataclass(frozen=True)
class Said:
    """The parts of a text in the other language, by their names, as they were typed."""

    words: Mapping[str, str]
    made_by: MadeBy
    translator: str = ""


class TranslatorMissing(RuleBroken):
    """Readers are told who, or what, translated."""

    msgid = N_("Name the person or the machine: readers are told.")
    field = "translator"


class VersionMissing(RuleBroken):
    """What there is to read in one language is there in the other one."""

    msgid = N_("Put this into the other language too: it is part of the original.")

    def __init__(self, part: str) -> None:
        """Stand beside the field of the part that is missing."""
        super().__init__()
        self.field = part


def check_said(said: Said, needed: Mapping[str, str]) -> None:
    """Raise TranslatorMissing for a nameless translator, VersionMissing where a part of the original is left out."""
    for part, original in needed.items():
        if original.strip() and not said.words.get(part, "").strip():
            raise VersionMissing(part)
    if said.made_by is not MadeBy.AUTHOR and not said.translator.strip():
        raise TranslatorMissing


def digest(original: Mapping[str, str]) -> str:
    """Return what tells whether an original was changed since."""
    return sha256("\0".join(f"{part}\0{original[part]}" for part in sorted(original)).encode()).hexdigest()
