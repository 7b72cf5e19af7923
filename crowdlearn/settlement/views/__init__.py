"""The treasurer's pages, the pitcher's receipts, and how a backer pays."""

from . import arriving, backers, books, claiming, paying, pitchers, refunding, substitutes, treasury
from .blueprint import blueprint

__all__ = [
    "arriving",
    "backers",
    "blueprint",
    "books",
    "claiming",
    "paying",
    "pitchers",
    "refunding",
    "substitutes",
    "treasury",
]
