"""A share-back in the other language, and who or what put it there. Pure."""

from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

OTHER = {"en": "fr", "fr": "en"}


class MadeBy(Worded):
    """Who put a text into the other language."""

    AUTHOR = "author", N_("I did")
    PERSON = "person", N_("Somebody else did")
    MACHINE = "machine", N_("A machine did")


@dataclass(frozen=True)
class Version:
    """A text in the other language as its author typed it."""

    title: str
    made_by: MadeBy
    summary: str = ""
    body: str = ""
    transcript: str = ""
    translator: str = ""


class TranslatorMissing(RuleBroken):
    """Readers are told who, or what, translated."""

    msgid = N_("Name the person or the machine: readers are told.")
    field = "translator"


class VersionMissing(RuleBroken):
    """What there is to read in one language is there in the other one."""

    msgid = N_("Put this into the other language too: it is part of the original.")
    field = "body"


class TranscriptLeftOut(VersionMissing):
    """What is said in a recording is there in both languages."""

    field = "transcript"


def check_version(version: Version, body: str, transcript: str) -> None:
    """Raise TranslatorMissing for a nameless translator, VersionMissing where a part of the original is left out."""
    if body.strip() and not version.body.strip():
        raise VersionMissing
    if transcript.strip() and not version.transcript.strip():
        raise TranscriptLeftOut
    if version.made_by is not MadeBy.AUTHOR and not version.translator.strip():
        raise TranslatorMissing
