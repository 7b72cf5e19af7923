"""Routes that cost little to start with."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class Route(Rule):
    """A route that writes the code building its addresses when it is first asked for one; most never are."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        write = super()._compile_builder

        def build(_route: Rule, **values: Any) -> tuple[str, str]:
            written: Callable[..., tuple[str, str]] = write(append_unknown).__get__(self, None)
            setattr(self, "_build_unknown" if append_unknown else "_build", written)
            return written(**values)

        return build
