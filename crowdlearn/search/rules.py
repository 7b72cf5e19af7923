"""How words become searchable: accents and ligatures folded, endings cut. Pure, and the same on every database."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUERY = 200  # characters that are looked at
MOST_WORDS = 8  # of one query
LONGEST_WORD = 40
SHORTEST_STEM = 3  # a word this short keeps its ending
_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
_SMALL = (
    "a about an and are as at be by for from how i in is it my of on or our that the this to we what who with you your "
    "au aux avec ce ces cette dans de des du elle en est et il je la le les leur ma mes mon nos notre nous ou où par "
    "pas pour qu que qui sa se ses son sont sur un une vos votre vous"
)
_SMALL_WORDS = frozenset(_SMALL.split())
_EVERYWHERE = frozenset({"learn", "apprend", "apprendr", "apprentissag"})  # said by every pitch, so it tells nothing
# endings that say number, gender or tense; what stays is looked for as the beginning of a word
_ENDINGS = {
    "en": "ingly ments ment ings ing ies ers ed es er ly y s e",
    "fr": "issements issement ements ement ments ment ations ation euses euse eurs eur aux ees ee ant er ez es e s x",
}
_LONGEST_FIRST = {language: sorted(endings.split(), key=len, reverse=True) for language, endings in _ENDINGS.items()}
_DOUBLED = re.compile(r"([bdgmnprt])\1$")  # plann(ing), programm(er)


@dataclass(frozen=True)
class Wanted:
    """One word of a query: any of `beginnings` may start a word of the text; `exact` for very short ones."""

    beginnings: tuple[str, ...]
    exact: bool


def fold(text: str) -> str:
    """Return lower-case words without accents, ligatures or punctuation, one space between: "L’œuvre" → l oeuvre."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_JOINED)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(plain))


def stem(word: str, language: str) -> str:
    """Return a folded word without its ending, never shorter than four letters."""
    for ending in _LONGEST_FIRST[language]:
        if word.endswith(ending) and len(word) - len(ending) > SHORTEST_STEM:
            rest = word[: -len(ending)]
            return _DOUBLED.sub(r"\1", rest) if len(rest) > SHORTEST_STEM + 1 else rest
    return word


def wanted(query: str) -> tuple[Wanted, ...]:
    """Return what a text must contain, from whatever a person typed; empty when nothing was asked.

    Nothing of the query's punctuation survives, so it cannot speak the database's own query language.
    """
    words = fold(query[:LONGEST_QUERY]).split()
    telling = [word for word in words if word not in _SMALL_WORDS and len(word) > 1] or words
    return tuple(_wanted(word) for word in list(dict.fromkeys(telling))[:MOST_WORDS])


def _wanted(word: str) -> Wanted:
    if len(word) < SHORTEST_STEM or word.isdecimal():
        return Wanted((word,), exact=True)
    stems = {stem(word, language) for language in _ENDINGS}
    shortest = min(stems, key=len)
    return Wanted((shortest, *sorted(s for s in stems if not s.startswith(shortest))), exact=False)


def telling(title: str) -> tuple[Wanted, ...]:
    """Return what of `title` tells what it is about: not that something is learned, unless it says no more."""
    words = wanted(title)
    return tuple(one for one in words if _EVERYWHERE.isdisjoint(one.beginnings)) or words


def likeness(asked: Iterable[Wanted], words: str) -> int:
    """Return how many of the words `asked` a folded text contains."""
    have = words.split()
    return sum(any(_meets(word, one) for word in have) for one in asked)


def _meets(word: str, one: Wanted) -> bool:
    return word in one.beginnings if one.exact else word.startswith(one.beginnings)
