"""Who learned from whom, and where the picture of it puts each person. Pure; lengths are units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.words import N_, Worded

WIDE, PER_LINE, LINES = 360, 9, 3
STEP, RADIUS, ROOT_RADIUS = 38, 14, 20
MOST_DRAWN = PER_LINE * LINES


class Way(Worded):
    """How someone learned from a share-back."""

    CAME = "came", N_("Came to it")
    LEARNED = "learned", N_("Said that they learned from it")
    USED = "used", N_("Used it")
    TAUGHT = "taught", N_("Taught it on")
    RETOLD = "retold", N_("Gave it again")


@dataclass(frozen=True)
class Generation:
    """How many people learned at one remove: from the source itself (1), from those who did (2), and so on."""

    number: int
    people: int
    unnamed: int


@dataclass(frozen=True)
class Learner:
    """A person to draw. `name` is "" for who stays unnamed."""

    id: UUID
    name: str
    teacher_id: UUID
    generation: int


@dataclass(frozen=True)
class Dot:
    """A circle of the picture. `more` counts people it stands for beside those drawn."""

    x: int
    y: int
    name: str
    generation: int
    more: int = 0


@dataclass(frozen=True)
class Line:
    """From whom someone learned, drawn from (x1, y1) down to (x2, y2)."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def path(self) -> str:
        """Return the curve between the two."""
        middle = (self.y1 + self.y2) // 2
        return f"M{self.x1} {self.y1}C{self.x1} {middle} {self.x2} {middle} {self.x2} {self.y2}"


@dataclass(frozen=True)
class Band:
    """The strip of one generation; `y` is where its words stand."""

    generation: Generation
    y: int


@dataclass(frozen=True)
class Picture:
    """The whole picture: `height` below a width of 360."""

    height: int
    bands: Sequence[Band]
    dots: Sequence[Dot]
    lines: Sequence[Line]


def draw(generations: Sequence[Generation], learners: Sequence[Learner]) -> Picture:
    """Return where everyone stands: the source on top, one strip for each generation below it.

    Learners stand in the order of those they learned from. What does not fit is one dot that says how many more.
    """
    bands, dots, lines = [], [], []
    places: dict[UUID, tuple[int, int]] = {}
    top = 2 * ROOT_RADIUS + 8
    for generation in generations:
        here = [one for one in learners if one.generation == generation.number]
        here.sort(key=lambda one: places.get(one.teacher_id, (0, 0))[::-1])
        room = MOST_DRAWN if generation.people <= MOST_DRAWN else MOST_DRAWN - 1
        shown = here[:room]
        bands.append(Band(generation, top + 18))
        spots = _spots(len(shown) + (generation.people > len(shown)), top + 46)
        for one, (x, y) in zip(shown, spots, strict=False):
            above = places.get(one.teacher_id, (WIDE // 2, ROOT_RADIUS + 4) if generation.number == 1 else None)
            if above is not None:
                lines.append(Line(above[0], above[1], x, y))
            dots.append(Dot(x, y, one.name, generation.number))
        if generation.people > len(shown):
            x, y = spots[-1]
            dots.append(Dot(x, y, "", generation.number, generation.people - len(shown)))
        places |= {one.id: spot for one, spot in zip(shown, spots, strict=False)}
        top = spots[-1][1] + RADIUS + 10
    return Picture(top, bands, dots, lines)


def _spots(count: int, top: int) -> list[tuple[int, int]]:
    """Return so many places in lines of nine, each line in the middle."""
    spots = []
    for start in range(0, count, PER_LINE):
        many = min(PER_LINE, count - start)
        left = WIDE // 2 - (many - 1) * STEP // 2
        spots += [(left + number * STEP, top + start // PER_LINE * STEP) for number in range(many)]
    return spots
