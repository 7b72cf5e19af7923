"""The pages of outcomes."""

from . import chain, checkins, evidence, impact, record, uses
from .blueprint import blueprint

__all__ = ["blueprint", "chain", "checkins", "evidence", "impact", "record", "uses"]
