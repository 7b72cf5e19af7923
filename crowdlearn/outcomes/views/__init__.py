"""The pages of outcomes."""

from . import chain, checkins, evidence, impact, uses
from .blueprint import blueprint

__all__ = ["blueprint", "chain", "checkins", "evidence", "impact", "uses"]
