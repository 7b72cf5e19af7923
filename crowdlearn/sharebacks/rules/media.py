"""Pictures, sound and captions of a share-back, and where pictures stand in its text. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

MOST_PICTURES = 20
_PLACE = re.compile(r"<p>\s*\{(\d{1,3})\}\s*</p>")


class MediumKind(Worded):
    """What may lie beside the words of a share-back."""

    PICTURE = "picture", N_("Picture")
    SOUND = "sound", N_("Sound")
    CAPTIONS = "captions", N_("Captions")


@dataclass(frozen=True)
class Beside:
    """What lies beside the words. `captions` are those of moving pictures: sound alone needs a transcript."""

    sound: bool = False
    captions: bool = False
    file: bool = False


class PictureUndescribed(RuleBroken):
    """A picture is there for those too who do not see it."""

    msgid = N_("Say in words what the picture shows, for readers who do not see it.")
    field = "alt"


class WrongMedium(RuleBroken):
    """A picture is a picture, and sound is sound."""

    field = "file"


class NoPicture(WrongMedium):
    """Something else was sent as a picture."""

    msgid = N_("Choose a picture: PNG, JPEG or WebP.")


class NoSound(WrongMedium):
    """Something else was sent as sound."""

    msgid = N_("Choose sound: MP3 or M4A.")


class NoCaptions(WrongMedium):
    """Something else was sent as captions."""

    msgid = N_("Choose captions: a WebVTT file, whose name ends in .vtt.")


class TooManyPictures(RuleBroken):
    """A post is no album."""

    msgid = N_("A share-back has at most %(most)s pictures. Take one away first.")
    field = "file"


_MEDIA = {
    MediumKind.PICTURE: (("image/png", "image/jpeg", "image/webp"), NoPicture),
    MediumKind.SOUND: (("audio/mpeg", "audio/mp4"), NoSound),
    MediumKind.CAPTIONS: (("text/vtt",), NoCaptions),
}


def check_medium(kind: MediumKind, media_type: str, alt: str) -> None:
    """Raise WrongMedium for another kind of file, PictureUndescribed for a picture without words."""
    accepted, refusal = _MEDIA[kind]
    if media_type not in accepted:
        raise refusal
    if kind is MediumKind.PICTURE and not alt.strip():
        raise PictureUndescribed


def placed(html: str, numbers: Sequence[int]) -> list[str | int]:
    """Return a text cut where its pictures stand: pieces of HTML, and numbers of pictures between them.

    A line with nothing but {2} is the place of picture 2, once; pictures without a place come last.
    """
    left, parts = list(numbers), list[str | int]()
    pieces = _PLACE.split(html)
    for words, number in zip(pieces[::2], [*map(int, pieces[1::2]), 0], strict=True):
        parts.append(words)
        if number in left:
            left.remove(number)
            parts.append(number)
        elif number:
            parts.append(f"<p>{{{number}}}</p>")
    return [part for part in [*parts, *left] if part != ""]
