"""Pages that are the same for every visitor: kept as they were drawn, compressed once, named by all they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from gzip import compress as gzip
from threading import Lock

import brotli
from flask import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=5))


def _gzip(body: bytes) -> bytes:
    return gzip(body, 6, mtime=0)


PACKERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}
Key = tuple[str, str]  # the mark of a page, and its coding: "" for plain


class Bodies:
    """Bytes of pages by mark and coding, at most `most` bytes of them; those not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self._most, self._held, self._guard = most, 0, Lock()
        self._kept = OrderedDict[Key, bytes]()

    def find(self, mark: str, coding: str) -> bytes | None:
        """Return the page in this coding, packed now if only the plain one is there; None when it was never drawn."""
        with self._guard:
            found, plain = self._kept.get((mark, coding)), self._kept.get((mark, ""))
            for key in ((mark, coding), (mark, "")):
                if key in self._kept:
                    self._kept.move_to_end(key)
        if found is not None or plain is None:
            return found
        return self.keep(mark, coding, PACKERS[coding](plain))

    def keep(self, mark: str, coding: str, body: bytes) -> bytes:
        """Keep a body, and return it."""
        with self._guard:
            self._held += len(body) - len(self._kept.pop((mark, coding), b""))
            self._kept[mark, coding] = body
            while self._held > self._most:
                self._held -= len(self._kept.popitem(last=False)[1])
        return body

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()
            self._held = 0


bodies = Bodies(most=24 * 1024 * 1024)


class Marks:
    """The mark that a page had in a state of the database, by its address; those kept longest ago go first."""

    def __init__(self, most: int) -> None:
        self._most, self._guard = most, Lock()
        self._kept = OrderedDict[str, tuple[Hashable, str]]()

    def find(self, address: str, state: Hashable) -> str | None:
        """Return the mark of the page at `address`, None unless it was seen in this very state."""
        known = self._kept.get(address)
        return known[1] if known is not None and known[0] == state else None

    def keep(self, address: str, state: Hashable, mark: str) -> None:
        """Remember a mark."""
        with self._guard:
            self._kept.pop(address, None)
            self._kept[address] = (state, mark)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


marks = Marks(most=2000)


@lru_cache(maxsize=256)
def coding_of(accepted: str) -> str:
    """Return the best coding that a reader's Accept-Encoding allows, "" for none."""
    return parse_accept_header(accepted, Accept).best_match(list(PACKERS)) or "" if accepted else ""


def answer_with(mark: str, accepted: str) -> Response | None:
    """Return the kept page of this mark in the reader's best coding, None when it was never drawn."""
    coding = coding_of(accepted)
    body = bodies.find(mark, coding)
    if body is None:
        return None
    answer = Response(body, mimetype="text/html")
    answer.vary.update(("Cookie", "Accept-Encoding"))
    if coding:
        answer.headers["Content-Encoding"] = coding
    return answer
