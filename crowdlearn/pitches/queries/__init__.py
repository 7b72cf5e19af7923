"""Reading pitches: the plan behind a pitch, the pages of its pitcher, its history."""

from .plans import plan_of, terms_of

__all__ = ["plan_of", "terms_of"]
