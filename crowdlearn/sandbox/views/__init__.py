"""The processor's pages inside the app: those that a person is sent to, and the one that lets things go wrong."""

from .control import control
from .hosted import hosted

__all__ = ["control", "hosted"]
