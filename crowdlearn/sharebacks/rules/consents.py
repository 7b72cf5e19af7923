"""People who appear in a share-back: what they are asked about, what they answered, what is withheld. Pure."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded

from .states import Form

MOST_APPEARING = 100  # items asked about, per share-back
MOST_ASKED_A_DAY = 60  # by one author, in all share-backs: a letter to a stranger is a favour
PARTICIPANT = {"en": "a participant", "fr": "une personne participante"}
MOST_PASSAGES, LONGEST_PASSAGE = 3, 280


class Item(Worded):
    """What of a person may stand in a share-back; each is agreed to apart from the others."""

    NAME = "name", N_("The name in the text")
    LIST = "list", N_("The name on the list of those who came")
    QUOTATION = "quotation", N_("A quotation")
    PICTURE = "picture", N_("A picture")
    RECORDING = "recording", N_("The recording")


class ConsentState(Worded):
    """Nothing but AGREED lets something be shown."""

    ASKED = "asked", N_("Not answered yet")
    AGREED = "agreed", N_("Agreed")
    DECLINED = "declined", N_("Said no")
    WITHDRAWN = "withdrawn", N_("Agreed first, and no longer")


CS = ConsentState
CONSENT = Machine(
    {
        CS.ASKED: {CS.AGREED, CS.DECLINED},
        CS.AGREED: {CS.WITHDRAWN},
        CS.DECLINED: {CS.AGREED},
        CS.WITHDRAWN: {CS.AGREED},
    }
)


def answered(state: ConsentState, *, agrees: bool) -> ConsentState:
    """Return what an answer makes of a consent; the same answer again changes nothing."""
    if agrees:
        return state if state is CS.AGREED else CONSENT.move(state, CS.AGREED)
    if state in (CS.DECLINED, CS.WITHDRAWN):
        return state
    return CONSENT.move(state, CS.DECLINED if state is CS.ASKED else CS.WITHDRAWN)


@dataclass(frozen=True)
class Asking:
    """Whom an author asks, and about what. `words` are the quotation, `pictures` those they are on."""

    name: str
    email: str
    items: frozenset[Item]
    words: str = ""
    pictures: tuple[UUID, ...] = ()


class NothingAsked(RuleBroken):
    """There is nothing to agree to."""

    msgid = N_("Choose what this person is asked about.")
    field = "items"


class QuotationMissing(RuleBroken):
    """Nobody agrees to words they have not read."""

    msgid = N_("Write the quotation as readers will read it.")
    field = "words"


class NamedAbove(RuleBroken):
    """A title travels in mail, feeds and calendars, from where no name can be called back."""

    msgid = N_("Take “%(name)s” out of title and summary first: they go out by mail, where no name can be called back.")
    field = "title"


class AskedBefore(RuleBroken):
    """Whoever said no is not asked until they say yes."""

    msgid = N_("%(name)s was asked about this before.")
    field = "items"


class YouAppear(RuleBroken):
    """Nobody asks themselves."""

    msgid = N_("That is your own address.")
    field = "email"


class TooManyAppear(RuleBroken):
    """A share-back is no register."""

    msgid = N_("A share-back asks about at most %(most)s items.")
    field = "items"


class TooManyAskedToday(RuleBroken):
    """Letters go to people who never heard of this place."""

    msgid = N_("You can ask about %(most)s items a day. Go on tomorrow.")
    field = "items"


class StillThere(RuleBroken):
    """Without its entry here it would be shown again."""

    msgid = N_("It is still in your share-back. Take it out there first, then here.")


@dataclass(frozen=True)
class ConsentAsked(Event):
    """Someone who appears in a share-back is asked, in one letter about all that was chosen together."""

    shareback_id: UUID
    asking_id: UUID


@dataclass(frozen=True)
class ConsentAnswered(Event):
    """Someone who appears in a share-back answered about one item, or changed their mind."""

    appearance_id: UUID
    answer: ConsentState


def items_of(form: Form) -> tuple[Item, ...]:
    """Return what people can be asked about in a share-back of this form, pictures apart."""
    return {
        Form.POST: (Item.NAME, Item.QUOTATION),
        Form.RECORDING: (Item.NAME, Item.QUOTATION, Item.RECORDING),
        Form.EVENT: (Item.NAME, Item.LIST, Item.QUOTATION, Item.RECORDING),
    }[form]


def check_asking(asking: Asking) -> None:
    """Raise NothingAsked or QuotationMissing."""
    if not asking.items and not asking.pictures:
        raise NothingAsked
    if Item.QUOTATION in asking.items and not asking.words.strip():
        raise QuotationMissing


def check_named_only_in_text(names: Iterable[str], *lines: str) -> None:
    """Raise NamedAbove for the first name that a title or summary holds."""
    for name in names:
        if any(_standing(name).search(line) for line in lines):
            raise NamedAbove(name=name)


def without_names(text: str, names: Iterable[str], language: str) -> str:
    """Return a text, or its HTML, with "a participant" in the place of these names, however spaced or cased."""
    somebody = PARTICIPANT[language]

    def replaced(found: re.Match[str]) -> str:
        before = found.string[: found.start()].rstrip(' \u00a0*_“«"')
        return somebody.capitalize() if not before or before[-1] in ".!?…\n>:" else somebody

    for name in sorted(names, key=len, reverse=True):
        if language == "fr":
            text = re.sub(rf"\b(d|qu)e\s+{_standing(name).pattern}", rf"\1’{somebody}", text, flags=re.IGNORECASE)
        text = _standing(name).sub(replaced, text)
    return text


def passages(text: str, name: str) -> list[str]:
    """Return the first lines of a text that hold a name, cut around it."""
    found = []
    for line in text.splitlines():
        if (at := _standing(name).search(line)) is not None:
            start = max(0, at.start() - LONGEST_PASSAGE // 2)
            cut = line[start : start + LONGEST_PASSAGE].strip()
            found.append(f"{'…' if start else ''}{cut}{'…' if start + LONGEST_PASSAGE < len(line) else ''}")
    return found[:MOST_PASSAGES]


def _standing(name: str) -> re.Pattern[str]:
    """Return what finds a name as whole words, as it is typed and as HTML writes it."""
    written = (name, html.escape(name), html.escape(name, quote=False))
    forms = {r"\s+".join(map(re.escape, one.split())) for one in written}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms))})(?!\w)", re.IGNORECASE)
