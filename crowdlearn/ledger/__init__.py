"""The books: double entry, append-only, integer cents. Knows no feature."""
