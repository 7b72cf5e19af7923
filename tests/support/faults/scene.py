"""One database that is put back to where a copy of it stands, again and again, so that its statements stay compiled."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from crowdlearn.db.session import Database
from tests.support.clocks import Hands, held
from tests.support.databases import Maker, bound


class Scene:
    """A database of its own. It does not wait for the disk: a process that is killed loses nothing by that."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self._given_back = maker, ExitStack()

    def __enter__(self) -> "Scene":
        self.address = self._given_back.enter_context(self.maker.copy())
        self._one = Database()
        self._one.connect(self.address)
        self._one.hasty = True
        return self

    def __exit__(self, *_: object) -> None:
        self._given_back.close()

    def kept(self, until: ExitStack) -> str:
        """Return the address of a copy of how it stands now, which is there `until` somebody gives it back."""
        return until.enter_context(self.maker.copy(self.address))

    @contextmanager
    def open(self, of: str = "", after: timedelta = timedelta()) -> Iterator[Hands]:
        """Make it this process's database, put back to the copy at `of` if that is named; lend the clock's hands.

        They have been turned `after` the true time.
        """
        if of:
            self.maker.renew(self.address, of)
        with bound(self._one) as here, held() as hands:
            hands.forward(after)
            try:
                yield hands
            finally:
                here.engine.dispose()
