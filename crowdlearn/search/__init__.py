"""One index that every feature writes to and every page asks."""
